#include <algorithm>
#include <ostream>

#include "liaison/engine/text.h"
#include "output/result_writer.h"
#include "output/value_text.h"

namespace liaison::cli {
namespace {

// Rows from which the widths of columns are taken.
constexpr std::size_t kMeasuredRows = 1000;

// The lines of a cell: broken at line feeds, and at spaces where a line would be too wide.
std::vector<std::string> cell_lines(const std::string& text, std::size_t columns_max) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view rest = std::string_view(text).substr(begin, end - begin);
    while (columns_max > 0 && text::display_width(rest) > columns_max) {
      std::string_view fitting = text::truncate_to_width(rest, columns_max);
      if (fitting.empty()) break;  // one character that is wider than the column
      if (rest[fitting.size()] != ' ') {
        const std::size_t space = fitting.rfind(' ');
        if (space != std::string_view::npos && space > 0) fitting = fitting.substr(0, space);
      }
      lines.emplace_back(fitting);
      rest.remove_prefix(fitting.size());
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    }
    lines.emplace_back(rest);
    begin = end + 1;
  }
  return lines;
}

class TableWriter : public ResultWriter {
 public:
  TableWriter(std::ostream& out, std::size_t cell_columns_max)
      : out_(out), cell_columns_max_(cell_columns_max) {}

  void begin(const std::vector<std::string>& columns) override {
    for (const std::string& column : columns) header_.push_back(without_control_characters(column));
  }

  void row(Row row) override {
    ++row_count_;
    if (measured_) {
      print_row(row);
      return;
    }
    waiting_.push_back(std::move(row));
    if (waiting_.size() == kMeasuredRows) print_waiting();
  }

  void end() override {
    if (header_.empty()) return;
    if (!measured_) print_waiting();
    out_ << "(" << row_count_ << (row_count_ == 1 ? " row)\n" : " rows)\n");
  }

 private:
  using Lines = std::vector<std::string>;

  void print_waiting() {
    measured_ = true;
    for (const std::string& name : header_) widths_.push_back(text::display_width(name));
    flush_right_.assign(header_.size(), !waiting_.empty());
    std::vector<bool> has_number(header_.size(), false);
    for (const Row& row : waiting_) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (is_numeric(row[i])) has_number[i] = true;
        if (!is_numeric(row[i]) && !row[i].is_null()) flush_right_[i] = false;
        for (const std::string& line : cell_lines(value_text(row[i]), cell_columns_max_)) {
          widths_[i] = std::max(widths_[i], text::display_width(line));
        }
      }
    }
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (!has_number[i]) flush_right_[i] = false;
    }
    std::vector<Lines> names;
    for (const std::string& name : header_) names.push_back({name});
    print_lines(names);
    for (std::size_t i = 0; i < header_.size(); ++i) {
      const bool first = i == 0;
      const bool last = i + 1 == header_.size();
      out_ << (first ? "" : "+")
           << std::string(widths_[i] + (first || last ? 1 : 2) - (first && last ? 1 : 0), '-');
    }
    out_ << "\n";
    for (const Row& row : waiting_) print_row(row);
    waiting_.clear();
  }

  void print_row(const Row& row) {
    std::vector<Lines> cells;
    for (const Value& value : row) {
      cells.push_back(cell_lines(value_text(value), cell_columns_max_));
    }
    print_lines(cells);
  }

  void print_lines(const std::vector<Lines>& cells) {
    std::size_t height = 1;
    for (const Lines& cell : cells) height = std::max(height, cell.size());
    for (std::size_t line = 0; line < height; ++line) {
      std::string text;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) text += " | ";
        const std::string part = line < cells[i].size() ? cells[i][line] : "";
        const std::size_t width = text::display_width(part);
        const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
        text += flush_right_[i] ? padding + part : part + padding;
      }
      text.erase(text.find_last_not_of(' ') + 1);
      out_ << text << "\n";
    }
  }

  std::ostream& out_;
  std::size_t cell_columns_max_;
  std::vector<std::string> header_;
  std::vector<Row> waiting_;
  std::vector<std::size_t> widths_;
  std::vector<bool> flush_right_;
  bool measured_ = false;
  std::size_t row_count_ = 0;
};

}  // namespace

std::unique_ptr<ResultWriter> make_table_writer(std::ostream& out, std::size_t cell_columns_max) {
  return std::make_unique<TableWriter>(out, cell_columns_max);
}

}  // namespace liaison::cli

#include "spec_file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace liaison::spec {
namespace {

std::string trim(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result;
  std::size_t begin = 0;
  while (true) {
    const std::size_t bar = line.find(" | ", begin);
    result.push_back(trim(line.substr(begin, bar - begin)));
    if (bar == std::string::npos) return result;
    begin = bar + 3;
  }
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), stream_(path) {
    if (!stream_) throw std::runtime_error(path + ": cannot be read");
  }

  SpecFile run() {
    SpecFile file{path_, {}};
    std::string title;
    while (next()) {
      const std::string text = trim(line_);
      if (text.empty()) continue;
      if (text.front() == '#') {
        title = trim(text.substr(1));
        continue;
      }
      Step step = read_step(text);
      step.title = title;
      title.clear();
      file.steps.push_back(std::move(step));
    }
    return file;
  }

 private:
  bool next() {
    ++number_;
    if (!std::getline(stream_, line_)) return false;
    if (is_markdown_) take_from_markdown();
    return true;
  }

  // In a page of documentation, a block fenced as ```cypher followed by the head of a step is that
  // step; all else is no part of the file.
  void take_from_markdown() {
    constexpr std::string_view kFence = "```";
    constexpr std::string_view kOpen = "```cypher ";
    if (!is_inside_ && line_.starts_with(kOpen)) {
      is_inside_ = true;
      line_.erase(0, kOpen.size());
    } else if (!is_inside_ || line_.starts_with(kFence)) {
      is_inside_ = false;
      line_.clear();
    }
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw std::runtime_error(path_ + ":" + std::to_string(number_) + ": " + message);
  }

  Step read_step(const std::string& head) {
    std::istringstream words(head);
    std::string keyword, word;
    words >> keyword;
    Step step;
    step.line = number_;
    if (keyword == "graph") {
      step.kind = Step::Kind::Graph;
      words >> step.text;
    } else if (keyword == "reopen") {
      step.kind = Step::Kind::Reopen;
    } else if (keyword == "params") {
      step.kind = Step::Kind::Parameters;
      step.text = trim(head.substr(keyword.size()));
    } else if (keyword == "statement") {
      step.kind = Step::Kind::Statement;
      if (words >> word) {
        if (word != "effects") fail("expected `effects` after `statement`");
        step.checks_effects = true;
        long long count = 0;
        while (words >> word >> count) step.effects.emplace_back(word, count);
      }
      read_text(step);
    } else if (keyword == "query") {
      words >> word;
      step.kind = Step::Kind::Query;
      if (word == "error") {
        step.kind = Step::Kind::QueryError;
        words >> step.error_kind >> step.error_phase >> step.error_detail;
        if (step.error_detail.empty()) fail("`query error` needs kind, phase and detail");
      } else if (word == "ordered") {
        step.ordered = true;
      } else if (word != "any-order") {
        fail("`query` needs `any-order`, `ordered` or `error`");
      }
      read_text(step);
    } else {
      fail("unknown keyword `" + keyword + "`");
    }
    return step;
  }

  void read_text(Step& step) {
    bool in_table = false;
    while (next() && !trim(line_).empty()) {
      if (line_.starts_with("----")) {
        in_table = true;
        if (!trim(line_.substr(4)).empty()) step.columns = cells(line_.substr(4));
      } else if (in_table) {
        step.rows.push_back(cells(line_));
      } else {
        step.text += line_ + "\n";
      }
    }
    if (step.text.empty()) fail("a step without text");
    if (step.kind == Step::Kind::Query && !in_table) fail("a query without `----` and its rows");
  }

  std::string path_;
  bool is_markdown_ = path_.ends_with(".md");
  bool is_inside_ = false;
  std::ifstream stream_;
  std::string line_;
  std::size_t number_ = 0;
};

}  // namespace

SpecFile read_spec_file(const std::string& path) {
  return Reader(path).run();
}

}  // namespace liaison::spec

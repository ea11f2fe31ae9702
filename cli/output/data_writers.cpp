// The formats for programs: JSON and CSV.
#include <ostream>

#include "output/json_value.h"
#include "output/result_writer.h"
#include "output/value_text.h"

namespace liaison::cli {
namespace {

class JsonWriter : public ResultWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}
  void begin(const std::vector<std::string>& columns) override {
    columns_ = columns;
    out_ << "[";
  }
  void row(Row row) override {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < columns_.size(); ++i) object[columns_[i]] = to_json(row[i]);
    out_ << (first_ ? "\n" : ",\n") << json_text(object);
    first_ = false;
  }
  void end() override { out_ << (first_ ? "]\n" : "\n]\n"); }

 private:
  std::ostream& out_;
  std::vector<std::string> columns_;
  bool first_ = true;
};

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string csv_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Null:
      return {};
    case ValueKind::String:
      return std::string(value.as_string());
    case ValueKind::Bytes:
    case ValueKind::List:
    case ValueKind::Map:
    case ValueKind::Node:
    case ValueKind::Relationship:
    case ValueKind::Path:
    case ValueKind::Point:
      return json_text(to_json(value));
    default:
      return value_text(value);
  }
}

class CsvWriter : public ResultWriter {
 public:
  explicit CsvWriter(std::ostream& out) : out_(out) {}
  void begin(const std::vector<std::string>& columns) override {
    if (columns.empty()) return;
    write(columns, [](const std::string& name) { return name; });
  }
  void row(Row row) override { write(row, csv_text); }
  void end() override {}

 private:
  template <class Fields, class Text>
  void write(const Fields& fields, Text text) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) out_ << ",";
      out_ << csv_field(text(fields[i]));
    }
    out_ << "\r\n";
  }
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<ResultWriter> make_json_writer(std::ostream& out) {
  return std::make_unique<JsonWriter>(out);
}
std::unique_ptr<ResultWriter> make_csv_writer(std::ostream& out) {
  return std::make_unique<CsvWriter>(out);
}

}  // namespace liaison::cli

// LoadCsv: a row per record of a file in the import folder, read as rows are asked for.
#include "exec/operators/factories.h"
#include "liaison/engine/csv_reader.h"

namespace liaison::query {
namespace {

struct LoadCsvState final : OperatorState {
  LoadCsvState(const BoundExpression& url, const RowLayout& in) : evaluator(url, in) {}
  ExpressionEvaluator evaluator;
  ColumnVector urls;
  bool evaluated = false;
  std::size_t row = 0;
  std::unique_ptr<CsvReader> reader;  // of the row's file; null: not opened yet
  std::vector<std::string> headers;
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// %20 and the like.
std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      result += text[i];
      continue;
    }
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return result;
}

class LoadCsvOperator final : public StreamOperator {
 public:
  LoadCsvOperator(const LoadCsv& op, const RowLayout& in, const RowLayout& out)
      : clause_(*op.clause), in_(in), carry_(in, out), column_(out.column_of(clause_.variable)) {}

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<LoadCsvState>(*clause_.url, in_);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<LoadCsvState&>(base);
    if (!state.evaluated) {
      state.evaluator.evaluate(frame.context.eval(), in, state.urls);
      state.evaluated = true;
      state.row = 0;
    }
    std::vector<std::uint32_t> rows;
    ColumnVector records(VectorType::Tagged);
    std::vector<CsvField> fields;
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.reader) open(frame, state);
      if (state.reader->next(fields)) {
        rows.push_back(static_cast<std::uint32_t>(state.row));
        if (column_) records.append(record(state, fields));
        continue;
      }
      state.reader.reset();
      ++state.row;
    }
    carry_.select(in, rows, out);
    if (column_) out.column(*column_) = std::move(records);
    const bool more = state.row < in.row_count();
    if (!more) state.evaluated = false;
    return more;
  }

 private:
  [[noreturn]] void fail(const char* detail, const std::string& message) const {
    throw QueryError("ArgumentError", ErrorPhase::Runtime, detail, message, clause_.url->span);
  }

  // file:///a/b.csv, file:/a/b.csv or a/b.csv: a path below the import folder.
  std::string path_of(std::string_view url) const {
    if (url.starts_with("file://")) {
      url.remove_prefix(7);
      if (!url.starts_with('/')) {
        fail("InvalidArgumentValue",
             "A file address has three slashes, as in 'file:///people.csv'; the path counts from"
             " the import folder");
      }
      return percent_decoded(url);
    }
    if (url.starts_with("file:")) return percent_decoded(url.substr(5));
    if (url.find("://") != std::string_view::npos) {
      fail("InvalidArgumentValue",
           "LOAD CSV reads files of the import folder only, not addresses on the network");
    }
    return std::string(url);
  }

  void open(Frame& frame, LoadCsvState& state) const {
    const Value url = state.urls.get(state.row);
    if (!url.is_string()) {
      throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                       std::string("LOAD CSV needs a STRING with the file's address, but got ") +
                           kind_name(url.kind()),
                       clause_.url->span);
    }
    const std::string folder(frame.context.settings().import_directory);
    if (folder.empty()) {
      throw AccessError(
          "LOAD CSV is off: no folder has been allowed for it. Whoever runs the database allows "
          "one with --import-dir.");
    }
    const std::string path = path_of(url.as_string());
    CsvOptions options;
    options.separator = clause_.separator;
    try {
      state.reader = std::make_unique<CsvReader>(open_file_in(folder, path), path, options);
      state.headers.clear();
      std::vector<CsvField> fields;
      if (clause_.with_headers && state.reader->next(fields)) {
        for (CsvField& field : fields) state.headers.push_back(std::move(field.text));
      }
    } catch (const InputError& error) {
      fail("InvalidArgumentValue", error.what());
    }
  }

  // A field with nothing in it is null, one with empty quotes an empty text.
  static Value value_of(CsvField& field) {
    if (field.text.empty() && !field.is_quoted) return Value();
    return Value(std::move(field.text));
  }

  Value record(const LoadCsvState& state, std::vector<CsvField>& fields) const {
    if (!clause_.with_headers) {
      ValueList list;
      for (CsvField& field : fields) list.push_back(value_of(field));
      return Value(std::move(list));
    }
    // Short lines leave the rest null; fields beyond the header have no name.
    ValueMap map;
    for (std::size_t i = 0; i < state.headers.size(); ++i) {
      map.emplace_back(state.headers[i], i < fields.size() ? value_of(fields[i]) : Value());
    }
    return Value(std::move(map));
  }

  const BoundLoadCsv& clause_;
  RowLayout in_;
  Carry carry_;
  std::optional<std::size_t> column_;
};

}  // namespace

StreamPtr make_load_csv(const LoadCsv& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<LoadCsvOperator>(op, in, out);
}

}  // namespace liaison::query

#include "api/result_stream.h"

#include "api/bookmark.h"
#include "json/text_writer.h"

namespace liaison::server {
namespace {

const char* query_type_name(query::QueryType type) {
  switch (type) {
    case query::QueryType::Read:
      return "r";
    case query::QueryType::ReadWrite:
      return "rw";
    case query::QueryType::Write:
      return "w";
    case query::QueryType::Schema:
      return "s";
  }
  return "rw";
}

}  // namespace

ResultStream::ResultStream(std::shared_ptr<ServedDatabase> database, query::Result result,
                           Options options)
    : database_(std::move(database)), options_(std::move(options)), result_(std::move(result)) {}

bool ResultStream::append_some(std::string& out, std::size_t bytes) {
  if (!has_head_) append_head(out);
  const std::size_t enough = out.size() + bytes;
  while (out.size() < enough) {
    if (chunk_ == nullptr || row_ == chunk_->row_count()) {
      chunk_ = result_.next_chunk();
      row_ = 0;
      if (chunk_ == nullptr) {
        append_summary(out);
        return false;
      }
      continue;
    }
    append_row(out, *chunk_, row_++);
  }
  return true;
}

void ResultStream::append_head(std::string& out) {
  has_head_ = true;
  out += options_.format.is_lines ? "{\"$event\":\"Header\",\"_body\":{\"fields\":["
                                  : "{\"data\":{\"fields\":[";
  Separator comma;
  for (const std::string& column : result_.columns()) {
    out += comma.next();
    append_string(out, column);
  }
  out += options_.format.is_lines ? "]}}\n" : "],\"values\":[";
}

void ResultStream::append_row(std::string& out, const DataChunk& chunk, std::size_t row) {
  if (options_.format.is_lines) {
    out += "{\"$event\":\"Record\",\"_body\":";
  } else if (has_rows_) {
    out += ',';
  }
  has_rows_ = true;
  Separator comma;
  out += '[';
  // A chunk may carry more columns than the result has.
  for (std::size_t i = 0; i < result_.columns().size(); ++i) {
    out += comma.next();
    append_value(out, chunk.column(i).get(row), options_.format.values);
  }
  out += options_.format.is_lines ? "]}\n" : "]";
}

// Members after the rows, without the braces around them.
void ResultStream::append_facts(std::string& out) {
  Separator comma;
  const auto member = [&](std::string_view name) {
    out += comma.next();
    out += '"';
    out += name;
    out += "\":";
  };
  if (!result_.notifications().empty()) {
    member("notifications");
    append_notifications(out, result_.notifications(), options_.statement);
  }
  if (options_.include_counters) {
    member("counters");
    append_counters(out, result_.counters());
  }
  if (result_.plan()) {
    member(result_.is_profiled() ? "profiledQueryPlan" : "queryPlan");
    append_plan(out, *result_.plan(), result_.is_profiled(), options_.format.values);
  }
  member("queryType");
  append_string(out, query_type_name(result_.type()));
  member("bookmarks");
  out += '[';
  append_string(out, make_bookmark(database_->name, result_.commit_number()));
  out += ']';
}

void ResultStream::append_summary(std::string& out) {
  if (options_.format.is_lines) {
    out += "{\"$event\":\"Summary\",\"_body\":{";
    append_facts(out);
    out += "}}\n";
  } else {
    out += "]},";
    append_facts(out);
    out += '}';
  }
  options_.cancellation.reset();
}

void ResultStream::append_failure(std::string& out, const ErrorReply& error) {
  options_.cancellation.reset();
  out += options_.format.is_lines ? "{\"$event\":\"Error\",\"_body\":[" : "]},\"errors\":[";
  append_error(out, error, options_.statement);
  out += options_.format.is_lines ? "]}\n" : "]}";
}

}  // namespace liaison::server

// A statement's result as the text of a reply, in blocks: rows as they are produced, then what the
// statement changed. An error after the first row becomes part of the text, as the status is out.
// Thread-safety: needs external locking. Lifetime: keeps its database alive.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "api/error_response.h"
#include "api/media_type.h"
#include "liaison/engine/cancellation.h"
#include "liaison/query/result.h"
#include "session/databases.h"

namespace liaison::server {

class ResultStream {
 public:
  struct Options {
    ReplyFormat format;
    bool include_counters = false;
    std::string statement;
    // Listed as running until the last row is out.
    std::shared_ptr<CancellationToken> cancellation;
  };

  ResultStream(std::shared_ptr<ServedDatabase> database, query::Result result, Options options);

  // Appends some rows, up to about `bytes`, or the end of the reply after the last one. Returns
  // whether more follows. *Throws* what the statement throws.
  bool append_some(std::string& out, std::size_t bytes);
  // Ends the reply with an error, wherever it stands.
  void append_failure(std::string& out, const ErrorReply& error);

  const std::string& statement() const { return options_.statement; }

 private:
  void append_head(std::string& out);
  void append_row(std::string& out, const DataChunk& chunk, std::size_t row);
  void append_summary(std::string& out);
  void append_facts(std::string& out);

  std::shared_ptr<ServedDatabase> database_;
  Options options_;
  query::Result result_;
  const DataChunk* chunk_ = nullptr;
  std::size_t row_ = 0;
  bool has_head_ = false;
  bool has_rows_ = false;
};

}  // namespace liaison::server

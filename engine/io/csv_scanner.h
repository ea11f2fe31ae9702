// Finds the records and fields of CSV in bytes that are in memory: what CsvReader (a record at a
// time) and CsvBlockReader (a block for each thread) share. Fields are views; only quoted ones with
// a quote in them are copied. The dialect is that of csv_reader.h.
// Thread-safety: one thread. Lifetime: fields are good until the next call and while the bytes are.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/csv_reader.h"

namespace liaison::engine {

struct CsvText {
  std::string_view text;
  bool is_quoted = false;
};

class CsvScanner {
 public:
  enum class Outcome {
    Record,
    End,        // no record is left
    Incomplete  // the record may go on beyond the bytes; nothing was consumed
  };

  // `name` is what errors call the file. Throws UsageError for a separator that cannot be one.
  CsvScanner(std::string name, const CsvOptions& options);

  // Starts on bytes that begin at a record; `is_last`: the file ends with them.
  void start(std::string_view bytes, bool is_last, std::uint64_t first_line);
  // Throws InputError with file and line.
  Outcome next(std::vector<CsvText>& fields);
  // Bytes consumed since start().
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
  // Line on which the record last read begins, and the line the next one begins on.
  std::uint64_t record_line() const { return record_line_; }
  std::uint64_t line() const { return line_; }
  const std::string& name() const { return name_; }
  [[noreturn]] void fail(std::uint64_t line, const std::string& what) const;

 private:
  // First separator or line end at or after `from`, or end_.
  const char* find_field_end(const char* from) const;
  void check_size(std::size_t size, bool is_quoted) const;
  // Reads one field from `from`; returns what follows it, or null when the bytes do not hold it
  // whole.
  const char* read_quoted(const char* from, CsvText& field, std::uint64_t& line);
  const char* read_plain(const char* from, CsvText& field) const;
  // Steps over a line end; null when a CR is the last byte and more may follow.
  const char* skip_line_end(const char* from) const;

  std::string name_;
  CsvOptions options_;
  const char* begin_ = nullptr;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  bool is_last_ = true;
  std::uint64_t line_ = 1;
  std::uint64_t record_line_ = 0;
  std::deque<std::string> unescaped_;  // texts of this record that are not as they stand
  std::size_t unescaped_count_ = 0;
};

// Number of line ends: LF, CRLF and CR count one each.
std::uint64_t count_line_ends(std::string_view bytes);

}  // namespace liaison::engine

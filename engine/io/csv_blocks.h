// Cuts a CSV file into blocks of whole records, so that several threads can read one file. Cutting
// costs little: a block without quotes ends at its last line feed.
// Thread-safety: one thread at a time. Lifetime: a block owns its bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/csv_scanner.h"
#include "liaison/engine/csv_reader.h"

namespace liaison::engine {

struct CsvBlock {
  std::string bytes;
  std::uint64_t first_line = 1;
};

class CsvBlockReader {
 public:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

  // `name` is what errors call the file.
  CsvBlockReader(ByteSource& source, std::string name, const CsvOptions& options,
                 std::size_t block_bytes = kBlockBytes);

  // Looks at the next record without taking it. False when there is none.
  bool peek_record(std::vector<std::string>& fields);
  // Takes the record last looked at.
  void skip_record();
  // Line on which the next record begins, blank lines before it aside.
  std::uint64_t line() const { return line_; }
  // The next block. False at the end.
  bool next(CsvBlock& block);

 private:
  // Reads until `carry_` has `size` bytes or the file ends.
  void fill(std::size_t size);
  // Bytes of whole records at the start of carry_; 0 when there is not one.
  std::size_t whole_records();

  ByteSource& source_;
  CsvScanner scanner_;
  std::size_t block_bytes_;
  std::string carry_;
  bool is_at_end_ = false;
  bool is_started_ = false;
  std::uint64_t line_ = 1;
  std::size_t peeked_bytes_ = 0;
  std::uint64_t line_after_peeked_ = 1;
  std::vector<CsvText> fields_;
};

}  // namespace liaison::engine

// The one CSV reader: LOAD CSV and loaders share it. It reads RFC 4180 with what files in the wild
// have: fields in double quotes with "" for a quote, line breaks inside quotes, CRLF, LF or CR line
// ends, a byte order mark, any one-byte separator, a last line without line end. Lines without a
// character are skipped.
// Thread-safety: needs external locking. Lifetime: a reader owns its source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace liaison {

namespace engine {
class CsvScanner;
struct CsvText;
}  // namespace engine

// Bytes in order, from a file or from memory.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills the start of the buffer and returns how many bytes; 0 is the end. *Throws* InputError.
  virtual std::size_t read(char* buffer, std::size_t size) = 0;
};

// Opens a regular file in `folder` or below it. `path` is relative to the folder; a leading `/` is
// ignored. Nothing outside of the folder can be reached: `..` and symbolic links are refused on the
// whole way. *Throws* AccessError for a path that leaves the folder or is no regular file,
// InputError for a file that is not there or cannot be read.
std::unique_ptr<ByteSource> open_file_in(const std::string& folder, std::string_view path);

struct CsvOptions {
  char separator = ',';
  // A missing quote would make the rest of the file one field.
  std::size_t field_bytes_max = std::size_t{4} << 20;
  std::size_t fields_max = 100'000;
};

struct CsvField {
  std::string text;
  bool is_quoted = false;  // tells an empty text, "", from no value
};

class CsvReader {
 public:
  // `name` is what errors call the file.
  CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvOptions options = {});
  ~CsvReader();

  // Replaces `fields` by the next record. False at the end. *Throws* InputError with file and line
  // for a quote that is never closed, text after a closing quote, bytes that are not UTF-8, and
  // fields beyond the limits.
  bool next(std::vector<CsvField>& fields);
  // The line on which the record last read begins, from 1.
  std::uint64_t line() const;

 private:
  // Reads more behind what is there; false at the end of the file.
  bool fill();

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<engine::CsvScanner> scanner_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what the scanner has not consumed
  std::size_t end_ = 0;
  bool is_at_end_ = false;
  bool is_started_ = false;
  std::vector<engine::CsvText> texts_;
};

}  // namespace liaison

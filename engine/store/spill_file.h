// A temporary file for what does not fit into memory. It has no name, so nothing of it is left
// however the process ends. Written once from front to end, then read in parts.
// Thread-safety: writing needs one thread; read is safe after that. Lifetime: readers borrow it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace liaison::engine {

class SpillFile {
 public:
  // In `folder`. Throws StorageError.
  explicit SpillFile(const std::string& folder);
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  void append(std::string_view bytes);
  // Bytes appended so far.
  std::uint64_t size() const { return size_ + buffer_.size(); }
  void flush();
  // Reads up to `size` bytes at `offset`; fewer only at the end. Requires flush().
  std::size_t read(std::uint64_t offset, char* to, std::size_t size) const;

 private:
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::string buffer_;
};

// Walks over bytes [begin, end) of a spill file through a buffer of its own.
class SpillReader {
 public:
  SpillReader(const SpillFile& file, std::uint64_t begin, std::uint64_t end,
              std::size_t buffer_bytes);
  bool at_end() const { return at_ == buffer_size_ && offset_ == end_; }
  // The next `size` bytes; good until the next call. Requires that so many are left.
  std::string_view take(std::size_t size);

 private:
  const SpillFile& file_;
  std::uint64_t offset_;  // of what is behind the buffer
  std::uint64_t end_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t buffer_size_ = 0;
};

}  // namespace liaison::engine

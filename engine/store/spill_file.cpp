#include "store/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kWriteBytes = std::size_t{1} << 20;

[[noreturn]] void fail(const std::string& what) {
  throw StorageError("temporary file: " + what + ": " + std::strerror(errno));
}

}  // namespace

SpillFile::SpillFile(const std::string& folder) {
  file_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file_ < 0) {
    // Not every file system makes files without a name: one is taken away at once.
    std::string name = folder + "/spill-XXXXXX";
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) fail("cannot be made in " + folder);
    ::unlink(name.c_str());
  }
}

SpillFile::~SpillFile() {
  ::close(file_);
}

void SpillFile::append(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= kWriteBytes) flush();
}

void SpillFile::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t count = ::pwrite(file_, buffer_.data() + done, buffer_.size() - done,
                                   static_cast<off_t>(size_ + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot be written");
    done += static_cast<std::size_t>(count);
  }
  size_ += buffer_.size();
  buffer_.clear();
}

std::size_t SpillFile::read(std::uint64_t offset, char* to, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::pread(file_, to + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot be read");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

SpillReader::SpillReader(const SpillFile& file, std::uint64_t begin, std::uint64_t end,
                         std::size_t buffer_bytes)
    : file_(file), offset_(begin), end_(end) {
  buffer_.resize(buffer_bytes);
}

std::string_view SpillReader::take(std::size_t size) {
  if (buffer_size_ - at_ < size) {
    std::memmove(buffer_.data(), buffer_.data() + at_, buffer_size_ - at_);
    buffer_size_ -= at_;
    at_ = 0;
    if (buffer_.size() < size) buffer_.resize(size);
    const std::size_t wanted =
        std::min<std::uint64_t>(buffer_.size() - buffer_size_, end_ - offset_);
    const std::size_t count = file_.read(offset_, buffer_.data() + buffer_size_, wanted);
    offset_ += count;
    buffer_size_ += count;
    if (buffer_size_ < size) throw StorageError("temporary file: it is shorter than written");
  }
  const std::string_view bytes(buffer_.data() + at_, size);
  at_ += size;
  return bytes;
}

}  // namespace liaison::engine

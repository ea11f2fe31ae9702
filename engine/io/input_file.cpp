#include "io/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kPackedBufferBytes = std::size_t{256} << 10;

std::uint64_t regular_file_size(int file, const std::string& path) {
  struct stat status {};
  if (::fstat(file, &status) != 0) {
    throw InputError(path + ": cannot be read: " + std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) throw InputError(path + ": is not a regular file.");
  return static_cast<std::uint64_t>(status.st_size);
}

class PlainFile final : public InputFile {
 public:
  explicit PlainFile(const std::string& path) : path_(path) {
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file_ < 0) throw InputError(path + ": cannot be opened: " + std::strerror(errno));
    try {
      size_ = regular_file_size(file_, path);
    } catch (...) {
      ::close(file_);
      throw;
    }
    ::posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  ~PlainFile() override { ::close(file_); }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    while (true) {
      const ssize_t count = ::read(file_, buffer, size);
      if (count >= 0) {
        bytes_read_ += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR) throw InputError(path_ + ": cannot be read: " + std::strerror(errno));
    }
  }
  std::uint64_t bytes_read() const override { return bytes_read_; }
  std::uint64_t size() const { return size_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::atomic<std::uint64_t> bytes_read_{0};
};

// What both kinds of packing share: a buffer of packed bytes in front of the unpacker.
class PackedFile : public InputFile {
 public:
  explicit PackedFile(const std::string& path) : file_(path), packed_(kPackedBufferBytes) {}
  std::uint64_t bytes_read() const override { return file_.bytes_read(); }

 protected:
  // False at the end of the file.
  bool fill() {
    size_ = file_.read(packed_.data(), packed_.size());
    at_ = 0;
    return size_ > 0;
  }
  bool is_drained() const { return at_ == size_; }
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(file_.path() + ": " + what);
  }

  PlainFile file_;
  std::vector<char> packed_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
};

class GzipFile final : public PackedFile {
 public:
  explicit GzipFile(const std::string& path) : PackedFile(path) {
    // 32: a zlib or gzip header, found by looking.
    if (inflateInit2(&stream_, 15 + 32) != Z_OK) throw std::bad_alloc();
  }
  ~GzipFile() override { inflateEnd(&stream_); }

  std::size_t read(char* buffer, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
    const uInt wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      if (is_drained() && !fill()) {
        if (is_inside_) fail("ends in the middle of its gzip data.");
        return 0;
      }
      if (!is_inside_) {
        // A gzip file may be several members after each other.
        if (has_begun_ && inflateReset(&stream_) != Z_OK) fail("is not gzip data.");
        is_inside_ = has_begun_ = true;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(packed_.data() + at_);
      stream_.avail_in = static_cast<uInt>(size_ - at_);
      const int status = inflate(&stream_, Z_NO_FLUSH);
      at_ = size_ - stream_.avail_in;
      if (status == Z_STREAM_END) {
        is_inside_ = false;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        fail(std::string("is damaged gzip data: ") +
             (stream_.msg == nullptr ? "cannot be unpacked" : stream_.msg));
      }
    }
    return wanted - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  bool has_begun_ = false;
  bool is_inside_ = false;
};

class ZstdFile final : public PackedFile {
 public:
  explicit ZstdFile(const std::string& path) : PackedFile(path), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
    // A frame may ask for a window of gigabytes; 128 MB is what the tools write at most unasked.
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, 27);
  }
  ~ZstdFile() override { ZSTD_freeDStream(stream_); }
  ZstdFile(const ZstdFile&) = delete;
  ZstdFile& operator=(const ZstdFile&) = delete;

  std::size_t read(char* buffer, std::size_t size) override {
    ZSTD_outBuffer out{buffer, size, 0};
    while (out.pos == 0) {
      if (is_drained() && !is_flushing_ && !fill()) {
        if (is_inside_) fail("ends in the middle of its zstd data.");
        return 0;
      }
      ZSTD_inBuffer in{packed_.data(), size_, at_};
      const std::size_t status = ZSTD_decompressStream(stream_, &out, &in);
      at_ = in.pos;
      if (ZSTD_isError(status) != 0) {
        fail(std::string("is damaged zstd data: ") + ZSTD_getErrorName(status));
      }
      is_inside_ = status != 0;
      // A full output may leave unpacked bytes behind that need no more input.
      is_flushing_ = out.pos == out.size;
    }
    return out.pos;
  }

 private:
  ZSTD_DStream* stream_;
  bool is_inside_ = false;
  bool is_flushing_ = false;
};

}  // namespace

std::unique_ptr<InputFile> open_input_file(const std::string& path) {
  if (path.ends_with(".gz")) return std::make_unique<GzipFile>(path);
  if (path.ends_with(".zst")) return std::make_unique<ZstdFile>(path);
  return std::make_unique<PlainFile>(path);
}

std::uint64_t input_file_bytes(const std::string& path) {
  return PlainFile(path).size();
}

}  // namespace liaison::engine

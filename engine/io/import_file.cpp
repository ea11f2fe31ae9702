// Files of a folder that its owner has opened to queries. The path is walked component by
// component, each opened relative to the one before without following links, so neither `..` nor a
// link, nor one put there between check and use, leads out.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "liaison/engine/csv_reader.h"
#include "liaison/engine/error.h"

namespace liaison {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(other.value_) { other.value_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int get() const { return value_; }

 private:
  int value_;
};

class FileSource final : public ByteSource {
 public:
  FileSource(Descriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    while (true) {
      const ssize_t count = ::read(file_.get(), buffer, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) throw InputError(name_ + ": cannot be read: " + std::strerror(errno));
    }
  }

 private:
  Descriptor file_;
  std::string name_;
};

[[noreturn]] void fail_open(const std::string& name, int error) {
  if (error == ELOOP) throw AccessError(name + ": symbolic links are not followed.");
  // A link in place of a folder answers so too.
  if (error == ENOTDIR) throw AccessError(name + ": a part of the path is not a folder.");
  throw InputError(name + ": cannot be opened: " + std::strerror(error));
}

}  // namespace

std::unique_ptr<ByteSource> open_file_in(const std::string& folder, std::string_view path) {
  const std::string name(path);
  if (path.find('\0') != std::string_view::npos) {
    throw AccessError("A file's path cannot contain a zero byte.");
  }
  Descriptor at(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (at.get() < 0) {
    throw InputError("The import folder cannot be opened: " + std::string(std::strerror(errno)));
  }
  bool is_named = false;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string part(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == "..") throw AccessError(name + ": `..` is not allowed.");
    const bool is_last = path.empty();
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    const int flags = is_last ? O_RDONLY | O_NONBLOCK : O_PATH | O_DIRECTORY;
    Descriptor next(::openat(at.get(), part.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
    if (next.get() < 0) fail_open(name, errno);
    at = std::move(next);
    is_named = is_last;
  }
  struct stat status {};
  const bool is_file = is_named && ::fstat(at.get(), &status) == 0 && S_ISREG(status.st_mode);
  if (!is_file) throw AccessError(name + ": is not a regular file.");
  return std::make_unique<FileSource>(std::move(at), name);
}

}  // namespace liaison

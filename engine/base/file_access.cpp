#include "base/file_access.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

[[noreturn]] void throw_io(const char* doing, const std::string& path, int error) {
  throw StorageError(std::string("cannot ") + doing + " " + path + ": " +
                     std::generic_category().message(error));
}

// The calls below go on after a signal; every other failure is final.
int open_descriptor(const std::string& path, int flags) {
  int descriptor;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

class SystemFile final : public DiskFile {
 public:
  SystemFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  ~SystemFile() override { ::close(descriptor_); }

  std::string read_start(std::size_t bytes_max) override {
    std::string bytes(bytes_max, '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
      const ssize_t got =
          ::pread(descriptor_, bytes.data() + size, bytes.size() - size, static_cast<off_t>(size));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw_io("read", path_, errno);
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    bytes.resize(size);
    return bytes;
  }

  void write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written =
          ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) throw_io("write", path_, written < 0 ? errno : EIO);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    }
  }

  void sync() override {
    if (::fdatasync(descriptor_) != 0) throw_io("sync", path_, errno);
  }

 private:
  std::string path_;
  int descriptor_;
};

class SystemFiles final : public FileAccess {
 public:
  std::unique_ptr<DiskFile> open(const std::string& path) override {
    const int descriptor = open_descriptor(path, O_RDWR);
    if (descriptor >= 0) return std::make_unique<SystemFile>(path, descriptor);
    if (errno == ENOENT) return nullptr;
    throw_io("open", path, errno);
  }
  std::unique_ptr<DiskFile> create(const std::string& path) override {
    const int descriptor = open_descriptor(path, O_RDWR | O_CREAT | O_TRUNC);
    if (descriptor < 0) throw_io("create", path, errno);
    return std::make_unique<SystemFile>(path, descriptor);
  }
  void rename(const std::string& from, const std::string& to) override {
    if (std::rename(from.c_str(), to.c_str()) != 0) throw_io("rename", from, errno);
  }
  void sync_folder_of(const std::string& path) override {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const std::string name = folder.empty() ? "." : folder;
    const int descriptor = open_descriptor(name, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0) throw_io("open folder", name, errno);
    const int result = ::fsync(descriptor);
    const int error = errno;
    ::close(descriptor);
    if (result != 0) throw_io("sync folder", name, error);
  }
};

}  // namespace

FileAccess& system_files() {
  static SystemFiles files;
  return files;
}

}  // namespace liaison::engine

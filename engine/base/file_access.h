// The files that the engine keeps beside the store (the watermark), as operations whose durability
// matters one by one: a test puts a file system under it that loses power.
// Errors: StorageError, naming the file. Thread-safety: FileAccess is safe, a DiskFile needs
// external locking. Lifetime: the FileAccess outlives its files.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace liaison::engine {

class DiskFile {
 public:
  virtual ~DiskFile() = default;
  // The first bytes of the file, at most `bytes_max`.
  virtual std::string read_start(std::size_t bytes_max) = 0;
  virtual void write_at(std::uint64_t offset, std::string_view bytes) = 0;
  // Makes what was written durable. Never tried twice: after a failed sync the kernel may have
  // dropped the bytes and would report success.
  virtual void sync() = 0;
};

class FileAccess {
 public:
  virtual ~FileAccess() = default;
  // For reading and writing; null when there is no such file.
  virtual std::unique_ptr<DiskFile> open(const std::string& path) = 0;
  // An empty file in place of any other of that name.
  virtual std::unique_ptr<DiskFile> create(const std::string& path) = 0;
  virtual void rename(const std::string& from, const std::string& to) = 0;
  // Makes the names in the folder of `path` durable.
  virtual void sync_folder_of(const std::string& path) = 0;
};

// The operating system's; lives until the process ends.
FileAccess& system_files();

}  // namespace liaison::engine

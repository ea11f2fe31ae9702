#include "kv/store_file_system.h"

#include <string>
#include <string_view>
#include <utility>

#include "kv/log_file.h"
#include "kv/table_tail.h"

namespace liaison::engine {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class StoreFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit StoreFileSystem(std::shared_ptr<rocksdb::FileSystem> below)
      : FileSystemWrapper(std::move(below)) {}
  const char* Name() const override { return "LiaisonStoreFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* debug) override {
    if (name.find("/OPTIONS-") != std::string::npos) {
      return IOStatus::NotSupported("options are the program's");
    }
    const IOStatus status = target()->NewWritableFile(name, options, result, debug);
    if (status.ok() && name.ends_with(".log") && !(*result)->use_direct_io()) {
      *result = make_log_file(std::move(*result));
    }
    return status;
  }

  IOStatus NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                               IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    IOStatus status = target()->NewRandomAccessFile(name, options, &file, debug);
    if (status.ok() && name.ends_with(".sst")) {
      std::uint64_t size = 0;
      status = target()->GetFileSize(name, IOOptions(), &size, debug);
      if (status.ok()) status = check_table_tail(*file, size, name);
    }
    if (status.ok()) *result = std::move(file);
    return status;
  }

  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    if (to.ends_with(kCurrentName)) {
      const IOStatus status = sync_folder(to.substr(0, to.size() - kCurrentName.size()), debug);
      if (!status.ok()) return status;
    }
    return target()->RenameFile(from, to, options, debug);
  }

 private:
  static constexpr std::string_view kCurrentName = "/CURRENT";

  IOStatus sync_folder(const std::string& path, IODebugContext* debug) {
    std::unique_ptr<rocksdb::FSDirectory> folder;
    const IOStatus status = target()->NewDirectory(path, IOOptions(), &folder, debug);
    return status.ok() ? folder->Fsync(IOOptions(), debug) : status;
  }
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> make_store_file_system(
    std::shared_ptr<rocksdb::FileSystem> below) {
  return std::make_shared<StoreFileSystem>(std::move(below));
}

}  // namespace liaison::engine

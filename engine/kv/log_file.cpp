#include "kv/log_file.h"

#include <algorithm>
#include <string>
#include <utility>

namespace liaison::engine {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class LogFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  explicit LogFile(std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    // What fits into the zeros overwrites them; what does not is appended behind.
    if (data.size() > filled_ - size_ && data.size() < kLogAheadBytes) {
      static const std::string zeros(kLogAheadBytes, '\0');
      const IOStatus status = target()->Append(zeros, options, debug);
      if (!status.ok()) return status;
      filled_ += zeros.size();
    }
    const std::size_t over = std::min<std::size_t>(data.size(), filled_ - size_);
    if (over > 0) {
      const IOStatus status =
          target()->PositionedAppend(Slice(data.data(), over), size_, options, debug);
      if (!status.ok()) return status;
      size_ += over;
    }
    if (over == data.size()) return IOStatus::OK();
    const Slice rest(data.data() + over, data.size() - over);
    const IOStatus status = target()->Append(rest, options, debug);
    if (!status.ok()) return status;
    size_ += rest.size();
    filled_ = size_;
    return IOStatus::OK();
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&,
                            IODebugContext*) override {
    return IOStatus::NotSupported("a log is only appended to");
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&,
                            const rocksdb::DataVerificationInfo&, IODebugContext*) override {
    return IOStatus::NotSupported("a log is only appended to");
  }

  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    const IOStatus status = target()->Truncate(size, options, debug);
    if (status.ok()) size_ = filled_ = size;
    return status;
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    IOStatus cut = filled_ > size_ ? target()->Truncate(size_, options, debug) : IOStatus::OK();
    const IOStatus closed = target()->Close(options, debug);
    return cut.ok() ? closed : cut;
  }
  std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override { return size_; }

  // Space is made ready here, not by the file below.
  void PrepareWrite(std::size_t, std::size_t, const IOOptions&, IODebugContext*) override {}
  IOStatus Allocate(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  std::uint64_t size_ = 0;    // bytes of the log
  std::uint64_t filled_ = 0;  // bytes of the file
};

}  // namespace

std::unique_ptr<rocksdb::FSWritableFile> make_log_file(
    std::unique_ptr<rocksdb::FSWritableFile> file) {
  return std::make_unique<LogFile>(std::move(file));
}

}  // namespace liaison::engine

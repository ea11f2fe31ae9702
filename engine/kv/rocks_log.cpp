#include "kv/rocks_log.h"

#include <rocksdb/env.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace liaison::engine {
namespace {

bool is_setting(std::string_view format) {
  format.remove_prefix(std::min(format.find_first_not_of(' '), format.size()));
  return format.starts_with("Options.") || format.starts_with("table_factory options:");
}

class RocksLog final : public rocksdb::Logger {
 public:
  explicit RocksLog(std::shared_ptr<rocksdb::Logger> file)
      : Logger(file->GetInfoLogLevel()), file_(std::move(file)) {}

  void LogHeader(const char* format, va_list arguments) override {
    if (!is_setting(format)) file_->LogHeader(format, arguments);
  }
  using Logger::Logv;
  void Logv(rocksdb::InfoLogLevel level, const char* format, va_list arguments) override {
    file_->Logv(level, format, arguments);
  }
  std::size_t GetLogFileSize() const override { return file_->GetLogFileSize(); }
  void Flush() override { file_->Flush(); }
  rocksdb::InfoLogLevel GetInfoLogLevel() const override { return file_->GetInfoLogLevel(); }
  void SetInfoLogLevel(rocksdb::InfoLogLevel level) override { file_->SetInfoLogLevel(level); }

 protected:
  rocksdb::Status CloseImpl() override { return file_->Close(); }

 private:
  const std::shared_ptr<rocksdb::Logger> file_;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> make_rocks_log(const std::string& path,
                                                const rocksdb::DBOptions& options) {
  std::shared_ptr<rocksdb::Logger> file;
  if (!rocksdb::CreateLoggerFromOptions(path, options, &file).ok() || !file) return nullptr;
  return std::make_shared<RocksLog>(std::move(file));
}

}  // namespace liaison::engine

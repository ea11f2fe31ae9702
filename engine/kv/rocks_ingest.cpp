#include "kv/rocks_ingest.h"

#include <rocksdb/sst_file_writer.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "base/fault.h"
#include "kv/rocks_status.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "/ingest.tmp";
// Files of a run are cut at this size, as compaction would cut them.
constexpr std::uint64_t kFileBytes = std::uint64_t{64} << 20;

rocksdb::Slice to_slice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace

class RocksRun final : public SortedRun {
 public:
  RocksRun(RocksIngest& ingest, ColumnFamily family)
      : ingest_(ingest),
        family_(family),
        handle_(ingest.handles_[static_cast<std::size_t>(family)]),
        options_(ingest.database_.GetOptions(handle_)) {}

  void put(std::string_view key, std::string_view value) override {
    open();
    check(writer_->Put(to_slice(key), to_slice(value)));
  }
  void erase(std::string_view key) override {
    open();
    check(writer_->Delete(to_slice(key)));
  }
  void finish() override {
    close();
    ingest_.add_files(family_, std::move(files_));
  }

 private:
  void check(const rocksdb::Status& status) const {
    check_status(status, "writing a sorted file", ingest_.path_);
  }
  void open() {
    if (writer_ && writer_->FileSize() >= kFileBytes) close();
    if (writer_) return;
    files_.push_back(ingest_.next_file());
    // What was just written is read soon: it stays in the page cache.
    constexpr bool kInvalidatePageCache = false;
    writer_ = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(), options_, handle_,
                                                       kInvalidatePageCache);
    check(writer_->Open(files_.back()));
  }
  void close() {
    if (!writer_) return;
    check(writer_->Finish());
    writer_.reset();
  }

  RocksIngest& ingest_;
  ColumnFamily family_;
  rocksdb::ColumnFamilyHandle* handle_;
  rocksdb::Options options_;
  std::unique_ptr<rocksdb::SstFileWriter> writer_;
  std::vector<std::string> files_;
};

RocksIngest::RocksIngest(rocksdb::DB& database, const Handles& handles, const std::string& path)
    : database_(database), handles_(handles), path_(path), folder_(path + kFolder) {
  std::error_code error;
  fs::create_directory(folder_, error);
  if (error) throw StorageError("cannot make folder " + folder_ + ": " + error.message());
}

RocksIngest::~RocksIngest() {
  std::error_code ignored;  // what stays is removed when the store is opened
  fs::remove_all(folder_, ignored);
}

void RocksIngest::remove_leftovers(const std::string& path) {
  std::error_code error;
  fs::remove_all(path + kFolder, error);
  if (error) {
    throw StorageError("cannot remove folder " + path + kFolder + ": " + error.message());
  }
}

std::unique_ptr<SortedRun> RocksIngest::run(ColumnFamily family) {
  return std::make_unique<RocksRun>(*this, family);
}

std::string RocksIngest::next_file() {
  return folder_ + "/" + std::to_string(next_number_.fetch_add(1)) + ".sst";
}

void RocksIngest::add_files(ColumnFamily family, std::vector<std::string>&& files) {
  std::lock_guard lock(mutex_);
  auto& known = files_[static_cast<std::size_t>(family)];
  known.insert(known.end(), std::make_move_iterator(files.begin()),
               std::make_move_iterator(files.end()));
}

void RocksIngest::commit() {
  std::vector<rocksdb::IngestExternalFileArg> arguments;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (files_[i].empty()) continue;
    rocksdb::IngestExternalFileArg argument;
    argument.column_family = handles_[i];
    argument.external_files = files_[i];
    argument.options.move_files = true;
    // The order of what is ingested against what was there goes into the manifest, not the files.
    argument.options.write_global_seqno = false;
    arguments.push_back(std::move(argument));
  }
  if (arguments.empty()) return;
  // What was written before goes into the manifest before: else power loss could take folds and
  // commits out of the log that the ingest stands on.
  const std::vector<rocksdb::ColumnFamilyHandle*> handles(handles_.begin(), handles_.end());
  check_status(database_.Flush(rocksdb::FlushOptions(), handles), "flushing", path_);
  // The fault that makes families visible one after the other.
  while (LIAISON_FAULT("ingest-in-parts") && arguments.size() > 1) {
    check_status(database_.IngestExternalFiles({arguments.back()}), "ingesting", path_);
    arguments.pop_back();
  }
  const auto status = database_.IngestExternalFiles(arguments);
  if (status.IsIOError() && !status.IsNoSpace()) {
    // The manifest may have taken it before the error.
    throw OutcomeUnknownError(
        "database " + path_ +
        ": taking in sorted files failed, they may or may not be there: " + status.ToString());
  }
  check_status(status, "ingesting sorted files", path_);
}

}  // namespace liaison::engine

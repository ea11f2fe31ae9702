#include "power_cut_disk.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <utility>

namespace liaison::test {

namespace fs = std::filesystem;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

constexpr std::size_t kBlockBytes = 4096;
constexpr std::size_t kSectorBytes = 512;

// Files of RocksDB's that hold nothing which could be lost.
bool is_tracked(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  return name != "LOCK" && !name.starts_with("LOG");
}

// The folder that a name relative to the disk's folder lies in; "" is the disk's own.
std::string folder_of(const std::string& name) {
  return fs::path(name).parent_path().string();
}

void put_bytes(std::string& file, std::uint64_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size(), '\0');
  std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

struct PowerCutDisk::Inode {
  struct Change {
    std::uint64_t number;
    bool is_truncate;
    std::uint64_t offset;  // of a truncate: the new size
    std::string bytes;
  };
  std::string durable;
  std::vector<Change> unsynced;

  static void apply(const Change& change, std::string& file) {
    if (change.is_truncate) {
      file.resize(change.offset, '\0');
    } else {
      put_bytes(file, change.offset, change.bytes);
    }
  }
};

void DiskImage::write_to(const std::string& folder) const {
  fs::create_directories(folder);
  for (const auto& [name, bytes] : files) {
    fs::create_directories(fs::path(folder) / folder_of(name));
    std::ofstream(fs::path(folder) / name, std::ios::binary) << bytes;
  }
}

// ---- RocksDB's side

namespace {

class TrackedFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  TrackedFile(std::unique_ptr<rocksdb::FSWritableFile> file, PowerCutDisk& disk,
              std::shared_ptr<PowerCutDisk::Inode> inode)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), inode_(std::move(inode)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    disk_.write(*inode_, end_, {data.data(), data.size()});
    end_ += data.size();
    return target()->Append(data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, std::uint64_t offset, const IOOptions& options,
                            IODebugContext* debug) override {
    disk_.write(*inode_, offset, {data.data(), data.size()});
    return target()->PositionedAppend(data, offset, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, std::uint64_t offset, const IOOptions& options,
                            const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return PositionedAppend(data, offset, options, debug);
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    disk_.truncate(*inode_, size);
    end_ = size;
    return target()->Truncate(size, options, debug);
  }
  // The disk is the model; nothing is gained by waiting for the real one.
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    disk_.sync(*inode_);
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }
  void PrepareWrite(std::size_t, std::size_t, const IOOptions&, IODebugContext*) override {}
  IOStatus Allocate(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  PowerCutDisk& disk_;
  std::shared_ptr<PowerCutDisk::Inode> inode_;
  std::uint64_t end_ = 0;
};

class TrackedFolder final : public rocksdb::FSDirectory {
 public:
  TrackedFolder(PowerCutDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    disk_.sync_names(path_);
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  PowerCutDisk& disk_;
  const std::string path_;
};

class TrackedFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit TrackedFileSystem(PowerCutDisk& disk)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}
  const char* Name() const override { return "PowerCutDisk"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* debug) override {
    const IOStatus status = target()->NewWritableFile(name, options, result, debug);
    if (status.ok() && is_tracked(name)) {
      *result = std::make_unique<TrackedFile>(std::move(*result), disk_, disk_.create(name));
    }
    return status;
  }
  IOStatus ReopenWritableFile(const std::string&, const rocksdb::FileOptions&,
                              std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("no file is taken up again");
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const rocksdb::FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("no file is used again");
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions&,
                        std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext*) override {
    *result = std::make_unique<TrackedFolder>(disk_, path);
    return IOStatus::OK();
  }
  IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                    IODebugContext* debug) override {
    if (is_tracked(from)) disk_.link(from, to);
    return target()->LinkFile(from, to, options, debug);
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                      IODebugContext* debug) override {
    if (is_tracked(name)) disk_.remove(name);
    return target()->DeleteFile(name, options, debug);
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    if (is_tracked(from)) disk_.rename(from, to);
    return target()->RenameFile(from, to, options, debug);
  }
  IOStatus Truncate(const std::string& name, std::size_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    if (const auto inode = disk_.find(name)) disk_.truncate(*inode, size);
    return target()->Truncate(name, size, options, debug);
  }

 private:
  PowerCutDisk& disk_;
};

// ---- the watermark's side

class TrackedDiskFile final : public engine::DiskFile {
 public:
  TrackedDiskFile(std::unique_ptr<engine::DiskFile> file, PowerCutDisk& disk,
                  std::shared_ptr<PowerCutDisk::Inode> inode)
      : file_(std::move(file)), disk_(disk), inode_(std::move(inode)) {}
  std::string read_start(std::size_t bytes_max) override { return file_->read_start(bytes_max); }
  void write_at(std::uint64_t offset, std::string_view bytes) override {
    disk_.write(*inode_, offset, bytes);
    file_->write_at(offset, bytes);
  }
  void sync() override { disk_.sync(*inode_); }

 private:
  std::unique_ptr<engine::DiskFile> file_;
  PowerCutDisk& disk_;
  std::shared_ptr<PowerCutDisk::Inode> inode_;
};

class TrackedFiles final : public engine::FileAccess {
 public:
  explicit TrackedFiles(PowerCutDisk& disk) : disk_(disk) {}
  std::unique_ptr<engine::DiskFile> open(const std::string& path) override {
    auto file = engine::system_files().open(path);
    if (file == nullptr) return nullptr;
    return std::make_unique<TrackedDiskFile>(std::move(file), disk_, disk_.find(path));
  }
  std::unique_ptr<engine::DiskFile> create(const std::string& path) override {
    auto file = engine::system_files().create(path);
    return std::make_unique<TrackedDiskFile>(std::move(file), disk_, disk_.create(path));
  }
  void rename(const std::string& from, const std::string& to) override {
    disk_.rename(from, to);
    engine::system_files().rename(from, to);
  }
  void sync_folder_of(const std::string& path) override {
    disk_.sync_names(fs::path(path).parent_path().string());
  }

 private:
  PowerCutDisk& disk_;
};

}  // namespace

// ---- the disk

PowerCutDisk::PowerCutDisk(std::string folder, std::uint64_t seed)
    : folder_(std::move(folder)),
      random_(seed),
      env_(rocksdb::NewCompositeEnv(std::make_shared<TrackedFileSystem>(*this))),
      files_(std::make_unique<TrackedFiles>(*this)) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    // A folder in it is what an ingest left; the store removes it when it opens.
    if (!is_tracked(entry.path().string()) || entry.is_directory()) continue;
    auto inode = std::make_shared<Inode>();
    std::ifstream file(entry.path(), std::ios::binary);
    inode->durable.assign(std::istreambuf_iterator<char>(file), {});
    now_[name_of(entry.path().string())] = std::move(inode);
  }
  durable_ = now_;
}

PowerCutDisk::~PowerCutDisk() = default;

void PowerCutDisk::at_operation(std::uint64_t operations, std::function<void()> hook) {
  const std::lock_guard lock(mutex_);
  operations_left_ = operations;
  hook_ = std::move(hook);
}

void PowerCutDisk::operation(std::unique_lock<std::recursive_mutex>&) {
  if (operations_left_ == 0 || --operations_left_ > 0 || !hook_) return;
  const std::function<void()> hook = std::exchange(hook_, nullptr);
  hook();
}

std::shared_ptr<PowerCutDisk::Inode> PowerCutDisk::create(const std::string& path) {
  std::unique_lock lock(mutex_);
  operation(lock);
  auto inode = std::make_shared<Inode>();
  unsynced_.push_back({next_number_++, {}, name_of(path), inode});
  apply(unsynced_.back(), now_);
  return inode;
}

std::shared_ptr<PowerCutDisk::Inode> PowerCutDisk::find(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const auto found = now_.find(name_of(path));
  return found == now_.end() ? nullptr : found->second;
}

void PowerCutDisk::write(Inode& inode, std::uint64_t offset, std::string_view bytes) {
  std::unique_lock lock(mutex_);
  operation(lock);
  inode.unsynced.push_back({next_number_++, false, offset, std::string(bytes)});
}

void PowerCutDisk::truncate(Inode& inode, std::uint64_t size) {
  std::unique_lock lock(mutex_);
  operation(lock);
  inode.unsynced.push_back({next_number_++, true, size, {}});
}

void PowerCutDisk::sync(Inode& inode) {
  std::uint64_t covered;
  std::chrono::microseconds latency;
  {
    std::unique_lock lock(mutex_);
    operation(lock);
    covered = next_number_ - 1;
    latency = std::chrono::microseconds(random_() % 300);
  }
  // Others write meanwhile, also to this file: that is not covered.
  std::this_thread::sleep_for(latency);
  std::unique_lock lock(mutex_);
  operation(lock);
  auto& changes = inode.unsynced;
  auto at = changes.begin();
  for (; at != changes.end() && at->number <= covered; ++at) Inode::apply(*at, inode.durable);
  changes.erase(changes.begin(), at);
}

void PowerCutDisk::rename(const std::string& from, const std::string& to) {
  std::unique_lock lock(mutex_);
  operation(lock);
  const auto found = now_.find(name_of(from));
  if (found == now_.end()) return;
  unsynced_.push_back({next_number_++, name_of(from), name_of(to), found->second});
  apply(unsynced_.back(), now_);
}

void PowerCutDisk::link(const std::string& from, const std::string& to) {
  std::unique_lock lock(mutex_);
  operation(lock);
  const auto found = now_.find(name_of(from));
  if (found == now_.end()) return;
  unsynced_.push_back({next_number_++, {}, name_of(to), found->second});
  apply(unsynced_.back(), now_);
}

void PowerCutDisk::remove(const std::string& path) {
  std::unique_lock lock(mutex_);
  operation(lock);
  unsynced_.push_back({next_number_++, name_of(path), {}, nullptr});
  apply(unsynced_.back(), now_);
}

void PowerCutDisk::sync_names(const std::string& path) {
  std::unique_lock lock(mutex_);
  operation(lock);
  const std::string folder = name_of(path);
  std::erase_if(unsynced_, [&](const NameChange& change) {
    const std::string& name = change.added.empty() ? change.removed : change.added;
    if (folder_of(name) != folder) return false;
    apply(change, durable_);
    return true;
  });
}

std::string PowerCutDisk::name_of(const std::string& path) const {
  const std::string name = fs::path(path).lexically_normal().lexically_relative(folder_).string();
  return name == "." ? std::string() : name;
}

void PowerCutDisk::apply(const NameChange& change, Names& names) const {
  if (!change.removed.empty()) names.erase(change.removed);
  if (!change.added.empty()) names[change.added] = change.inode;
}

DiskImage PowerCutDisk::cut() {
  const std::lock_guard lock(mutex_);
  Names names = durable_;
  // A change is there or not, each by itself; but not one whose forerunner on a name is not.
  std::set<std::string> stuck;
  const bool keep_all = random_() % 3 == 0;
  for (const NameChange& change : unsynced_) {
    const bool is_stuck = stuck.contains(change.removed) || stuck.contains(change.added);
    if (!is_stuck && (keep_all || random_() % 2 == 0)) {
      apply(change, names);
      continue;
    }
    if (!change.removed.empty()) stuck.insert(change.removed);
    if (!change.added.empty()) stuck.insert(change.added);
  }
  DiskImage image;
  for (const auto& [name, inode] : names) {
    image.files[name] = survivor_of(*inode, image.dropped_bytes);
  }
  return image;
}

std::string PowerCutDisk::survivor_of(const Inode& inode, std::uint64_t& dropped_bytes) {
  const std::vector<Inode::Change>& changes = inode.unsynced;
  if (changes.empty()) return inode.durable;
  std::string whole = inode.durable;
  for (const Inode::Change& change : changes) Inode::apply(change, whole);
  std::string file = random_() % 4 == 0 ? inode.durable : survivor_by_block(inode);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i >= file.size() || file[i] != whole[i]) ++dropped_bytes;
  }
  return file;
}

std::string PowerCutDisk::survivor_by_block(const Inode& inode) {
  const std::vector<Inode::Change>& changes = inode.unsynced;
  const std::uint64_t first = changes.front().number;
  const std::uint64_t last = changes.back().number;
  const std::uint64_t fresh_from = inode.durable.size();
  const bool in_order = random_() % 3 == 0;
  const std::uint64_t common = first + random_() % (last - first + 2);
  // How far each block had come: the number below which its changes are there.
  Reached reached;
  const auto reached_by = [&](std::uint64_t offset) {
    const bool is_fresh = offset >= fresh_from;
    const std::uint64_t size = is_fresh ? kBlockBytes : kSectorBytes;
    const auto [at, is_new] = reached.try_emplace({offset - offset % size, is_fresh}, common);
    if (is_new && !in_order) {
      const std::uint64_t dice = random_() % 3;
      at->second = dice == 0   ? first
                   : dice == 1 ? last + 1
                               : first + random_() % (last - first + 2);
    }
    return at->second;
  };
  std::string file = inode.durable;
  for (const Inode::Change& change : changes) {
    if (change.is_truncate) {
      if (change.number < common) Inode::apply(change, file);
      continue;
    }
    for (std::size_t at = 0; at < change.bytes.size();) {
      const std::uint64_t offset = change.offset + at;
      const std::uint64_t unit = offset < fresh_from ? kSectorBytes : kBlockBytes;
      const std::size_t size =
          std::min<std::size_t>(change.bytes.size() - at, unit - offset % unit);
      if (change.number < reached_by(offset)) {
        put_bytes(file, offset, std::string_view(change.bytes).substr(at, size));
      }
      at += size;
    }
  }
  garble(inode, file, reached);
  return file;
}

// Space that was given to a file and not written yet may hold anything. A sector is written whole
// or not at all, as every database assumes that adds to a sector it has synced; but one that is new
// in all its bytes may be torn, one of them at a time.
void PowerCutDisk::garble(const Inode& inode, std::string& file, const Reached& reached) {
  const std::uint64_t fresh_from = inode.durable.size();
  const std::uint64_t last = inode.unsynced.back().number;
  const auto is_new_whole = [&](std::uint64_t offset) {
    return std::any_of(inode.unsynced.begin(), inode.unsynced.end(), [&](const auto& change) {
      return !change.is_truncate && change.offset <= offset &&
             change.offset + change.bytes.size() >= offset + kSectorBytes;
    });
  };
  bool may_tear = random_() % 4 == 0;
  for (const auto& [place, number] : reached) {
    const auto& [offset, is_fresh] = place;
    if (number > last || offset >= file.size()) continue;
    if (is_fresh ? random_() % 3 != 0 : !may_tear || !is_new_whole(offset)) continue;
    if (!is_fresh) may_tear = false;
    const std::size_t begin = is_fresh ? std::max<std::uint64_t>(offset, fresh_from) : offset;
    const std::size_t end =
        std::min<std::size_t>(file.size(), offset + (is_fresh ? kBlockBytes : kSectorBytes));
    for (std::size_t i = begin; i < end; ++i) file[i] = static_cast<char>(random_());
  }
}

}  // namespace liaison::test

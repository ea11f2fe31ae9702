#include "txn/watermark.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::string_view kMagic = "LIAISONW";
constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kChecksumOffset = kWatermarkSlotBytes - 4;
constexpr int kSlotCount = 2;

[[noreturn]] void throw_io(const std::string& doing, const std::string& path, int error) {
  throw StorageError("cannot " + doing + " " + path + ": " +
                     std::generic_category().message(error));
}

// The calls below go on after a signal; every other failure is final.
int open_file(const std::string& path, int flags) {
  int descriptor;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

void sync_file(int descriptor, const std::string& path) {
  // No retry: after a failed sync the kernel may have dropped the bytes and would report success.
  if (::fdatasync(descriptor) != 0) throw_io("sync", path, errno);
}

void write_at(int descriptor, std::string_view bytes, off_t offset, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw_io("write", path, written < 0 ? errno : EIO);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
}

// Reads up to both slots; a shorter file gives fewer bytes.
std::string read_all(int descriptor, const std::string& path) {
  std::string bytes(kSlotCount * kWatermarkSlotBytes, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got =
        ::pread(descriptor, bytes.data() + size, bytes.size() - size, static_cast<off_t>(size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_io("read", path, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const std::string name = folder.empty() ? "." : folder;
  const int descriptor = open_file(name, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) throw_io("open folder", name, errno);
  const int result = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  if (result != 0) throw_io("sync folder", name, error);
}

}  // namespace

std::string encode_watermark_slot(const WatermarkSlot& slot) {
  std::string bytes(kMagic);
  put_u32(bytes, kFormatVersion);
  put_u32(bytes, 0);
  put_u64(bytes, slot.sequence);
  put_u64(bytes, slot.commit);
  bytes.resize(kChecksumOffset, '\0');
  put_u32(bytes, crc32c(bytes));
  return bytes;
}

std::optional<WatermarkSlot> decode_watermark_slot(std::string_view bytes) {
  if (bytes.size() != kWatermarkSlotBytes || !bytes.starts_with(kMagic)) return std::nullopt;
  const auto checksum = load_big_endian<std::uint32_t>(bytes.data() + kChecksumOffset);
  if (checksum != crc32c(bytes.substr(0, kChecksumOffset))) return std::nullopt;
  const auto version = load_big_endian<std::uint32_t>(bytes.data() + 8);
  if (version != kFormatVersion) {
    throw CorruptionError("watermark has format version " + std::to_string(version) +
                          ", this program knows " + std::to_string(kFormatVersion));
  }
  return WatermarkSlot{.sequence = load_big_endian<std::uint64_t>(bytes.data() + 16),
                       .commit = load_big_endian<std::uint64_t>(bytes.data() + 24)};
}

WatermarkFile::WatermarkFile(std::string path, int descriptor, const Clock& clock)
    : path_(std::move(path)),
      descriptor_(descriptor),
      clock_(clock),
      last_sync_(clock.monotonic()) {}

WatermarkFile::~WatermarkFile() {
  ::close(descriptor_);
}

std::unique_ptr<WatermarkFile> WatermarkFile::create(const std::string& path, CommitNumber commit,
                                                     const Clock& clock) {
  // Written under another name and renamed, so that a kill never leaves a file without a number.
  const std::string unfinished = path + ".tmp";
  const int descriptor = open_file(unfinished, O_RDWR | O_CREAT | O_TRUNC);
  if (descriptor < 0) throw_io("create", unfinished, errno);
  std::unique_ptr<WatermarkFile> file(new WatermarkFile(path, descriptor, clock));
  // Both slots are written: the file never grows later, so fdatasync alone makes it durable.
  write_at(descriptor, std::string(kSlotCount * kWatermarkSlotBytes, '\0'), 0, unfinished);
  file->reset(commit);
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) throw_io("rename", unfinished, errno);
  sync_folder_of(path);
  return file;
}

std::unique_ptr<WatermarkFile> WatermarkFile::open(const std::string& path, const Clock& clock) {
  const int descriptor = open_file(path, O_RDWR);
  if (descriptor < 0) {
    if (errno == ENOENT) return nullptr;
    throw_io("open", path, errno);
  }
  std::unique_ptr<WatermarkFile> file(new WatermarkFile(path, descriptor, clock));
  const std::string bytes = read_all(descriptor, path);
  bool any = false;
  for (std::size_t index = 0; index < kSlotCount; ++index) {
    const std::size_t offset = index * kWatermarkSlotBytes;
    if (bytes.size() < offset + kWatermarkSlotBytes) break;
    const auto slot =
        decode_watermark_slot(std::string_view(bytes).substr(offset, kWatermarkSlotBytes));
    if (!slot) continue;
    if (!any || slot->sequence > file->newest_.sequence) file->newest_ = *slot;
    any = true;
  }
  if (!any) {
    throw CorruptionError("watermark " + path +
                          " is damaged: neither of its two slots is whole, so it cannot be told "
                          "whether commits are missing");
  }
  return file;
}

void WatermarkFile::record(CommitNumber commit) {
  if (commit <= newest_.commit) return;
  write_slot(commit);
  if (clock_.monotonic() - last_sync_ >= kSyncInterval) sync();
}

void WatermarkFile::reset(CommitNumber commit) {
  // Each slot is synced before the other is touched, so that one of them is whole throughout.
  for (int slot = 0; slot < kSlotCount; ++slot) {
    write_slot(commit);
    sync();
  }
}

void WatermarkFile::sync() {
  if (!unsynced_) return;
  sync_file(descriptor_, path_);
  unsynced_ = false;
  last_sync_ = clock_.monotonic();
}

void WatermarkFile::write_slot(CommitNumber commit) {
  const WatermarkSlot slot{.sequence = newest_.sequence + 1, .commit = commit};
  const auto offset = static_cast<off_t>((slot.sequence % kSlotCount) * kWatermarkSlotBytes);
  unsynced_ = true;
  write_at(descriptor_, encode_watermark_slot(slot), offset, path_);
  newest_ = slot;
}

}  // namespace liaison::engine

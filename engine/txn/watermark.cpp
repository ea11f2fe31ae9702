#include "txn/watermark.h"

#include <utility>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/fault.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::string_view kMagic = "LIAISONW";
constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kChecksumOffset = kWatermarkSlotBytes - 4;
constexpr int kSlotCount = 2;

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

WatermarkFile::WatermarkFile(std::unique_ptr<DiskFile> file, const Clock& clock)
    : file_(std::move(file)), clock_(clock), last_sync_(clock.monotonic()) {}

std::unique_ptr<WatermarkFile> WatermarkFile::create(const std::string& path, CommitNumber commit,
                                                     const Clock& clock, FileAccess& files) {
  // Written under another name and renamed, so that a kill never leaves a file without a number.
  const std::string unfinished = path + ".tmp";
  std::unique_ptr<WatermarkFile> file(new WatermarkFile(files.create(unfinished), clock));
  // Both slots are written: the file never grows later, so fdatasync alone makes it durable.
  file->file_->write_at(0, std::string(kSlotCount * kWatermarkSlotBytes, '\0'));
  file->reset(commit);
  files.rename(unfinished, path);
  files.sync_folder_of(path);
  return file;
}

std::unique_ptr<WatermarkFile> WatermarkFile::open(const std::string& path, const Clock& clock,
                                                   FileAccess& files) {
  std::unique_ptr<DiskFile> opened = files.open(path);
  if (opened == nullptr) return nullptr;
  std::unique_ptr<WatermarkFile> file(new WatermarkFile(std::move(opened), clock));
  const std::string bytes = file->file_->read_start(kSlotCount * kWatermarkSlotBytes);
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
  if (!LIAISON_FAULT("watermark-unsynced")) file_->sync();
  unsynced_ = false;
  last_sync_ = clock_.monotonic();
}

void WatermarkFile::write_slot(CommitNumber commit) {
  const WatermarkSlot slot{.sequence = newest_.sequence + 1, .commit = commit};
  unsynced_ = true;
  file_->write_at((slot.sequence % kSlotCount) * kWatermarkSlotBytes, encode_watermark_slot(slot));
  newest_ = slot;
}

}  // namespace liaison::engine

// The watermark: a small file beside the store that holds the highest commit number that was ever
// published, that is acknowledged or shown to a reader. A log that comes back shorter after a crash
// or bit rot yields a store that looks whole; its commit number below the watermark gives it away.
// The number only rises, except by reset().
//
// File format: 1024 bytes, two slots of 512 (one disk sector, so that a slot is torn alone or not
// at all). Writes take turns, so the slot that is not being written is always whole. Integers
// big-endian. The slot with the higher sequence is the newer one; sequence s is in slot s mod 2.
//   offset size
//        0    8  magic "LIAISONW"
//        8    4  format version, 1
//       12    4  zero
//       16    8  sequence: how often the file was written; the first write is 1
//       24    8  highest published commit number
//       32  476  zero
//      508    4  CRC-32C of the 508 bytes before
// A slot that was never written is 512 zero bytes.
// Example, sequence 3 and commit 258: 4C 49 41 49 53 4F 4E 57  00 00 00 01  00 00 00 00
//   00 00 00 00 00 00 00 03  00 00 00 00 00 00 01 02  (476 zero bytes)  13 82 7B E5
//
// Thread-safety: needs external locking. Lifetime: clock and files outlive the file object.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/file_access.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

inline constexpr std::size_t kWatermarkSlotBytes = 512;
inline constexpr const char* kWatermarkFileName = "WATERMARK";

struct WatermarkSlot {
  std::uint64_t sequence = 0;
  CommitNumber commit = 0;
  friend bool operator==(const WatermarkSlot&, const WatermarkSlot&) = default;
};

std::string encode_watermark_slot(const WatermarkSlot& slot);
// Nullopt when the bytes are not a whole slot.
std::optional<WatermarkSlot> decode_watermark_slot(std::string_view bytes);

class WatermarkFile {
 public:
  // At most this much of the watermark is lost with power; a killed process loses none of it.
  static constexpr std::chrono::seconds kSyncInterval{1};

  // Makes the file with number `commit`, replacing any other, and makes it and its name durable.
  // Throws StorageError.
  static std::unique_ptr<WatermarkFile> create(const std::string& path, CommitNumber commit,
                                               const Clock& clock,
                                               FileAccess& files = system_files());
  // Opens the file; null when there is none. Throws CorruptionError when no slot is whole,
  // StorageError for I/O.
  static std::unique_ptr<WatermarkFile> open(const std::string& path, const Clock& clock,
                                             FileAccess& files = system_files());

  ~WatermarkFile() = default;
  WatermarkFile(const WatermarkFile&) = delete;
  WatermarkFile& operator=(const WatermarkFile&) = delete;

  CommitNumber commit() const { return newest_.commit; }
  // Raises the number (lower ones are ignored) and syncs it if the last sync was kSyncInterval ago.
  // Requires that the commit is durable already. Throws StorageError.
  void record(CommitNumber commit);
  // Sets the number, lower ones too, in both slots, and syncs it. Throws StorageError.
  void reset(CommitNumber commit);
  // True when a recorded number is not yet durable.
  bool unsynced() const { return unsynced_; }
  // Makes the number durable now. Throws StorageError.
  void sync();

 private:
  WatermarkFile(std::unique_ptr<DiskFile> file, const Clock& clock);
  void write_slot(CommitNumber commit);

  std::unique_ptr<DiskFile> file_;
  const Clock& clock_;
  WatermarkSlot newest_;
  bool unsynced_ = false;
  std::chrono::nanoseconds last_sync_;
};

}  // namespace liaison::engine

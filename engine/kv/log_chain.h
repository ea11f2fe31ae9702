// Numbers every batch in the log, so that a hole in it is seen. RocksDB reads a log record by
// record and takes zeros where a record should begin for space that was never written: it goes on
// behind them. A batch that power loss or bit rot turned into zeros would then be missing while
// later ones are there. With the numbers, replay stops at the hole; what is missing after that is
// the watermark's business.
//
// Each batch carries, in the log only, 16 bytes: the session (microseconds since 1970 when the
// store was opened) and the ordinal of the batch in it, from 1, both big-endian.
// Example, session 1 and ordinal 258: 00 00 00 00 00 00 00 01  00 00 00 00 00 00 01 02
//
// Thread-safety: LogChain needs external locking; the filter is used by one opening at a time.
#pragma once

#include <rocksdb/wal_filter.h>
#include <rocksdb/write_batch.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liaison::engine {

struct LogLink {
  std::uint64_t session = 0;
  std::uint64_t ordinal = 0;
  friend bool operator==(const LogLink&, const LogLink&) = default;
};

std::string encode_log_link(const LogLink& link);
// Nullopt for anything else than a link.
std::optional<LogLink> decode_log_link(std::string_view bytes);

// Hands out the links of one session.
class LogChain {
 public:
  explicit LogChain(std::uint64_t session) : last_{session, 0} {}
  // Adds the next link to a batch that is about to be written.
  void add_to(rocksdb::WriteBatch& batch);

 private:
  LogLink last_;
};

// Calls the log damaged where a link does not follow the one before: the next ordinal of the same
// session, or the first of another.
class LogChainFilter final : public rocksdb::WalFilter {
 public:
  const char* Name() const override { return "LiaisonLogChain"; }
  WalProcessingOption LogRecordFound(unsigned long long log_number,
                                     const std::string& log_file_name,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* new_batch, bool* batch_changed) override;

 private:
  std::optional<LogLink> before_;
};

}  // namespace liaison::engine

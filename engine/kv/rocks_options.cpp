#include "kv/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>
#include <sys/resource.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "base/fault.h"

namespace liaison::engine {
namespace {

// Replaying a log of this size takes about half a second; a longer one delays reopening.
constexpr std::uint64_t kLogBytesMax = std::uint64_t{64} << 20;
// A manifest lists some hundred table files at most, at about 100 bytes each.
constexpr std::size_t kManifestBytes = std::size_t{32} << 10;
constexpr int kOpenFilesMax = 4096;
// Pages are 16 to 32 KB, so each gets a block to itself and small rows share one.
constexpr std::size_t kBlockBytes = std::size_t{16} << 10;
constexpr std::size_t kWriteBufferBytesMin = std::size_t{1} << 20;

// A shard of the block cache must have room for the index and the filter of the largest table files
// besides all else: some megabytes. What does not fit is unpacked again at every look.
int shard_bits(std::size_t cache_bytes) {
  constexpr std::size_t kShardBytesMin = std::size_t{16} << 20;
  constexpr int kShardBitsMax = 6;
  const auto shards = std::max<std::size_t>(cache_bytes / kShardBytesMin, 1);
  return std::min(static_cast<int>(std::bit_width(shards)) - 1, kShardBitsMax);
}

// Leaves half of the process's descriptors to sockets and to the application around us.
int open_files_max() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return kOpenFilesMax;
  }
  const rlim_t half = std::max<rlim_t>(limit.rlim_cur / 2, 64);
  return static_cast<int>(std::min<rlim_t>(half, kOpenFilesMax));
}

rocksdb::CompressionType first_supported(std::initializer_list<rocksdb::CompressionType> wanted) {
  const auto supported = rocksdb::GetSupportedCompressions();
  for (rocksdb::CompressionType type : wanted) {
    if (std::ranges::find(supported, type) != supported.end()) return type;
  }
  return rocksdb::kNoCompression;
}

}  // namespace

RocksOptions make_rocks_options(const RocksStoreOptions& options) {
  const std::size_t write_buffer_bytes = std::max(options.write_buffer_bytes, kWriteBufferBytesMin);
  const auto cache =
      rocksdb::NewLRUCache(options.block_cache_bytes, shard_bits(options.block_cache_bytes));

  RocksOptions result;
  rocksdb::DBOptions& database = result.database;
  database.create_if_missing = options.create_if_missing;
  // A first open that was killed half-way leaves some families unmade; the next open makes them.
  database.create_missing_column_families = true;
  database.paranoid_checks = true;
  // Stop at the first damaged record. What may be missing then is found by the watermark.
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // A recovered log is written to synced table files before anything is served, so that readers
  // never see commits which only the page cache of a killed process holds.
  database.avoid_flush_during_recovery = false;
  database.max_total_wal_size = kLogBytesMax;
  // All families are flushed as one: whatever prefix of the manifest survives damage then describes
  // one commit, and its number tells the truth about every family.
  database.atomic_flush = true;
  // Each change of the set of files is a manifest of its own, that CURRENT names once it is synced:
  // a power cut can leave a record half written at the end of a manifest, which nobody could tell
  // from damage.
  database.max_manifest_file_size = 0;
  database.manifest_preallocation_size = kManifestBytes;
  // A log that is missing is refused, not taken for one that was never needed.
  database.track_and_verify_wals_in_manifest = true;
  // The fault that answers before anything has left the process.
  database.manual_wal_flush = LIAISON_FAULT("sync-off");
  database.max_open_files = open_files_max();
  // A table file opens in 50 to 100 us. The default, 16 threads for each family, costs more.
  database.max_file_opening_threads = 1;
  // Statistics for choosing what to compact; they fill up as files are written.
  database.skip_stats_update_on_db_open = true;
  database.max_background_jobs = 2;
  // Write buffers are charged to the block cache: one number bounds both.
  database.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(write_buffer_bytes, cache);
  // The engine keeps its own figures; RocksDB's log stays small and in the folder.
  database.keep_log_file_num = 3;
  database.max_log_file_size = std::size_t{2} << 20;
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlockBytes;
  // What table_tail.h can read. CRC-32C is several times slower: Debian's RocksDB has no use for
  // the processor's instruction.
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  // Index and filter blocks live in the cache as well, else they grow without bound.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.whole_key_filtering = true;

  rocksdb::ColumnFamilyOptions& family = result.column_family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.write_buffer_size = write_buffer_bytes / 2;
  family.max_write_buffer_number = 4;
  // Levels write everything below anew each time a few write buffers have gathered: of a load that
  // touches pages all over, a third of the time. Runs of sizes alike are merged instead; when the
  // newer ones come to what the oldest has, all become one.
  family.compaction_style = rocksdb::kCompactionStyleUniversal;
  family.compaction_options_universal.max_size_amplification_percent = 100;
  family.compression = first_supported({rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  family.bottommost_compression =
      first_supported({rocksdb::kZSTD, rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  // Pages are packed already: more effort takes twice the time for a few percent.
  family.bottommost_compression_opts.enabled = true;
  family.bottommost_compression_opts.level = 1;
  return result;
}

}  // namespace liaison::engine

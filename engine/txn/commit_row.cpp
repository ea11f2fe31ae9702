#include "txn/commit_row.h"

#include "base/bytes.h"

namespace liaison::engine {

std::string encode_commit_row(const CommitRow& row) {
  std::string bytes;
  put_u64(bytes, row.number);
  put_u64(bytes, static_cast<std::uint64_t>(row.utc.count()));
  return bytes;
}

CommitRow decode_commit_row(std::string_view bytes) {
  ByteReader reader(bytes, "commit number row (column family catalog, key 00636f6d6d6974)");
  CommitRow row;
  row.number = reader.read_u64();
  row.utc = std::chrono::microseconds(static_cast<std::int64_t>(reader.read_u64()));
  reader.expect_end();
  if (row.number == 0) reader.fail("commit number 0, which no commit has,");
  return row;
}

void put_commit_row(WriteBatch& batch, const CommitRow& row) {
  batch.put(ColumnFamily::Catalog, std::string(kCommitRowKey), encode_commit_row(row));
}

CommitRow read_commit_row(KeyValueStore& store, const KeyValueSnapshot* at) {
  const auto bytes = store.get(ColumnFamily::Catalog, kCommitRowKey, at);
  return bytes ? decode_commit_row(*bytes) : CommitRow{};
}

}  // namespace liaison::engine

// The row that carries the number of the newest commit. It is part of every commit's batch, so the
// number that a store comes back with after a crash is that of the last commit it kept whole.
//
// Column family catalog, key: byte 00, then "commit" (00 63 6F 6D 6D 69 74). No table has byte 00.
// Value, 16 bytes, integers big-endian:
//   offset size
//        0    8  commit number, unsigned; the first commit is 1
//        8    8  UTC time of the commit, microseconds since 1970-01-01, two's complement
// Example: commit 258 at 2023-11-14 22:13:20 UTC (1 700 000 000 s) is
//   00 00 00 00 00 00 01 02  00 06 0A 24 18 1E 40 00
// Thread-safety: pure functions.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kv/key_value_store.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

struct CommitRow {
  CommitNumber number = 0;
  std::chrono::microseconds utc{0};
  friend bool operator==(const CommitRow&, const CommitRow&) = default;
};

inline constexpr std::string_view kCommitRowKey("\0commit", 7);

std::string encode_commit_row(const CommitRow& row);
// Throws CorruptionError.
CommitRow decode_commit_row(std::string_view bytes);
// Replaces the row as part of `batch`.
void put_commit_row(WriteBatch& batch, const CommitRow& row);
// The row of the newest commit; number 0 in a store without one.
CommitRow read_commit_row(KeyValueStore& store, const KeyValueSnapshot* at = nullptr);

}  // namespace liaison::engine

#include "store/counts.h"

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::string_view kPrefix = "count";

}  // namespace

std::string count_row_key(const CountKey& key) {
  std::string row(kPrefix);
  put_u8(row, static_cast<std::uint8_t>(key.kind));
  switch (key.kind) {
    case CountKey::Kind::Nodes:
    case CountKey::Kind::Relationships:
      break;
    case CountKey::Kind::Label:
      put_u32(row, key.label);
      break;
    case CountKey::Kind::Type:
      put_u32(row, key.type);
      break;
    case CountKey::Kind::LabelTypeDirection:
      put_u32(row, key.label);
      put_u32(row, key.type);
      put_u8(row, key.is_incoming ? 1 : 0);
      break;
    case CountKey::Kind::IndexDocuments:
    case CountKey::Kind::IndexWords:
      put_u32(row, key.index);
  }
  return row;
}

CountKey decode_count_row_key(std::string_view bytes) {
  ByteReader reader(bytes, "count row key");
  if (reader.read_bytes(kPrefix.size()) != kPrefix) reader.fail("not a count");
  CountKey key;
  const std::uint8_t kind = reader.read_u8();
  if (kind < 1 || kind > 7) reader.fail("kind " + std::to_string(kind) + " is unknown");
  key.kind = static_cast<CountKey::Kind>(kind);
  if (kind == 3 || kind == 5) key.label = reader.read_u32();
  if (kind == 4 || kind == 5) key.type = reader.read_u32();
  if (kind == 5) {
    const std::uint8_t direction = reader.read_u8();
    if (direction > 1) reader.fail("direction is unknown");
    key.is_incoming = direction == 1;
  }
  if (kind >= 6) key.index = reader.read_u32();
  reader.expect_end();
  return key;
}

void CountsDelta::add(const CountKey& key, std::int64_t by) {
  if (by == 0) return;
  const auto at = changes_.try_emplace(key, 0).first;
  at->second += by;
  if (at->second == 0) changes_.erase(at);
}

void CountsDelta::add(const CountsDelta& other) {
  for (const auto& [key, by] : other.changes_) add(key, by);
}

std::int64_t CountsDelta::of(const CountKey& key) const {
  const auto at = changes_.find(key);
  return at == changes_.end() ? 0 : at->second;
}

Counts Counts::load(KeyValueStore& store, const KeyValueSnapshot* snapshot) {
  Counts counts;
  ReadRange range;
  range.snapshot = snapshot;
  range.lower_bound = kPrefix;
  range.upper_bound = prefix_successor(kPrefix);
  const auto rows = store.iterate(ColumnFamily::Catalog, std::move(range));
  for (rows->seek_to_first(); rows->valid(); rows->next()) {
    ByteReader value(rows->value(), "count");
    const std::uint64_t count = read_varint(value);
    value.expect_end();
    if (count == 0 || count > INT64_MAX) value.fail("count is out of range");
    counts.counts_.emplace(decode_count_row_key(rows->key()), count);
  }
  return counts;
}

std::uint64_t Counts::of(const CountKey& key) const {
  const auto at = counts_.find(key);
  return at == counts_.end() ? 0 : at->second;
}

void Counts::apply(const CountsDelta& delta) {
  for (const auto& [key, by] : delta.changes()) {
    const std::int64_t after = static_cast<std::int64_t>(of(key)) + by;
    if (after < 0) {
      throw CorruptionError("family catalog: a count of " + std::to_string(of(key)) +
                            " would change by " + std::to_string(by));
    }
    if (after == 0) {
      counts_.erase(key);
    } else {
      counts_[key] = static_cast<std::uint64_t>(after);
    }
  }
}

void Counts::put_rows(const CountsDelta& delta, WriteBatch& batch) const {
  for (const auto& [key, ignored] : delta.changes()) {
    const std::uint64_t count = of(key);
    if (count == 0) {
      batch.erase(ColumnFamily::Catalog, count_row_key(key));
      continue;
    }
    std::string value;
    put_varint(value, count);
    batch.put(ColumnFamily::Catalog, count_row_key(key), std::move(value));
  }
}

}  // namespace liaison::engine

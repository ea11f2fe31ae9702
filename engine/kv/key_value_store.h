// The seam under everything that stores: an ordered key-value store with four column families,
// atomic batches, snapshots and a durable sync. rocks_store keeps a folder on disk, memory_store
// keeps a map, and no room above this one can tell which.
//
// Keys and values are arbitrary bytes; keys order as unsigned bytes.
// Errors: StorageError for I/O, CorruptionError for bytes that contradict the format; absence is a
// value, never an error.
// Thread-safety: KeyValueStore is safe. A snapshot may be read by any number of threads. An
// iterator belongs to one thread. Snapshots and iterators must be gone before the store is.
#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/held_bytes.h"

namespace liaison::engine {

// Four families, each a measured choice: more of them cost time at every open.
enum class ColumnFamily : std::uint8_t { Pages = 0, Loose = 1, Catalog = 2, Default = 3 };
inline constexpr int kColumnFamilyCount = 4;
const char* column_family_name(ColumnFamily family);

// A consistent read point. Released by its destructor.
class KeyValueSnapshot {
 public:
  virtual ~KeyValueSnapshot() = default;
};

// What an iterator may see. `snapshot` null means the newest written state at creation. Bounds are
// copied. `upper_bound` empty means no bound.
struct ReadRange {
  const KeyValueSnapshot* snapshot = nullptr;
  std::string lower_bound{};
  std::string upper_bound{};
};

// Walks keys in order. Every move throws StorageError or CorruptionError rather than end early:
// an iterator that is not valid() has truly reached its bound.
class KeyValueIterator {
 public:
  virtual ~KeyValueIterator() = default;
  virtual bool valid() const = 0;
  virtual void seek(std::string_view key) = 0;           // first key >= key
  virtual void seek_for_prev(std::string_view key) = 0;  // last key <= key
  virtual void seek_to_first() = 0;
  virtual void seek_to_last() = 0;
  virtual void next() = 0;
  virtual void prev() = 0;
  // Views into the store, good until the iterator moves. Require valid().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
};

// A list of changes that become visible and durable together.
class WriteBatch {
 public:
  struct Operation {
    ColumnFamily family;
    bool is_delete;
    std::string key;
    std::string value;
  };
  void put(ColumnFamily family, std::string key, std::string value) {
    size_bytes_ += key.size() + value.size();
    operations_.push_back({family, false, std::move(key), std::move(value)});
  }
  void erase(ColumnFamily family, std::string key) {
    size_bytes_ += key.size();
    operations_.push_back({family, true, std::move(key), {}});
  }
  // Adds the changes of `other` behind these.
  void append(WriteBatch&& other) {
    size_bytes_ += other.size_bytes_;
    operations_.insert(operations_.end(), std::make_move_iterator(other.operations_.begin()),
                       std::make_move_iterator(other.operations_.end()));
    other.clear();
  }
  const std::vector<Operation>& operations() const { return operations_; }
  bool empty() const { return operations_.empty(); }
  std::size_t size_bytes() const { return size_bytes_; }
  void clear() {
    operations_.clear();
    size_bytes_ = 0;
  }

 private:
  std::vector<Operation> operations_;
  std::size_t size_bytes_ = 0;
};

// Changes of one family in ascending order of their keys, each key once. Belongs to one thread;
// runs of one ingest may be written by different threads at once. Must not outlive its ingest.
class SortedRun {
 public:
  virtual ~SortedRun() = default;
  virtual void put(std::string_view key, std::string_view value) = 0;
  virtual void erase(std::string_view key) = 0;
  // Required before Ingest::commit(); a run without changes counts for nothing.
  virtual void finish() = 0;
};

// Much data, written beside the store as sorted runs, and made part of it in one step. Until then
// nothing of it can be seen, and without commit() it never was: what a killed process leaves behind
// is removed when the store is opened again.
class Ingest {
 public:
  virtual ~Ingest() = default;
  // A new run. Key ranges of the runs of one family must not overlap. Safe from any thread.
  virtual std::unique_ptr<SortedRun> run(ColumnFamily family) = 0;
  // Makes all finished runs visible, atomically and durably. Once. Throws StorageError: nothing of
  // it is there; OutcomeUnknownError: all of it may be.
  virtual void commit() = 0;
};

class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;

  virtual std::unique_ptr<KeyValueSnapshot> snapshot() = 0;
  // The value of a key, or nullopt. `at` null reads the newest written state.
  virtual std::optional<std::string> get(ColumnFamily family, std::string_view key,
                                         const KeyValueSnapshot* at = nullptr) = 0;
  // The same without a copy where the store can do that. What it holds must be let go before the
  // store.
  virtual std::optional<HeldBytes> hold(ColumnFamily family, std::string_view key,
                                        const KeyValueSnapshot* at = nullptr) {
    if (auto value = get(family, key, at)) return HeldBytes(std::move(*value));
    return std::nullopt;
  }
  virtual std::unique_ptr<KeyValueIterator> iterate(ColumnFamily family, ReadRange range) = 0;
  // Applies a batch atomically. Visible to new readers at once; durable only after sync().
  virtual void write(const WriteBatch& batch) = 0;
  // Begins an ingest; one at a time. Must be gone before the store is.
  virtual std::unique_ptr<Ingest> begin_ingest() = 0;
  // Makes everything written before the call durable. An error here is final for the store: throws
  // OutcomeUnknownError, and every later write throws StorageError (reliability rule R5).
  virtual void sync() = 0;
  // Flushes memory tables, so that the next open replays no log. Called at clean close.
  virtual void flush() = 0;
  // Approximate bytes on disk (0 for memory).
  virtual std::uint64_t size_on_disk_bytes() = 0;
  // Folder of the store, empty for memory.
  virtual const std::string& path() const = 0;
};

}  // namespace liaison::engine

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
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;

  virtual std::unique_ptr<KeyValueSnapshot> snapshot() = 0;
  // The value of a key, or nullopt. `at` null reads the newest written state.
  virtual std::optional<std::string> get(ColumnFamily family, std::string_view key,
                                         const KeyValueSnapshot* at = nullptr) = 0;
  virtual std::unique_ptr<KeyValueIterator> iterate(ColumnFamily family, ReadRange range) = 0;
  // Applies a batch atomically. Visible to new readers at once; durable only after sync().
  virtual void write(const WriteBatch& batch) = 0;
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

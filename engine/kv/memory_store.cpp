#include "kv/memory_store.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <utility>

#include "liaison/engine/assert.h"

namespace liaison::engine {
namespace {

// Number of a batch; the state after batch n is what a snapshot at n sees.
using Sequence = std::uint64_t;

struct Version {
  Sequence sequence;
  std::shared_ptr<const std::string> value;  // null: deleted. Shared with iterators standing on it.
};

// Oldest first, never empty.
using Versions = std::vector<Version>;
using Table = std::map<std::string, Versions, std::less<>>;

// The value that a reader at `at` sees, null when absent.
std::shared_ptr<const std::string> visible(const Versions& versions, Sequence at) {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (version->sequence <= at) return version->value;
  }
  return nullptr;
}

// Sequences that somebody may still read at.
class LiveSequences {
 public:
  void add(Sequence sequence) {
    std::lock_guard lock(mutex_);
    live_.insert(sequence);
  }
  void remove(Sequence sequence) {
    std::lock_guard lock(mutex_);
    live_.erase(live_.find(sequence));
  }
  // The oldest one, or `otherwise`.
  Sequence oldest(Sequence otherwise) const {
    std::lock_guard lock(mutex_);
    return live_.empty() ? otherwise : *live_.begin();
  }
  bool empty() const {
    std::lock_guard lock(mutex_);
    return live_.empty();
  }

 private:
  mutable std::mutex mutex_;
  std::multiset<Sequence> live_;
};

class MemorySnapshot final : public KeyValueSnapshot {
 public:
  MemorySnapshot(LiveSequences& live, Sequence sequence) : live_(live), sequence_(sequence) {
    live_.add(sequence);
  }
  ~MemorySnapshot() override { live_.remove(sequence_); }
  MemorySnapshot(const MemorySnapshot&) = delete;
  MemorySnapshot& operator=(const MemorySnapshot&) = delete;
  Sequence sequence() const { return sequence_; }

 private:
  LiveSequences& live_;
  Sequence sequence_;
};

// What an iterator shares with its store.
struct Tables {
  mutable std::shared_mutex mutex;
  std::array<Table, kColumnFamilyCount> tables;
};

class MemoryIterator final : public KeyValueIterator {
 public:
  MemoryIterator(const Tables& tables, ColumnFamily family, ReadRange range, LiveSequences& live,
                 Sequence at)
      : tables_(tables),
        table_(tables.tables[static_cast<std::size_t>(family)]),
        lower_bound_(std::move(range.lower_bound)),
        upper_bound_(std::move(range.upper_bound)),
        snapshot_(live, at) {}

  bool valid() const override { return value_ != nullptr; }

  void seek(std::string_view key) override {
    std::shared_lock lock(tables_.mutex);
    settle_forward(table_.lower_bound(std::max<std::string_view>(key, lower_bound_)));
  }
  void seek_for_prev(std::string_view key) override {
    std::shared_lock lock(tables_.mutex);
    settle_backward(has_upper() && key >= upper_bound_ ? table_.lower_bound(upper_bound_)
                                                       : table_.upper_bound(key));
  }
  void seek_to_first() override { seek({}); }
  void seek_to_last() override {
    std::shared_lock lock(tables_.mutex);
    settle_backward(has_upper() ? table_.lower_bound(upper_bound_) : table_.end());
  }
  void next() override {
    LIAISON_ASSERT(valid());
    std::shared_lock lock(tables_.mutex);
    settle_forward(std::next(place_));
  }
  void prev() override {
    LIAISON_ASSERT(valid());
    std::shared_lock lock(tables_.mutex);
    settle_backward(place_);
  }
  std::string_view key() const override {
    LIAISON_ASSERT(valid());
    return key_;
  }
  std::string_view value() const override {
    LIAISON_ASSERT(valid());
    return *value_;
  }

 private:
  bool has_upper() const { return !upper_bound_.empty(); }

  void settle_forward(Table::const_iterator place) {
    value_ = nullptr;
    for (; place != table_.end() && !(has_upper() && place->first >= upper_bound_); ++place) {
      if (stand_on(place)) return;
    }
  }
  // `place` is behind the first candidate.
  void settle_backward(Table::const_iterator place) {
    value_ = nullptr;
    while (place != table_.begin()) {
      --place;
      if (place->first < lower_bound_) return;
      if (stand_on(place)) return;
    }
  }
  bool stand_on(Table::const_iterator place) {
    value_ = visible(place->second, snapshot_.sequence());
    if (value_ == nullptr) return false;
    key_ = place->first;
    place_ = place;
    return true;
  }

  const Tables& tables_;
  const Table& table_;
  const std::string lower_bound_;
  const std::string upper_bound_;
  const MemorySnapshot snapshot_;
  // Copies, so that the views handed out survive what writers do meanwhile.
  std::string key_;
  std::shared_ptr<const std::string> value_;
  // Good while valid(): the key stood on has a value that our snapshot needs, so it is not pruned,
  // and what happens to other keys does not move it.
  Table::const_iterator place_;
};

class MemoryRun final : public SortedRun {
 public:
  MemoryRun(ColumnFamily family, std::function<void(WriteBatch&&)> finished)
      : family_(family), finished_(std::move(finished)) {}

  void put(std::string_view key, std::string_view value) override {
    batch_.put(family_, std::string(key), std::string(value));
  }
  void erase(std::string_view key) override { batch_.erase(family_, std::string(key)); }
  void finish() override { finished_(std::move(batch_)); }

 private:
  ColumnFamily family_;
  std::function<void(WriteBatch&&)> finished_;
  WriteBatch batch_;
};

// Gathers the runs and writes them as one batch.
class MemoryIngest final : public Ingest {
 public:
  explicit MemoryIngest(KeyValueStore& store) : store_(store) {}

  std::unique_ptr<SortedRun> run(ColumnFamily family) override {
    return std::make_unique<MemoryRun>(family, [this](WriteBatch&& batch) {
      std::lock_guard lock(mutex_);
      runs_.push_back(std::move(batch));
    });
  }
  void commit() override {
    WriteBatch all;
    for (WriteBatch& run : runs_) all.append(std::move(run));
    store_.write(all);
  }

 private:
  KeyValueStore& store_;
  std::mutex mutex_;
  std::vector<WriteBatch> runs_;
};

class MemoryStore final : public KeyValueStore {
 public:
  ~MemoryStore() override { LIAISON_ASSERT(live_.empty()); }

  std::unique_ptr<KeyValueSnapshot> snapshot() override {
    // Under the lock, so that no write prunes between reading the sequence and registering it.
    std::shared_lock lock(tables_.mutex);
    return std::make_unique<MemorySnapshot>(live_, sequence_);
  }

  std::optional<std::string> get(ColumnFamily family, std::string_view key,
                                 const KeyValueSnapshot* at) override {
    const auto value = find(family, key, at);
    if (value == nullptr) return std::nullopt;
    return *value;
  }

  std::optional<HeldBytes> hold(ColumnFamily family, std::string_view key,
                                const KeyValueSnapshot* at) override {
    auto value = find(family, key, at);
    if (value == nullptr) return std::nullopt;
    const std::string_view view = *value;
    return HeldBytes(view, std::move(value));
  }

  std::unique_ptr<KeyValueIterator> iterate(ColumnFamily family, ReadRange range) override {
    std::shared_lock lock(tables_.mutex);
    const Sequence at = sequence_of(range.snapshot);
    return std::make_unique<MemoryIterator>(tables_, family, std::move(range), live_, at);
  }

  void write(const WriteBatch& batch) override {
    std::unique_lock lock(tables_.mutex);
    const Sequence next = sequence_ + 1;
    for (const auto& operation : batch.operations()) apply(operation, next);
    sequence_ = next;
    prune();
  }

  std::unique_ptr<Ingest> begin_ingest() override { return std::make_unique<MemoryIngest>(*this); }
  void sync() override {}
  void flush() override {}
  std::uint64_t size_on_disk_bytes() override { return 0; }
  const std::string& path() const override { return path_; }

  std::size_t version_count() const {
    std::shared_lock lock(tables_.mutex);
    std::size_t count = 0;
    for (const Table& table : tables_.tables) {
      for (const auto& [key, versions] : table) count += versions.size();
    }
    return count;
  }

 private:
  std::shared_ptr<const std::string> find(ColumnFamily family, std::string_view key,
                                          const KeyValueSnapshot* at) const {
    std::shared_lock lock(tables_.mutex);
    const Table& table = tables_.tables[static_cast<std::size_t>(family)];
    const auto found = table.find(key);
    return found == table.end() ? nullptr : visible(found->second, sequence_of(at));
  }
  // A key that has something to drop once nobody reads before `since`.
  struct Superseded {
    Sequence since;
    ColumnFamily family;
    std::string key;
  };

  // Requires the lock, shared or alone.
  Sequence sequence_of(const KeyValueSnapshot* snapshot) const {
    return snapshot == nullptr ? sequence_
                               : static_cast<const MemorySnapshot*>(snapshot)->sequence();
  }

  void apply(const WriteBatch::Operation& operation, Sequence sequence) {
    Table& table = tables_.tables[static_cast<std::size_t>(operation.family)];
    auto found = table.lower_bound(operation.key);
    const bool known = found != table.end() && found->first == operation.key;
    if (!known && operation.is_delete) return;
    if (!known) found = table.emplace_hint(found, operation.key, Versions{});
    auto value =
        operation.is_delete ? nullptr : std::make_shared<const std::string>(operation.value);
    Versions& versions = found->second;
    // Within a batch the last operation on a key counts.
    if (known && versions.back().sequence == sequence) {
      versions.back().value = std::move(value);
    } else {
      versions.push_back({sequence, std::move(value)});
    }
    if (known || operation.is_delete) {
      superseded_.push_back({sequence, operation.family, operation.key});
    }
  }

  // Drops what no reader can reach. Superseded keys are in order of age, so this costs as much as
  // the writes that made them, and nothing while an old snapshot lives.
  void prune() {
    const Sequence oldest = live_.oldest(sequence_);
    for (; !superseded_.empty() && superseded_.front().since <= oldest; superseded_.pop_front()) {
      Table& table = tables_.tables[static_cast<std::size_t>(superseded_.front().family)];
      const auto found = table.find(superseded_.front().key);
      if (found == table.end()) continue;
      Versions& versions = found->second;
      // The newest version at or before `oldest` is the first that anybody sees.
      const auto later = std::ranges::upper_bound(versions, oldest, {}, &Version::sequence);
      if (later != versions.begin()) versions.erase(versions.begin(), std::prev(later));
      if (versions.size() == 1 && versions.front().value == nullptr) {
        table.erase(found);
      }
    }
  }

  const std::string path_;
  Tables tables_;
  Sequence sequence_ = 0;
  std::deque<Superseded> superseded_;
  LiveSequences live_;
};

}  // namespace

std::unique_ptr<KeyValueStore> make_memory_store() {
  return std::make_unique<MemoryStore>();
}

std::size_t detail::memory_store_version_count(const KeyValueStore& store) {
  return static_cast<const MemoryStore&>(store).version_count();
}

}  // namespace liaison::engine

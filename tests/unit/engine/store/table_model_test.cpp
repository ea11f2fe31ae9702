// Random operation sequences on tables against an ordered map, compared after every step: on the
// memory store and on RocksDB, with pages so small that a handful of entries splits and merges
// them. LIAISON_SEED replays one run; LIAISON_SEQUENCES asks for more of them.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "encoding/tagged_bytes.h"
#include "kv/memory_store.h"
#include "kv/rocks_store.h"
#include "store/tables.h"

namespace liaison::engine {
namespace {

using Entries = std::map<std::string, std::string>;

std::uint64_t environment_number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

// A folder that goes with its object.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::uint64_t number)
      : path_(
            std::filesystem::temp_directory_path() /
            ("liaison_table_model_" + std::to_string(::getpid()) + "_" + std::to_string(number))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string store_path() const { return (path_ / "db").string(); }

 private:
  std::filesystem::path path_;
};

// --- entries as each kind of page expects them, and some that it does not

std::string random_bytes(Random& random, std::size_t size_max) {
  std::string bytes;
  for (std::size_t left = random.below(size_max + 1); left > 0; --left) {
    bytes.push_back(static_cast<char>(random.one_in(4) ? 0 : random.below(256)));
  }
  return bytes;
}

std::string random_tagged(Random& random) {
  std::string value;
  switch (random.below(6)) {
    case 0:
      put_u8(value, static_cast<std::uint8_t>(ValueTag::Integer));
      put_signed_varint(value, static_cast<std::int64_t>(random.below(1000)) - 500);
      break;
    case 1:
      put_u8(value, static_cast<std::uint8_t>(ValueTag::Float));
      put_u64(value, random.below(~0ull));
      break;
    case 2:
      put_u8(value, static_cast<std::uint8_t>(ValueTag::True));
      break;
    case 3:
      put_u8(value, static_cast<std::uint8_t>(ValueTag::False));
      break;
    case 4:
      put_u8(value, static_cast<std::uint8_t>(ValueTag::String));
      put_sized(value, random_bytes(random, 12));
      break;
    default:
      put_u8(value, static_cast<std::uint8_t>(ValueTag::List));
      put_varint(value, 2);
      put_u8(value, static_cast<std::uint8_t>(ValueTag::True));
      put_u8(value, static_cast<std::uint8_t>(ValueTag::Integer));
      put_signed_varint(value, -7);
  }
  return value;
}

std::string random_record(Random& random, bool is_node) {
  if (random.one_in(200)) return random_bytes(random, 9);  // no record: the page goes generic
  std::string record;
  if (is_node) {
    const std::uint64_t labels = random.below(3);
    put_varint(record, labels);
    for (std::uint64_t i = 0; i < labels; ++i) put_varint(record, 1 + random.below(3));
  } else {
    for (int i = 0; i < 3; ++i) put_varint(record, random.below(100000));
  }
  const std::uint64_t properties = random.below(4);
  put_varint(record, properties);
  for (std::uint64_t i = 0; i < properties; ++i) {
    put_varint(record, 1 + random.below(2));
    record.append(random_tagged(random));
  }
  return record;
}

std::string random_key(TableId table, Random& random) {
  switch (table) {
    case TableId::Node:
    case TableId::Relationship:
      return node_key(NodeId{1 + random.below(300)});
    case TableId::Outgoing:
      return adjacency_key({NodeId{1 + random.below(6)},
                            RelationshipTypeId{static_cast<std::uint32_t>(1 + random.below(3))},
                            NodeId{1 + random.below(40)}, RelationshipId{1 + random.below(3)}});
    default: {
      // Few letters, zeros among them, so that keys are prefixes of each other.
      std::string key;
      for (std::size_t left = random.below(7); left > 0; --left) {
        key.push_back("\0\1a\xFF"[random.below(4)]);
      }
      return key;
    }
  }
}

std::string random_value(TableId table, Random& random) {
  switch (table) {
    case TableId::Node:
      return random_record(random, true);
    case TableId::Relationship:
      return random_record(random, false);
    case TableId::Outgoing:
      return random.one_in(300) ? "not empty" : "";
    default:
      return random_bytes(random, random.one_in(30) ? 900 : 20);
  }
}

// --- one sequence: a store, its tables, an open transaction, and what they should hold

struct OldSnapshot {
  std::unique_ptr<KeyValueSnapshot> snapshot;
  Entries entries;
};

class Sequence {
 public:
  Sequence(std::uint64_t seed, bool on_disk)
      : random_(seed), seed_(seed), on_disk_(on_disk), folder_(seed) {
    static constexpr TableId kChoices[] = {TableId::Node, TableId::Relationship, TableId::Outgoing,
                                           TableId::Label};
    table_ = kChoices[random_.below(4)];
    limits_.page_bytes = 60 + random_.below(400);
    limits_.page_bytes_max = limits_.page_bytes + random_.below(200);
    limits_.small_page_bytes = random_.below(limits_.page_bytes);
    limits_.rewrite_changes = 2 + random_.below(60);
    limits_.large_commit_rows = 1 + random_.below(60);
    open();
  }

  // Returns the number of operations done.
  int run(int step_count) {
    for (int step = 0; step < step_count; ++step) {
      do_step();
      check_point_reads();
      if (step % 8 == 7) check_everything();
    }
    commit();
    check_everything();
    reopen();
    check_everything();
    return step_count;
  }

 private:
  const Table& table() const { return (*tables_)[table_]; }

  void open() {
    if (on_disk_) {
      RocksStoreOptions options;
      options.write_buffer_bytes = 1 << 20;
      options.block_cache_bytes = 1 << 20;
      store_ = open_rocks_store(folder_.store_path(), options);
    } else if (!store_) {
      store_ = make_memory_store();
    }
    tables_ = std::make_unique<Tables>(*store_, limits_);
  }

  void reopen() {
    roll_back_all();
    old_.clear();
    tables_.reset();
    if (on_disk_) store_.reset();
    open();
  }

  void do_step() {
    switch (random_.below(16)) {
      case 0:
      case 1:
      case 2:
      case 3:
        put();
        break;
      case 4:
      case 5:
        erase();
        break;
      case 6:
        put_run();
        break;
      case 7:
      case 8:
        commit();
        break;
      case 9:
      case 10:
        fold();
        break;
      case 11:
        take_snapshot();
        break;
      case 12:
        fail_statement();
        break;
      case 13:
        if (!old_.empty()) old_.erase(old_.begin() + static_cast<long>(random_.below(old_.size())));
        break;
      case 14:
        erase_range();
        break;
      default:
        if (random_.one_in(6)) reopen();
    }
  }

  void put() {
    for (std::uint64_t left = 1 + random_.below(6); left > 0; --left) {
      const std::string key = random_key(table_, random_);
      const std::string value = random_value(table_, random_);
      own_.put(table_, key, value);
      now_[key] = value;
    }
  }
  void put_run() {
    for (int i = 0; i < 40; ++i) put();
  }
  void erase() {
    // An entry that is there, or a key that may not be.
    std::string key = random_key(table_, random_);
    const auto at = now_.lower_bound(key);
    if (at != now_.end()) key = at->first;
    own_.erase(table_, key);
    now_.erase(key);
  }
  void erase_range() {
    auto at = now_.lower_bound(random_key(table_, random_));
    for (std::uint64_t left = random_.below(60); left > 0 && at != now_.end(); --left) {
      own_.erase(table_, at->first);
      at = now_.erase(at);
    }
  }

  // A statement that fails halfway: its changes go, those before it stay. A cursor is open.
  void fail_statement() {
    const Entries before = now_;
    const WriteSet::Mark mark = own_.mark();
    const auto cursor = table().scan({nullptr, &own_});
    put();
    const WriteSet::Mark inner = own_.mark();
    erase_range();
    if (random_.one_in(2)) {
      own_.release(inner);
    } else {
      own_.rollback_to(inner);
    }
    own_.rollback_to(mark);
    now_ = before;
    if (cursor->valid()) cursor->next();  // must not trip over entries that are gone
  }

  void commit() {
    TableWrites writes = tables_->prepare(own_);
    store_->write(writes.batch);
    tables_->written(writes);
    own_.clear();
    stored_ = now_;
  }
  void roll_back_all() {
    own_.clear();
    now_ = stored_;
  }

  void fold() {
    const std::vector<FenceInfo> fences = tables_->directory().fences(table_);
    TableWrites writes;
    if (!table().fold(fences[random_.below(fences.size())].fence, writes)) return;
    store_->write(writes.batch);
    tables_->written(writes);
  }

  void take_snapshot() {
    if (old_.size() < 6) old_.push_back({store_->snapshot(), stored_});
  }

  // --- comparisons

  void check_point_reads() {
    for (int i = 0; i < 3; ++i) {
      const std::string key = random_key(table_, random_);
      expect(table().get({nullptr, &own_}, key), now_, key);
      expect(table().get({}, key), stored_, key);
      if (old_.empty()) continue;
      const OldSnapshot& old = old_[random_.below(old_.size())];
      expect(table().get({old.snapshot.get(), nullptr}, key), old.entries, key);
    }
  }

  void check_everything() {
    check_scan({nullptr, &own_}, now_);
    check_scan({}, stored_);
    for (const OldSnapshot& old : old_) check_scan({old.snapshot.get(), nullptr}, old.entries);
    check_seeks({nullptr, &own_}, now_);
    if (!old_.empty()) check_seeks({old_.front().snapshot.get(), nullptr}, old_.front().entries);
    check_fences();
  }

  void check_scan(const ReadView& view, const Entries& expected) {
    std::string lower = random_.one_in(2) ? "" : random_key(table_, random_);
    std::string upper = random_.one_in(2) ? "" : random_key(table_, random_);
    const auto cursor = table().scan(view, lower, upper);
    for (auto at = expected.lower_bound(lower);
         at != expected.end() && (upper.empty() || at->first < upper); ++at) {
      if (!cursor->valid() || cursor->key() != at->first || cursor->value() != at->second) {
        return fail("scan differs");
      }
      cursor->next();
    }
    if (cursor->valid()) fail("scan goes on");
  }

  void check_seeks(const ReadView& view, const Entries& expected) {
    const auto cursor = table().scan(view);
    std::vector<std::string> keys;
    for (int i = 0; i < 12; ++i) {
      const std::string key = random_key(table_, random_);
      keys.push_back(key);
      cursor->seek(key);
      auto at = expected.lower_bound(key);
      for (std::uint64_t steps = random_.below(4);; --steps) {
        if (cursor->valid() != (at != expected.end())) return fail("seek differs in its end");
        if (!cursor->valid()) break;
        if (cursor->key() != at->first || cursor->value() != at->second) {
          return fail("seek differs");
        }
        if (steps == 0) break;
        cursor->next();
        ++at;
      }
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::optional<std::string>> values;
    table().get_many(view, keys, values);
    for (std::size_t i = 0; i < keys.size(); ++i) expect(values[i], expected, keys[i]);
  }

  // Every page is there, sound, within its fences; loose rows lie under fences that exist.
  void check_fences() {
    std::vector<FenceInfo> fences = tables_->directory().fences(table_);
    for (const FenceInfo& fence : fences) {
      if (!fence.state.has_page) continue;
      const auto bytes = store_->get(ColumnFamily::Pages, page_key(table_, fence.fence));
      if (!bytes) return fail("a fence without a page");
      const Page page({table_, fence.fence}, *bytes);
      page.verify({table_, fence.fence});
      if (page.upper() != fence.upper) return fail("upper bound is not the next fence");
      if (page.generation() != fence.state.generation) return fail("generations differ");
      if (page.entry_count() > 1 && page.size_bytes() > 2 * limits_.page_bytes_max + 1500) {
        return fail("page of " + std::to_string(page.size_bytes()) + " bytes");
      }
    }
    std::map<std::string, std::uint64_t> rows;
    const auto loose = store_->iterate(ColumnFamily::Loose, {});
    for (loose->seek_to_first(); loose->valid(); loose->next()) {
      const LooseKey key = decode_loose_key(loose->key());
      const FenceInfo fence = tables_->directory().lookup(table_, key.fence);
      if (fence.fence != key.fence) return fail("loose row under a fence that is no more");
      if (key.is_end) continue;
      if (fence.state.generation != key.generation) return fail("loose row of another generation");
      if (key.entry < fence.fence || (!fence.upper.empty() && key.entry >= fence.upper)) {
        return fail("loose row outside its fence");
      }
      ++rows[key.fence];
    }
    for (const FenceInfo& fence : fences) {
      if (fence.state.loose_rows && *fence.state.loose_rows < rows[fence.fence]) {
        return fail("more loose rows than counted");
      }
    }
  }

  void expect(const std::optional<std::string>& found, const Entries& expected,
              const std::string& key) {
    const auto at = expected.find(key);
    if (found.has_value() != (at != expected.end())) return fail("presence of a key differs");
    if (found && *found != at->second) return fail("value of a key differs");
  }

  void fail(const std::string& what) {
    const std::string where = std::string(on_disk_ ? " on RocksDB" : " in memory") + ", table " +
                              table_name(table_) + ": ";
    FAIL("LIAISON_SEED=" << seed_ << where << what);
  }

  Random random_;
  std::uint64_t seed_;
  bool on_disk_;
  TemporaryFolder folder_;
  TableId table_ = TableId::Node;
  TableLimits limits_;
  std::unique_ptr<KeyValueStore> store_;
  std::unique_ptr<Tables> tables_;
  std::vector<OldSnapshot> old_;
  WriteSet own_;
  Entries stored_;
  Entries now_;
};

void run_sequences(std::uint64_t count, int steps, bool on_disk) {
  const char* replay = std::getenv("LIAISON_SEED");
  const std::uint64_t first = environment_number("LIAISON_SEED", std::random_device{}());
  if (replay != nullptr) count = 1;
  std::cout << "table model " << (on_disk ? "on RocksDB" : "in memory")
            << ": LIAISON_SEED=" << first << ", " << count << " sequences of " << steps
            << " steps\n";
  std::uint64_t operations = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    CAPTURE(first + i);  // the seed of the sequence, should it throw
    Sequence sequence(first + i, on_disk);
    operations += static_cast<std::uint64_t>(sequence.run(steps));
  }
  CHECK(operations == count * static_cast<std::uint64_t>(steps));
}

TEST_CASE("tables in memory answer like an ordered map, whatever happens to their pages") {
  run_sequences(environment_number("LIAISON_SEQUENCES", 2000), 60, false);
}

TEST_CASE("tables on RocksDB answer like an ordered map, whatever happens to their pages") {
  run_sequences(environment_number("LIAISON_SEQUENCES", 2000) / 20, 120, true);
}

}  // namespace
}  // namespace liaison::engine

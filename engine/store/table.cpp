#include "store/table.h"

#include <algorithm>

#include "base/fault.h"
#include "encoding/key_codec.h"
#include "liaison/engine/assert.h"
#include "store/located_page.h"

namespace liaison::engine {
namespace {

std::optional<std::string> to_string(const std::optional<std::string_view>& value) {
  if (!value) return std::nullopt;
  return std::string(*value);
}

// Calls visit(key) for the stored loose rows of a fence, newest written state.
template <class Visit>
void visit_loose(KeyValueStore& store, TableId table, const FenceInfo& fence, Visit visit) {
  ReadRange range;
  range.lower_bound = loose_prefix(table, fence.fence, fence.state.generation);
  range.upper_bound = prefix_successor(range.lower_bound);
  const auto rows = store.iterate(ColumnFamily::Loose, std::move(range));
  for (rows->seek_to_first(); rows->valid(); rows->next()) visit(*rows);
}

// Replaces the pages of neighbouring fences by new ones that hold everything `cursor` walks over:
// their pages, loose rows and possibly changes of a commit.
class Rewrite {
 public:
  Rewrite(TableId table, KeyValueStore& store, const TableLimits& limits, TableWrites& out)
      : table_(table), store_(store), limits_(limits), out_(out) {}

  void run(std::span<const FenceInfo> fences, TableCursor& cursor) {
    std::uint64_t generation = 0;
    for (const FenceInfo& fence : fences) {
      generation = std::max(generation, fence.state.generation);
    }
    drop_loose_rows(fences);
    PageWriter writer(
        table_, fences.front().fence, fences.back().upper, generation + 1,
        [&](WrittenPage&& page) { put_page(fences, std::move(page)); }, limits_);
    if (LIAISON_FAULT("fold-entry") && cursor.valid()) cursor.next();
    for (; cursor.valid(); cursor.next()) writer.add(cursor.key(), cursor.value());
    writer.finish();
    drop_merged_fences(fences);
  }

 private:
  void drop_loose_rows(std::span<const FenceInfo> fences) {
    for (const FenceInfo& fence : fences) {
      if (fence.state.is_clean()) continue;
      visit_loose(store_, table_, fence, [&](const KeyValueIterator& row) {
        out_.batch.erase(ColumnFamily::Loose, std::string(row.key()));
      });
    }
  }

  void put_page(std::span<const FenceInfo> old_fences, WrittenPage&& page) {
    const auto is_same = [&](const FenceInfo& old) {
      return old.fence == page.fence && old.state.has_page;
    };
    const bool is_new_fence = std::none_of(old_fences.begin(), old_fences.end(), is_same);
    FenceState state;
    state.generation = page.generation;
    state.has_page = true;
    written_.push_back(page.fence);
    out_.fences.changes.push_back({table_, page.fence, state});
    put_written_page(out_.batch, table_, std::move(page), is_new_fence);
  }

  void drop_merged_fences(std::span<const FenceInfo> fences) {
    for (const FenceInfo& fence : fences) {
      if (std::find(written_.begin(), written_.end(), fence.fence) != written_.end()) continue;
      out_.batch.erase(ColumnFamily::Pages, fence_row_key(table_, fence.fence));
      out_.batch.erase(ColumnFamily::Pages, page_key(table_, fence.fence));
      out_.batch.erase(ColumnFamily::Loose, loose_end_key(table_, fence.fence));
      out_.fences.changes.push_back({table_, fence.fence, std::nullopt});
    }
  }

  TableId table_;
  KeyValueStore& store_;
  const TableLimits& limits_;
  TableWrites& out_;
  std::vector<std::string> written_;
};

}  // namespace

std::optional<std::string> Table::get(const ReadView& view, std::string_view key) const {
  if (view.own != nullptr) {
    if (const WriteSet::Change* change = view.own->find(id_, key)) return to_string(*change);
  }
  const FenceInfo hint = directory_.lookup(id_, key);
  const auto get_loose = [&](std::string_view fence, std::uint64_t generation) {
    std::string stored_key = loose_prefix(id_, fence, generation);
    stored_key.append(key);
    return store_.get(ColumnFamily::Loose, stored_key, view.snapshot);
  };
  // A row that is there at the snapshot under the newest generation was not folded at it either,
  // so it decides without a look at the page.
  if (!hint.state.is_clean()) {
    if (const auto stored = get_loose(hint.fence, hint.state.generation)) {
      return to_string(decode_loose_value(*stored));
    }
  }
  const LocatedPage located = locate_page(id_, store_, view.snapshot, directory_, hint, key);
  if (located.generation != hint.state.generation || located.fence != hint.fence) {
    if (const auto stored = get_loose(located.fence, located.generation)) {
      return to_string(decode_loose_value(*stored));
    }
  }
  if (!located.page) return std::nullopt;
  return located.page->find(key);
}

void Table::get_many(const ReadView& view, std::span<const std::string> keys,
                     std::vector<std::optional<std::string>>& out) const {
  out.clear();
  out.reserve(keys.size());
  if (keys.empty()) return;
  const std::unique_ptr<TableCursor> cursor = scan(view, keys.front());
  for (const std::string& key : keys) {
    LIAISON_ASSERT(&key == keys.data() || *(&key - 1) <= key);
    cursor->seek(key);
    if (cursor->valid() && cursor->key() == key) {
      out.emplace_back(cursor->value());
    } else {
      out.emplace_back(std::nullopt);
    }
  }
}

void Table::visit_runs(const KeyValueSnapshot* snapshot, std::string_view lower,
                       std::string_view upper,
                       const std::function<void(const TableRun&)>& visit) const {
  std::unique_ptr<KeyValueIterator> rows;
  std::vector<TableRun::LooseRow> loose;
  std::string start(lower);
  while (true) {
    const LocatedPage located =
        locate_page(id_, store_, snapshot, directory_, directory_.lookup(id_, start), start);
    const bool is_last = located.upper.empty() || (!upper.empty() && located.upper >= upper);
    TableRun run;
    run.page = located.page ? &*located.page : nullptr;
    run.lower = start;
    run.upper = is_last ? upper : std::string_view(located.upper);
    loose.clear();
    if (located.may_have_loose) {
      if (!rows) {
        ReadRange range;
        range.snapshot = snapshot;
        range.lower_bound = page_key(id_, {});
        range.upper_bound = prefix_successor(range.lower_bound);
        rows = store_.iterate(ColumnFamily::Loose, std::move(range));
      }
      const std::string prefix = loose_prefix(id_, located.fence, located.generation);
      for (rows->seek(prefix + start); rows->valid() && rows->key().starts_with(prefix);
           rows->next()) {
        const std::string_view key = rows->key().substr(prefix.size());
        if (!run.upper.empty() && key >= run.upper) break;
        const auto value = decode_loose_value(rows->value());
        loose.push_back({std::string(key), to_string(value)});
      }
    }
    run.loose = loose;
    visit(run);
    if (is_last) return;
    start = located.upper;
  }
}

void Table::append(const WriteSet& changes, Folding folding, TableWrites& out) const {
  const WriteSet::Changes& own = changes.changes(id_);
  for (auto at = own.begin(); at != own.end();) {
    FenceInfo fence = directory_.lookup(id_, at->first);
    FenceState& state = fence.state;
    const auto end = fence.upper.empty() ? own.end() : own.lower_bound(fence.upper);
    const auto count = static_cast<std::size_t>(std::distance(at, end));
    const bool is_rewritten = count >= limits_.rewrite_changes;
    if (!is_rewritten && !state.loose_rows) {
      state.loose_rows = 0;
      visit_loose(store_, id_, fence, [&](const KeyValueIterator& row) {
        ++*state.loose_rows;
        state.loose_bytes += row.key().size() + row.value().size();
      });
    }
    const std::string prefix = loose_prefix(id_, fence.fence, state.generation);
    FenceState after = state;
    if (!is_rewritten) {
      *after.loose_rows += count;
      for (auto change = at; change != end; ++change) {
        after.loose_bytes +=
            prefix.size() + change->first.size() + loose_value_size(change->second);
      }
    }
    if (is_rewritten || (folding == Folding::AtOnce && FenceDirectory::is_due(after))) {
      const auto cursor = scan({nullptr, &changes}, fence.fence, fence.upper);
      Rewrite(id_, store_, limits_, out).run({&fence, 1}, *cursor);
      at = end;
      continue;
    }
    for (; at != end; ++at) {
      std::string key;
      key.reserve(prefix.size() + at->first.size());
      key.append(prefix).append(at->first);
      out.batch.put(ColumnFamily::Loose, std::move(key), loose_value(at->second));
    }
    out.fences.changes.push_back({id_, fence.fence, after});
  }
}

bool Table::fold(std::string_view fence, TableWrites& out) const {
  FenceInfo info = directory_.lookup(id_, fence);
  if (info.fence != fence || info.state.is_clean()) return false;
  std::vector<FenceInfo> fences{info};
  const auto entries = scan({}, info.fence, info.upper);
  const bool is_empty = !entries->valid();
  std::size_t size = 0;
  for (std::string before; entries->valid() && size < limits_.small_page_bytes; entries->next()) {
    size += page_entry_size(id_, before, {entries->key(), entries->value()});
    before = entries->key();
  }
  if (!info.upper.empty()) {
    if (size < limits_.small_page_bytes) fences.push_back(directory_.lookup(id_, info.upper));
  } else if (is_empty && !info.fence.empty()) {
    // The last fence is empty: the one before it takes its range.
    const std::vector<FenceInfo> all = directory_.fences(id_);
    fences.insert(fences.begin(), all[all.size() - 2]);
  }
  const auto cursor = scan({}, fences.front().fence, fences.back().upper);
  Rewrite(id_, store_, limits_, out).run(fences, *cursor);
  return true;
}

void Table::replace_all(const WriteSet& entries, TableWrites& out) const {
  std::uint64_t generation = 0;
  for (const FenceInfo& fence : directory_.fences(id_)) {
    generation = std::max(generation, fence.state.generation);
    if (!fence.fence.empty()) out.fences.changes.push_back({id_, fence.fence, std::nullopt});
  }
  const auto erase_all = [&](ColumnFamily family, std::string prefix) {
    ReadRange range;
    range.upper_bound = prefix_successor(prefix);
    range.lower_bound = std::move(prefix);
    const auto rows = store_.iterate(family, std::move(range));
    for (rows->seek_to_first(); rows->valid(); rows->next()) {
      out.batch.erase(family, std::string(rows->key()));
    }
  };
  erase_all(ColumnFamily::Pages, fence_row_key(id_, {}));
  erase_all(ColumnFamily::Pages, page_key(id_, {}));
  erase_all(ColumnFamily::Loose, page_key(id_, {}));
  PageWriter writer(
      id_, {}, {}, generation + 1,
      [&](WrittenPage&& page) {
        FenceState state;
        state.generation = page.generation;
        state.has_page = true;
        out.fences.changes.push_back({id_, page.fence, state});
        put_written_page(out.batch, id_, std::move(page), true);
      },
      limits_);
  for (const auto& [key, value] : entries.changes(id_)) {
    if (value) writer.add(key, *value);
  }
  writer.finish();
}

}  // namespace liaison::engine

#include "store/table_ingest.h"

#include <algorithm>

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "liaison/engine/assert.h"
#include "store/located_page.h"

namespace liaison::engine {

TableIngest::TableIngest(const Table& table, KeyValueStore& store, const FenceDirectory& directory,
                         Ingest& ingest, TableLimits limits)
    : table_(table), store_(store), directory_(directory), ingest_(ingest), limits_(limits) {}

TableIngest::~TableIngest() {
  stop();
}

void TableIngest::stop() {
  {
    std::lock_guard lock(mutex_);
    is_stopped_ = true;
    changed_.notify_all();
  }
  if (encoder_.joinable()) encoder_.join();
}

SortedRun& TableIngest::loose() {
  if (!loose_) loose_ = ingest_.run(ColumnFamily::Loose);
  return *loose_;
}

void TableIngest::add(std::string_view key, std::string_view value) {
  if (!has_fence_ || (!fence_.upper.empty() && key >= fence_.upper)) {
    if (has_fence_) close_fence();
    open_fence(key);
  }
  if (cutter_) {
    add_rewritten(key, value);
    return;
  }
  if (waiting_count_ == waiting_.size()) waiting_.emplace_back();
  waiting_[waiting_count_].key.assign(key);
  waiting_[waiting_count_].value.assign(value);
  if (++waiting_count_ < limits_.rewrite_changes) return;
  begin_rewrite();
}

void TableIngest::open_fence(std::string_view key) {
  fence_ = directory_.lookup(table_.id(), key);
  has_fence_ = true;
  waiting_count_ = 0;
}

void TableIngest::close_fence() {
  if (cutter_) {
    end_rewrite();
  } else {
    put_loose_rows();
  }
  has_fence_ = false;
}

void TableIngest::begin_rewrite() {
  old_entries_ = table_.scan({}, fence_.fence, fence_.upper);
  cut_fences_.clear();
  cutter_ = std::make_unique<PageCutter>(
      table_.id(), fence_.fence, fence_.upper, fence_.state.generation + 1,
      [this](PageCut&& cut) { hand_over(std::move(cut)); }, limits_);
  for (std::size_t i = 0; i < waiting_count_; ++i) {
    add_rewritten(waiting_[i].key, waiting_[i].value);
  }
  waiting_count_ = 0;
}

void TableIngest::add_rewritten(std::string_view key, std::string_view value) {
  for (; old_entries_->valid() && old_entries_->key() < key; old_entries_->next()) {
    cutter_->add(old_entries_->key(), old_entries_->value());
  }
  cutter_->add(key, value);
}

void TableIngest::end_rewrite() {
  for (; old_entries_->valid(); old_entries_->next()) {
    cutter_->add(old_entries_->key(), old_entries_->value());
  }
  cutter_->finish();
  cutter_.reset();
  old_entries_.reset();
  // Rows of the old generation, then the ends of fences that are new: ascending, as a run has to.
  if (!fence_.state.is_clean()) {
    ReadRange range;
    range.lower_bound = loose_prefix(table_.id(), fence_.fence, fence_.state.generation);
    range.upper_bound = prefix_successor(range.lower_bound);
    const auto rows = store_.iterate(ColumnFamily::Loose, std::move(range));
    for (rows->seek_to_first(); rows->valid(); rows->next()) loose().erase(rows->key());
  }
  for (const std::string& fence : cut_fences_) {
    if (fence != fence_.fence || !fence_.state.has_page) {
      loose().put(loose_end_key(table_.id(), fence), {});
    }
    FenceState state;
    state.generation = fence_.state.generation + 1;
    state.has_page = true;
    changes_.changes.push_back({table_.id(), fence, state});
  }
}

void TableIngest::put_loose_rows() {
  if (waiting_count_ == 0) return;
  const std::string prefix = loose_prefix(table_.id(), fence_.fence, fence_.state.generation);
  FenceState state = fence_.state;
  // Not counted yet: whoever writes to this fence next counts all of it.
  const bool is_counted = state.loose_rows.has_value();
  for (std::size_t i = 0; i < waiting_count_; ++i) {
    const std::string value = loose_value(waiting_[i].value);
    if (is_counted) ++*state.loose_rows;
    state.loose_bytes += prefix.size() + waiting_[i].key.size() + value.size();
    loose().put(prefix + waiting_[i].key, value);
  }
  if (is_counted) changes_.changes.push_back({table_.id(), fence_.fence, state});
  waiting_count_ = 0;
}

void TableIngest::hand_over(PageCut&& cut) {
  cut_fences_.push_back(cut.fence);
  if (!encoder_.joinable()) encoder_ = std::thread([this] { encode_pages(); });
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return queue_.size() < kQueuedMax || failure_ != nullptr; });
  if (failure_) std::rethrow_exception(failure_);
  queue_.push_back(std::move(cut));
  changed_.notify_all();
}

// The other thread.
void TableIngest::encode_pages() {
  try {
    const auto pages = ingest_.run(ColumnFamily::Pages);
    std::vector<std::pair<std::string, std::string>> fence_rows;
    while (true) {
      PageCut cut;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !queue_.empty() || is_done_ || is_stopped_; });
        if (is_stopped_) return;
        if (queue_.empty()) break;
        cut = std::move(queue_.front());
        queue_.pop_front();
        changed_.notify_all();
      }
      pages->put(page_key(cut.table, cut.fence), cut.encode());
      std::string generation;
      put_varint(generation, cut.generation);
      fence_rows.emplace_back(fence_row_key(cut.table, cut.fence), std::move(generation));
    }
    pages->finish();
    const auto fences = ingest_.run(ColumnFamily::Pages);
    for (const auto& [key, value] : fence_rows) fences->put(key, value);
    fences->finish();
  } catch (...) {
    std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    changed_.notify_all();
  }
}

void TableIngest::finish(FenceChanges& changes) {
  if (has_fence_) close_fence();
  {
    std::lock_guard lock(mutex_);
    is_done_ = true;
    changed_.notify_all();
  }
  if (encoder_.joinable()) encoder_.join();
  if (failure_) std::rethrow_exception(failure_);
  if (loose_) loose_->finish();
  for (FenceChanges::Change& change : changes_.changes)
    changes.changes.push_back(std::move(change));
}

}  // namespace liaison::engine

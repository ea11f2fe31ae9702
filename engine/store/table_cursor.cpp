// The merging cursor behind Table::scan: page entries, loose rows over them, own writes over both.
#include "encoding/key_codec.h"
#include "liaison/engine/assert.h"
#include "store/located_page.h"
#include "store/table.h"

namespace liaison::engine {
namespace {

class MergingCursor final : public TableCursor {
 public:
  MergingCursor(TableId table, KeyValueStore& store, const FenceDirectory& directory,
                const ReadView& view, std::string_view lower, std::string_view upper)
      : table_(table),
        store_(store),
        directory_(directory),
        view_(view),
        lower_(lower),
        upper_(upper) {
    seek(lower_);
  }

  bool valid() const override { return valid_; }
  std::string_view key() const override { return key_; }
  std::string_view value() const override { return value_; }

  void seek(std::string_view key) override {
    if (key < lower_) key = lower_;
    if (is_past_end(key)) {
      valid_ = false;
      return;
    }
    if (!is_loaded_ || !located_.covers(key)) load(key);
    page_->seek(key);
    seek_loose(key);
    seek_own(key);
    settle();
  }

  void keep_properties(std::span<const std::uint32_t> keys) override {
    kept_ = keys;
    keeps_some_ = true;
    if (is_loaded_) page_->keep_properties(kept_);
  }

  void next() override {
    LIAISON_ASSERT(valid_);
    advance();
    settle();
  }

 private:
  bool is_past_end(std::string_view key) const { return !upper_.empty() && key >= upper_; }

  void load(std::string_view key) {
    page_.reset();
    is_loaded_ = false;
    located_ = locate_page(table_, store_, view_.snapshot, directory_,
                           directory_.lookup(table_, key), key);
    if (!located_.page) {
      static const Page kEmpty({TableId::Label, {}}, encode_page({TableId::Label, {}}, {}, {}));
      page_ = kEmpty.cursor();
    } else {
      page_ = located_.page->cursor();
    }
    if (keeps_some_) page_->keep_properties(kept_);
    prefix_ = loose_prefix(table_, located_.fence, located_.generation);
    is_loaded_ = true;
  }

  void seek_loose(std::string_view key) {
    if (!located_.may_have_loose) return;
    target_.assign(prefix_);
    target_.append(key);
    if (!loose_) {
      ReadRange range;
      range.snapshot = view_.snapshot;
      range.lower_bound = page_key(table_, {});
      range.upper_bound = prefix_successor(range.lower_bound);
      loose_ = store_.iterate(ColumnFamily::Loose, std::move(range));
    } else if (loose_from_ <= target_ && (!loose_->valid() || loose_->key() >= target_)) {
      return;  // it stands on the first row at or after an earlier place already
    }
    loose_->seek(target_);
    loose_from_ = target_;
  }

  bool has_loose() const {
    return located_.may_have_loose && loose_->valid() &&
           loose_->key().substr(0, prefix_.size()) == prefix_;
  }
  std::string_view loose_key() const { return loose_->key().substr(prefix_.size()); }

  void seek_own(std::string_view key) {
    if (view_.own == nullptr) return;
    own_ = view_.own->changes(table_).lower_bound(key);
    own_revision_ = view_.own->revision();
  }
  bool has_own() const { return view_.own != nullptr && own_ != view_.own->changes(table_).end(); }

  // Moves every source that stands on key_ beyond it.
  void advance() {
    if (at_page_) page_->next();
    if (at_loose_) {
      loose_from_.assign(loose_->key());
      loose_from_.push_back('\0');
      loose_->next();
    }
    if (view_.own == nullptr) return;
    if (own_revision_ != view_.own->revision()) {
      own_ = view_.own->changes(table_).upper_bound(key_);
      own_revision_ = view_.own->revision();
    } else if (at_own_) {
      ++own_;
    }
  }

  // From where the sources stand to the first entry that is there: the newest layer decides.
  void settle() {
    while (true) {
      at_page_ = page_->valid();
      at_loose_ = has_loose();
      at_own_ = has_own();
      if (!at_page_ && !at_loose_ && !located_.upper.empty() &&
          (!at_own_ || own_->first >= located_.upper) && !is_past_end(located_.upper)) {
        go_to_next_page();
        continue;
      }
      std::string_view least;
      if (!find_least(least) || is_past_end(least)) {
        valid_ = false;
        return;
      }
      at_page_ = at_page_ && page_->key() == least;
      at_loose_ = at_loose_ && loose_key() == least;
      at_own_ = at_own_ && own_->first == least;
      key_.assign(least);
      if (take_value()) {
        valid_ = true;
        return;
      }
      advance();
    }
  }

  void go_to_next_page() {
    const std::string start = located_.upper;
    load(start);
    page_->seek(start);
    seek_loose(start);
  }

  bool find_least(std::string_view& least) const {
    bool found = false;
    const auto offer = [&](std::string_view key) {
      if (!found || key < least) least = key;
      found = true;
    };
    if (at_page_) offer(page_->key());
    if (at_loose_) offer(loose_key());
    if (at_own_) offer(own_->first);
    return found;
  }

  // False when the newest layer says that the entry is gone.
  bool take_value() {
    if (at_own_) {
      if (!own_->second) return false;
      value_ = *own_->second;
    } else if (at_loose_) {
      const auto value = decode_loose_value(loose_->value());
      if (!value) return false;
      value_ = *value;
    } else {
      value_ = page_->value();
    }
    return true;
  }

  TableId table_;
  KeyValueStore& store_;
  const FenceDirectory& directory_;
  ReadView view_;
  std::string lower_;
  std::string upper_;

  LocatedPage located_;
  bool is_loaded_ = false;
  std::span<const std::uint32_t> kept_;
  bool keeps_some_ = false;
  std::unique_ptr<PageCursor> page_;

  std::unique_ptr<KeyValueIterator> loose_;
  std::string prefix_;
  std::string target_;
  std::string loose_from_;  // loose_ stands on the first row at or after this

  WriteSet::Changes::const_iterator own_;
  std::uint64_t own_revision_ = 0;

  // Which sources stand on key_.
  bool at_page_ = false;
  bool at_loose_ = false;
  bool at_own_ = false;
  bool valid_ = false;
  std::string key_;
  std::string_view value_;
};

}  // namespace

std::unique_ptr<TableCursor> Table::scan(const ReadView& view, std::string_view lower,
                                         std::string_view upper) const {
  return std::make_unique<MergingCursor>(id_, store_, directory_, view, lower, upper);
}

}  // namespace liaison::engine

// An ordered map from entry key to change, for write sets: a B+ tree whose leaves keep the first 16
// bytes of each key beside a pointer to its entry, so that a search looks at few entries, and whose
// last place is remembered, as keys mostly come in runs. The bytes of keys and values lie one
// behind the other in blocks: an entry costs about 60 bytes besides them. Invariants: entries keep
// their address until they are erased. Leaves may run empty, and stay. Bytes that are replaced or
// erased stay until clear(), unless what comes has room in their place. A place (Iterator) is good
// until the next insertion or erasure. Thread-safety: needs external locking; reading from several
// threads is safe while nobody writes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liaison::engine {

class SortedChanges {
 public:
  // Borrowed from the map until the entry changes. nullopt: the entry is gone.
  using Change = std::optional<std::string_view>;
  using Entry = std::pair<const std::string_view, Change>;

 private:
  // Entries in a leaf, children of an inner node: a leaf's prefixes are 16 cache lines.
  static constexpr std::uint32_t kFanout = 64;

  // The first bytes of a key as numbers that compare as it does; zeros behind its end.
  struct Prefix {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
  };
  struct Leaf {
    std::uint32_t count = 0;
    Leaf* next = nullptr;
    std::array<Prefix, kFanout> prefixes;
    std::array<Entry*, kFanout> entries;
  };

 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;

    Iterator() = default;
    reference operator*() const { return *leaf_->entries[at_]; }
    pointer operator->() const { return leaf_->entries[at_]; }
    Iterator& operator++() {
      ++at_;
      skip_ends();
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    friend class SortedChanges;
    Iterator(const Leaf* leaf, std::uint32_t at) : leaf_(leaf), at_(at) { skip_ends(); }
    // At the end of a leaf the place is the first one of the next.
    void skip_ends() {
      while (leaf_ != nullptr && at_ >= leaf_->count) {
        leaf_ = leaf_->next;
        at_ = 0;
      }
    }
    const Leaf* leaf_ = nullptr;  // null: the end
    std::uint32_t at_ = 0;
  };
  using const_iterator = Iterator;

  SortedChanges();
  ~SortedChanges();
  SortedChanges(SortedChanges&& other) noexcept;
  SortedChanges& operator=(SortedChanges&& other) noexcept;

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  Iterator begin() const { return {first_, 0}; }
  Iterator end() const { return {}; }
  Iterator lower_bound(std::string_view key) const;
  Iterator upper_bound(std::string_view key) const;
  // Null: not there.
  const Entry* find(std::string_view key) const;

  // The entry of a key, and whether it is new: then its change is nullopt.
  std::pair<Entry*, bool> insert(std::string_view key);
  // Gives an entry another change, of which it takes a copy.
  void assign(Entry& entry, Change change);
  void erase(std::string_view key);
  void clear();

 private:
  struct Inner;
  // Each entry is one: the room that its value has.
  struct Slot : Entry {
    explicit Slot(std::string_view key) : Entry(key, std::nullopt) {}
    char* place = nullptr;
    std::uint32_t room = 0;
  };
  // Nodes on the way to a leaf, from the root on, and the child that was taken.
  struct Step {
    Inner* node;
    std::uint32_t child;
  };
  struct Search {
    std::string_view key;
    Prefix prefix;
  };

  static Search search_for(std::string_view key);
  static int compare(const Search& wanted, const Prefix& prefix, std::string_view key);
  // Position of the first entry of a leaf that is not below a key.
  static std::uint32_t position_in(const Leaf& leaf, const Search& wanted);
  Leaf* leaf_of(const Search& wanted, std::vector<Step>* path) const;
  // The leaf where the last insertion was, when the key lies there; else null.
  Leaf* leaf_at_hand(const Search& wanted) const;
  Entry* insert_into(Leaf& leaf, std::uint32_t at, const Search& wanted);
  // Makes room in a full leaf; returns the leaf where the key belongs.
  Leaf* split(Leaf& leaf, const Search& wanted, std::vector<Step>& path);
  // Puts a node behind the child that was taken in each step, splitting what is full.
  void add_child(std::vector<Step>& path, std::string key, void* node);
  void* take_slot();
  char* take_bytes(std::size_t count);
  void swap(SortedChanges& other) noexcept;

  void* root_ = nullptr;
  std::uint32_t height_ = 0;  // inner nodes above each leaf
  Leaf* first_ = nullptr;
  Leaf* last_ = nullptr;
  Leaf* recent_ = nullptr;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<Leaf>> leaves_;
  std::vector<std::unique_ptr<Inner>> inner_;
  // Memory of entries, in slabs; `free_` holds what erased ones left.
  std::vector<std::unique_ptr<std::byte[]>> slabs_;
  std::size_t slab_used_ = 0;  // entries of the last one
  std::size_t slab_size_ = 0;
  std::vector<void*> free_;
  // Bytes of keys and values; the last block has room from byte_ on.
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* byte_ = nullptr;
  std::size_t bytes_left_ = 0;
  std::size_t block_size_ = 0;
};

}  // namespace liaison::engine

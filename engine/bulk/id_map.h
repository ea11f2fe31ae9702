// Which node an id of the input stands for: one map per id space. Ids that spell an integer in its
// canonical way go into arrays by their number, which suits the runs of numbers that files have;
// when the numbers turn out to lie far apart, into a hash table instead. Other ids are kept as
// text. An id means the same either way: "17" is one id however it is looked up. Thread-safety:
// find is safe from many threads while nobody inserts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace liaison::engine {

class IdMap {
 public:
  // What insert() puts in the place of a node that is known only later.
  static constexpr std::uint64_t kPending = ~std::uint64_t{0};

  // False when the id is there already.
  bool insert(std::string_view id);
  // Requires that insert(id) was done.
  void assign(std::string_view id, std::uint64_t node);
  // The node, or nullopt for an unknown id.
  std::optional<std::uint64_t> find(std::string_view id) const;
  // Ends inserting and makes find() quick.
  void freeze();

  std::uint64_t size() const { return integer_count_ + text_count_; }
  std::size_t memory_bytes() const;

 private:
  static constexpr std::uint64_t kNone = 0;  // no node has this id
  static constexpr int kPageBits = 10;
  static constexpr std::size_t kPageIds = std::size_t{1} << kPageBits;
  // Pages are given up for hashing when fewer than a sixteenth of their places are taken.
  static constexpr std::size_t kPagesFree = 256;
  using Page = std::unique_ptr<std::uint64_t[]>;

  struct Slot {
    std::int64_t id = 0;
    std::uint64_t node = kNone;
  };
  struct TextSlot {
    std::uint64_t hash = 0;
    std::uint64_t offset = 0;  // in texts_, where size and bytes are
    std::uint64_t node = kNone;
  };

  std::uint64_t* integer_place(std::int64_t id, bool make);
  const std::uint64_t* find_integer(std::int64_t id) const;
  std::uint64_t* hashed_place(std::int64_t id, bool make);
  void hash_pages();
  void grow_slots();
  std::uint64_t* text_place(std::string_view id, bool make);
  std::size_t text_slot(std::string_view id, std::uint64_t hash) const;
  std::string_view text_at(std::uint64_t offset) const;

  std::unordered_map<std::int64_t, Page> pages_;
  // Once frozen: the pages by their number from first_page_ on, null where there is none.
  std::vector<const std::uint64_t*> frozen_pages_;
  std::int64_t first_page_ = 0;
  std::int64_t last_page_number_ = 0;
  std::uint64_t* last_page_ = nullptr;
  bool is_hashed_ = false;
  std::vector<Slot> slots_;
  std::uint64_t integer_count_ = 0;

  std::vector<TextSlot> text_slots_;
  std::string texts_;
  std::uint64_t text_count_ = 0;
};

}  // namespace liaison::engine

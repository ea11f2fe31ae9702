// A page: a run of consecutive entries of a table, packed. It gives back exactly the entry keys
// and values that went in, whatever way it packs them, so that pages and loose rows are
// interchangeable. Aim for kPageBytes; a page is never split for a single large entry.
//
// offset/size/field (big-endian):
//    0/1   format version of pages, major: 1
//    1/1   kind: 1 generic, 2 adjacency, 3 node records, 4 relationship records
//    2/2   zero
//    4/4   CRC-32C of: the page's stored key (table byte, fence), so that a page under a foreign
//    key
//          does not pass, then all bytes of the page but these four
//    8/8   generation
//   16/4   number of entries n
//   20/4   size u of the upper bound
//   24/u   upper bound: the next fence; empty in the last page of a table
//   24+u   body, by kind: page_generic.h, page_adjacency.h, page_record.h
// The kind follows the table; entries that do not have the shape of their table go in as generic.
//
// Worked example: table 5 (label), first fence, no upper bound, generation 2, two entries, label 1
// node 7 -> "" and label 1 node 9 -> "x":
//   01 01 0000 <checksum> 0000000000000002 00000002 00000000
//   00 0C 00 000000010000000000000007   0B 01 01 09 78   00000000 00000001
//
// Thread-safety: a Page is immutable; a PageCursor belongs to one thread and must not outlive it.
// Decoders treat bytes as hostile: what contradicts the format throws CorruptionError.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/held_bytes.h"
#include "encoding/checked_pages.h"
#include "encoding/table_id.h"

namespace liaison::engine {

enum class PageKind : std::uint8_t {
  Generic = 1,
  Adjacency = 2,
  NodeRecords = 3,
  RelationshipRecords = 4
};

// Pages are split when they would exceed the maximum, and cut to about the aim.
inline constexpr std::size_t kPageBytesMax = 32 * 1024;
inline constexpr std::size_t kPageBytes = 24 * 1024;
inline constexpr std::size_t kPageHeaderSize = 24;
inline constexpr std::uint8_t kPageFormat = 1;

struct PageEntry {
  std::string_view key;
  std::string_view value;
};

struct PageAddress {
  TableId table = TableId::Node;
  std::string_view fence;
};

struct PageBounds {
  std::string_view upper;  // empty: no bound
  std::uint64_t generation = 0;
};

// Requires strictly ascending keys.
std::string encode_page(PageAddress address, PageBounds bounds, std::span<const PageEntry> entries);
// About how many bytes an entry adds to a page of this table, given the key before it (empty for
// the first).
std::size_t page_entry_size(TableId table, std::string_view key_before, const PageEntry& entry);

// Walks a page. Views are good until the cursor moves.
class PageCursor {
 public:
  virtual ~PageCursor() = default;
  virtual bool valid() const = 0;
  virtual void seek(std::string_view key) = 0;  // first entry >= key
  virtual void seek_to_first() = 0;
  virtual void next() = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  // From here on values of record pages may leave out properties whose key is not one of these
  // (ascending); the columns of the others are not read. Other pages pay no heed.
  virtual void keep_properties(std::span<const std::uint32_t> /*keys*/) {}
};

class Page {
 public:
  // Takes the stored bytes and verifies version, header and checksum; the checksum not of a page
  // that is among the checked ones, and notes there that this one is.
  Page(PageAddress address, HeldBytes bytes, CheckedPages* checked = nullptr);

  PageKind kind() const { return kind_; }
  std::uint64_t generation() const { return generation_; }
  std::size_t entry_count() const { return entry_count_; }
  std::size_t size_bytes() const { return bytes_.size(); }
  std::string_view upper() const;
  // True for keys below the upper bound; the caller knows the fence.
  bool covers(std::string_view key) const { return upper().empty() || key < upper(); }

  // The entries as page_adjacency.h or page_record.h lay them out, as kind() says.
  std::string_view body() const;
  std::unique_ptr<PageCursor> cursor() const;
  std::optional<std::string> find(std::string_view key) const;
  // Walks everything: keys ascend strictly and lie between fence and upper bound.
  void verify(PageAddress address) const;

 private:
  HeldBytes bytes_;
  PageKind kind_ = PageKind::Generic;
  std::uint64_t generation_ = 0;
  std::size_t entry_count_ = 0;
  std::size_t upper_size_ = 0;
};

}  // namespace liaison::engine

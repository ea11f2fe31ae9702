// Body of a page of node or relationship records (record_codec.h has their loose form): columns
// instead of rows, all of them with direct access, so that one record or one property is found
// without decoding the others. The key of every entry is an 8-byte id.
//
//   numbers column   base (8), width w in {0, 1, 2, 4, 8} (1), n differences to the base, w each;
//                    width 0: all are the base
//   page of nodes:          ids (numbers); number of distinct label sets (varint), each as size
//                           varint and the bytes that start its records; per row which set
//                           (numbers)
//   page of relationships:  ids, types, sources, targets (numbers each)
//   then                    number of property columns (varint), each:
//     key token (varint, strictly ascending), column kind (1), size of the rest (varint), rest:
//     presence: 01 all rows have it, or 00 and a bitmap of (n + 7) / 8 bytes, low bit first
//     kind 1 integer   numbers of the m rows that have it, modulo 2^64
//          2 float     m times 8
//          3 boolean   bitmap of m bits
//          4 string    end offsets (numbers column of m), bytes of all strings
//          5 tagged    as 4, with whole tagged values (tagged_bytes.h) for strings: mixed or rarer
//                      kinds
// Worked example: page_codec_test.cpp spells a page of two nodes byte for byte.
// Thread-safety: as page_codec.h.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/page_codec.h"
#include "encoding/page_columns.h"

namespace liaison::engine {

// A column of strings, of which each is a view into the page.
class StringsColumn {
 public:
  StringsColumn() = default;
  StringsColumn(ByteReader& reader, std::size_t count)
      : ends_(reader, count), bytes_(reader.read_bytes(reader.remaining())) {}
  // Throws CorruptionError when the string does not lie in its column.
  std::string_view operator[](std::size_t i) const;

 private:
  NumbersColumn ends_;
  std::string_view bytes_;
};

// One property of all rows of a page. Values are numbered among the rows that have the property.
class PropertyColumn {
 public:
  enum class Kind : std::uint8_t { Integer = 1, Float = 2, Boolean = 3, String = 4, Tagged = 5 };

  PropertyColumn(std::uint64_t key, std::uint8_t kind, std::string_view bytes, std::size_t rows);

  std::uint64_t key() const { return key_; }
  Kind kind() const { return kind_; }
  bool has(std::size_t row) const { return all_present_ || present_[row]; }
  // Number of the row's value, or of the next one when it has none.
  std::size_t place(std::size_t row) const { return all_present_ ? row : present_.rank(row); }
  // Appends the tagged value of a row. Requires has(row).
  void append_tagged(std::size_t row, std::string& out) const;

  // The value at a place. Each requires its kind; text() also serves Tagged, with the whole tagged
  // value.
  std::int64_t integer(std::size_t place) const {
    return static_cast<std::int64_t>(numbers_[place]);
  }
  double floating(std::size_t place) const {
    return std::bit_cast<double>(load_big_endian<std::uint64_t>(floats_.data() + place * 8));
  }
  bool boolean(std::size_t place) const { return bits_[place]; }
  std::string_view text(std::size_t place) const { return strings_[place]; }

 private:
  std::uint64_t key_;
  Kind kind_;
  bool all_present_ = false;
  Bitmap present_;
  NumbersColumn numbers_;
  std::string_view floats_;
  Bitmap bits_;
  StringsColumn strings_;
};

// A whole body taken apart into its columns, without decoding any. Lifetime: views into the body.
class RecordPage {
 public:
  RecordPage(PageKind kind, std::string_view body, std::size_t entry_count);

  PageKind kind() const { return kind_; }
  std::size_t size() const { return count_; }
  std::uint64_t id(std::size_t row) const { return ids_[row]; }
  // First row whose id is not below `id`.
  std::size_t lower_bound(std::uint64_t id) const;

  // Pages of nodes: the sets of labels as they start a record, and the one of a row.
  std::span<const std::string_view> label_sets() const { return label_sets_; }
  std::size_t label_set(std::size_t row) const;
  // Pages of relationships.
  std::uint64_t type(std::size_t row) const { return types_[row]; }
  std::uint64_t source(std::size_t row) const { return sources_[row]; }
  std::uint64_t target(std::size_t row) const { return targets_[row]; }

  // Ascending by key.
  std::span<const PropertyColumn> columns() const { return columns_; }
  // Null when no row of the page has the property.
  const PropertyColumn* column(std::uint64_t key) const;
  // Drops the columns of all other keys than these (ascending).
  void keep_columns(std::span<const std::uint32_t> keys);

 private:
  PageKind kind_;
  std::size_t count_;
  NumbersColumn ids_, types_, sources_, targets_, label_set_of_row_;
  std::vector<std::string_view> label_sets_;
  std::vector<PropertyColumn> columns_;
};

// `kind` is NodeRecords or RelationshipRecords. False, and nothing written, when some entry is not
// a record in its one canonical spelling.
bool put_record_body(std::string& out, PageKind kind, std::span<const PageEntry> entries);
std::unique_ptr<PageCursor> open_record_body(PageKind kind, std::string_view body,
                                             std::size_t entry_count);

}  // namespace liaison::engine

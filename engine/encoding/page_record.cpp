#include "encoding/page_record.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/varint.h"
#include "encoding/page_columns.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kIdKeySize = 8;

using ColumnKind = PropertyColumn::Kind;

// --- writing

struct ColumnBuilder {
  std::uint64_t key = 0;
  std::vector<std::uint32_t> rows;       // that have it
  std::vector<std::string_view> tagged;  // their values
};

ColumnKind kind_of(std::string_view tagged) {
  switch (static_cast<ValueTag>(tagged.front())) {
    case ValueTag::Integer:
      return ColumnKind::Integer;
    case ValueTag::Float:
      return ColumnKind::Float;
    case ValueTag::False:
    case ValueTag::True:
      return ColumnKind::Boolean;
    case ValueTag::String:
      return ColumnKind::String;
    default:
      return ColumnKind::Tagged;
  }
}

// All records of a page taken apart: what stands before the properties, and the properties.
struct Records {
  std::vector<std::uint64_t> ids;
  std::vector<std::string_view> label_sets;  // nodes: the bytes of the label part
  std::vector<std::uint64_t> types, sources, targets;
  std::vector<ColumnBuilder> columns;  // by key
};

// Reads the label part of a node record and returns its bytes.
std::string_view read_label_part(ByteReader& reader) {
  const std::string_view rest = reader.rest();
  const std::size_t start = reader.offset();
  for (std::uint64_t left = read_varint(reader); left > 0; --left) read_varint(reader);
  return rest.substr(0, reader.offset() - start);
}

void take_apart(PageKind kind, const PageEntry& entry, Records& records) {
  const std::size_t row = records.ids.size();
  records.ids.push_back(ByteReader(entry.key, "record key").read_u64());
  ByteReader reader(entry.value, "record");
  if (kind == PageKind::NodeRecords) {
    records.label_sets.push_back(read_label_part(reader));
  } else {
    records.types.push_back(read_varint(reader));
    records.sources.push_back(read_varint(reader));
    records.targets.push_back(read_varint(reader));
  }
  std::uint64_t key = 0;
  std::size_t place = 0;  // both the record's keys and the columns ascend
  const std::uint64_t property_count = read_varint(reader);
  for (std::uint64_t i = 0; i < property_count; ++i) {
    const std::uint64_t step = read_varint(reader);
    if (i > 0 && step == 0) reader.fail("property keys do not ascend");
    if (step > UINT32_MAX) reader.fail("property key is out of range");
    key += step;
    while (place < records.columns.size() && records.columns[place].key < key) ++place;
    if (place == records.columns.size() || records.columns[place].key != key) {
      records.columns.insert(records.columns.begin() + static_cast<std::ptrdiff_t>(place),
                             ColumnBuilder{key, {}, {}});
    }
    ColumnBuilder& column = records.columns[place];
    column.rows.push_back(static_cast<std::uint32_t>(row));
    column.tagged.push_back(read_tagged_bytes(reader));
  }
  reader.expect_end();
}

void put_strings(std::string& out, const std::vector<std::string_view>& strings) {
  std::vector<std::uint64_t> ends;
  std::uint64_t end = 0;
  for (const std::string_view text : strings) ends.push_back(end += text.size());
  put_numbers(out, ends);
  for (const std::string_view text : strings) out.append(text);
}

std::string_view payload_of(std::string_view tagged) {
  return tagged.substr(1);
}

void put_values(std::string& out, ColumnKind kind, const std::vector<std::string_view>& tagged) {
  switch (kind) {
    case ColumnKind::Integer: {
      std::vector<std::uint64_t> numbers;
      for (const std::string_view value : tagged) {
        ByteReader reader(payload_of(value));
        numbers.push_back(static_cast<std::uint64_t>(read_signed_varint(reader)));
      }
      return put_numbers(out, numbers, true);
    }
    case ColumnKind::Float:
      for (const std::string_view value : tagged) out.append(payload_of(value));
      return;
    case ColumnKind::Boolean: {
      std::vector<bool> bits;
      for (const std::string_view value : tagged) {
        bits.push_back(static_cast<ValueTag>(value.front()) == ValueTag::True);
      }
      return put_bitmap(out, bits);
    }
    case ColumnKind::String: {
      std::vector<std::string_view> texts;
      for (const std::string_view value : tagged) {
        ByteReader reader(payload_of(value));
        texts.push_back(read_sized(reader));
      }
      return put_strings(out, texts);
    }
    case ColumnKind::Tagged:
      return put_strings(out, tagged);
  }
}

void put_column(std::string& out, const ColumnBuilder& column, std::size_t rows) {
  ColumnKind kind = kind_of(column.tagged.front());
  for (const std::string_view value : column.tagged) {
    if (kind_of(value) != kind) kind = ColumnKind::Tagged;
  }
  std::string rest;
  put_u8(rest, column.tagged.size() == rows ? 1 : 0);
  if (column.tagged.size() != rows) {
    std::vector<bool> present(rows);
    for (const std::uint32_t row : column.rows) present[row] = true;
    put_bitmap(rest, present);
  }
  put_values(rest, kind, column.tagged);
  put_varint(out, column.key);
  put_u8(out, static_cast<std::uint8_t>(kind));
  put_sized(out, rest);
}

void put_label_sets(std::string& out, const std::vector<std::string_view>& label_sets) {
  std::map<std::string_view, std::uint64_t> numbers;
  std::vector<std::string_view> distinct;
  std::vector<std::uint64_t> of_row;
  for (const std::string_view set : label_sets) {
    // Nodes of one set mostly follow each other.
    if (!of_row.empty() && distinct[of_row.back()] == set) {
      of_row.push_back(of_row.back());
      continue;
    }
    const auto [at, is_new] = numbers.emplace(set, distinct.size());
    if (is_new) distinct.push_back(set);
    of_row.push_back(at->second);
  }
  put_varint(out, distinct.size());
  for (const std::string_view set : distinct) put_sized(out, set);
  put_numbers(out, of_row);
}

// --- reading

class RecordCursor final : public PageCursor {
 public:
  RecordCursor(PageKind kind, std::string_view body, std::size_t entry_count)
      : page_(kind, body, entry_count) {
    seek_to_first();
  }

  bool valid() const override { return row_ < page_.size(); }
  void seek_to_first() override { move_to(0); }
  void next() override { move_to(row_ + 1); }

  void seek(std::string_view key) override {
    std::size_t low = 0;
    std::size_t high = page_.size();
    char id[kIdKeySize];
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      store_big_endian(id, page_.id(middle));
      if (std::string_view(id, kIdKeySize) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    move_to(low);
  }

  std::string_view key() const override { return {key_, kIdKeySize}; }

  void keep_properties(std::span<const std::uint32_t> keys) override {
    page_.keep_columns(keys);
    has_value_ = false;
  }

  std::string_view value() const override {
    if (!has_value_) {
      build_value();
      has_value_ = true;
    }
    return value_;
  }

 private:
  void move_to(std::size_t row) {
    row_ = row;
    has_value_ = false;
    if (valid()) store_big_endian(key_, page_.id(row_));
  }

  void build_value() const {
    value_.clear();
    if (page_.kind() == PageKind::NodeRecords) {
      value_.append(page_.label_sets()[page_.label_set(row_)]);
    } else {
      put_varint(value_, page_.type(row_));
      put_varint(value_, page_.source(row_));
      put_varint(value_, page_.target(row_));
    }
    const std::span<const PropertyColumn> columns = page_.columns();
    const auto has = [this](const PropertyColumn& column) { return column.has(row_); };
    put_varint(value_,
               static_cast<std::uint64_t>(std::count_if(columns.begin(), columns.end(), has)));
    std::uint64_t key_before = 0;
    for (const PropertyColumn& column : columns) {
      if (!has(column)) continue;
      put_varint(value_, column.key() - key_before);
      column.append_tagged(row_, value_);
      key_before = column.key();
    }
  }

  RecordPage page_;
  std::size_t row_ = 0;
  char key_[kIdKeySize] = {};
  // The row's loose form, built when asked for.
  mutable bool has_value_ = false;
  mutable std::string value_;
};

}  // namespace

std::string_view StringsColumn::operator[](std::size_t i) const {
  const std::uint64_t start = i == 0 ? 0 : ends_[i - 1];
  const std::uint64_t end = ends_[i];
  if (start > end || end > bytes_.size()) {
    throw CorruptionError("record page: a string lies outside its column");
  }
  return bytes_.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start));
}

PropertyColumn::PropertyColumn(std::uint64_t key, std::uint8_t kind, std::string_view bytes,
                               std::size_t rows)
    : key_(key), kind_(static_cast<Kind>(kind)) {
  ByteReader reader(bytes, "property column");
  const std::uint8_t presence = reader.read_u8();
  if (presence > 1) reader.fail("presence " + std::to_string(presence) + " is unknown");
  all_present_ = presence == 1;
  std::size_t count = rows;
  if (!all_present_) {
    present_ = Bitmap(reader, rows);
    count = present_.rank(rows);
  }
  switch (kind_) {
    case Kind::Integer:
      numbers_ = NumbersColumn(reader, count);
      break;
    case Kind::Float:
      floats_ = reader.read_bytes(count * 8);
      break;
    case Kind::Boolean:
      bits_ = Bitmap(reader, count);
      break;
    case Kind::String:
    case Kind::Tagged:
      strings_ = StringsColumn(reader, count);
      break;
    default:
      reader.fail("column kind " + std::to_string(kind) + " is unknown");
  }
  reader.expect_end();
}

void PropertyColumn::append_tagged(std::size_t row, std::string& out) const {
  const std::size_t at = place(row);
  switch (kind_) {
    case Kind::Integer:
      put_u8(out, static_cast<std::uint8_t>(ValueTag::Integer));
      put_signed_varint(out, integer(at));
      return;
    case Kind::Float:
      put_u8(out, static_cast<std::uint8_t>(ValueTag::Float));
      out.append(floats_.substr(at * 8, 8));
      return;
    case Kind::Boolean:
      put_u8(out, static_cast<std::uint8_t>(boolean(at) ? ValueTag::True : ValueTag::False));
      return;
    case Kind::String:
      put_u8(out, static_cast<std::uint8_t>(ValueTag::String));
      put_sized(out, text(at));
      return;
    case Kind::Tagged:
      out.append(text(at));
      return;
  }
}

RecordPage::RecordPage(PageKind kind, std::string_view body, std::size_t entry_count)
    : kind_(kind), count_(entry_count) {
  ByteReader reader(body, "record page");
  ids_ = NumbersColumn(reader, count_);
  if (kind_ == PageKind::NodeRecords) {
    const std::uint64_t set_count = read_varint(reader);
    for (std::uint64_t i = 0; i < set_count; ++i) label_sets_.push_back(read_sized(reader));
    label_set_of_row_ = NumbersColumn(reader, count_);
  } else {
    types_ = NumbersColumn(reader, count_);
    sources_ = NumbersColumn(reader, count_);
    targets_ = NumbersColumn(reader, count_);
  }
  const std::uint64_t column_count = read_varint(reader);
  for (std::uint64_t i = 0; i < column_count; ++i) {
    const std::uint64_t key = read_varint(reader);
    if (i > 0 && key <= columns_.back().key()) reader.fail("property columns do not ascend");
    const std::uint8_t column_kind = reader.read_u8();
    columns_.emplace_back(key, column_kind, read_sized(reader), count_);
  }
  reader.expect_end();
}

std::size_t RecordPage::lower_bound(std::uint64_t id) const {
  std::size_t low = 0;
  std::size_t high = count_;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (ids_[middle] < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t RecordPage::label_set(std::size_t row) const {
  const std::uint64_t set = label_set_of_row_[row];
  if (set >= label_sets_.size()) {
    throw CorruptionError("record page: row refers to label set " + std::to_string(set) + " of " +
                          std::to_string(label_sets_.size()));
  }
  return static_cast<std::size_t>(set);
}

const PropertyColumn* RecordPage::column(std::uint64_t key) const {
  const auto at = std::lower_bound(
      columns_.begin(), columns_.end(), key,
      [](const PropertyColumn& column, std::uint64_t wanted) { return column.key() < wanted; });
  return at == columns_.end() || at->key() != key ? nullptr : &*at;
}

void RecordPage::keep_columns(std::span<const std::uint32_t> keys) {
  std::erase_if(columns_, [&](const PropertyColumn& column) {
    return !std::binary_search(keys.begin(), keys.end(), column.key());
  });
}

bool put_record_body(std::string& out, PageKind kind, std::span<const PageEntry> entries) {
  Records records;
  records.ids.reserve(entries.size());
  try {
    for (const PageEntry& entry : entries) {
      if (entry.key.size() != kIdKeySize) return false;
      take_apart(kind, entry, records);
    }
  } catch (const CorruptionError&) {
    return false;  // not a record: the caller stores it as it is
  }
  put_numbers(out, records.ids);
  if (kind == PageKind::NodeRecords) {
    put_label_sets(out, records.label_sets);
  } else {
    put_numbers(out, records.types);
    put_numbers(out, records.sources);
    put_numbers(out, records.targets);
  }
  put_varint(out, records.columns.size());
  for (const ColumnBuilder& column : records.columns) put_column(out, column, entries.size());
  return true;
}

std::unique_ptr<PageCursor> open_record_body(PageKind kind, std::string_view body,
                                             std::size_t entry_count) {
  return std::make_unique<RecordCursor>(kind, body, entry_count);
}

}  // namespace liaison::engine

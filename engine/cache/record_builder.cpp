// Property and record chunks: tables of records, whose pages are columns already.
#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "cache/builders.h"
#include "encoding/key_codec.h"
#include "encoding/page_record.h"
#include "encoding/record_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

struct RecordRange {
  std::string lower, upper;  // keys; an empty upper has no bound
  std::uint64_t first;       // id of row 0
};

RecordRange range_of(std::uint64_t segment) {
  RecordRange range;
  range.first = segment << kSegmentBits;
  range.lower = node_key(NodeId(range.first));
  if (segment < segment_of(UINT64_MAX)) {
    range.upper = node_key(NodeId((segment + 1) << kSegmentBits));
  }
  return range;
}

// Rows of a record page that lie in the segment.
struct RowSpan {
  std::size_t first, last;
};
RowSpan rows_in(const RecordPage& page, std::uint64_t first_id) {
  const std::uint64_t last_id = first_id + (kSegmentRows - 1);
  return {page.lower_bound(first_id),
          last_id == UINT64_MAX ? page.size() : page.lower_bound(last_id + 1)};
}

// Row of an id within the segment. A damaged page may hold ids in any order.
std::uint32_t row_in(std::uint64_t id, std::uint64_t first_id) {
  const std::uint64_t row = id - first_id;
  if (row >= kSegmentRows) throw CorruptionError("record page: ids are out of order");
  return static_cast<std::uint32_t>(row);
}

// Walks a page that is not laid out as records, as keys and values.
template <class Visit>
void visit_generic(const TableRun& run, Visit visit) {
  const auto cursor = run.page->cursor();
  for (cursor->seek(run.lower); cursor->valid() && (run.upper.empty() || cursor->key() < run.upper);
       cursor->next()) {
    visit(decode_node_key(cursor->key()).value, cursor->value());
  }
}

// Bytes behind a value beyond the 16 of the value itself.
std::size_t contents_bytes(const Value& value) {
  switch (value.kind()) {
    case ValueKind::String:
      return value.as_string().size() + 24;
    case ValueKind::Bytes:
      return value.as_bytes().size() + 24;
    case ValueKind::List: {
      std::size_t size = 48;
      for (const Value& item : value.as_list()) size += sizeof(Value) + contents_bytes(item);
      return size;
    }
    case ValueKind::DateTime:
    case ValueKind::Duration:
    case ValueKind::Point:
      return 48;
    default:
      return 0;
  }
}

// Takes the values of one property in any order and of any kinds, and packs them at the end. While
// all are of one simple kind they are kept as such.
class PropertyCollector {
 public:
  using Form = PropertyChunk::Form;

  void set_integer(std::uint32_t row, std::int64_t value) {
    if (!take(row, Form::Integer)) return set_tagged(row, value);
    chunk_->integers[row] = value;
  }
  void set_float(std::uint32_t row, double value) {
    if (!take(row, Form::Float)) return set_tagged(row, value);
    chunk_->floats[row] = value;
  }
  void set_boolean(std::uint32_t row, bool value) {
    if (!take(row, Form::Boolean)) return set_tagged(row, value);
    chunk_->booleans[row] = value ? 1 : 0;
  }
  void set_string(std::uint32_t row, std::string_view value) {
    if (!take(row, Form::Coded)) return set_tagged(row, value);
    chunk_->codes[row] = static_cast<std::uint16_t>(strings_.add(value));
  }
  void set_date(std::uint32_t row, Date value) {
    if (!take(row, Form::Date)) return set_tagged(row, value);
    chunk_->integers[row] = value.days;
  }
  void set(std::uint32_t row, const Value& value) {
    switch (value.kind()) {
      case ValueKind::Integer:
        return set_integer(row, value.as_integer());
      case ValueKind::Float:
        return set_float(row, value.as_float());
      case ValueKind::Boolean:
        return set_boolean(row, value.as_boolean());
      case ValueKind::String:
        return set_string(row, value.as_string());
      case ValueKind::Date:
        return set_date(row, value.as_date());
      default:
        take(row, Form::Tagged);
        set_tagged(row, value);
    }
  }
  void clear(std::uint32_t row) {
    valid_[row] = 0;
    if (chunk_->form == Form::Tagged) chunk_->tagged[row] = {};
  }

  std::unique_ptr<PropertyChunk> finish() {
    const auto count = std::count(valid_.begin(), valid_.end(), std::uint8_t{1});
    if (count == 0) return std::make_unique<PropertyChunk>();
    if (count != kSegmentRows) chunk_->valid.assign(valid_.begin(), valid_.end());
    for (const Value& value : chunk_->tagged) chunk_->heap_bytes += contents_bytes(value);
    if (chunk_->form == Form::Coded) chunk_->dictionary = strings_.finish();
    return std::move(chunk_);
  }

 private:
  // Makes the row valid in a form; false when the chunk is, or becomes, tagged.
  bool take(std::uint32_t row, Form form) {
    valid_[row] = 1;
    if (chunk_->form == form) return form != Form::Tagged;
    if (chunk_->form == Form::Nothing) {
      chunk_->form = form;
      switch (form) {
        case Form::Integer:
        case Form::Date:
          chunk_->integers.resize(kSegmentRows);
          break;
        case Form::Float:
          chunk_->floats.resize(kSegmentRows);
          break;
        case Form::Boolean:
          chunk_->booleans.resize(kSegmentRows);
          break;
        case Form::Coded:
          chunk_->codes.resize(kSegmentRows);
          break;
        default:
          chunk_->tagged.resize(kSegmentRows);
      }
      return form != Form::Tagged;
    }
    become_tagged(row);
    return false;
  }

  void become_tagged(std::uint32_t but_row) {
    if (chunk_->form == Form::Tagged) return;
    if (chunk_->form == Form::Coded) chunk_->dictionary = strings_.finish();
    chunk_->valid.assign(valid_.begin(), valid_.end());
    chunk_->valid[but_row] = 0;  // its value is still to come
    auto tagged = std::make_unique<PropertyChunk>();
    tagged->form = Form::Tagged;
    tagged->tagged.resize(kSegmentRows);
    for (std::uint32_t row = 0; row < kSegmentRows; ++row) tagged->tagged[row] = chunk_->value(row);
    chunk_ = std::move(tagged);
  }
  void set_tagged(std::uint32_t row, Value value) { chunk_->tagged[row] = std::move(value); }

  std::array<std::uint8_t, kSegmentRows> valid_{};
  std::unique_ptr<PropertyChunk> chunk_ = std::make_unique<PropertyChunk>();
  // Of at most one string per row of a page and one per loose row: codes of 16 bits hold them.
  StringDictionaryBuilder strings_;
};

void add_column(const RecordPage& page, RowSpan rows, std::uint64_t first_id,
                const PropertyColumn& column, PropertyCollector& out) {
  std::size_t place = column.place(rows.first);
  for (std::size_t i = rows.first; i < rows.last; ++i) {
    if (!column.has(i)) continue;
    const auto row = row_in(page.id(i), first_id);
    switch (column.kind()) {
      case PropertyColumn::Kind::Integer:
        out.set_integer(row, column.integer(place));
        break;
      case PropertyColumn::Kind::Float:
        out.set_float(row, column.floating(place));
        break;
      case PropertyColumn::Kind::Boolean:
        out.set_boolean(row, column.boolean(place));
        break;
      case PropertyColumn::Kind::String:
        out.set_string(row, column.text(place));
        break;
      case PropertyColumn::Kind::Tagged: {
        ByteReader reader(column.text(place), "tagged value");
        out.set(row, read_tagged_value(reader));
        break;
      }
    }
    ++place;
  }
}

void note_keys(const RecordPage& page, RowSpan rows, std::set<std::uint32_t>& keys) {
  if (rows.first == rows.last) return;
  // Of the page and not of the rows: one key too many only costs a look at an empty column.
  for (const PropertyColumn& column : page.columns()) {
    keys.insert(static_cast<std::uint32_t>(column.key()));
  }
}

std::vector<PropertyKeyId> key_list(const std::set<std::uint32_t>& keys) {
  std::vector<PropertyKeyId> list;
  for (const std::uint32_t key : keys) list.emplace_back(key);
  return list;
}

// Numbers distinct things from 1.
template <class Thing>
class Numbering {
 public:
  std::uint16_t operator()(const Thing& thing) {
    const auto [at, is_new] = numbers_.emplace(thing, list_.size() + 1);
    if (is_new) list_.push_back(thing);
    return static_cast<std::uint16_t>(at->second);
  }
  std::vector<Thing> take() { return std::move(list_); }

 private:
  std::map<Thing, std::size_t> numbers_;
  std::vector<Thing> list_;
};

}  // namespace

std::unique_ptr<Chunk> build_property(const Tables& tables, const KeyValueSnapshot* snapshot,
                                      ColumnId column, std::uint64_t segment) {
  const RecordRange range = range_of(segment);
  const bool nodes = column.kind == ColumnKind::NodeProperty;
  const PropertyKeyId key(column.token);
  PropertyCollector collector;
  const auto set_record = [&](std::uint64_t id, std::string_view record) {
    const auto value =
        nodes ? decode_node_property(record, key) : decode_relationship_property(record, key);
    const auto row = row_in(id, range.first);
    if (value) {
      collector.set(row, *value);
    } else {
      collector.clear(row);
    }
  };
  const Table& table = tables[nodes ? TableId::Node : TableId::Relationship];
  table.visit_runs(snapshot, range.lower, range.upper, [&](const TableRun& run) {
    if (run.page != nullptr) {
      if (run.page->kind() == PageKind::Generic) {
        visit_generic(run, set_record);
      } else {
        const RecordPage page(run.page->kind(), run.page->body(), run.page->entry_count());
        const PropertyColumn* found = page.column(key.value);
        if (found != nullptr) {
          add_column(page, rows_in(page, range.first), range.first, *found, collector);
        }
      }
    }
    for (const TableRun::LooseRow& row : run.loose) {
      const std::uint64_t id = decode_node_key(row.key).value;
      if (row.value) {
        set_record(id, *row.value);
      } else {
        collector.clear(row_in(id, range.first));
      }
    }
  });
  return collector.finish();
}

std::unique_ptr<Chunk> build_node_records(const Tables& tables, const KeyValueSnapshot* snapshot,
                                          std::uint64_t segment) {
  const RecordRange range = range_of(segment);
  auto chunk = std::make_unique<NodeRecordsChunk>();
  chunk->set_of_row.resize(kSegmentRows);
  Numbering<std::vector<LabelId>> sets;
  std::set<std::uint32_t> keys;
  const auto set_record = [&](std::uint64_t id, std::string_view bytes) {
    const NodeRecord record = decode_node_record(bytes);
    chunk->set_of_row[row_in(id, range.first)] = sets(record.labels);
    for (const PropertyEntry& property : record.properties) keys.insert(property.key.value);
  };
  tables[TableId::Node].visit_runs(snapshot, range.lower, range.upper, [&](const TableRun& run) {
    if (run.page != nullptr) {
      if (run.page->kind() == PageKind::Generic) {
        visit_generic(run, set_record);
      } else {
        const RecordPage page(run.page->kind(), run.page->body(), run.page->entry_count());
        std::vector<std::uint16_t> numbers;
        for (const std::string_view bytes : page.label_sets()) {
          // What starts a record is a record without properties, once their number is added.
          numbers.push_back(sets(decode_node_labels(std::string(bytes) + '\0')));
        }
        const RowSpan rows = rows_in(page, range.first);
        for (std::size_t i = rows.first; i < rows.last; ++i) {
          chunk->set_of_row[row_in(page.id(i), range.first)] = numbers[page.label_set(i)];
        }
        note_keys(page, rows, keys);
      }
    }
    for (const TableRun::LooseRow& row : run.loose) {
      const std::uint64_t id = decode_node_key(row.key).value;
      if (row.value) {
        set_record(id, *row.value);
      } else {
        chunk->set_of_row[row_in(id, range.first)] = 0;
      }
    }
  });
  const auto& set_of_row = chunk->set_of_row;
  if (std::all_of(set_of_row.begin(), set_of_row.end(), [](auto set) { return set == 0; })) {
    return std::make_unique<NodeRecordsChunk>();
  }
  chunk->label_sets = sets.take();
  chunk->keys = key_list(keys);
  return chunk;
}

std::unique_ptr<Chunk> build_relationship_records(const Tables& tables,
                                                  const KeyValueSnapshot* snapshot,
                                                  std::uint64_t segment) {
  const RecordRange range = range_of(segment);
  auto chunk = std::make_unique<RelationshipRecordsChunk>();
  chunk->type_of_row.resize(kSegmentRows);
  std::vector<std::uint64_t> sources(kSegmentRows), targets(kSegmentRows);
  Numbering<RelationshipTypeId> types;
  std::set<std::uint32_t> keys;
  const auto set_ends = [&](std::uint64_t id, std::uint64_t type, std::uint64_t source,
                            std::uint64_t target) {
    const std::uint32_t row = row_in(id, range.first);
    chunk->type_of_row[row] = types(RelationshipTypeId(static_cast<std::uint32_t>(type)));
    sources[row] = source;
    targets[row] = target;
  };
  const auto set_record = [&](std::uint64_t id, std::string_view bytes) {
    const RelationshipRecord record = decode_relationship_record(bytes);
    set_ends(id, record.ends.type.value, record.ends.source.value, record.ends.target.value);
    for (const PropertyEntry& property : record.properties) keys.insert(property.key.value);
  };
  const Table& table = tables[TableId::Relationship];
  table.visit_runs(snapshot, range.lower, range.upper, [&](const TableRun& run) {
    if (run.page != nullptr) {
      if (run.page->kind() == PageKind::Generic) {
        visit_generic(run, set_record);
      } else {
        const RecordPage page(run.page->kind(), run.page->body(), run.page->entry_count());
        const RowSpan rows = rows_in(page, range.first);
        for (std::size_t i = rows.first; i < rows.last; ++i) {
          if (page.type(i) > UINT32_MAX) {
            throw CorruptionError("record page: relationship type is out of range");
          }
          set_ends(page.id(i), page.type(i), page.source(i), page.target(i));
        }
        note_keys(page, rows, keys);
      }
    }
    for (const TableRun::LooseRow& row : run.loose) {
      const std::uint64_t id = decode_node_key(row.key).value;
      if (row.value) {
        set_record(id, *row.value);
      } else {
        chunk->type_of_row[row_in(id, range.first)] = 0;
      }
    }
  });
  const auto& type_of_row = chunk->type_of_row;
  if (std::all_of(type_of_row.begin(), type_of_row.end(), [](auto type) { return type == 0; })) {
    return std::make_unique<RelationshipRecordsChunk>();
  }
  // Absent rows repeat what stands before them, so that they do not widen the others.
  std::uint64_t source = 0;
  std::uint64_t target = 0;
  for (std::size_t row = 0; row < kSegmentRows && source == 0; ++row) {
    if (chunk->type_of_row[row] == 0) continue;
    source = sources[row];
    target = targets[row];
  }
  for (std::size_t row = 0; row < kSegmentRows; ++row) {
    if (chunk->type_of_row[row] == 0) {
      sources[row] = source;
      targets[row] = target;
    }
    source = sources[row];
    target = targets[row];
  }
  chunk->sources = PackedIds(sources);
  chunk->targets = PackedIds(targets);
  chunk->types = types.take();
  chunk->keys = key_list(keys);
  return chunk;
}

std::unique_ptr<Chunk> build_chunk(const Tables& tables, const KeyValueSnapshot* snapshot,
                                   ColumnId column, std::uint64_t segment, std::size_t bytes_max) {
  switch (column.kind) {
    case ColumnKind::Outgoing:
    case ColumnKind::Incoming:
      return build_adjacency(tables, snapshot, column, segment);
    case ColumnKind::NodeProperty:
    case ColumnKind::RelationshipProperty:
      return build_property(tables, snapshot, column, segment);
    case ColumnKind::Label:
      return std::move(build_label_chunks(tables, snapshot, column.token, segment, 1)[0]);
    case ColumnKind::NodeRecords:
      return build_node_records(tables, snapshot, segment);
    case ColumnKind::RelationshipRecords:
      return build_relationship_records(tables, snapshot, segment);
    case ColumnKind::Index:
      return build_index(tables, snapshot, column.token, bytes_max);
  }
  return nullptr;
}

}  // namespace liaison::engine

// The part of the cached reader that answers what nodes and relationships are: existence, labels,
// ends, properties.
#include <algorithm>
#include <array>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "graph/cached_reader.h"
#include "graph/record_fetch.h"

namespace liaison::engine {

namespace {

// From so many ids on a call is part of something larger.
constexpr std::size_t kSearchIds = 64;
// Ids of one segment next to each other in a call: it is walked from end to end.
constexpr std::size_t kScanRun = 256;

// Ids next to each other in a call that lie in one segment.
struct Run {
  std::uint32_t first, last;  // positions in the span of ids
  const Chunk* chunk;         // null: to be read from the table
  const Marks* marks;
};

// Cuts ids into runs and finds the chunk of each.
std::vector<Run> find_runs(const GraphState& state, Column& column,
                           std::span<const std::uint64_t> ids) {
  std::vector<Run> runs;
  const CacheView view = state.cache_view();
  const ReadIntent of_call = ids.size() >= kSearchIds ? ReadIntent::Search : ReadIntent::Point;
  const auto count = static_cast<std::uint32_t>(ids.size());
  for (std::uint32_t first = 0; first < count;) {
    const std::uint64_t segment = segment_of(ids[first]);
    std::uint32_t last = first + 1;
    while (last < count && segment_of(ids[last]) == segment) ++last;
    const Chunk* chunk = state.cache->acquire(
        column, segment, view, last - first, last - first >= kScanRun ? ReadIntent::Scan : of_call);
    const Marks* marks = chunk == nullptr ? nullptr : chunk->marks.load(std::memory_order_acquire);
    runs.push_back({first, last, chunk, marks});
    first = last;
  }
  return runs;
}

// The chunks of all segments in which scattered ids lie, by segment: what takes the place of runs
// where those would be a few ids long.
class SegmentViews {
 public:
  struct View {
    const Chunk* chunk = nullptr;
    const Marks* marks = nullptr;
  };

  // False: the ids come in runs that are worth their making, they lie too far apart, or a chunk is
  // not there.
  bool find(const GraphState& state, Column& column, std::span<const std::uint64_t> ids) {
    if (ids.size() < kIdsMin) return false;
    std::uint64_t lowest = ids[0];
    std::uint64_t highest = ids[0];
    std::size_t turns = 0;
    for (std::size_t i = 1; i < ids.size(); ++i) {
      lowest = std::min(lowest, ids[i]);
      highest = std::max(highest, ids[i]);
      turns += segment_of(ids[i]) != segment_of(ids[i - 1]) ? 1 : 0;
    }
    first_ = segment_of(lowest);
    const std::uint64_t range = segment_of(highest) - first_ + 1;
    if (turns * kRunWorth < ids.size() || range > 2 * ids.size()) return false;
    views_.assign(range, {});
    const CacheView view = state.cache_view();
    for (const std::uint64_t id : ids) {
      View& at = views_[segment_of(id) - first_];
      if (at.chunk != nullptr) continue;
      const std::uint64_t segment = segment_of(id);
      if (column.chunk(segment) == nullptr) return false;  // runs ask for it, with all their rows
      at.chunk = state.cache->acquire(column, segment, view, 1, ReadIntent::Search);
      if (at.chunk == nullptr) return false;
      at.marks = at.chunk->marks.load(std::memory_order_acquire);
    }
    return true;
  }

  const View& of(std::uint64_t id) const { return views_[segment_of(id) - first_]; }
  std::uint64_t first_segment() const { return first_; }
  // By segment from first_segment() on; without a chunk where no id lies.
  std::span<const View> all() const { return views_; }

 private:
  static constexpr std::size_t kIdsMin = 32;
  static constexpr std::size_t kRunWorth = 8;  // ids in a run that is worth its making

  std::uint64_t first_ = 0;
  std::vector<View> views_;
};

// The word of a transaction's own changes on a record: null when it has none.
const WriteSet::Change* own_record(const WriteSet* own, EntityKind kind, std::uint64_t id) {
  if (own == nullptr) return nullptr;
  return kind == EntityKind::Node
             ? own->find(TableId::Node, node_key(NodeId(id)))
             : own->find(TableId::Relationship, relationship_key(RelationshipId(id)));
}

// Collects the positions that the tables have to answer, and asks them in one pass.
class TableRest {
 public:
  void add(std::span<const std::uint64_t> ids, std::uint32_t position) {
    ids_.push_back(ids[position]);
    positions_.push_back(position);
  }
  // Calls visit(position, record or null).
  template <class Visit>
  void fetch(const GraphState& state, EntityKind kind, Visit visit) const {
    fetch_records(state, kind, ids_,
                  [&](std::size_t i, const std::string* record) { visit(positions_[i], record); });
  }

 private:
  std::vector<std::uint64_t> ids_;
  std::vector<std::uint32_t> positions_;
};

// Walks what is asked for with the one newest word on each record: calls in_chunk(position, chunk,
// row) for a row as the chunk has it and in_record(position, bytes or null) for one that was
// changed since, or read from the tables.
template <class ChunkType, class InChunk, class InRecord>
void visit_records(const GraphState& state, Column& column, EntityKind kind,
                   std::span<const std::uint64_t> ids, InChunk in_chunk, InRecord in_record) {
  const WriteSet* own = state.own_changes();
  TableRest rest;
  const auto visit = [&](std::uint32_t i, const Chunk* chunk, const Marks* marks) {
    if (const WriteSet::Change* change = own_record(own, kind, ids[i])) {
      in_record(i, *change ? std::optional<std::string_view>(**change) : std::nullopt);
      return;
    }
    if (chunk == nullptr) return rest.add(ids, i);
    const std::uint32_t row = row_of(ids[i]);
    const Mark* mark = marks == nullptr ? nullptr : marks->newest(row, state.number);
    if (mark != nullptr) {
      in_record(i, mark->is_present ? std::optional(mark->value.as_bytes()) : std::nullopt);
    } else {
      in_chunk(i, static_cast<const ChunkType&>(*chunk), row);
    }
  };
  SegmentViews views;
  if (views.find(state, column, ids)) {
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      const SegmentViews::View& view = views.of(ids[i]);
      visit(i, view.chunk, view.marks);
    }
    return;
  }
  for (const Run& run : find_runs(state, column, ids)) {
    for (std::uint32_t i = run.first; i < run.last; ++i) visit(i, run.chunk, run.marks);
  }
  rest.fetch(state, kind, [&](std::uint32_t i, const std::string* record) {
    in_record(i, record != nullptr ? std::optional<std::string_view>(*record) : std::nullopt);
  });
}

std::span<const std::uint64_t> raw_ids(std::span<const NodeId> nodes) {
  static_assert(sizeof(NodeId) == sizeof(std::uint64_t));
  return {reinterpret_cast<const std::uint64_t*>(nodes.data()), nodes.size()};
}
std::span<const std::uint64_t> raw_ids(std::span<const RelationshipId> relationships) {
  return {reinterpret_cast<const std::uint64_t*>(relationships.data()), relationships.size()};
}

// ---- properties

using Form = PropertyChunk::Form;

const PropertyChunk& property_chunk(const Run& run) {
  return static_cast<const PropertyChunk&>(*run.chunk);
}

const PropertyChunk& property_chunk(const SegmentViews::View& view) {
  return static_cast<const PropertyChunk&>(*view.chunk);
}

// The form that all runs or views share, nulls aside; Tagged when there is none.
template <class Part>
Form common_form(std::span<const Part> parts) {
  Form common = Form::Nothing;
  for (const Part& part : parts) {
    if (part.chunk == nullptr) return Form::Tagged;
    const Form form = property_chunk(part).form;
    if (form == Form::Nothing || form == common) continue;
    if (common != Form::Nothing) return Form::Tagged;
    common = form;
  }
  return common;
}

bool is_consecutive(std::span<const std::uint64_t> ids) {
  if (ids.back() - ids.front() != ids.size() - 1) return false;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    if (ids[i] != ids[0] + i) return false;
  }
  return true;
}

// The number in a value of the form; false when it is of another kind.
bool take(const Value& value, Form form, std::int64_t& out) {
  if (form == Form::Date) {
    return value.kind() == ValueKind::Date && (out = value.as_date().days, true);
  }
  return value.is_integer() && (out = value.as_integer(), true);
}
bool take(const Value& value, Form, double& out) {
  return value.is_float() && (out = value.as_float(), true);
}
bool take(const Value& value, Form, std::uint8_t& out) {
  return value.is_boolean() && (out = value.as_boolean() ? 1 : 0, true);
}
// Strings that came after the dictionary have no code.
bool take(const Value&, Form, std::uint32_t&) {
  return false;
}

template <class Part>
bool may_be_null(const Part& part) {
  return part.marks != nullptr || property_chunk(part).form == Form::Nothing ||
         !property_chunk(part).valid.empty();
}

// Lays what a row became since its chunk was made over what the chunk has. False: another type.
template <class T>
bool take_mark(const Marks& marks, std::uint32_t row, CommitNumber number, Form form, T& value,
               std::uint8_t& valid) {
  const Mark* mark = marks.newest(row, number);
  if (mark == nullptr) return true;
  valid = mark->value.is_null() ? 0 : 1;
  return valid == 0 || take(mark->value, form, value);
}

// Writes what all runs have in common into a typed column: `values_of` gives a chunk's array. False
// when a row that was changed since has another type.
template <class T, class ValuesOf>
bool gather_typed(std::span<const Run> runs, std::span<const std::uint64_t> ids,
                  CommitNumber number, Form form, ValuesOf values_of, T* values,
                  ColumnVector& out) {
  std::uint8_t* valid = nullptr;
  if (std::any_of(runs.begin(), runs.end(), may_be_null<Run>)) valid = out.write_valid();
  for (const Run& run : runs) {
    const PropertyChunk& chunk = property_chunk(run);
    const std::size_t size = run.last - run.first;
    if (chunk.form == Form::Nothing) {
      std::fill_n(values + run.first, size, T{});
      std::fill_n(valid + run.first, size, std::uint8_t{0});
    } else if (is_consecutive(ids.subspan(run.first, size))) {
      const std::uint32_t row = row_of(ids[run.first]);
      std::copy_n(values_of(chunk) + row, size, values + run.first);
      if (!chunk.valid.empty()) std::copy_n(chunk.valid.data() + row, size, valid + run.first);
    } else {
      const auto* from = values_of(chunk);
      for (std::uint32_t i = run.first; i < run.last; ++i) values[i] = from[row_of(ids[i])];
      if (!chunk.valid.empty()) {
        for (std::uint32_t i = run.first; i < run.last; ++i) valid[i] = chunk.valid[row_of(ids[i])];
      }
    }
    if (run.marks == nullptr) continue;
    for (std::uint32_t i = run.first; i < run.last; ++i) {
      if (!take_mark(*run.marks, row_of(ids[i]), number, form, values[i], valid[i])) return false;
    }
  }
  return true;
}

// The same for scattered ids. `parts`: the views that have a chunk.
template <class T, class ValuesOf>
bool gather_scattered(const SegmentViews& views, std::span<const SegmentViews::View> parts,
                      std::span<const std::uint64_t> ids, CommitNumber number, Form form,
                      ValuesOf values_of, T* values, ColumnVector& out) {
  std::vector<decltype(values_of(property_chunk(parts[0])))> starts;
  for (const SegmentViews::View& view : views.all()) {
    const bool has_rows = view.chunk != nullptr && property_chunk(view).form != Form::Nothing;
    starts.push_back(has_rows ? values_of(property_chunk(view)) : nullptr);
  }
  const auto start_of = [&](std::uint64_t id) {
    return starts[segment_of(id) - views.first_segment()];
  };
  if (std::none_of(parts.begin(), parts.end(), may_be_null<SegmentViews::View>)) {
    for (std::size_t i = 0; i < ids.size(); ++i) values[i] = start_of(ids[i])[row_of(ids[i])];
    return true;
  }
  std::uint8_t* valid = out.write_valid();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const SegmentViews::View& view = views.of(ids[i]);
    const std::uint32_t row = row_of(ids[i]);
    valid[i] = property_chunk(view).has(row) ? 1 : 0;
    values[i] = valid[i] != 0 ? start_of(ids[i])[row] : T{};
    if (view.marks && !take_mark(*view.marks, row, number, form, values[i], valid[i])) return false;
  }
  return true;
}

// The dictionary that all chunks' codes can be read with, or null.
template <class Part>
std::shared_ptr<const StringDictionary> common_dictionary(std::span<const Part> parts) {
  const PropertyChunk* widest = nullptr;
  for (const Part& part : parts) {
    const PropertyChunk& chunk = property_chunk(part);
    if (chunk.form != Form::Coded) continue;
    if (widest != nullptr && widest->dictionary != chunk.dictionary &&
        !(widest->is_column_dictionary && chunk.is_column_dictionary)) {
      return nullptr;
    }
    if (widest == nullptr || widest->dictionary->size() < chunk.dictionary->size()) {
      widest = &chunk;
    }
  }
  return widest == nullptr ? nullptr : widest->dictionary;
}

// The fast ways of gather; false when none fits. `typed(form, values_of, values)` fills a column of
// that form.
template <class Part, class Typed>
bool gather_parts(std::span<const Part> parts, std::size_t count, ColumnVector& out, Typed typed) {
  const Form form = common_form(parts);
  const auto integers = [](const PropertyChunk& chunk) { return chunk.integers.data(); };
  switch (form) {
    case Form::Integer:
      return typed(form, integers, out.write_integers(count));
    case Form::Date:
      return typed(form, integers, out.write_days(count));
    case Form::Float:
      return typed(
          form, [](const PropertyChunk& c) { return c.floats.data(); }, out.write_floats(count));
    case Form::Boolean:
      return typed(
          form, [](const PropertyChunk& c) { return c.booleans.data(); },
          out.write_booleans(count));
    case Form::Coded: {
      auto dictionary = common_dictionary(parts);
      if (!dictionary) return false;
      return typed(
          form, [](const PropertyChunk& c) { return c.codes.data(); },
          out.write_codes(std::move(dictionary), count));
    }
    case Form::Nothing:
    case Form::Tagged:
      return false;
  }
  return false;
}

bool gather_from_chunks(std::span<const Run> runs, std::span<const std::uint64_t> ids,
                        CommitNumber number, ColumnVector& out) {
  return gather_parts(runs, ids.size(), out, [&](Form form, auto values_of, auto* values) {
    return gather_typed(runs, ids, number, form, values_of, values, out);
  });
}

bool gather_from_views(const SegmentViews& views, std::span<const std::uint64_t> ids,
                       CommitNumber number, ColumnVector& out) {
  std::vector<SegmentViews::View> parts;
  for (const SegmentViews::View& view : views.all()) {
    if (view.chunk != nullptr) parts.push_back(view);
  }
  const std::span<const SegmentViews::View> all(parts);
  return gather_parts(all, ids.size(), out, [&](Form form, auto values_of, auto* values) {
    return gather_scattered(views, all, ids, number, form, values_of, values, out);
  });
}

// The typed form that holds all values, nulls aside, or Tagged.
VectorType common_type(std::span<const Value> values) {
  std::optional<ValueKind> kind;
  for (const Value& value : values) {
    if (value.is_null()) continue;
    if (kind && *kind != value.kind()) return VectorType::Tagged;
    kind = value.kind();
  }
  return kind ? vector_type_of(*kind) : VectorType::Tagged;
}

Value property_of(EntityKind kind, std::string_view record, PropertyKeyId key) {
  auto value = kind == EntityKind::Node ? decode_node_property(record, key)
                                        : decode_relationship_property(record, key);
  return value ? std::move(*value) : Value();
}

ColumnId records_column(EntityKind kind) {
  return {kind == EntityKind::Node ? ColumnKind::NodeRecords : ColumnKind::RelationshipRecords, 0};
}

}  // namespace

Column& CachedGraphReader::property_column(EntityKind kind, PropertyKeyId key) const {
  return state_.cache->column(
      {kind == EntityKind::Node ? ColumnKind::NodeProperty : ColumnKind::RelationshipProperty,
       key.value});
}

void CachedGraphReader::nodes_exist(std::span<const NodeId> nodes,
                                    std::vector<std::uint8_t>& out) const {
  tables_.note_node_records(nodes);
  out.assign(nodes.size(), 0);
  visit_records<NodeRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Node)), EntityKind::Node,
      raw_ids(nodes),
      [&](std::uint32_t i, const NodeRecordsChunk& chunk, std::uint32_t row) {
        out[i] = chunk.set(row) != 0 ? 1 : 0;
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) { out[i] = record ? 1 : 0; });
}

void CachedGraphReader::labels(std::span<const NodeId> nodes,
                               std::vector<std::vector<LabelId>>& out) const {
  tables_.note_node_records(nodes);
  out.assign(nodes.size(), {});
  visit_records<NodeRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Node)), EntityKind::Node,
      raw_ids(nodes),
      [&](std::uint32_t i, const NodeRecordsChunk& chunk, std::uint32_t row) {
        if (chunk.set(row) != 0) out[i] = chunk.label_sets[chunk.set(row) - 1u];
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) {
        if (record) out[i] = decode_node_labels(*record);
      });
}

void CachedGraphReader::has_label(std::span<const NodeId> nodes, LabelId label,
                                  std::vector<std::uint8_t>& out) const {
  tables_.note_node_records(nodes);
  out.assign(nodes.size(), 0);
  const auto has = [&](const std::vector<LabelId>& labels) {
    return std::binary_search(labels.begin(), labels.end(), label) ? std::uint8_t{1}
                                                                   : std::uint8_t{0};
  };
  visit_records<NodeRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Node)), EntityKind::Node,
      raw_ids(nodes),
      [&](std::uint32_t i, const NodeRecordsChunk& chunk, std::uint32_t row) {
        if (chunk.set(row) != 0) out[i] = has(chunk.label_sets[chunk.set(row) - 1u]);
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) {
        if (record) out[i] = has(decode_node_labels(*record));
      });
}

void CachedGraphReader::relationship_ends(std::span<const RelationshipId> relationships,
                                          std::vector<std::optional<RelationshipEnds>>& out) const {
  const std::span<const std::uint64_t> ids = raw_ids(relationships);
  tables_.note_entities(EntityKind::Relationship, ids);
  out.assign(ids.size(), std::nullopt);
  visit_records<RelationshipRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Relationship)),
      EntityKind::Relationship, ids,
      [&](std::uint32_t i, const RelationshipRecordsChunk& chunk, std::uint32_t row) {
        if (!chunk.has(row)) return;
        out[i] = {chunk.type(row), NodeId(chunk.sources[row]), NodeId(chunk.targets[row])};
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) {
        if (record) out[i] = decode_relationship_ends(*record);
      });
}

void CachedGraphReader::gather(EntityKind kind, std::span<const std::uint64_t> ids,
                               PropertyKeyId key, ColumnVector& out) const {
  tables_.note_entities(kind, ids);
  Column& column = property_column(kind, key);
  const WriteSet* own = state_.own_changes();
  if (SegmentViews views; own == nullptr && views.find(state_, column, ids) &&
                          gather_from_views(views, ids, state_.number, out)) {
    return;
  }
  const std::vector<Run> runs = find_runs(state_, column, ids);
  if (own == nullptr && gather_from_chunks(runs, ids, state_.number, out)) return;
  std::vector<Value> values(ids.size());
  TableRest rest;
  for (const Run& run : runs) {
    for (std::uint32_t i = run.first; i < run.last; ++i) {
      if (const WriteSet::Change* change = own_record(own, kind, ids[i])) {
        if (*change) values[i] = property_of(kind, **change, key);
        continue;
      }
      if (run.chunk == nullptr) {
        rest.add(ids, i);
        continue;
      }
      const std::uint32_t row = row_of(ids[i]);
      const Mark* mark = run.marks == nullptr ? nullptr : run.marks->newest(row, state_.number);
      values[i] = mark != nullptr ? mark->value : property_chunk(run).value(row);
    }
  }
  rest.fetch(state_, kind, [&](std::uint32_t i, const std::string* record) {
    if (record != nullptr) values[i] = property_of(kind, *record, key);
  });
  out.reset(common_type(values));
  for (Value& value : values) out.append(std::move(value));
}

void CachedGraphReader::gather_all(EntityKind kind, std::span<const std::uint64_t> ids,
                                   std::vector<std::vector<PropertyEntry>>& out) const {
  tables_.note_entities(kind, ids);
  out.assign(ids.size(), {});
  const auto properties_of = [&](std::string_view record) {
    return kind == EntityKind::Node ? decode_node_record(record).properties
                                    : decode_relationship_record(record).properties;
  };
  ReadCache& cache = *state_.cache;
  Column& records = cache.column(records_column(kind));
  const CacheView view = state_.cache_view();
  const WriteSet* own = state_.own_changes();
  TableRest rest;
  std::vector<const PropertyChunk*> columns;
  for (const Run& run : find_runs(state_, records, ids)) {
    // The columns of all keys that the segment has, or none when one of them is missing.
    columns.clear();
    bool complete = run.chunk != nullptr;
    std::span<const PropertyKeyId> keys;
    if (complete) {
      keys = kind == EntityKind::Node
                 ? static_cast<const NodeRecordsChunk&>(*run.chunk).keys
                 : static_cast<const RelationshipRecordsChunk&>(*run.chunk).keys;
      const std::uint32_t rows = run.last - run.first;
      const ReadIntent intent = rows >= kScanRun ? ReadIntent::Scan : ReadIntent::Point;
      for (const PropertyKeyId key : keys) {
        columns.push_back(static_cast<const PropertyChunk*>(cache.acquire(
            property_column(kind, key), segment_of(ids[run.first]), view, rows, intent)));
        complete = complete && columns.back() != nullptr;
      }
    }
    for (std::uint32_t i = run.first; i < run.last; ++i) {
      if (const WriteSet::Change* change = own_record(own, kind, ids[i])) {
        if (*change) out[i] = properties_of(**change);
        continue;
      }
      const std::uint32_t row = row_of(ids[i]);
      const Mark* mark = run.marks == nullptr ? nullptr : run.marks->newest(row, state_.number);
      if (mark != nullptr) {
        if (mark->is_present) out[i] = properties_of(mark->value.as_bytes());
        continue;
      }
      if (!complete) {
        rest.add(ids, i);
        continue;
      }
      // The record has not changed since its chunk was built, but a column may be older than that,
      // and know the row from a mark.
      for (std::size_t k = 0; k < keys.size(); ++k) {
        const Marks* marks = columns[k]->marks.load(std::memory_order_acquire);
        const Mark* newest = marks == nullptr ? nullptr : marks->newest(row, state_.number);
        Value value = newest != nullptr ? newest->value : columns[k]->value(row);
        if (!value.is_null()) out[i].push_back({keys[k], std::move(value)});
      }
    }
  }
  rest.fetch(state_, kind, [&](std::uint32_t i, const std::string* record) {
    if (record != nullptr) out[i] = properties_of(*record);
  });
}

}  // namespace liaison::engine

// The part of the cached reader that reads properties: one of many entities as a column vector, in
// the type in which the chunks have it, or all of each.
#include <algorithm>
#include <memory>
#include <optional>

#include "encoding/record_codec.h"
#include "graph/cached_reader.h"
#include "graph/chunk_lookup.h"
#include "graph/gathered_values.h"

namespace liaison::engine {

namespace {

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

// The whole column from chunks that are there. False: some rows need more; `runs` has what there
// is.
bool gather_from_cache(const GraphState& state, Column& column, std::span<const std::uint64_t> ids,
                       std::vector<Run>& runs, ColumnVector& out) {
  const bool is_stored = state.own_changes() == nullptr;
  if (SegmentViews views; is_stored && views.find(state, column, ids) &&
                          gather_from_views(views, ids, state.number, out)) {
    return true;
  }
  runs = find_runs(state, column, ids);
  return is_stored && gather_from_chunks(runs, ids, state.number, out);
}

// Each row from what the transaction made of it, its chunk, or its record.
void gather_row_by_row(const GraphState& state, EntityKind kind, std::span<const std::uint64_t> ids,
                       PropertyKeyId key, std::span<const Run> runs, ColumnVector& out) {
  const WriteSet* own = state.own_changes();
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
      const Mark* mark = run.marks == nullptr ? nullptr : run.marks->newest(row, state.number);
      values[i] = mark != nullptr ? mark->value : property_chunk(run).value(row);
    }
  }
  rest.fetch(state, kind, [&](std::uint32_t i, const std::string* record) {
    if (record != nullptr) values[i] = property_of(kind, *record, key);
  });
  out.reset(common_type(values));
  for (Value& value : values) out.append(std::move(value));
}

}  // namespace

Column& CachedGraphReader::property_column(EntityKind kind, PropertyKeyId key) const {
  return state_.cache->column(
      {kind == EntityKind::Node ? ColumnKind::NodeProperty : ColumnKind::RelationshipProperty,
       key.value});
}

void CachedGraphReader::gather(EntityKind kind, std::span<const std::uint64_t> ids,
                               PropertyKeyId key, ColumnVector& out) const {
  tables_.note_entities(kind, ids);
  std::vector<Run> runs;
  if (gather_from_cache(state_, property_column(kind, key), ids, runs, out)) return;
  gather_row_by_row(state_, kind, ids, key, runs, out);
}

void CachedGraphReader::gather_many(EntityKind kind, std::span<const std::uint64_t> ids,
                                    std::span<const PropertyKeyId> keys,
                                    std::span<ColumnVector* const> columns) const {
  tables_.note_entities(kind, ids);
  std::vector<PropertyKeyId> missing;
  std::vector<ColumnVector*> missing_columns;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::vector<Run> runs;
    if (gather_from_cache(state_, property_column(kind, keys[i]), ids, runs, *columns[i])) continue;
    if (std::any_of(runs.begin(), runs.end(),
                    [](const Run& run) { return run.chunk != nullptr; })) {
      gather_row_by_row(state_, kind, ids, keys[i], runs, *columns[i]);
      continue;
    }
    missing.push_back(keys[i]);
    missing_columns.push_back(columns[i]);
  }
  if (!missing.empty()) tables_.gather_many(kind, ids, missing, missing_columns);
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

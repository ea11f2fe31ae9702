// The part of the cached reader that looks things up in range indexes.
#include <algorithm>
#include <map>
#include <set>

#include "catalog/schema.h"
#include "encoding/key_codec.h"
#include "graph/cached_reader.h"
#include "index/range_index.h"
#include "liaison/engine/error.h"
#include "liaison/engine/index_facts.h"

namespace liaison::engine {

namespace {

// From so many probes on a call is worth waiting for the whole index.
constexpr std::size_t kSearchProbes = 64;

struct Source {
  const IndexChunk* chunk = nullptr;
  const Marks* marks = nullptr;
};

Source find_source(const GraphState& state, IndexId index, std::uint32_t probes,
                   ReadIntent intent) {
  state.settle_index();
  Source source;
  source.chunk = static_cast<const IndexChunk*>(
      state.cache->acquire(state.cache->column({ColumnKind::Index, index.value}), 0,
                           state.cache_view(), probes, intent));
  if (source.chunk != nullptr) source.marks = source.chunk->marks.load(std::memory_order_acquire);
  return source;
}

// The index entries that the transaction itself wrote or erased.
const WriteSet::Changes* own_entries(const GraphState& state) {
  if (state.own_changes() == nullptr) return nullptr;
  const WriteSet::Changes& changes = state.own.changes(TableId::Index);
  return changes.empty() ? nullptr : &changes;
}

// Entities of one value, ascending, with what came later laid over them. `probe` is the value with
// the index in front, `value` the value alone.
void append_entities(const GraphState& state, const Source& source, const std::string& probe,
                     std::string_view value, std::vector<std::uint64_t>& out) {
  std::map<std::uint64_t, bool> changes;  // entity -> is there
  if (const WriteSet::Changes* own = own_entries(state)) {
    for (auto at = own->lower_bound(probe); at != own->end() && at->first.starts_with(probe);
         ++at) {
      changes.emplace(decode_index_key(at->first).entity, at->second.has_value());
    }
  }
  if (source.marks != nullptr) {
    // From new to old: the first word on an entity stands.
    const Mark* mark = source.marks->newest(index_mark_row(value), state.number);
    for (; mark != nullptr; mark = source.marks->previous(*mark)) {
      if (mark->value.as_bytes() == value) changes.emplace(mark->neighbour, mark->is_present);
    }
  }
  const IndexChunk& chunk = *source.chunk;
  const std::size_t place = chunk.find(value);
  std::size_t first = 0;
  std::size_t last = 0;
  if (place != IndexChunk::kNone) {
    first = chunk.entity_starts[place];
    last = chunk.entity_starts[place + 1];
  }
  auto change = changes.begin();
  for (; first < last; ++first) {
    const std::uint64_t entity = chunk.entities[first];
    for (; change != changes.end() && change->first < entity; ++change) {
      if (change->second) out.push_back(change->first);
    }
    if (change != changes.end() && change->first == entity) {
      if (change->second) out.push_back(entity);
      ++change;
    } else {
      out.push_back(entity);
    }
  }
  for (; change != changes.end(); ++change) {
    if (change->second) out.push_back(change->first);
  }
}

// Entities of the values between two keys, by value and entity.
void append_range(const GraphState& state, const Source& source, IndexId index,
                  const RangeIndex::KeyRange& range, std::vector<std::uint64_t>& out) {
  const std::string prefix = index_prefix(index);
  const auto value_bound = [&](std::string_view key) { return key.substr(prefix.size()); };
  const IndexChunk& chunk = *source.chunk;
  std::size_t first = chunk.lower_bound(value_bound(range.lower));
  // A bound behind the index, as of all of its values, does not start with its number.
  const bool is_bounded = range.upper.starts_with(prefix);
  const std::size_t last =
      is_bounded ? chunk.lower_bound(value_bound(range.upper)) : chunk.value_count();
  // Values that something was changed under.
  std::set<std::string, std::less<>> changed;
  if (const WriteSet::Changes* own = own_entries(state)) {
    const auto end = own->lower_bound(range.upper);
    for (auto at = own->lower_bound(range.lower); at != end; ++at) {
      changed.emplace(decode_index_key(at->first).values);
    }
  }
  if (source.marks != nullptr) {
    const std::uint32_t count = source.marks->count();
    for (std::uint32_t i = 0; i < count && (*source.marks)[i].commit <= state.number; ++i) {
      const std::string_view value = (*source.marks)[i].value.as_bytes();
      if (value < value_bound(range.lower)) continue;
      if (is_bounded && value >= value_bound(range.upper)) continue;
      changed.emplace(value);
    }
  }
  const auto append_changed = [&](const std::string& value) {
    append_entities(state, source, prefix + value, value, out);
  };
  auto change = changed.begin();
  for (; first < last; ++first) {
    const std::string_view value = chunk.value(first);
    for (; change != changed.end() && *change < value; ++change) append_changed(*change);
    if (change != changed.end() && *change == value) {
      append_changed(*change);
      ++change;
      continue;
    }
    const std::size_t start = out.size();
    const std::size_t size = chunk.entity_starts[first + 1] - chunk.entity_starts[first];
    out.resize(start + size);
    chunk.entities.unpack(chunk.entity_starts[first], chunk.entity_starts[first + 1],
                          out.data() + start);
  }
  for (; change != changed.end(); ++change) append_changed(*change);
}

}  // namespace

void CachedGraphReader::seek(IndexId index, std::span<const Value> probes, SeekResult& out) const {
  const std::size_t key_count = tables_.definition(index, IndexKind::Range).keys.size();
  if (probes.empty() || probes.size() % key_count != 0) return tables_.seek(index, probes, out);
  const std::size_t count = probes.size() / key_count;
  const Source source =
      find_source(state_, index, static_cast<std::uint32_t>(count),
                  count >= kSearchProbes ? ReadIntent::Search : ReadIntent::Point);
  if (source.chunk == nullptr) return tables_.seek(index, probes, out);
  out.probe.clear();
  out.entity.clear();
  const std::size_t prefix_size = index_prefix(index).size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto probe = RangeIndex::probe(index, probes.subspan(i * key_count, key_count));
    if (!probe) continue;
    state_.note_read(index_value_object(index, *probe));
    append_entities(state_, source, *probe, std::string_view(*probe).substr(prefix_size),
                    out.entity);
    out.probe.resize(out.entity.size(), static_cast<std::uint32_t>(i));
  }
}

void CachedGraphReader::seek_range(IndexId index, const std::optional<RangeBound>& lower,
                                   const std::optional<RangeBound>& upper,
                                   std::vector<std::uint64_t>& out) const {
  const IndexDefinition& found = tables_.definition(index, IndexKind::Range);
  const Source source = find_source(state_, index, 1, ReadIntent::Point);
  if (found.keys.size() != 1 || source.chunk == nullptr) {
    return tables_.seek_range(index, lower, upper, out);
  }
  out.clear();
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  const auto range = RangeIndex::range(index, lower, upper);
  if (range) append_range(state_, source, index, *range, out);
}

void CachedGraphReader::seek_prefix(IndexId index, std::string_view prefix,
                                    std::vector<std::uint64_t>& out) const {
  const IndexDefinition& found = tables_.definition(index, IndexKind::Range);
  const Source source = find_source(state_, index, 1, ReadIntent::Point);
  if (found.keys.size() != 1 || source.chunk == nullptr) {
    return tables_.seek_prefix(index, prefix, out);
  }
  out.clear();
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  append_range(state_, source, index, RangeIndex::prefix_range(index, prefix), out);
}

std::optional<std::uint64_t> CachedGraphReader::distinct_values(IndexId index) const {
  tables_.definition(index, IndexKind::Range);
  if (own_entries(state_) != nullptr) return std::nullopt;
  const Source source = find_source(state_, index, kSearchProbes, ReadIntent::Search);
  if (source.chunk == nullptr || (source.marks != nullptr && source.marks->count() > 0)) {
    return std::nullopt;
  }
  const std::uint64_t entities = source.chunk->entity_starts.back();
  if (entities != source.chunk->value_count()) return std::nullopt;
  return entities;
}

}  // namespace liaison::engine

namespace liaison {

std::optional<std::uint64_t> distinct_value_count(const GraphReader& reader, IndexId index) {
  const auto* cached = dynamic_cast<const engine::CachedGraphReader*>(&reader);
  return cached == nullptr ? std::nullopt : cached->distinct_values(index);
}

}  // namespace liaison

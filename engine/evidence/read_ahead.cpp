#include "evidence/read_ahead.h"

#include <cstddef>
#include <cstdint>
#include <future>
#include <string_view>

#include "evidence/evidence_store.h"
#include "graph/record_fetch.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

namespace {

// A second thread is worth it from so many on: each entity takes some 30 us.
constexpr std::size_t kReadTogetherMin = 64;

void read(const GraphState& state, std::span<const EntityKey> entities,
          std::span<EvidenceMemory::Entry> entries) {
  RecordReader records(state.tables[TableId::Evidence], state.view());
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const auto [kind, entity] = entities[i];
    EvidenceMemory::Entry& entry = entries[i];
    entry.stored = read_entity(state.tables, state.view(), kind, entity);
    if (!entry.stored) continue;
    records.visit(kind, entity, &entry.kept,
                  [&](std::uint32_t n, std::string_view record) { entry.account.add(n, record); });
  }
}

}  // namespace

std::vector<EvidenceMemory::Entry> read_ahead(const GraphState& state,
                                              std::span<const EntityKey> entities) {
  LIAISON_ASSERT(!state.reads);
  std::vector<EvidenceMemory::Entry> entries(entities.size());
  const std::span<EvidenceMemory::Entry> all(entries);
  const std::size_t half = entities.size() < kReadTogetherMin ? 0 : entities.size() / 2;
  std::future<void> second;
  if (half > 0) {
    second =
        std::async(std::launch::async, [&] { read(state, entities.first(half), all.first(half)); });
  }
  read(state, entities.subspan(half), all.subspan(half));
  if (second.valid()) second.get();
  return entries;
}

}  // namespace liaison::engine

#include "evidence/read_ahead.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "evidence/evidence_store.h"
#include "graph/record_fetch.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

namespace {

// A second thread is worth it from so many on: each entity takes some 30 us.
constexpr std::size_t kReadTogetherMin = 64;

void read(const GraphState& state, std::span<const ReadAhead> wanted,
          std::span<EvidenceMemory::Entry> entries) {
  RecordReader records(state.tables[TableId::Evidence], state.view());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto [kind, entity] = wanted[i].entity;
    EvidenceMemory::Entry& entry = entries[i];
    if (wanted[i].with_stored) {
      entry.stored = read_entity(state.tables, state.view(), kind, entity);
      if (!entry.stored) continue;
    }
    records.visit(kind, entity, &entry.kept,
                  [&](std::uint32_t n, std::string_view record) { entry.account.add(n, record); });
  }
}

}  // namespace

std::vector<EvidenceMemory::Entry> read_ahead(const GraphState& state,
                                              std::span<const ReadAhead> wanted) {
  LIAISON_ASSERT(!state.reads);
  std::vector<EvidenceMemory::Entry> entries(wanted.size());
  const std::span<EvidenceMemory::Entry> all(entries);
  const std::size_t half = wanted.size() < kReadTogetherMin ? 0 : wanted.size() / 2;
  if (half == 0) {
    read(state, wanted, all);
    return entries;
  }
  HelperThread::Task beside =
      state.tables.helper().run([&] { read(state, wanted.first(half), all.first(half)); });
  read(state, wanted.subspan(half), all.subspan(half));
  beside.get();
  return entries;
}

}  // namespace liaison::engine

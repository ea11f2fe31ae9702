// Writes the graph of one snapshot as JSON Lines: nodes by ascending id, then relationships.
//   {"type":"node","id":"7","labels":["Agency"],"properties":{"name":"INTERPOL"}}
//   {"type":"relationship","id":"9","label":"ATTENDED","properties":{"role":"participant",
//    "source":["s01"],"evidence":["..."],"start":[210],"end":[322],"confidence":[0.9],
//    "rule":["..."]},"start":{"id":"7","labels":["Agency"]},"end":{...}}
// A relationship with evidence has one entry per record in these lists (a property that it has
// itself keeps its name to itself). Temporal values are their text, points and bytes are maps.
// Memory stays flat: entities are read in batches.
// Thread-safety: as the reader.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "liaison/engine/graph.h"

namespace liaison::loaders {

struct DumpReport {
  std::uint64_t nodes = 0;
  std::uint64_t relationships = 0;
};

// Stops early when `out` fails; the caller looks at its state.
DumpReport dump_jsonl(const GraphReader& reader, std::ostream& out);

}  // namespace liaison::loaders

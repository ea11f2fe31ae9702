// Answers a full-text query from the postings of an index, at the view of a transaction: what it
// wrote itself is found, what others wrote later is not. Scores are those of
// liaison/engine/full_text.h; a prefix or a nearly right word counts as one word that stands
// wherever one of the words it covers does, a changed letter as half an occurrence.
// Thread-safety: as the state. Lifetime: the state outlives the call.
#pragma once

#include <string_view>
#include <vector>

#include "graph/graph_state.h"
#include "liaison/engine/graph.h"

namespace liaison::engine {

// Requires a FullText index. Throws UsageError for a wrong query or analyzer.
void search_full_text(const GraphState& state, const IndexDefinition& index, std::string_view query,
                      std::string_view analyzer, std::vector<ScoredEntity>& out);

}  // namespace liaison::engine

// Every procedure, found by name. The explicit list is all there is.
#include <algorithm>

#include "algorithms/families.h"
#include "liaison/engine/text.h"
#include "procedures/families.h"

namespace liaison::query {

void ProcedureRegistry::add(ProcedureSpec spec) {
  const std::string key = text::to_lower(spec.name);
  auto shared = std::make_shared<const ProcedureSpec>(std::move(spec));
  for (auto& existing : specs_) {
    if (text::to_lower(existing->name) == key) {
      existing = std::move(shared);
      return;
    }
  }
  specs_.push_back(std::move(shared));
}

const ProcedureSpec* ProcedureRegistry::find(std::string_view name) const {
  const std::string key = text::to_lower(name);
  for (const auto& spec : specs_) {
    if (text::to_lower(spec->name) == key) return spec.get();
  }
  return nullptr;
}

std::vector<const ProcedureSpec*> ProcedureRegistry::all() const {
  std::vector<const ProcedureSpec*> specs;
  for (const auto& spec : specs_) specs.push_back(spec.get());
  std::sort(specs.begin(), specs.end(),
            [](const ProcedureSpec* a, const ProcedureSpec* b) { return a->name < b->name; });
  return specs;
}

const ProcedureRegistry& ProcedureRegistry::builtin() {
  static const ProcedureRegistry registry = [] {
    ProcedureRegistry r;
    for (auto family : {schema_procedures(), schema_property_procedures(), full_text_procedures(),
                        server_procedures(), name_procedures(), evidence_procedures()}) {
      for (ProcedureSpec& spec : family) r.add(std::move(spec));
    }
    r.add(wcc_procedure());
    r.add(page_rank_procedure());
    r.add(betweenness_procedure());
    r.add(shortest_path_procedure());
    return r;
  }();
  return registry;
}

}  // namespace liaison::query

#include <algorithm>
#include <map>

#include "evidence/evidence_store.h"
#include "graph/storable.h"
#include "liaison/engine/compare.h"

namespace liaison::engine {

namespace {

// A value and how sure each document is of it.
struct Candidate {
  const Value* value;
  std::map<NodeId, double> confidences;
  double doubt() const {
    double product = 1;
    for (const auto& [document, confidence] : confidences) product *= 1 - confidence;
    return product;
  }
};

std::size_t text_size(const Value& value) {
  return value.is_string() ? value.as_string().size() : 0;
}

// Whether `a` is to be preferred to `b`. Total, so that the order of records does not matter.
bool preferred(const Candidate& a, const Candidate& b) {
  // Two products of the same factors may differ in their last bits by the order of factors.
  constexpr double kSame = 1e-9;
  const double difference = a.doubt() - b.doubt();
  if (difference < -kSame || difference > kSame) return difference < 0;
  if (text_size(*a.value) != text_size(*b.value)) return text_size(*a.value) > text_size(*b.value);
  return order(*a.value, *b.value) < 0;
}

// A text that goes on where another one ends (2025-11-24 and 2025) says the same and more: who
// gives the shorter one speaks for the longer one too.
void share_support(std::vector<Candidate>& candidates) {
  const auto extends = [](const Value& longer, const Value& shorter) {
    return longer.is_string() && shorter.is_string() &&
           longer.as_string().size() > shorter.as_string().size() &&
           longer.as_string().starts_with(shorter.as_string());
  };
  const std::vector<Candidate> given = candidates;
  for (Candidate& candidate : candidates) {
    for (const Candidate& other : given) {
      if (!extends(*candidate.value, *other.value)) continue;
      for (const auto& [document, confidence] : other.confidences) {
        double& mine = candidate.confidences[document];
        mine = std::max(mine, confidence);
      }
    }
  }
}

Value union_of(const std::vector<const Value*>& lists) {
  ValueList elements;
  for (const Value* list : lists) {
    elements.insert(elements.end(), list->as_list().begin(), list->as_list().end());
  }
  std::stable_sort(elements.begin(), elements.end(),
                   [](const Value& a, const Value& b) { return order(a, b) < 0; });
  elements.erase(std::unique(elements.begin(), elements.end(), same_stored), elements.end());
  return Value(std::move(elements));
}

}  // namespace

std::optional<Value> derived_value(const std::vector<EvidenceEntry>& records,
                                   std::string_view key) {
  std::vector<Candidate> candidates;
  std::vector<const Value*> lists;
  for (const EvidenceEntry& entry : records) {
    const EvidenceRecord& record = entry.record;
    for (const auto& [name, value] : record.properties) {
      if (name != key || value.is_null()) continue;
      if (value.is_list()) {
        lists.push_back(&value);
        continue;
      }
      auto found = std::find_if(
          candidates.begin(), candidates.end(),
          [&given = value](const Candidate& other) { return same_stored(*other.value, given); });
      if (found == candidates.end()) found = candidates.insert(found, {&value, {}});
      double& confidence = found->confidences[record.document];
      confidence = std::max(confidence, record.confidence);
    }
  }
  if (!candidates.empty()) {
    share_support(candidates);
    return *std::min_element(candidates.begin(), candidates.end(), preferred)->value;
  }
  if (!lists.empty()) return union_of(lists);
  return std::nullopt;
}

}  // namespace liaison::engine

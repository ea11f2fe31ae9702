#include "articles/facts.h"

#include <algorithm>

namespace liaison::loaders {
namespace {

// How much a role tells; a vaguer one never replaces it.
int role_strength(std::string_view role) {
  if (role == "head_of_delegation") return 3;
  if (role == "chair") return 2;
  if (role == "observer" || role == "dialogue_partner") return 1;
  return 0;
}

}  // namespace

void FactSink::add(std::string_view type, int head, int tail, int sentence, std::string_view rule,
                   double confidence, std::map<std::string, std::string> attributes) {
  if (head < 0 || tail < 0 || head == tail) return;
  for (Fact& fact : facts_) {
    const bool same = (fact.head == head && fact.tail == tail) ||
                      (type == "MET" && fact.head == tail && fact.tail == head);
    if (fact.type != type || !same) continue;
    if (std::find(fact.sentences.begin(), fact.sentences.end(), sentence) == fact.sentences.end())
      fact.sentences.push_back(sentence);
    for (auto& [key, value] : attributes) {
      if (value.empty()) continue;
      std::string& slot = fact.attributes[key];
      if (slot.empty() || (key == "role" && role_strength(value) > role_strength(slot)))
        slot = value;
    }
    if (confidence > fact.confidence) {
      fact.confidence = confidence;
      fact.rule = rule;
    }
    return;
  }
  std::erase_if(attributes, [](const auto& entry) { return entry.second.empty(); });
  facts_.push_back({type, head, tail, std::move(attributes), {sentence}, rule, confidence});
}

const Fact* FactSink::find(std::string_view type, int head, int tail) const {
  for (const Fact& fact : facts_) {
    if (fact.type == type && fact.head == head && fact.tail == tail) return &fact;
  }
  return nullptr;
}

}  // namespace liaison::loaders

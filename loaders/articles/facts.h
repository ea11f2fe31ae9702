// Step 8: facts with their evidence. A fact is one type between two entities in one article,
// however often it is said; more sentences add evidence, attributes fill in, the stronger role
// wins. Thread-safety: needs external locking.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "articles/document.h"
#include "articles/phrases.h"

namespace liaison::loaders {

struct Fact {
  std::string_view type;  // a literal
  int head = -1;          // entities
  int tail = -1;
  std::map<std::string, std::string> attributes;
  std::vector<int> sentences;
  std::string_view rule;
  double confidence = 0;
};

class FactSink {
 public:
  // Ignores facts with an end missing or both ends the same.
  void add(std::string_view type, int head, int tail, int sentence, std::string_view rule,
           double confidence, std::map<std::string, std::string> attributes = {});
  const std::vector<Fact>& facts() const { return facts_; }
  // All of them; none are left here.
  std::vector<Fact> take() { return std::exchange(facts_, {}); }
  const Fact* find(std::string_view type, int head, int tail) const;

 private:
  std::vector<Fact> facts_;
};

}  // namespace liaison::loaders

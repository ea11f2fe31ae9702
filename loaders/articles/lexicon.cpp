#include "articles/lexicon.h"

#include <algorithm>

#include "articles/rule_table.h"

namespace liaison::loaders {
namespace {

std::size_t slot_of(std::uint64_t key, std::size_t slots) {
  key *= 0x9E3779B97F4A7C15;
  return (key ^ key >> 32) & (slots - 1);
}

}  // namespace

void Lexicon::add(std::string_view phrase, Table table, std::uint32_t row, std::uint16_t column,
                  std::uint32_t alternative, std::uint64_t kind) {
  std::uint32_t node = 0;
  std::uint32_t length = 0;
  for (const RawToken& token : split(phrase)) {
    const std::string key = word_key(phrase.substr(token.begin, token.end - token.begin));
    const WordId word = words_.emplace(key, static_cast<WordId>(words_.size() + 1)).first->second;
    auto& next = nodes_[node].next;
    const auto known = std::find_if(next.begin(), next.end(),
                                    [&](const auto& edge) { return edge.first == word; });
    if (known != next.end()) {
      node = known->second;
    } else {
      const auto made = static_cast<std::uint32_t>(nodes_.size());
      next.emplace_back(word, made);
      nodes_.emplace_back();
      node = made;
    }
    ++length;
  }
  if (length == 0) return;
  for (const PhraseHit& hit : nodes_[node].hits) {
    if (hit.table == table && hit.row == row && hit.column == column) return;
  }
  nodes_[node].hits.push_back({length, row, table, column, alternative, kind});
}

void Lexicon::compile() {
  roots_.assign(words_.size() + 1, 0);
  for (const auto& [word, node] : nodes_[0].next) roots_[word] = node;
  std::size_t slots = 16;
  while (slots < nodes_.size() * 2) slots *= 2;
  edges_.assign(slots, {});
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    Node& node = nodes_[n];
    node.has_next = !node.next.empty();
    node.hits_begin = static_cast<std::uint32_t>(hits_.size());
    hits_.insert(hits_.end(), node.hits.begin(), node.hits.end());
    node.hits_end = static_cast<std::uint32_t>(hits_.size());
    if (n == 0) continue;
    for (const auto& [word, target] : node.next) {
      const std::uint64_t key = (std::uint64_t{n} << 32) | word;
      std::size_t at = slot_of(key, slots);
      while (edges_[at].node != 0) at = (at + 1) & (slots - 1);
      edges_[at] = {key, target};
    }
  }
}

WordId Lexicon::id(const std::string& key) const {
  const auto it = words_.find(key);
  return it == words_.end() ? kUnknownWord : it->second;
}

std::uint32_t Lexicon::next(std::uint32_t node, WordId word) const {
  const std::uint64_t key = (std::uint64_t{node} << 32) | word;
  for (std::size_t at = slot_of(key, edges_.size()); edges_[at].node != 0;
       at = (at + 1) & (edges_.size() - 1)) {
    if (edges_[at].key == key) return edges_[at].node;
  }
  return 0;
}

void Lexicon::match(std::span<const WordId> words, std::size_t position,
                    std::vector<PhraseHit>& hits) const {
  if (words[position] == kUnknownWord) return;
  std::uint32_t node = roots_[words[position]];
  for (std::size_t i = position + 1; node != 0; ++i) {
    const Node& found = nodes_[node];
    hits.insert(hits.end(), hits_.begin() + found.hits_begin, hits_.begin() + found.hits_end);
    if (!found.has_next || i >= words.size() || words[i] == kUnknownWord) return;
    node = next(node, words[i]);
  }
}

}  // namespace liaison::loaders

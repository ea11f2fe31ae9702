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
    auto& next = drafts_[node].next;
    const auto known = std::find_if(next.begin(), next.end(),
                                    [&](const auto& edge) { return edge.first == word; });
    if (known != next.end()) {
      node = known->second;
    } else {
      const auto made = static_cast<std::uint32_t>(drafts_.size());
      next.emplace_back(word, made);
      drafts_.emplace_back();
      node = made;
    }
    ++length;
  }
  if (length == 0) return;
  for (const PhraseHit& hit : drafts_[node].hits) {
    if (hit.table == table && hit.row == row && hit.column == column) return;
  }
  drafts_[node].hits.push_back({length, row, table, column, alternative, kind});
}

void Lexicon::compile() {
  starts_.assign(words_.size() + 1, 0);
  for (const auto& [word, node] : drafts_[0].next) starts_[word] = node;
  std::size_t slots = 16;
  while (slots < drafts_.size() * 2) slots *= 2;
  edges_.assign(slots, {});
  nodes_.assign(drafts_.size(), {});
  // Where the hits of a node begin and end in hits_; those of the node before follow its own, so
  // that all are in a row. A node comes after the one that leads to it.
  std::vector<std::pair<std::size_t, std::size_t>> places(drafts_.size());
  for (std::uint32_t n = 0; n < drafts_.size(); ++n) {
    const Draft& draft = drafts_[n];
    for (const auto& [word, target] : draft.next) {
      Node& after = nodes_[target];
      after.phrases.tables = nodes_[n].phrases.tables;
      after.phrases.cues = nodes_[n].phrases.cues;
      places[target] = places[n];
      if (const auto& own = drafts_[target].hits; !own.empty()) {
        const std::size_t begin = hits_.size();
        hits_.insert(hits_.end(), own.begin(), own.end());
        for (std::size_t h = places[n].first; h < places[n].second; ++h) hits_.push_back(hits_[h]);
        places[target] = {begin, hits_.size()};
        for (const PhraseHit& hit : own) {
          after.phrases.tables |= table_bit(hit.table);
          if (hit.table == Table::Cues) after.phrases.cues |= cue_bit(hit.kind);
        }
      }
      if (n == 0) continue;
      nodes_[n].next_words |= std::uint64_t{1} << (word & 63);
      const std::uint64_t key = (std::uint64_t{n} << 32) | word;
      std::size_t at = slot_of(key, slots);
      while (edges_[at].node != 0) at = (at + 1) & (slots - 1);
      edges_[at] = {key, target};
    }
  }
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    nodes_[n].phrases.hits = std::span<const PhraseHit>(hits_).subspan(
        places[n].first, places[n].second - places[n].first);
  }
  drafts_ = {};
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

}  // namespace liaison::loaders

#include "articles/lexicon.h"

#include "articles/rule_table.h"

namespace liaison::loaders {
namespace {

std::size_t slot_of(std::uint64_t key, std::size_t slots) {
  key *= 0x9E3779B97F4A7C15;
  return (key ^ key >> 32) & (slots - 1);
}

std::uint64_t edge_key(std::uint32_t node, WordId word) {
  return std::uint64_t{node} << 32 | word;
}

}  // namespace

void Lexicon::add(std::string_view phrase, Table table, std::uint32_t row, std::uint16_t column,
                  std::uint32_t alternative, std::uint64_t kind) {
  std::uint32_t node = 0;
  std::uint32_t length = 0;
  for (const RawToken& token : split(phrase)) {
    const std::string key = word_key(phrase.substr(token.begin, token.end - token.begin));
    const WordId word = words_.emplace(key, static_cast<WordId>(words_.size() + 1)).first->second;
    const auto made = static_cast<std::uint32_t>(drafts_.size());
    const auto [edge, is_new] = draft_edges_.emplace(edge_key(node, word), made);
    if (is_new) drafts_.push_back({node, word, {}});
    node = edge->second;
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
  std::size_t slots = 16;
  while (slots < drafts_.size() * 2) slots *= 2;
  edges_.assign(slots, {});
  nodes_.assign(drafts_.size(), {});
  // Where the hits of a node lie in hits_: its own, and behind them those of the node before.
  std::vector<std::pair<std::size_t, std::size_t>> places(drafts_.size());
  for (std::uint32_t n = 1; n < drafts_.size(); ++n) {
    const Draft& draft = drafts_[n];
    Node& node = nodes_[n];
    const auto [begin, end] = places[draft.before];
    places[n] = {begin, end};
    node.phrases.tables = nodes_[draft.before].phrases.tables;
    node.phrases.cues = nodes_[draft.before].phrases.cues;
    if (!draft.hits.empty()) {
      places[n].first = hits_.size();
      hits_.insert(hits_.end(), draft.hits.begin(), draft.hits.end());
      for (std::size_t h = begin; h < end; ++h) hits_.push_back(hits_[h]);
      places[n].second = hits_.size();
    }
    for (const PhraseHit& hit : draft.hits) {
      node.phrases.tables |= table_bit(hit.table);
      if (hit.table == Table::Cues) node.phrases.cues |= cue_bit(hit.kind);
    }
    if (draft.before == 0) {
      starts_[draft.word] = n;
      continue;
    }
    nodes_[draft.before].next_words |= std::uint64_t{1} << (draft.word & 63);
    const std::uint64_t key = edge_key(draft.before, draft.word);
    std::size_t at = slot_of(key, slots);
    while (edges_[at].node != 0) at = (at + 1) & (slots - 1);
    edges_[at] = {key, n};
  }
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    nodes_[n].phrases.hits = std::span<const PhraseHit>(hits_).subspan(
        places[n].first, places[n].second - places[n].first);
  }
  drafts_ = {};
  draft_edges_ = {};
}

WordId Lexicon::id(const std::string& key) const {
  const auto it = words_.find(key);
  return it == words_.end() ? kUnknownWord : it->second;
}

PhraseStart Lexicon::start(WordId word) const {
  const std::uint32_t node = starts_[word];
  return {nodes_[node].next_words, node, nodes_[node].phrases};
}

std::uint32_t Lexicon::next(std::uint32_t node, WordId word) const {
  const std::uint64_t key = edge_key(node, word);
  for (std::size_t at = slot_of(key, edges_.size()); edges_[at].node != 0;
       at = (at + 1) & (edges_.size() - 1)) {
    if (edges_[at].key == key) return edges_[at].node;
  }
  return 0;
}

}  // namespace liaison::loaders

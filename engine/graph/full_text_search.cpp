#include "graph/full_text_search.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "encoding/key_codec.h"
#include "encoding/posting_codec.h"
#include "graph/near_terms.h"
#include "index/full_text_query.h"
#include "index/index.h"
#include "liaison/engine/full_text.h"

namespace liaison::engine {

namespace {

using Occur = FullTextClause::Occur;

// Occurrences that a word with a changed letter counts for.
constexpr double kNearShare = 0.5;

struct Occurrence {
  std::uint64_t entity;
  double frequency;
};

class Search {
 public:
  Search(const GraphState& state, const IndexDefinition& index) : state_(state), index_(index) {
    const std::string prefix = text_prefix(index.id, kPostingLevel);
    postings_ = state.table(TableId::Text).scan(state.view(), prefix, prefix_successor(prefix));
  }

  std::vector<ScoredEntity> run(const FullTextNode& query) {
    find_leaves(query);
    read_lengths();
    return score(query);
  }

 private:
  double count(const CountKey& key) const {
    const std::int64_t stored = static_cast<std::int64_t>(state_.catalog.base().counts()->of(key));
    return static_cast<double>(stored + state_.catalog.deltas().of(key));
  }

  void find_leaves(const FullTextNode& node) {
    if (node.kind == FullTextNode::Kind::List) {
      for (const FullTextClause& clause : node.clauses) find_leaves(clause.node);
      return;
    }
    std::vector<Occurrence>& found = leaves_[&node];
    if (node.kind == FullTextNode::Kind::Phrase) {
      found = node.words.size() == 1 ? word(node) : phrase(node);
    } else {
      found = expansion(node);
    }
  }

  // Calls visit(entity, value) for the postings of a word, entities ascending.
  template <class Visit>
  void for_each_posting(std::string_view word, Visit visit) {
    const std::string prefix = text_term_prefix(index_.id, kPostingLevel, word);
    for (postings_->seek(prefix); postings_->valid() && postings_->key().starts_with(prefix);
         postings_->next()) {
      visit(entry_entity(postings_->key()), postings_->value());
    }
  }

  static double frequency_of(const FullTextNode& node, std::string_view posting) {
    std::size_t count = 0;
    for (const FieldPositions& field : decode_posting(posting)) {
      if (!node.field || *node.field == field.field) count += field.positions.size();
    }
    return static_cast<double>(count);
  }

  std::vector<Occurrence> word(const FullTextNode& node) {
    std::vector<Occurrence> found;
    for_each_posting(node.words[0], [&](std::uint64_t entity, std::string_view posting) {
      const double frequency = frequency_of(node, posting);
      if (frequency > 0) found.push_back({entity, frequency});
    });
    return found;
  }

  // Places where the phrase so far ends, by entity and field.
  using Ends = std::map<std::pair<std::uint64_t, std::uint32_t>, std::vector<std::uint32_t>>;

  std::vector<Occurrence> phrase(const FullTextNode& node) {
    Ends ends;
    for (std::size_t i = 0; i < node.words.size(); ++i) {
      Ends next;
      for_each_posting(node.words[i], [&](std::uint64_t entity, std::string_view posting) {
        if (i > 0) {
          const auto first = ends.lower_bound({entity, 0});
          if (first == ends.end() || first->first.first != entity) return;
        }
        for (FieldPositions& field : decode_posting(posting)) {
          if (node.field && *node.field != field.field) continue;
          if (i == 0) {
            next[{entity, field.field}] = std::move(field.positions);
            continue;
          }
          const auto before = ends.find({entity, field.field});
          if (before == ends.end()) continue;
          std::vector<std::uint32_t> kept;
          for (const std::uint32_t position : field.positions) {
            if (position > 0 &&
                std::binary_search(before->second.begin(), before->second.end(), position - 1)) {
              kept.push_back(position);
            }
          }
          if (!kept.empty()) next[{entity, field.field}] = std::move(kept);
        }
      });
      ends = std::move(next);
      if (ends.empty()) break;
    }
    std::vector<Occurrence> found;
    for (const auto& [place, positions] : ends) {
      const double frequency = static_cast<double>(positions.size());
      if (!found.empty() && found.back().entity == place.first) {
        found.back().frequency += frequency;
      } else {
        found.push_back({place.first, frequency});
      }
    }
    return found;
  }

  // Every word of the index that the leaf covers, taken together.
  std::vector<Occurrence> expansion(const FullTextNode& node) {
    const std::string& asked = node.words[0];
    const bool near = node.kind == FullTextNode::Kind::Near;
    std::map<std::uint64_t, double> frequencies;
    const auto add = [&](const std::string& word, double share) {
      for_each_posting(word, [&](std::uint64_t entity, std::string_view posting) {
        const double frequency = frequency_of(node, posting);
        if (frequency > 0) frequencies[entity] += share * frequency;
      });
    };
    if (near) {
      add(asked, 1);
      for (const std::string& word : near_terms(*postings_, index_.id, kPostingLevel, asked)) {
        add(word, kNearShare);
      }
    } else {
      for_each_word(asked, [&](const std::string& word) { add(word, 1); });
    }
    std::vector<Occurrence> found;
    for (const auto& [entity, frequency] : frequencies) found.push_back({entity, frequency});
    return found;
  }

  // Words of the index that start so, ascending. `visit` may move the cursor.
  template <class Visit>
  void for_each_word(std::string_view start, Visit visit) {
    std::string bound = text_terms_starting_with(index_.id, kPostingLevel, start);
    const std::string stem = bound;
    for (postings_->seek(bound); postings_->valid() && postings_->key().starts_with(stem);
         postings_->seek(bound)) {
      const std::string word = decode_text_key(postings_->key()).term;
      bound = prefix_successor(text_term_prefix(index_.id, kPostingLevel, word));
      visit(word);
    }
  }

  void read_lengths() {
    for (const auto& [node, found] : leaves_) {
      for (const Occurrence& occurrence : found) lengths_.push_back({occurrence.entity, 0});
    }
    const auto by_entity = [](const ScoredEntity& a, const ScoredEntity& b) {
      return a.entity < b.entity;
    };
    std::sort(lengths_.begin(), lengths_.end(), by_entity);
    lengths_.erase(std::unique(lengths_.begin(), lengths_.end(),
                               [](const ScoredEntity& a, const ScoredEntity& b) {
                                 return a.entity == b.entity;
                               }),
                   lengths_.end());
    if (lengths_.empty()) return;
    const std::string prefix = text_prefix(index_.id, kDocumentLevel);
    const auto cursor =
        state_.table(TableId::Text).scan(state_.view(), prefix, prefix_successor(prefix));
    for (ScoredEntity& length : lengths_) {
      const std::string key = text_key(index_.id, kDocumentLevel, {}, length.entity);
      // Documents that lie close are stepped over, which is cheaper than seeking.
      for (int steps = 0; steps < 8 && cursor->valid() && cursor->key() < key; ++steps) {
        cursor->next();
      }
      if (!cursor->valid() || cursor->key() < key) cursor->seek(key);
      if (cursor->valid() && cursor->key() == key) {
        length.score = static_cast<double>(decode_document_length(cursor->value()));
      }
    }
  }

  double length_of(std::uint64_t entity) const {
    const auto found = std::lower_bound(
        lengths_.begin(), lengths_.end(), entity,
        [](const ScoredEntity& length, std::uint64_t wanted) { return length.entity < wanted; });
    return found->score;
  }

  // Entities ascending.
  std::vector<ScoredEntity> score(const FullTextNode& node) const {
    if (node.kind == FullTextNode::Kind::List) return score_list(node);
    const std::vector<Occurrence>& found = leaves_.at(&node);
    const double all = count(CountKey::documents_of(index_.id));
    const double average = count(CountKey::words_of(index_.id)) / std::max(all, 1.0);
    const double having = static_cast<double>(found.size());
    const double idf = std::log(1 + (all - having + 0.5) / (having + 0.5));
    std::vector<ScoredEntity> scored;
    scored.reserve(found.size());
    for (const auto& [entity, frequency] : found) {
      const double norm = kBm25K1 * (1 - kBm25B + kBm25B * length_of(entity) / average);
      scored.push_back(
          {entity, node.weight * idf * frequency * (kBm25K1 + 1) / (frequency + norm)});
    }
    return scored;
  }

  std::vector<ScoredEntity> score_list(const FullTextNode& list) const {
    struct Hit {
      double score = 0;
      std::size_t musts = 0;
      bool excluded = false;
    };
    std::map<std::uint64_t, Hit> hits;
    std::size_t musts = 0;
    for (const FullTextClause& clause : list.clauses) {
      if (clause.occur == Occur::Must) ++musts;
      for (const auto& [entity, score] : score(clause.node)) {
        if (clause.occur == Occur::Not) {
          const auto hit = hits.find(entity);
          if (hit != hits.end()) {
            hit->second.excluded = true;
          } else {
            hits[entity].excluded = true;
          }
          continue;
        }
        Hit& hit = hits[entity];
        hit.score += score;
        if (clause.occur == Occur::Must) ++hit.musts;
      }
    }
    std::vector<ScoredEntity> scored;
    for (const auto& [entity, hit] : hits) {
      if (!hit.excluded && hit.musts == musts) scored.push_back({entity, list.weight * hit.score});
    }
    return scored;
  }

  const GraphState& state_;
  const IndexDefinition& index_;
  std::unique_ptr<TableCursor> postings_;
  std::map<const FullTextNode*, std::vector<Occurrence>> leaves_;
  std::vector<ScoredEntity> lengths_;  // `score` is the document's length; by entity
};

}  // namespace

void search_full_text(const GraphState& state, const IndexDefinition& index, std::string_view query,
                      std::string_view analyzer, std::vector<ScoredEntity>& out) {
  std::vector<std::string> fields;
  for (const PropertyKeyId key : index.keys) fields.push_back(state.catalog.property_key_name(key));
  const FullTextNode tree = parse_full_text_query(
      query, fields, Analyzer::find(analyzer.empty() ? index.analyzer : analyzer));
  out = Search(state, index).run(tree);
  std::sort(out.begin(), out.end(), [](const ScoredEntity& a, const ScoredEntity& b) {
    return a.score != b.score ? a.score > b.score : a.entity < b.entity;
  });
}

}  // namespace liaison::engine

#include "evidence/witnesses.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace liaison::engine {

namespace {

// Sets of small numbers that are put together; the root of a set is its least member.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), 0u);
  }
  std::uint32_t root(std::uint32_t member) {
    while (parent_[member] != member) member = parent_[member] = parent_[parent_[member]];
    return member;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace

Witnesses::Witnesses(std::span<const Source> sources) {
  for (const Source& source : sources) documents_.push_back(source.document);
  // Records mostly come in the order of their documents.
  if (!std::is_sorted(documents_.begin(), documents_.end())) {
    std::sort(documents_.begin(), documents_.end());
  }
  documents_.erase(std::unique(documents_.begin(), documents_.end()), documents_.end());
  const auto number = static_cast<std::uint32_t>(documents_.size());
  const auto place = [&](NodeId document) {
    return static_cast<std::uint32_t>(
        std::lower_bound(documents_.begin(), documents_.end(), document) - documents_.begin());
  };
  DisjointSets sets(number);

  // One document for each fingerprint. A document whose text was changed between two records has
  // several.
  struct Text {
    TextFingerprint fingerprint;
    std::uint32_t document;
  };
  std::vector<Text> texts;
  for (const Source& source : sources) {
    if (source.text.is_known()) texts.push_back({source.text, place(source.document)});
  }
  std::sort(texts.begin(), texts.end(), [](const Text& a, const Text& b) {
    return std::tie(a.fingerprint.bits, a.document) < std::tie(b.fingerprint.bits, b.document);
  });
  std::size_t distinct = 0;
  for (const Text& text : texts) {
    if (distinct > 0 && texts[distinct - 1].fingerprint == text.fingerprint) {
      sets.join(texts[distinct - 1].document, text.document);
    } else {
      texts[distinct++] = text;
    }
  }
  texts.resize(distinct);
  if (distinct <= kComparedDocumentsMax) {
    for (std::size_t a = 0; a < distinct; ++a) {
      for (std::size_t b = a + 1; b < distinct; ++b) {
        if (!is_near_copy(texts[a].fingerprint, texts[b].fingerprint)) continue;
        sets.join(texts[a].document, texts[b].document);
      }
    }
  }
  witness_.resize(number);
  for (std::uint32_t document = 0; document < number; ++document) {
    const std::uint32_t root = sets.root(document);
    witness_[document] = root == document ? count_++ : witness_[root];
  }
}

std::uint32_t Witnesses::of(NodeId document) const {
  const auto found = std::lower_bound(documents_.begin(), documents_.end(), document);
  return witness_[static_cast<std::size_t>(found - documents_.begin())];
}

std::vector<Witnesses::Source> sources_of(std::span<const EvidenceEntry> records) {
  std::vector<Witnesses::Source> sources;
  sources.reserve(records.size());
  for (const EvidenceEntry& entry : records) {
    sources.push_back({entry.record.document, entry.record.text});
  }
  return sources;
}

}  // namespace liaison::engine

namespace liaison {

Support support_of(std::span<const EvidenceEntry> records) {
  const engine::Witnesses witnesses(engine::sources_of(records));
  std::vector<double> surest(witnesses.count(), 0.0);
  for (const EvidenceEntry& entry : records) {
    double& best = surest[witnesses.of(entry.record.document)];
    best = std::max(best, entry.record.confidence);
  }
  double all_wrong = 1;
  for (const double confidence : surest) all_wrong *= 1 - confidence;
  return {witnesses.count(), 1 - all_wrong};
}

}  // namespace liaison

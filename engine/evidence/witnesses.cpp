#include "evidence/witnesses.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

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

// The place of each source's document among the distinct ones, in their order. Returns how many
// there are.
std::uint32_t number_documents(std::span<const Witnesses::Source> sources,
                               std::vector<std::uint32_t>& numbers) {
  std::vector<std::uint32_t> order(sources.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto by_document = [&](std::uint32_t a, std::uint32_t b) {
    return sources[a].document < sources[b].document;
  };
  // Records mostly come in the order of their documents.
  if (!std::is_sorted(order.begin(), order.end(), by_document)) {
    std::sort(order.begin(), order.end(), by_document);
  }
  numbers.resize(sources.size());
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool is_new = i == 0 || sources[order[i]].document != sources[order[i - 1]].document;
    count += is_new ? 1 : 0;
    numbers[order[i]] = count - 1;
  }
  return count;
}

struct FingerprintHash {
  std::size_t operator()(const TextFingerprint& text) const { return text.bits[0]; }
};

}  // namespace

Witnesses::Witnesses(std::span<const Source> sources) {
  std::vector<std::uint32_t> numbers;
  const std::uint32_t document_count = number_documents(sources, numbers);
  DisjointSets sets(document_count);

  // One document for each fingerprint. A document whose text was changed between two records has
  // several.
  std::unordered_map<TextFingerprint, std::uint32_t, FingerprintHash> texts;
  texts.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!sources[i].text.is_known()) continue;
    const auto [known, is_new] = texts.emplace(sources[i].text, numbers[i]);
    if (!is_new) sets.join(known->second, numbers[i]);
  }
  if (texts.size() <= kComparedDocumentsMax) {
    for (auto a = texts.begin(); a != texts.end(); ++a) {
      for (auto b = std::next(a); b != texts.end(); ++b) {
        if (is_near_copy(a->first, b->first)) sets.join(a->second, b->second);
      }
    }
  }
  std::vector<std::uint32_t> witness_of(document_count);
  for (std::uint32_t document = 0; document < document_count; ++document) {
    const std::uint32_t root = sets.root(document);
    witness_of[document] = root == document ? count_++ : witness_of[root];
  }
  witness_.resize(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) witness_[i] = witness_of[numbers[i]];
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
  for (std::size_t i = 0; i < records.size(); ++i) {
    double& best = surest[witnesses.of(i)];
    best = std::max(best, records[i].record.confidence);
  }
  double all_wrong = 1;
  for (const double confidence : surest) all_wrong *= 1 - confidence;
  return {witnesses.count(), 1 - all_wrong};
}

}  // namespace liaison

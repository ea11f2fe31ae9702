#include "evidence/witnesses.h"

#include <algorithm>
#include <numeric>

#include "liaison/engine/assert.h"

namespace liaison::engine {

namespace {

std::uint64_t hash_of(const TextFingerprint& text) {
  return text.bits[0] ^ text.bits[1] >> 1;
}

template <class Element>
std::size_t bytes_of(const std::vector<Element>& elements) {
  return elements.capacity() * sizeof(Element);
}

}  // namespace

std::uint32_t Witnesses::of(std::uint32_t place) const {
  while (parents_[place] != place) place = parents_[place];
  return place;
}

std::uint32_t Witnesses::place_of(NodeId document) {
  // Records of a document mostly come one after the other.
  if (!documents_.empty() && documents_.back() == document) return document_count() - 1;
  if (!counts_only_) {
    const auto known = document_places_.find(
        document.value, [&](std::uint32_t place) { return documents_[place] == document; });
    if (known) return *known;
  }
  greatest_ = std::max(greatest_, document);
  ++count_;
  if (counts_only_) {
    documents_.back() = document;
    return 0;
  }
  fresh_ = document_count();
  documents_.push_back(document);
  parents_.push_back(fresh_);
  document_places_.push_back([&](std::uint32_t place) { return documents_[place].value; });
  return fresh_;
}

void Witnesses::join(std::uint32_t a, std::uint32_t b) {
  const auto root = [&](std::uint32_t place) {
    while (parents_[place] != place) place = parents_[place] = parents_[parents_[place]];
    return place;
  };
  a = root(a);
  b = root(b);
  if (a == b) return;
  const std::uint32_t later = std::max(a, b);
  parents_[later] = std::min(a, b);
  --count_;
  // A new document that joins others leaves them what they were.
  if (later != fresh_) ++regroupings_;
}

std::pair<std::uint32_t, bool> Witnesses::take_text(const TextFingerprint& text,
                                                    std::uint32_t document) {
  const auto known =
      text_places_.find(hash_of(text), [&](std::uint32_t place) { return texts_[place] == text; });
  if (known) return {*known, false};
  texts_.push_back(text);
  owners_.push_back(document);
  text_places_.push_back([&](std::uint32_t place) { return hash_of(texts_[place]); });
  return {static_cast<std::uint32_t>(texts_.size() - 1), true};
}

void Witnesses::take_near_copies_apart() {
  std::iota(parents_.begin(), parents_.end(), 0u);
  count_ = document_count();
  for (const auto& [text, document] : had_by_) join(owners_[text], document);
  had_by_ = {};
  ++regroupings_;
}

std::uint32_t Witnesses::add(const Source& source) {
  fresh_ = UINT32_MAX;
  const std::uint32_t document = place_of(source.document);
  if (counts_only_ || !source.text.is_known()) return document;
  const auto [text, is_new] = take_text(source.text, document);
  if (!is_new) join(owners_[text], document);
  if (texts_.size() <= kComparedDocumentsMax) {
    for (std::uint32_t other = 0; is_new && other < text; ++other) {
      if (is_near_copy(texts_[other], source.text)) join(owners_[other], document);
    }
    const std::pair<std::uint32_t, std::uint32_t> had(text, document);
    if (had_by_.empty() || had_by_.back() != had) had_by_.push_back(had);
  } else if (is_new && texts_.size() == kComparedDocumentsMax + 1) {
    take_near_copies_apart();
  }
  return document;
}

void Witnesses::count_only() {
  LIAISON_ASSERT(compares_no_more());
  counts_only_ = true;
  documents_ = {documents_.back()};
  parents_ = {0};
  document_places_ = {};
  texts_ = {};
  owners_ = {};
  text_places_ = {};
  had_by_ = {};
}

std::size_t Witnesses::size_bytes() const {
  return bytes_of(documents_) + bytes_of(parents_) + document_places_.size_bytes() +
         bytes_of(texts_) + bytes_of(owners_) + text_places_.size_bytes() + bytes_of(had_by_);
}

}  // namespace liaison::engine

namespace liaison {

Support support_of(std::span<const EvidenceEntry> records) {
  engine::Witnesses witnesses;
  std::vector<std::uint32_t> places;
  places.reserve(records.size());
  for (const EvidenceEntry& entry : records) {
    places.push_back(witnesses.add({entry.record.document, entry.record.text}));
  }
  std::vector<double> surest(witnesses.document_count(), 0.0);  // at the place of each witness
  for (std::size_t i = 0; i < records.size(); ++i) {
    double& best = surest[witnesses.of(places[i])];
    best = std::max(best, records[i].record.confidence);
  }
  double all_wrong = 1;
  for (const double confidence : surest) all_wrong *= 1 - confidence;
  return {witnesses.count(), 1 - all_wrong};
}

}  // namespace liaison

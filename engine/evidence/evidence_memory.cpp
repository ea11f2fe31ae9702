#include "evidence/evidence_memory.h"

namespace liaison::engine {

namespace {

// An entry is weighed again when it has grown by so many records.
constexpr std::uint32_t kWeighedEvery = 16;
// What is stored of an entity, as a rule.
constexpr std::size_t kStoredBytes = 400;
// Of the budget goes at most so much to texts: half a million of them at 48 MB.
constexpr std::size_t kTextsShare = 2;
constexpr std::size_t kTextBytes = 48;

}  // namespace

bool EvidenceMemory::begin(CommitNumber number) {
  touched_.clear();
  if (number == number_) return true;
  forget_all();
  number_ = number;
  return false;
}

void EvidenceMemory::forget_all() {
  young_.clear();
  old_.clear();
  young_bytes_ = 0;
  texts_.clear();
  text_places_ = {};
}

bool EvidenceMemory::note_text(const TextFingerprint& text, NodeId document) {
  const auto hash_at = [&](std::uint32_t place) {
    const TextFingerprint& at = texts_[place].first;
    return hash_u64(at.bits[0], at.bits[1]);
  };
  const auto known =
      text_places_.find(hash_u64(text.bits[0], text.bits[1]),
                        [&](std::uint32_t place) { return texts_[place].first == text; });
  if (known) {
    NodeId& owner = texts_[*known].second;
    if (owner != document) owner = NodeId(0);
    return owner == document;
  }
  texts_.emplace_back(text, document);
  text_places_.push_back(hash_at);
  return true;
}

void EvidenceMemory::committed(CommitNumber number) {
  touched_.clear();
  number_ = number;
}

void EvidenceMemory::rollback_to(Mark mark) {
  while (touched_.size() > mark) {
    forget(touched_.back().first, touched_.back().second);
    touched_.pop_back();
  }
}

void EvidenceMemory::forget(EntityKind kind, std::uint64_t entity) {
  const auto young = young_.find({kind, entity});
  if (young == young_.end()) {
    old_.erase({kind, entity});
    return;
  }
  young_bytes_ -= young->second.size_bytes;
  young_.erase(young);
}

void EvidenceMemory::forget_stored(EntityKind kind, std::uint64_t entity) {
  for (Entries* entries : {&young_, &old_}) {
    const auto found = entries->find({kind, entity});
    if (found != entries->end()) found->second.stored.reset();
  }
}

void EvidenceMemory::weigh(Entry& entry) {
  young_bytes_ -= entry.size_bytes;
  entry.size_bytes = entry.account.size_bytes() + sizeof(Entries::value_type) +
                     entry.kept.capacity() * sizeof(PropertyKeyId) + kStoredBytes;
  young_bytes_ += entry.size_bytes;
}

EvidenceMemory::Entry* EvidenceMemory::find(EntityKind kind, std::uint64_t entity) {
  const auto young = young_.find({kind, entity});
  if (young != young_.end()) {
    Entry& entry = young->second;
    if (entry.account.next_n() % kWeighedEvery == 0) weigh(entry);
    return &entry;
  }
  auto node = old_.extract({kind, entity});
  if (node.empty()) return nullptr;
  young_bytes_ += node.mapped().size_bytes;
  Entry& entry = young_.insert(std::move(node)).position->second;
  weigh(entry);
  return &entry;
}

EvidenceMemory::Entry& EvidenceMemory::put(EntityKind kind, std::uint64_t entity, Entry entry) {
  // Short accounts rely on the texts.
  if (texts_.size() * kTextBytes > budget_bytes_ / kTextsShare) forget_all();
  if (young_bytes_ > budget_bytes_ / 2) {
    old_ = std::move(young_);
    young_.clear();
    young_bytes_ = 0;
  }
  forget(kind, entity);
  entry.size_bytes = 0;
  Entry& remembered = young_.emplace(Key(kind, entity), std::move(entry)).first->second;
  weigh(remembered);
  touch(kind, entity);
  return remembered;
}

}  // namespace liaison::engine

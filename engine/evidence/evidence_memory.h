// What writers remember of the records of entities from one transaction to the next, so that one
// more record of a well-known name does not read the thousands before it. Nothing here is stored:
// what is not remembered is read from the tables.
// Invariants: only what exists is remembered; an entry is what the tables and the open
// transaction's own changes say. So everything is forgotten when somebody else has committed
// meanwhile, and what a transaction touched when it takes that back. Memory: what was not used for
// long goes when more than the budget is there. Thread-safety: belongs to the holder of the writer
// lock.
// Of what many documents speak of there are only short accounts (account.h): their texts are known
// to be of one document alone from a table of all texts that came by, 40 bytes for each. So memory
// does not grow with the documents that speak of a thing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/place_table.h"
#include "evidence/account.h"
#include "graph/entity_image.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

using EntityKey = std::pair<EntityKind, std::uint64_t>;

class EvidenceMemory {
 public:
  static constexpr std::size_t kBudgetBytes = std::size_t{48} << 20;

  struct Entry {
    Account account{};
    std::vector<PropertyKeyId> kept{};  // the kept mark (evidence_store.h)
    // What is stored of the entity itself; nullopt: not known.
    std::optional<StoredEntity> stored{};
    std::size_t size_bytes = 0;
  };

  explicit EvidenceMemory(std::size_t budget_bytes = kBudgetBytes) : budget_bytes_(budget_bytes) {}

  // A transaction that reads commit `number` begins, has become commit `number`, or has ended
  // without one. Whether what was remembered still holds: nobody else has committed.
  bool begin(CommitNumber number);
  void committed(CommitNumber number);
  void abandoned() { rollback_to(0); }

  // Marks nest, as those of a write set.
  using Mark = std::size_t;
  Mark mark() const { return touched_.size(); }
  void rollback_to(Mark mark);

  // Null when the entity is not remembered. Good until the next call of put() or forget(). Who
  // changes it or the entity's records says so before: touch() for what follows the records,
  // forget() for what does not.
  Entry* find(EntityKind kind, std::uint64_t entity);
  Entry& put(EntityKind kind, std::uint64_t entity, Entry entry);
  void touch(EntityKind kind, std::uint64_t entity) { touched_.emplace_back(kind, entity); }
  void forget(EntityKind kind, std::uint64_t entity);
  // Makes the account of an entry short when that is worth it and `source` is new to it. Returns
  // whether the account can take in a record of it as it is; else it has to be read anew.
  // `has_record_of()`: whether the entity has a record of this document, from the tables.
  template <class HasRecordOf>
  bool prepare(Entry& entry, const Witnesses::Source& source, std::string_view record,
               HasRecordOf has_record_of);
  // The entity itself is about to change, its records are not.
  void forget_stored(EntityKind kind, std::uint64_t entity);

 private:
  using Key = EntityKey;
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return hash_u64(key.second, static_cast<std::uint64_t>(key.first));
    }
  };
  using Entries = std::unordered_map<Key, Entry, KeyHash>;

  void weigh(Entry& entry);
  // Notes that a document has a text; returns whether no other one is known to have it.
  bool note_text(const TextFingerprint& text, NodeId document);
  void forget_all();

  const std::size_t budget_bytes_;
  CommitNumber number_ = 0;
  // Two generations: what is used comes into the younger one, and the older one goes as a whole.
  Entries young_;
  Entries old_;
  std::size_t young_bytes_ = 0;
  std::vector<Key> touched_;  // by the open transaction, in order
  // Texts of all records of which there are short accounts, and the one document that has it, or
  // nothing (0) when several have. What was rolled back may be among them.
  std::vector<std::pair<TextFingerprint, NodeId>> texts_;
  PlaceTable text_places_;
};

template <class HasRecordOf>
bool EvidenceMemory::prepare(Entry& entry, const Witnesses::Source& source, std::string_view record,
                             HasRecordOf has_record_of) {
  Account& account = entry.account;
  if (account.may_be_short()) {
    if (source.document <= account.witnesses().greatest()) return true;
    account.witnesses().visit_texts(
        [&](const TextFingerprint& text, NodeId document) { note_text(text, document); });
    account.make_short();
    weigh(entry);
  }
  if (!account.is_short()) return true;
  if (source.document != account.witnesses().newest() &&
      source.document < account.witnesses().greatest() && has_record_of()) {
    return false;
  }
  if (source.text.is_known() && !note_text(source.text, source.document)) return false;
  return account.can_add(record);
}

}  // namespace liaison::engine

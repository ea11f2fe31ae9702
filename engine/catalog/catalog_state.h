// One version of the catalog, published with the commit that made it. Tokens, definitions and
// counts are shared with the version before wherever they did not change, so publishing costs a few
// pointers. TransactionCatalog is what a transaction sees: a version and its own changes over it;
// RecordingCatalog puts in front of it what an optimistic transaction must remember having read.
// Thread-safety: CatalogState is immutable. TransactionCatalog needs external locking while its
// transaction writes; otherwise it is safe. Lifetime: the token table outlives both.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/schema.h"
#include "catalog/token_table.h"
#include "liaison/engine/catalog.h"
#include "store/counts.h"
#include "txn/read_set.h"

namespace liaison::engine {

struct CatalogState {
 public:
  CatalogState(TokenBounds tokens, std::shared_ptr<const Schema> schema,
               std::shared_ptr<const Counts> counts)
      : tokens_(tokens), schema_(std::move(schema)), counts_(std::move(counts)) {}

  // Reads a store; fills the empty `tokens`.
  static std::shared_ptr<const CatalogState> load(KeyValueStore& store, TokenTable& tokens);

  const TokenBounds& tokens() const { return tokens_; }
  const std::shared_ptr<const Schema>& schema() const { return schema_; }
  const std::shared_ptr<const Counts>& counts() const { return counts_; }

 private:
  TokenBounds tokens_;
  std::shared_ptr<const Schema> schema_;  // shared: most commits leave it as it is
  std::shared_ptr<const Counts> counts_;
};

// The rows that turn the stored schema `from` into `to`.
void write_schema_rows(const Schema& from, const Schema& to, WriteBatch& batch);

class TransactionCatalog final : public Catalog {
 public:
  TransactionCatalog(const TokenTable& tokens, std::shared_ptr<const CatalogState> base);

  std::optional<LabelId> label(std::string_view name) const override;
  std::optional<RelationshipTypeId> relationship_type(std::string_view name) const override;
  std::optional<PropertyKeyId> property_key(std::string_view name) const override;
  const std::string& label_name(LabelId id) const override;
  const std::string& relationship_type_name(RelationshipTypeId id) const override;
  const std::string& property_key_name(PropertyKeyId id) const override;
  std::vector<std::string> labels() const override;
  std::vector<std::string> relationship_types() const override;
  std::vector<std::string> property_keys() const override;
  const std::vector<IndexDefinition>& indexes() const override { return schema().indexes; }
  const std::vector<ConstraintDefinition>& constraints() const override {
    return schema().constraints;
  }
  std::uint64_t node_count() const override;
  std::uint64_t relationship_count() const override;
  std::uint64_t node_count(LabelId label) const override;
  std::uint64_t relationship_count(RelationshipTypeId type) const override;
  std::uint64_t relationship_count(LabelId label, RelationshipTypeId type,
                                   Direction direction) const override;
  std::uint64_t version() const override;

  const Schema& schema() const { return own_schema_ ? *own_schema_ : *base_->schema(); }
  const CatalogState& base() const { return *base_; }

  // --- changes of the transaction
  CountsDelta& deltas() { return deltas_; }
  const CountsDelta& deltas() const { return deltas_; }
  // The schema as this transaction changes it: a copy from the first call on.
  Schema& change_schema();
  const std::shared_ptr<Schema>& own_schema() const { return own_schema_; }
  // Shows every token the table has by now: called when the transaction used or made one.
  void show_new_tokens() { bounds_ = tokens_.bounds(); }
  const TokenBounds& bounds() const { return bounds_; }
  bool changed() const { return own_schema_ != nullptr || !deltas_.empty(); }

  // Counts and schema as they were, for savepoints. Tokens stay.
  struct Memory {
    CountsDelta deltas;
    std::shared_ptr<Schema> schema;
  };
  Memory remember() const;
  void restore(Memory memory);

 private:
  std::optional<std::uint32_t> find(TokenKind kind, std::string_view name) const;
  std::vector<std::string> names(TokenKind kind) const;
  std::uint64_t count(const CountKey& key) const;

  const TokenTable& tokens_;
  std::shared_ptr<const CatalogState> base_;  // shared with the commit that published it
  TokenBounds bounds_;
  CountsDelta deltas_;
  std::shared_ptr<Schema> own_schema_;
};

// Notes each count that is asked for in a read set; for_planning() leads around it.
class RecordingCatalog final : public Catalog {
 public:
  RecordingCatalog(const Catalog& catalog, ReadSet& reads) : catalog_(catalog), reads_(reads) {}

  std::optional<LabelId> label(std::string_view name) const override {
    return catalog_.label(name);
  }
  std::optional<RelationshipTypeId> relationship_type(std::string_view name) const override {
    return catalog_.relationship_type(name);
  }
  std::optional<PropertyKeyId> property_key(std::string_view name) const override {
    return catalog_.property_key(name);
  }
  const std::string& label_name(LabelId id) const override { return catalog_.label_name(id); }
  const std::string& relationship_type_name(RelationshipTypeId id) const override {
    return catalog_.relationship_type_name(id);
  }
  const std::string& property_key_name(PropertyKeyId id) const override {
    return catalog_.property_key_name(id);
  }
  std::vector<std::string> labels() const override { return catalog_.labels(); }
  std::vector<std::string> relationship_types() const override {
    return catalog_.relationship_types();
  }
  std::vector<std::string> property_keys() const override { return catalog_.property_keys(); }
  const std::vector<IndexDefinition>& indexes() const override { return catalog_.indexes(); }
  const std::vector<ConstraintDefinition>& constraints() const override {
    return catalog_.constraints();
  }
  std::uint64_t node_count() const override;
  std::uint64_t relationship_count() const override;
  std::uint64_t node_count(LabelId label) const override;
  std::uint64_t relationship_count(RelationshipTypeId type) const override;
  std::uint64_t relationship_count(LabelId label, RelationshipTypeId type,
                                   Direction direction) const override;
  std::uint64_t version() const override { return catalog_.version(); }
  const Catalog& for_planning() const override { return catalog_; }

 private:
  const Catalog& catalog_;
  ReadSet& reads_;
};

}  // namespace liaison::engine

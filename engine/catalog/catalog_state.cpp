#include "catalog/catalog_state.h"

#include <atomic>

#include "catalog/catalog_keys.h"

namespace liaison::engine {

namespace {

// Schema stamps are unique in the process: a version number seen in a transaction that was rolled
// back must never come back with another meaning, as plans are cached by it.
std::uint64_t next_stamp() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

// Tokens of all kinds fit into this many bits (3 x 2^20).
constexpr int kTokenTotalBits = 22;

}  // namespace

std::shared_ptr<const CatalogState> CatalogState::load(KeyValueStore& store, TokenTable& tokens) {
  tokens.load(store);
  auto schema = std::make_shared<Schema>();
  schema->stamp = next_stamp();
  if (const auto row = store.get(ColumnFamily::Catalog, catalog_row_key(CatalogRow::IndexIdMark))) {
    ByteReader reader(*row, "index id mark");
    schema->last_index = IndexId(reader.read_u32());
    reader.expect_end();
  }
  for_each_catalog_row(store, CatalogRow::Index, [&](std::string_view key, std::string_view value) {
    ByteReader reader(key, "index row key");
    const IndexId id(reader.read_u32());
    reader.expect_end();
    schema->indexes.push_back(decode_index(id, value));
  });
  for_each_catalog_row(store, CatalogRow::Constraint, [&](std::string_view, std::string_view row) {
    schema->constraints.push_back(decode_constraint(row));
  });
  return std::make_shared<const CatalogState>(tokens.bounds(), std::move(schema),
                                              std::make_shared<const Counts>(Counts::load(store)));
}

void write_schema_rows(const Schema& from, const Schema& to, WriteBatch& batch) {
  for (const IndexDefinition& index : from.indexes) {
    if (!to.find_index(index.id)) batch.erase(ColumnFamily::Catalog, index_row_key(index.id.value));
  }
  for (const IndexDefinition& index : to.indexes) {
    if (from.find_index(index.id)) continue;  // definitions never change
    batch.put(ColumnFamily::Catalog, index_row_key(index.id.value), encode_index(index));
  }
  for (const ConstraintDefinition& constraint : from.constraints) {
    if (to.find_constraint(constraint.name)) continue;
    batch.erase(ColumnFamily::Catalog, constraint_row_key(constraint.name));
  }
  for (const ConstraintDefinition& constraint : to.constraints) {
    batch.put(ColumnFamily::Catalog, constraint_row_key(constraint.name),
              encode_constraint(constraint));
  }
  std::string mark;
  put_u32(mark, to.last_index.value);
  batch.put(ColumnFamily::Catalog, catalog_row_key(CatalogRow::IndexIdMark), std::move(mark));
}

TransactionCatalog::TransactionCatalog(const TokenTable& tokens,
                                       std::shared_ptr<const CatalogState> base)
    : tokens_(tokens), base_(std::move(base)), bounds_(base_->tokens()) {}

std::optional<std::uint32_t> TransactionCatalog::find(TokenKind kind, std::string_view name) const {
  const auto token = tokens_.find(kind, name);
  if (token && *token > bounds_.of(kind)) return std::nullopt;
  return token;
}

std::vector<std::string> TransactionCatalog::names(TokenKind kind) const {
  std::vector<std::string> out;
  out.reserve(bounds_.of(kind));
  for (std::uint32_t token = 1; token <= bounds_.of(kind); ++token) {
    out.push_back(tokens_.name(kind, token));
  }
  return out;
}

std::optional<LabelId> TransactionCatalog::label(std::string_view name) const {
  const auto token = find(TokenKind::Label, name);
  return token ? std::optional(LabelId(*token)) : std::nullopt;
}

std::optional<RelationshipTypeId> TransactionCatalog::relationship_type(
    std::string_view name) const {
  const auto token = find(TokenKind::RelationshipType, name);
  return token ? std::optional(RelationshipTypeId(*token)) : std::nullopt;
}

std::optional<PropertyKeyId> TransactionCatalog::property_key(std::string_view name) const {
  const auto token = find(TokenKind::PropertyKey, name);
  return token ? std::optional(PropertyKeyId(*token)) : std::nullopt;
}

const std::string& TransactionCatalog::label_name(LabelId id) const {
  return tokens_.name(TokenKind::Label, id.value);
}
const std::string& TransactionCatalog::relationship_type_name(RelationshipTypeId id) const {
  return tokens_.name(TokenKind::RelationshipType, id.value);
}
const std::string& TransactionCatalog::property_key_name(PropertyKeyId id) const {
  return tokens_.name(TokenKind::PropertyKey, id.value);
}
std::vector<std::string> TransactionCatalog::labels() const {
  return names(TokenKind::Label);
}
std::vector<std::string> TransactionCatalog::relationship_types() const {
  return names(TokenKind::RelationshipType);
}
std::vector<std::string> TransactionCatalog::property_keys() const {
  return names(TokenKind::PropertyKey);
}

std::uint64_t TransactionCatalog::count(const CountKey& key) const {
  return base_->counts()->of(key) + static_cast<std::uint64_t>(deltas_.of(key));
}

std::uint64_t TransactionCatalog::node_count() const {
  return count(CountKey::nodes());
}
std::uint64_t TransactionCatalog::relationship_count() const {
  return count(CountKey::relationships());
}
std::uint64_t TransactionCatalog::node_count(LabelId label) const {
  return count(CountKey::label_of(label));
}
std::uint64_t TransactionCatalog::relationship_count(RelationshipTypeId type) const {
  return count(CountKey::type_of(type));
}

std::uint64_t TransactionCatalog::relationship_count(LabelId label, RelationshipTypeId type,
                                                     Direction direction) const {
  std::uint64_t result = 0;
  if (direction != Direction::Incoming)
    result += count(CountKey::at(label, type, Direction::Outgoing));
  if (direction != Direction::Outgoing)
    result += count(CountKey::at(label, type, Direction::Incoming));
  return result;
}

std::uint64_t TransactionCatalog::version() const {
  return (schema().stamp << kTokenTotalBits) + bounds_.total();
}

Schema& TransactionCatalog::change_schema() {
  own_schema_ = std::make_shared<Schema>(schema());
  own_schema_->stamp = next_stamp();
  return *own_schema_;
}

TransactionCatalog::Memory TransactionCatalog::remember() const {
  return {deltas_, own_schema_};
}

void TransactionCatalog::restore(Memory memory) {
  deltas_ = std::move(memory.deltas);
  own_schema_ = std::move(memory.schema);
}

std::uint64_t RecordingCatalog::node_count() const {
  reads_.add(object_hash(ObjectKind::AllNodes));
  return catalog_.node_count();
}
std::uint64_t RecordingCatalog::relationship_count() const {
  reads_.add(object_hash(ObjectKind::AllRelationships, kAnyToken));
  return catalog_.relationship_count();
}
std::uint64_t RecordingCatalog::node_count(LabelId label) const {
  reads_.add(object_hash(ObjectKind::LabelSet, label.value));
  return catalog_.node_count(label);
}
std::uint64_t RecordingCatalog::relationship_count(RelationshipTypeId type) const {
  reads_.add(object_hash(ObjectKind::AllRelationships, type.value));
  return catalog_.relationship_count(type);
}
std::uint64_t RecordingCatalog::relationship_count(LabelId label, RelationshipTypeId type,
                                                   Direction direction) const {
  reads_.add(object_hash(ObjectKind::LabelTypeCount, label.value, type.value));
  return catalog_.relationship_count(label, type, direction);
}

}  // namespace liaison::engine

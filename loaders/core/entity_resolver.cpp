#include "core/entity_resolver.h"

#include <algorithm>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

namespace {

// Looking for a relationship in the tables takes as long as reading so many in a row.
constexpr std::uint64_t kRowsPerLookup = 128;

// A step of MurmurHash3's 64-bit finalizer (Appleby, public domain).
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 33) * 0xFF51AFD7ED558CCDu;
  value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53u;
  return value ^ value >> 33;
}

std::uint64_t hash_of(RelationshipTypeId type, NodeId source, NodeId target) {
  return mixed(mixed(mixed(source.value) ^ target.value) + type.value);
}

}  // namespace

std::string identity_form(std::string_view value) {
  return text::to_lower(text::name_key(value, text::NameLevel::Tone));
}

const IndexDefinition* find_key_index(const Catalog& catalog, std::string_view label,
                                      std::string_view key) {
  const auto label_id = catalog.label(label);
  const auto key_id = catalog.property_key(key);
  if (!label_id || !key_id) return nullptr;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.kind == IndexKind::Range && index.entity == EntityKind::Node &&
        index.token == label_id->value && index.keys == std::vector{*key_id}) {
      return &index;
    }
  }
  return nullptr;
}

std::optional<NodeId> find_node(const GraphReader& reader, const IndexDefinition& index,
                                std::string_view value) {
  const Value probe(value);
  SeekResult hits;
  reader.seek(index.id, {&probe, 1}, hits);
  if (hits.entity.empty()) return std::nullopt;
  return NodeId(*std::min_element(hits.entity.begin(), hits.entity.end()));
}

std::size_t EntityResolver::RelationshipKeyHash::operator()(const RelationshipKey& key) const {
  return hash_of(key.type, key.source, key.target) ^ std::hash<std::string>()(key.form);
}

void EntityResolver::begin(Transaction& transaction) {
  transaction_ = &transaction;
  const std::uint64_t count = transaction.reader().catalog().relationship_count();
  if (count > filtered_max_) {
    filter_.reset();
    looked_for_ = 0;
  } else if (!filter_ && looked_for_ * kRowsPerLookup >= count) {
    read_filter();
  }
}

void EntityResolver::forget() {
  known_nodes_.clear();
  known_relationships_.clear();
}

void EntityResolver::forget_all() {
  forget();
  filter_.reset();
  looked_for_ = 0;
}

void EntityResolver::read_filter() {
  constexpr std::size_t kBatch = 1024;
  filter_.emplace();
  const auto scan = transaction_->reader().scan_relationships();
  std::vector<RelationshipId> ids;
  std::vector<RelationshipEnds> ends;
  while (scan->next(kBatch, ids, ends) > 0) {
    for (const RelationshipEnds& one : ends) {
      filter_->add(hash_of(one.type, one.source, one.target));
    }
    ids.clear();
    ends.clear();
  }
}

Resolved<NodeId> EntityResolver::node(std::string_view label, std::string_view key,
                                      std::string_view value) {
  std::string wanted;
  for (const std::string_view part : {label, key}) {
    wanted.append(part);
    wanted.push_back('\0');
  }
  wanted.append(value);
  if (const NodeId* const known = known_nodes_.find(wanted)) return {*known, false};
  const GraphReader& reader = transaction_->reader();
  const IndexDefinition* index = find_key_index(reader.catalog(), label, key);
  if (index == nullptr) {
    throw UsageError("no index over :" + std::string(label) + "(" + std::string(key) + ")");
  }
  GraphWriter& writer = transaction_->writer();
  writer.find_nodes(index->id, Value(value), found_nodes_);
  if (!found_nodes_.empty()) {
    known_nodes_.put(std::move(wanted), found_nodes_.front());
    return {found_nodes_.front(), false};
  }
  const LabelId labels[] = {writer.label(label)};
  const PropertyEntry properties[] = {{writer.property_key(key), Value(value)}};
  const NodeId created = writer.create_node(labels, properties);
  writer.mark_extracted(EntityKind::Node, created.value);
  known_nodes_.put(std::move(wanted), created);
  return {created, true};
}

Resolved<RelationshipId> EntityResolver::relationship(std::string_view type, NodeId source,
                                                      NodeId target,
                                                      const Discriminator& discriminator,
                                                      std::span<const EvidenceRecord> records) {
  GraphWriter& writer = transaction_->writer();
  const RelationshipTypeId type_id = writer.relationship_type(type);
  const std::string_view form = discriminator.property.empty() ? "" : discriminator.form;
  RelationshipKey wanted{type_id, source, target, std::string(form)};
  if (const RelationshipId* const known = known_relationships_.find(wanted)) {
    return {*known, false};
  }
  if (const auto found = find_relationship(type_id, source, target, discriminator.property, form)) {
    known_relationships_.put(std::move(wanted), *found);
    return {*found, false};
  }
  const RelationshipId created = writer.create_extracted(type_id, source, target, {}, records);
  if (filter_) filter_->add(hash_of(type_id, source, target));
  known_relationships_.put(std::move(wanted), created);
  return {created, true};
}

std::optional<RelationshipId> EntityResolver::find_relationship(RelationshipTypeId type,
                                                                NodeId source, NodeId target,
                                                                std::string_view property,
                                                                std::string_view form) {
  if (!filter_) {
    ++looked_for_;
  } else if (!filter_->may_contain(hash_of(type, source, target))) {
    return std::nullopt;
  }
  transaction_->writer().find_relationships(type, source, target, between_);
  if (between_.empty()) return std::nullopt;
  std::vector<std::uint64_t> between;
  for (const RelationshipId relationship : between_) between.push_back(relationship.value);
  if (!property.empty()) {
    ColumnVector values;
    transaction_->reader().gather(EntityKind::Relationship, between,
                                  transaction_->writer().property_key(property), values);
    std::vector<std::uint64_t> same;
    for (std::size_t i = 0; i < between.size(); ++i) {
      const Value value = values.get(i);
      const std::string found = value.is_string() ? identity_form(value.as_string()) : "";
      if ((value.is_null() || value.is_string()) && found == form) same.push_back(between[i]);
    }
    between = std::move(same);
  }
  if (between.empty()) return std::nullopt;
  return RelationshipId(*std::min_element(between.begin(), between.end()));
}

}  // namespace liaison::loaders

// Index and constraint definitions of one version of the catalog, and how they are stored.
//
// Stored form of both, after a format byte (1):
//   index:      sized name, u8 kind, u8 entity kind, varint token, varint count, varint key...,
//               u8 owned by constraint (0 or 1)
//   constraint: sized name, u8 kind, u8 entity kind, varint token, varint count, varint key...,
//               varint index id (0: none)
// An index over further labels or with an analyzer has format byte 2, and after the rest:
//   varint count, varint token... (ascending, none of them the first), sized analyzer
// A constraint on a property's type has format byte 2, and after the rest:
//   u16 kinds, u16 kinds of list elements: bits of property_type.h
// Worked example: Range index "a" on nodes with label 1 and key 2 = 01 01 61 01 00 01 01 02 00.
// FullText index "a" on nodes with label 1 or 3 and key 2, analyzer "keyword" =
//   02 01 61 04 00 01 01 02 00 01 03 07 6B6579776F7264.
// Constraint "a" on nodes with label 1: key 2 is INTEGER | LIST<STRING NOT NULL> =
//   02 01 61 04 00 01 01 02 00 0004 0002.
// Thread-safety: plain data; a Schema inside a CatalogState is immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/catalog.h"

namespace liaison::engine {

struct Schema {
  std::vector<IndexDefinition> indexes;           // by id
  std::vector<ConstraintDefinition> constraints;  // by name
  IndexId last_index;  // highest id ever given out: index ids are not reused either
  // Tells schema versions apart within one run of the process, those of transactions that were
  // rolled back included; larger is newer. Not stored.
  std::uint64_t stamp = 0;

  const IndexDefinition* find_index(IndexId id) const;
  const IndexDefinition* find_index(std::string_view name) const;
  const ConstraintDefinition* find_constraint(std::string_view name) const;
};

std::string encode_index(const IndexDefinition& index);
IndexDefinition decode_index(IndexId id, std::string_view bytes);
std::string encode_constraint(const ConstraintDefinition& constraint);
ConstraintDefinition decode_constraint(std::string_view bytes);

const char* index_kind_name(IndexKind kind);
const char* constraint_kind_name(ConstraintKind kind);

}  // namespace liaison::engine

// Turns a block of CSV into rows ready to be stored: the label or type, the ids as they stand, and
// the properties as the bytes of a record. Rows that are bad in themselves come out apart, with
// what is wrong with them.
// Thread-safety: parse functions are safe from several threads; each thread has a result of its
// own.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bulk/id_map.h"
#include "bulk/input_plan.h"
#include "bulk/label_sets.h"

namespace liaison::engine {

// A row that cannot be stored. `before` rows of the block come before it.
struct BadRow {
  std::size_t before = 0;
  std::uint64_t line = 0;
  std::string problem;
};

struct ParsedNode {
  std::uint32_t label_set = 0;
  std::uint32_t id_size = 0;
  std::uint32_t record_size = 0;
  std::uint32_t properties = 0;
  bool has_id = false;
  std::size_t start = 0;  // in the block's bytes: the id, then the record
  std::uint64_t line = 0;
};

struct ParsedRelationship {
  std::uint64_t source = 0;
  std::uint64_t target = 0;
  std::uint32_t type = 0;
  std::uint32_t size = 0;
  std::uint32_t properties = 0;
  std::size_t start = 0;  // in the block's bytes: the properties
  std::uint64_t line = 0;
};

template <class Row>
struct ParsedBlock {
  const InputGroup* group = nullptr;
  const std::string* path = nullptr;
  std::string bytes;
  std::vector<Row> rows;
  std::vector<BadRow> bad_rows;
};

// Thrown for an id that is no integer in a space whose ids were taken for integers: the load has to
// begin again.
struct IdsAreText {
  std::size_t space;
};

struct ParseContext {
  const std::vector<InputGroup>& groups;
  CsvOptions csv;
  char list_separator = ';';
  LabelSets& label_sets;
  TokenTable& tokens;
  const std::vector<IdMap>& ids;  // by space; of relationships' ends
  const std::vector<std::string>& spaces;
};

ParsedBlock<ParsedNode> parse_nodes(const ParseContext& context, InputBlocks::Block& block);
ParsedBlock<ParsedRelationship> parse_relationships(const ParseContext& context,
                                                    InputBlocks::Block& block);

}  // namespace liaison::engine

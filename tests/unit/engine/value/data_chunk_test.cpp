#include "liaison/engine/data_chunk.h"

#include <doctest/doctest.h>

#include "liaison/engine/compare.h"

namespace liaison {
namespace {

const VectorType kTypes[] = {VectorType::Tagged, VectorType::Boolean, VectorType::Integer,
                             VectorType::Float,  VectorType::Node,    VectorType::Relationship};

TEST_CASE("a column gives back what was appended, whatever its type") {
  const std::vector<Value> values = {1,
                                     nullptr,
                                     2.5,
                                     "text",
                                     true,
                                     Value::node(NodeId(7)),
                                     Value::relationship(RelationshipId(8)),
                                     ValueList{1, 2}};
  for (const VectorType type : kTypes) {
    ColumnVector column(type);
    for (const Value& value : values) column.append(value);
    REQUIRE(column.size() == values.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
      CHECK(equivalent(column.get(row), values[row]));
      CHECK(column.get(row).kind() == values[row].kind());
      CHECK(column.is_null(row) == values[row].is_null());
    }
  }
}

TEST_CASE("a column stays typed while every value fits") {
  ColumnVector column(VectorType::Integer);
  column.append(1);
  column.append_null();
  CHECK(column.type() == VectorType::Integer);
  column.set(1, Value(5));
  CHECK(column.type() == VectorType::Integer);
  CHECK(column.integers()[1] == 5);
  column.set(0, Value("x"));
  CHECK(column.type() == VectorType::Tagged);
  CHECK(column.get(0).as_string() == "x");
  CHECK(column.get(1).as_integer() == 5);
}

TEST_CASE("a detached node does not lose its contents in a typed column") {
  ColumnVector column(VectorType::Node);
  column.append(Value::node(NodeData{NodeId(1), {"A"}, {}}));
  REQUIRE(column.get(0).node_data() != nullptr);
  CHECK(column.get(0).node_data()->labels[0] == "A");
}

TEST_CASE("select picks rows in the order asked for, with repeats") {
  for (const VectorType type : kTypes) {
    ColumnVector column(type);
    column.append(Value::node(NodeId(1)));
    column.append_null();
    column.append(Value::node(NodeId(3)));
    const std::uint32_t rows[] = {2, 2, 1, 0};
    const ColumnVector picked = column.select(rows);
    REQUIRE(picked.size() == 4);
    CHECK(picked.get(0).node_id() == NodeId(3));
    CHECK(picked.get(1).node_id() == NodeId(3));
    CHECK(picked.is_null(2));
    CHECK(picked.get(3).node_id() == NodeId(1));
  }
}

TEST_CASE("appending from another column works across types") {
  ColumnVector integers(VectorType::Integer);
  integers.append(4);
  integers.append_null();
  for (const VectorType type : kTypes) {
    ColumnVector column(type);
    column.append_from(integers, 0);
    column.append_from(integers, 1);
    CHECK(column.get(0).as_integer() == 4);
    CHECK(column.is_null(1));
  }
}

TEST_CASE("a chunk may have rows without columns") {
  DataChunk chunk;
  chunk.set_row_count(3);
  const std::uint32_t rows[] = {0, 2};
  CHECK(chunk.select(rows).row_count() == 2);
}

}  // namespace
}  // namespace liaison

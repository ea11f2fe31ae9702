#include "liaison/engine/data_chunk.h"

#include <doctest/doctest.h>

#include "liaison/engine/compare.h"

namespace liaison {
namespace {

const VectorType kTypes[] = {VectorType::Tagged, VectorType::Boolean, VectorType::Integer,
                             VectorType::Float,  VectorType::Node,    VectorType::Relationship,
                             VectorType::Date,   VectorType::String};

std::shared_ptr<const StringDictionary> dictionary_of(const std::vector<std::string>& texts) {
  StringDictionaryBuilder builder;
  for (const std::string& text : texts) builder.add(text);
  return builder.finish();
}

// Three rows of every type, the second null.
std::vector<ColumnVector> sample_columns() {
  std::vector<ColumnVector> columns;
  for (const VectorType type : kTypes) {
    ColumnVector column(type);
    const auto put = [&](int i) {
      switch (type) {
        case VectorType::Tagged:
          return column.append(ValueList{i});
        case VectorType::Boolean:
          return column.append(i == 1);
        case VectorType::Integer:
          return column.append(i);
        case VectorType::Float:
          return column.append(i + 0.5);
        case VectorType::Node:
          return column.append(Value::node(NodeId(static_cast<std::uint64_t>(i))));
        case VectorType::Relationship:
          return column.append(Value::relationship(RelationshipId(static_cast<std::uint64_t>(i))));
        case VectorType::Date:
          return column.append(Date{i});
        case VectorType::String:
          return column.append_code(static_cast<std::uint32_t>(i - 1));
      }
    };
    if (type == VectorType::String) column.write_codes(dictionary_of({"one", "two"}), 0);
    put(1);
    column.append_null();
    put(2);
    columns.push_back(std::move(column));
  }
  return columns;
}

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

TEST_CASE("every type keeps, picks and copies its rows") {
  for (const ColumnVector& column : sample_columns()) {
    CAPTURE(static_cast<int>(column.type()));
    REQUIRE(column.size() == 3);
    CHECK(column.may_have_nulls());
    CHECK(column.is_null(1));
    CHECK(column.get(1).is_null());
    CHECK(!equivalent(column.get(0), column.get(2)));
    const std::uint32_t rows[] = {2, 1, 0, 2};
    const ColumnVector picked = column.select(rows);
    CHECK(picked.type() == column.type());
    for (std::size_t i = 0; i < 4; ++i) CHECK(equivalent(picked.get(i), column.get(rows[i])));
    ColumnVector copied(column.type());
    for (std::size_t row = 0; row < 3; ++row) copied.append_from(column, row);
    CHECK(copied.type() == column.type());
    for (std::size_t row = 0; row < 3; ++row) CHECK(equivalent(copied.get(row), column.get(row)));
  }
}

TEST_CASE("copies share their rows until one of them changes") {
  for (const ColumnVector& column : sample_columns()) {
    CAPTURE(static_cast<int>(column.type()));
    const std::vector<Value> before = {column.get(0), column.get(1), column.get(2)};
    ColumnVector set = column;
    set.set(0, Value());
    ColumnVector appended = column;
    for (int i = 0; i < 20; ++i) appended.append_from(column, 2);
    ColumnVector tagged = column;
    tagged.append("a string without a code");
    ColumnVector emptied = column;
    emptied.reset(VectorType::Boolean);
    emptied.append(true);
    CHECK(set.is_null(0));
    CHECK(equivalent(set.get(2), before[2]));
    CHECK(appended.size() == 23);
    CHECK(appended.is_null(1));
    CHECK(equivalent(appended.get(0), before[0]));
    CHECK(equivalent(appended.get(22), before[2]));
    CHECK(tagged.type() == VectorType::Tagged);
    CHECK(equivalent(tagged.get(2), before[2]));
    CHECK(emptied.size() == 1);
    for (std::size_t row = 0; row < 3; ++row) CHECK(equivalent(column.get(row), before[row]));
  }
}

TEST_CASE("the null mask appears with the first null") {
  ColumnVector column;
  std::int64_t* numbers = column.write_integers(3);
  for (int i = 0; i < 3; ++i) numbers[i] = i;
  CHECK(column.valid().empty());
  CHECK(!column.may_have_nulls());
  std::uint8_t* valid = column.write_valid();
  valid[1] = 0;
  CHECK(column.valid().size() == 3);
  CHECK(column.get(0).as_integer() == 0);
  CHECK(column.is_null(1));
  CHECK(column.get(2).as_integer() == 2);
  column.resize_nulls(2);
  CHECK(column.type() == VectorType::Integer);
  CHECK(column.is_null(0));
  CHECK(column.is_null(1));
  column.reset(VectorType::Tagged);
  column.resize_nulls(2);
  CHECK(column.get(1).is_null());
}

TEST_CASE("a dictionary has one code per string") {
  StringDictionaryBuilder builder;
  std::vector<std::uint32_t> codes;
  for (int i = 0; i < 1000; ++i) codes.push_back(builder.add(std::to_string(i % 300)));
  CHECK(builder.add("") == 300);
  const auto dictionary = builder.finish();
  CHECK(builder.size() == 0);
  REQUIRE(dictionary->size() == 301);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    CHECK(codes[i] == i % 300);
    CHECK(dictionary->view(codes[i]) == std::to_string(i % 300));
  }
  CHECK(dictionary->value(300).as_string().empty());
}

TEST_CASE("strings of another dictionary are appended by value") {
  ColumnVector a;
  a.write_codes(dictionary_of({"x"}), 1)[0] = 0;
  ColumnVector b;
  b.write_codes(dictionary_of({"y"}), 1)[0] = 0;
  ColumnVector all(VectorType::String);
  all.append_from(a, 0);
  all.append_from(a, 0);
  CHECK(all.type() == VectorType::String);
  all.append_from(b, 0);
  CHECK(all.type() == VectorType::Tagged);
  CHECK(all.get(0).as_string() == "x");
  CHECK(all.get(2).as_string() == "y");
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

#include "exec/key_table.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "exec/group_table.h"

namespace liaison::query {
namespace {

std::vector<std::uint32_t> add(KeyTable& table, const std::vector<ColumnVector>& columns) {
  std::vector<const ColumnVector*> pointers;
  for (const ColumnVector& column : columns) pointers.push_back(&column);
  std::vector<std::uint32_t> groups;
  table.find_or_add(pointers, columns.empty() ? 1 : columns[0].size(), groups);
  return groups;
}

ColumnVector column_of(VectorType type, const std::vector<Value>& values) {
  ColumnVector column(type);
  for (const Value& value : values) column.append(value);
  return column;
}

TEST_CASE("null is a group of its own, and types may change between chunks") {
  KeyTable table(1);
  CHECK(add(table, {column_of(VectorType::Integer, {7, nullptr, 7, 0})}) ==
        std::vector<std::uint32_t>{0, 1, 0, 2});
  CHECK(add(table, {column_of(VectorType::Float, {7.0, 0.5, nullptr})}) ==
        std::vector<std::uint32_t>{0, 3, 1});
  CHECK(add(table, {column_of(VectorType::Tagged, {"7", std::nan(""), 0, 0.5})}) ==
        std::vector<std::uint32_t>{4, 5, 2, 3});
  const std::uint32_t all[] = {0, 1, 2, 3, 4, 5};
  ColumnVector keys;
  table.append_keys(all, 0, keys);
  CHECK(keys.get(0).is_integer());
  CHECK(keys.is_null(1));
  CHECK(keys.get(4).as_string() == "7");
}

TEST_CASE("coded strings are the same group whatever their dictionary") {
  const auto coded = [](const std::vector<std::string>& texts) {
    StringDictionaryBuilder builder;
    std::vector<std::uint32_t> codes;
    for (const std::string& text : texts) codes.push_back(builder.add(text));
    ColumnVector column;
    std::uint32_t* to = column.write_codes(builder.finish(), codes.size());
    std::copy(codes.begin(), codes.end(), to);
    return column;
  };
  KeyTable table(1);
  CHECK(add(table, {coded({"a", "b", "a"})}) == std::vector<std::uint32_t>{0, 1, 0});
  CHECK(add(table, {coded({"c", "b", "a"})}) == std::vector<std::uint32_t>{2, 1, 0});
  CHECK(add(table, {column_of(VectorType::Tagged, {"b", nullptr})}) ==
        std::vector<std::uint32_t>{1, 3});
}

// Against the table over values, with columns that change their type now and then.
TEST_CASE("groups are those of a table over values") {
  std::mt19937 random(5);
  const auto upto = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 60; ++round) {
    const auto width = static_cast<std::size_t>(1 + upto(3));
    KeyTable table(width);
    GroupTable model(width);
    for (int chunk = 0; chunk < 8; ++chunk) {
      const std::size_t rows = static_cast<std::size_t>(upto(200));
      std::vector<ColumnVector> columns;
      for (std::size_t i = 0; i < width; ++i) {
        const int kind = round % 3 == 0 ? 0 : upto(6);
        ColumnVector column(kind == 0   ? VectorType::Integer
                            : kind == 1 ? VectorType::Date
                            : kind == 2 ? VectorType::Node
                            : kind == 3 ? VectorType::Boolean
                                        : VectorType::Tagged);
        for (std::size_t row = 0; row < rows; ++row) {
          const int n = upto(9);
          if (n == 0) {
            column.append_null();
          } else if (kind == 0) {
            column.append(n);
          } else if (kind == 1) {
            column.append(Date{n});
          } else if (kind == 2) {
            column.append(Value::node(NodeId(static_cast<std::uint64_t>(n))));
          } else if (kind == 3) {
            column.append(n % 2 == 0);
          } else if (kind == 4) {
            column.append(n / 2.0);
          } else {
            column.append(n % 2 == 0 ? Value(std::to_string(n)) : Value(ValueList{n, nullptr}));
          }
        }
        columns.push_back(std::move(column));
      }
      std::vector<const ColumnVector*> pointers;
      for (const ColumnVector& column : columns) pointers.push_back(&column);
      std::vector<std::uint32_t> groups;
      table.find_or_add(pointers, rows, groups);
      for (std::size_t row = 0; row < rows; ++row) {
        bool is_new = false;
        CHECK(groups[row] == model.find_or_add(pointers, row, is_new));
        std::vector<std::uint64_t> words;
        const auto found = table.find(pointers, row, words);
        bool has_null = false;
        for (const ColumnVector& column : columns) has_null = has_null || column.is_null(row);
        if (has_null) {
          CHECK(!found);
        } else {
          CHECK(found == groups[row]);
        }
      }
      CHECK(table.size() == model.size());
    }
  }
}

// First clustered, with clusters that go on over chunks, then not any more.
TEST_CASE("clustered rows get the groups that rows in any order get") {
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    KeyTable clustered(2, KeyTable::Rows::MaybeClustered);
    KeyTable plain(2);
    std::int64_t outer = 0;
    for (int chunk = 0; chunk < 30; ++chunk) {
      const std::size_t rows = random() % 300;
      ColumnVector first(VectorType::Integer), second(VectorType::Integer);
      for (std::size_t row = 0; row < rows; ++row) {
        if (random() % 20 == 0) ++outer;
        const bool is_broken = chunk > 20 && round % 2 == 0 && random() % 100 == 0;
        first.append_integer(is_broken ? outer / 2 : outer);
        if (random() % 30 == 0) {
          second.append_null();
        } else {
          second.append_integer(static_cast<std::int64_t>(random() % 40));
        }
      }
      if (round % 3 == 0 && chunk == 25 && rows > 0)
        second.set(0, Value("x"));  // no integer any more
      CHECK(add(clustered, {first, second}) == add(plain, {first, second}));
    }
    CHECK(clustered.size() == plain.size());
    CHECK(clustered.size() > 100);
  }
}

TEST_CASE("what was never added is not found") {
  KeyTable table(1);
  std::vector<std::uint64_t> words;
  const ColumnVector ones = column_of(VectorType::Integer, {1});
  const ColumnVector* key[] = {&ones};
  CHECK(!table.find(key, 0, words));
  add(table, {column_of(VectorType::Tagged, {})});
  const ColumnVector texts = column_of(VectorType::Tagged, {"one"});
  const ColumnVector* text_key[] = {&texts};
  CHECK(!table.find(text_key, 0, words));
  add(table, {column_of(VectorType::Integer, {2})});
  CHECK(!table.find(key, 0, words));
  const ColumnVector two = column_of(VectorType::Float, {2.0, 2.5, 1e30});
  const ColumnVector* float_key[] = {&two};
  CHECK(table.find(float_key, 0, words) == 0u);
  CHECK(!table.find(float_key, 1, words));
  CHECK(!table.find(float_key, 2, words));
}

TEST_CASE("keys of more than 64 columns tell their nulls apart") {
  KeyTable table(66);
  std::vector<ColumnVector> columns(66, column_of(VectorType::Integer, {0, 0}));
  columns[0] = column_of(VectorType::Integer, {nullptr, 0});
  columns[64] = column_of(VectorType::Integer, {0, nullptr});
  CHECK(add(table, columns) == std::vector<std::uint32_t>{0, 1});
}

}  // namespace
}  // namespace liaison::query

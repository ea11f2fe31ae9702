#include "eval/comparison.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "eval/operators.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

const BinaryOperator kOperators[] = {BinaryOperator::Equal,      BinaryOperator::NotEqual,
                                     BinaryOperator::Less,       BinaryOperator::LessOrEqual,
                                     BinaryOperator::Greater,    BinaryOperator::GreaterOrEqual,
                                     BinaryOperator::StartsWith, BinaryOperator::EndsWith,
                                     BinaryOperator::Contains,   BinaryOperator::Add};

std::shared_ptr<const StringDictionary> dictionary_of(const std::vector<std::string>& texts) {
  StringDictionaryBuilder builder;
  for (const std::string& text : texts) builder.add(text);
  return builder.finish();
}

ColumnVector coded(const std::shared_ptr<const StringDictionary>& dictionary,
                   const std::vector<std::uint32_t>& codes, std::size_t null_row) {
  ColumnVector column;
  std::uint32_t* to = column.write_codes(dictionary, codes.size());
  std::copy(codes.begin(), codes.end(), to);
  if (null_row < codes.size()) column.write_valid()[null_row] = 0;
  return column;
}

ColumnVector column_of(VectorType type, const std::vector<Value>& values) {
  ColumnVector column(type);
  for (const Value& value : values) column.append(value);
  return column;
}

// Six rows each, of every type, with and without nulls.
std::vector<ColumnVector> columns() {
  const auto words = dictionary_of({"summit", "", "summer", "mit", "ữ"});
  const auto others = dictionary_of({"mit", "summit", "su"});
  std::vector<ColumnVector> all;
  all.push_back(coded(words, {0, 1, 2, 3, 4, 0}, 9));
  all.push_back(coded(words, {0, 0, 3, 3, 1, 2}, 2));
  all.push_back(coded(others, {0, 1, 2, 0, 1, 2}, 9));
  all.push_back(column_of(VectorType::Tagged, {"summit", "mit", "", nullptr, "su", "ữ"}));
  all.push_back(column_of(VectorType::Tagged, {"summit", 1, 2.5, nullptr, true, Date{4}}));
  all.push_back(column_of(VectorType::Integer, {1, 2, 3, 4, 5, INT64_MIN}));
  all.push_back(column_of(VectorType::Integer, {1, nullptr, -3, 4, 4, 5}));
  all.push_back(column_of(VectorType::Float, {1.0, std::nan(""), -0.0, nullptr, 4.5, 1e300}));
  all.push_back(
      column_of(VectorType::Date, {Date{1}, Date{-4}, nullptr, Date{4}, Date{5}, Date{6}}));
  all.push_back(column_of(VectorType::Boolean, {true, false, nullptr, true, true, false}));
  ColumnVector nodes(VectorType::Node);
  for (int i = 0; i < 6; ++i) nodes.append_node(NodeId(static_cast<std::uint64_t>(i / 2)));
  nodes.set(1, Value());
  all.push_back(nodes);
  ColumnVector same_nodes(VectorType::Node);
  for (int i = 0; i < 6; ++i) same_nodes.append_node(NodeId(1));
  all.push_back(same_nodes);
  return all;
}

// What the kernel over single values says; a type error counts as "no loop may answer".
std::optional<std::vector<Value>> expected(BinaryOperator op, const Operand& left,
                                           const Operand& right, std::size_t rows) {
  std::vector<Value> values;
  try {
    for (std::size_t row = 0; row < rows; ++row) {
      values.push_back(evaluate_binary(op, left.get(row), right.get(row)));
    }
  } catch (const QueryError&) {
    return std::nullopt;
  }
  return values;
}

int check(BinaryOperator op, const Operand& left, const Operand& right) {
  constexpr std::size_t kRows = 6;
  ColumnVector out;
  if (!compare_typed(op, left, right, kRows, out)) return 0;
  const auto wanted = expected(op, left, right, kRows);
  REQUIRE(wanted.has_value());
  REQUIRE(out.size() == kRows);
  for (std::size_t row = 0; row < kRows; ++row) {
    CAPTURE(static_cast<int>(op));
    CAPTURE(row);
    CHECK(equivalent(out.get(row), (*wanted)[row]));
  }
  return 1;
}

TEST_CASE("typed loops answer as the operators on single values do") {
  const Value constants[] = {Value(4),     Value(1.0), Value(std::nan("")), Value("summit"),
                             Value("mit"), Value(""),  Value("m"),          Value(Date{4}),
                             Value(true),  Value(),    Value(ValueList{1}), Value("ữ")};
  int typed = 0;
  for (const BinaryOperator op : kOperators) {
    for (const ColumnVector& left : columns()) {
      for (const ColumnVector& right : columns()) {
        typed += check(op, {nullptr, left}, {nullptr, right});
      }
      for (const Value& constant : constants) {
        typed += check(op, {nullptr, left}, {&constant, {}});
        typed += check(op, {&constant, {}}, {nullptr, left});
      }
    }
  }
  CHECK(typed > 200);  // that they are there at all
}

TEST_CASE("a text is found wherever it stands") {
  std::mt19937 random(3);
  for (int round = 0; round < 4000; ++round) {
    std::string text(random() % 70, 'a');
    for (char& c : text) c = "abc"[random() % 3];
    std::string part(random() % 5, 'a');
    for (char& c : part) c = "abc"[random() % 3];
    CAPTURE(text);
    CAPTURE(part);
    CHECK(contains_text(text, part) == (text.find(part) != std::string::npos));
  }
  const std::string text = std::string(100, 'x') + "yz";
  for (std::size_t length = 2; length < text.size(); ++length) {
    CHECK(contains_text(std::string_view(text).substr(text.size() - length), "yz"));
    CHECK(!contains_text(std::string_view(text).substr(0, length - 1), "yz"));
  }
}

TEST_CASE("a dictionary much larger than the rows is not walked") {
  StringDictionaryBuilder builder;
  for (int i = 0; i < 10000; ++i) builder.add("text " + std::to_string(i));
  const ColumnVector column = coded(builder.finish(), {1, 9999, 500}, 1);
  const Value part("9");
  ColumnVector out;
  REQUIRE(compare_typed(BinaryOperator::Contains, {nullptr, column}, {&part, {}}, 3, out));
  CHECK(out.get(0).as_boolean() == false);
  CHECK(out.is_null(1));
  CHECK(out.get(2).as_boolean() == false);
}

}  // namespace
}  // namespace liaison::query

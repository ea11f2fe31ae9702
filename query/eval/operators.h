// The operators of the language on single values: arithmetic, comparison, three-valued logic,
// strings, lists and element access. Null in, null out, unless a line below says otherwise.
// All throw QueryError (phase Runtime, no span) for operands that do not fit.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "bind/bound_expression.h"
#include "liaison/engine/value.h"

namespace liaison::query {

[[noreturn]] void throw_type_error(std::string_view detail, const std::string& message);

Value evaluate_binary(BinaryOperator op, const Value& left, const Value& right);
Value evaluate_unary(UnaryOperator op, const Value& operand);

// Integer arithmetic. *Throws* ArithmeticError on overflow and on division by zero.
std::int64_t integer_arithmetic(BinaryOperator op, std::int64_t left, std::int64_t right);
double float_arithmetic(BinaryOperator op, double left, double right);

// Element of a list, entry of a map. Nodes and relationships are the evaluator's business.
Value list_element(const Value& list, const Value& index);
Value slice_list(const Value& list, const Value* from, const Value* to);
// Entry of a map, component of a temporal value or point; null when there is none.
Value value_property(const Value& object, std::string_view key);

// Whether the bytes of `part` occur in `text`.
bool contains_text(std::string_view text, std::string_view part);

// nullopt for null. *Throws* TypeError for anything that is not a boolean.
std::optional<bool> as_truth(const Value& value);

// "a LIST", "an INTEGER": how messages name what they found.
std::string describe_kind(const Value& value);

}  // namespace liaison::query

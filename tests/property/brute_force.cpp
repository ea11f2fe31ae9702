#include "property/brute_force.h"

#include <algorithm>
#include <functional>
#include <set>

namespace liaison::property {
namespace {

Value read(const GraphModel& graph, const Operand& operand, const Row& row) {
  if (operand.variable.empty()) return operand.literal;
  const Binding& binding = row.at(operand.variable);
  if (binding.is_null) return Value();
  const PropertyMap& properties = binding.kind == VariableKind::Node
                                      ? graph.nodes.at(binding.nodes[0]).properties
                                      : graph.relationships.at(binding.relationships[0]).properties;
  const auto found = properties.find(operand.key);
  return found == properties.end() ? Value() : found->second;
}

// Below zero, zero, above zero; nullopt when the two are not of one family.
std::optional<int> difference(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) {
    return (a.as_number() > b.as_number()) - (a.as_number() < b.as_number());
  }
  if (a.is_string() && b.is_string()) return a.as_string().compare(b.as_string());
  if (a.is_boolean() && b.is_boolean()) return int{a.as_boolean()} - int{b.as_boolean()};
  return std::nullopt;
}

Truth equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return std::nullopt;
  return difference(a, b) == 0;
}

Truth compared(const Value& a, const std::string& sign, const Value& b) {
  const Truth same = equal(a, b);
  if (!same) return std::nullopt;
  if (sign == "=") return *same;
  if (sign == "<>") return !*same;
  const auto order = difference(a, b);
  if (!order) return std::nullopt;
  if (sign == "<") return *order < 0;
  if (sign == "<=") return *order <= 0;
  if (sign == ">") return *order > 0;
  return *order >= 0;
}

bool has_labels(const ModelNode& node, const NodePattern& pattern) {
  const auto has = [&](const std::string& label) { return node.labels.contains(label); };
  switch (pattern.rule) {
    case LabelRule::None:
      return true;
    case LabelRule::All:
      return std::all_of(pattern.labels.begin(), pattern.labels.end(), has);
    case LabelRule::Any:
      return std::any_of(pattern.labels.begin(), pattern.labels.end(), has);
    case LabelRule::NotFirst:
      return !has(pattern.labels.front());
  }
  return false;
}

// Steps left for the running match().
thread_local long steps_left = 0;
constexpr long kStepsMax = 100'000;

class Matcher {
 public:
  Matcher(const GraphModel& graph, const Pattern& pattern, const Row& start,
          std::function<bool(const Row&)> found)
      : graph_(graph), pattern_(pattern), start_(start), row_(start), found_(std::move(found)) {}

  // False when `found` wanted no more.
  bool run() { return path(0); }

 private:
  bool path(std::size_t index) {
    if (index == pattern_.paths.size()) {
      if (pattern_.where && evaluate(graph_, *pattern_.where, row_) != true) return true;
      return found_(row_);
    }
    for (const auto& [id, ignored] : graph_.nodes) {
      std::vector<int> nodes{id};
      std::vector<int> relationships;
      if (!node(index, 0, id, nodes, relationships)) return false;
    }
    return true;
  }

  // Takes node `id`, the last of `nodes`, for node pattern `at`, then what follows it.
  bool node(std::size_t index, std::size_t at, int id, std::vector<int>& nodes,
            std::vector<int>& relationships) {
    if (--steps_left < 0) throw TooMuchWork();
    const PathPattern& path_pattern = pattern_.paths[index];
    const NodePattern& pattern = path_pattern.nodes[at];
    if (!has_labels(graph_.nodes.at(id), pattern)) return true;
    for (const auto& [key, operand] : pattern.properties) {
      const auto found = graph_.nodes.at(id).properties.find(key);
      if (found == graph_.nodes.at(id).properties.end()) return true;
      if (equal(found->second, read(graph_, operand, start_)) != true) return true;
    }
    bool is_new = false;
    if (!pattern.variable.empty()) {
      const auto bound = row_.find(pattern.variable);
      if (bound == row_.end()) {
        row_[pattern.variable] = {false, VariableKind::Node, {id}, {}};
        is_new = true;
      } else if (bound->second.is_null || bound->second.nodes[0] != id) {
        return true;
      }
    }
    bool goes_on = true;
    if (at == path_pattern.relationships.size()) {
      if (!path_pattern.variable.empty()) {
        row_[path_pattern.variable] = {false, VariableKind::Path, nodes, relationships};
      }
      goes_on = path(index + 1);
      if (!path_pattern.variable.empty()) row_.erase(path_pattern.variable);
    } else {
      std::vector<int> hops;
      goes_on = step(index, at, id, hops, nodes, relationships);
    }
    if (is_new) row_.erase(pattern.variable);
    return goes_on;
  }

  // Goes from node `id` along relationship pattern `at`, which has taken `hops` so far.
  bool step(std::size_t index, std::size_t at, int id, std::vector<int>& hops,
            std::vector<int>& nodes, std::vector<int>& relationships) {
    const RelationshipPattern& pattern = pattern_.paths[index].relationships[at];
    const int length = static_cast<int>(hops.size());
    const int minimum = pattern.is_variable_length ? pattern.minimum : 1;
    const int maximum = pattern.is_variable_length ? pattern.maximum : 1;
    if (length >= minimum) {
      if (!pattern.variable.empty()) {
        row_[pattern.variable] = {false,
                                  pattern.is_variable_length ? VariableKind::RelationshipList
                                                             : VariableKind::Relationship,
                                  {},
                                  hops};
      }
      const bool goes_on = node(index, at + 1, id, nodes, relationships);
      if (!pattern.variable.empty()) row_.erase(pattern.variable);
      if (!goes_on) return false;
    }
    if (maximum >= 0 && length >= maximum) return true;
    for (const auto& [number, relationship] : graph_.relationships) {
      if (--steps_left < 0) throw TooMuchWork();
      if (used_.contains(number) || !fits(relationship, pattern)) continue;
      const bool is_out = relationship.source == id;
      const bool is_in = relationship.target == id;
      const bool goes_out = is_out && pattern.direction != Direction::Incoming;
      const bool goes_in = is_in && pattern.direction != Direction::Outgoing;
      if (!goes_out && !goes_in) continue;  // a loop is one step, whichever way
      const int next = goes_out ? relationship.target : relationship.source;
      used_.insert(number);
      hops.push_back(number);
      relationships.push_back(number);
      nodes.push_back(next);
      const bool goes_on = step(index, at, next, hops, nodes, relationships);
      nodes.pop_back();
      relationships.pop_back();
      hops.pop_back();
      used_.erase(number);
      if (!goes_on) return false;
    }
    return true;
  }

  bool fits(const ModelRelationship& relationship, const RelationshipPattern& pattern) const {
    if (!pattern.types.empty() && std::find(pattern.types.begin(), pattern.types.end(),
                                            relationship.type) == pattern.types.end()) {
      return false;
    }
    return std::all_of(pattern.properties.begin(), pattern.properties.end(),
                       [&](const auto& property) {
                         const auto found = relationship.properties.find(property.first);
                         return found != relationship.properties.end() &&
                                equal(found->second, read(graph_, property.second, start_)) == true;
                       });
  }

  const GraphModel& graph_;
  const Pattern& pattern_;
  const Row& start_;
  Row row_;
  std::function<bool(const Row&)> found_;
  std::set<int> used_;
};

int count_matches(const GraphModel& graph, const Pattern& pattern, const Row& row, int enough) {
  int count = 0;
  Matcher(graph, pattern, row, [&](const Row&) { return ++count < enough; }).run();
  return count;
}

Truth both(Truth a, Truth b) {
  if (a == false || b == false) return false;
  if (!a || !b) return std::nullopt;
  return true;
}

Truth negated(Truth a) {
  return a ? Truth(!*a) : std::nullopt;
}

}  // namespace

Truth evaluate(const GraphModel& graph, const Predicate& predicate, const Row& row) {
  switch (predicate.kind) {
    case Predicate::Kind::Compare:
      return compared(read(graph, predicate.left, row), predicate.sign,
                      read(graph, predicate.right, row));
    case Predicate::Kind::In: {
      const Value sought = read(graph, predicate.left, row);
      Truth answer = false;
      for (const Value& value : predicate.list) {
        answer = negated(both(negated(answer), negated(equal(sought, value))));
      }
      return answer;
    }
    case Predicate::Kind::And:
    case Predicate::Kind::Or: {
      const bool is_or = predicate.kind == Predicate::Kind::Or;
      Truth answer = true;
      for (const auto& part : predicate.parts) {
        const Truth value = evaluate(graph, *part, row);
        answer = both(answer, is_or ? negated(value) : value);
      }
      return is_or ? negated(answer) : answer;
    }
    case Predicate::Kind::Xor: {
      Truth answer = false;
      for (const auto& part : predicate.parts) {
        const Truth value = evaluate(graph, *part, row);
        answer = answer && value ? Truth(*answer != *value) : std::nullopt;
      }
      return answer;
    }
    case Predicate::Kind::Not:
      return negated(evaluate(graph, *predicate.parts[0], row));
    case Predicate::Kind::IsNull:
      return read(graph, predicate.left, row).is_null();
    case Predicate::Kind::HasLabel: {
      const Binding& binding = row.at(predicate.left.variable);
      if (binding.is_null) return std::nullopt;
      return graph.nodes.at(binding.nodes[0]).labels.contains(predicate.label);
    }
    case Predicate::Kind::Exists:
      return count_matches(graph, predicate.pattern, row, 1) > 0;
    case Predicate::Kind::CountAbove:
      return count_matches(graph, predicate.pattern, row, predicate.count + 1) > predicate.count;
  }
  return std::nullopt;
}

std::vector<Row> match(const GraphModel& graph, const Pattern& pattern,
                       const std::vector<Row>& input, bool is_optional,
                       const std::vector<PatternVariable>& introduced) {
  steps_left = kStepsMax;
  std::vector<Row> output;
  for (const Row& row : input) {
    const std::size_t before = output.size();
    Matcher(graph, pattern, row, [&](const Row& found) {
      output.push_back(found);
      return true;
    }).run();
    if (!is_optional || output.size() > before) continue;
    Row padded = row;
    for (const PatternVariable& variable : introduced) {
      padded[variable.name] = {true, variable.kind, {}, {}};
    }
    output.push_back(std::move(padded));
  }
  return output;
}

}  // namespace liaison::property

// A tiny property graph as plain data, and how it is written as a CREATE statement. Every node and
// every relationship has a property `id`, its number, so that answers name what they are about.
// Thread-safety: plain data.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "liaison/engine/value.h"
#include "property/random_source.h"

namespace liaison::property {

using PropertyMap = std::map<std::string, Value>;

struct ModelNode {
  int id = 0;
  std::set<std::string> labels;
  PropertyMap properties;
};

struct ModelRelationship {
  int id = 0;
  std::string type;
  int source = 0;  // numbers of nodes
  int target = 0;
  PropertyMap properties;
};

struct GraphModel {
  std::map<int, ModelNode> nodes;
  std::map<int, ModelRelationship> relationships;
};

// What graphs are made of. Of the keys, i is an integer, s a string, f a float, b a boolean, and m
// is of any of these kinds; each is absent now and then.
inline const std::vector<std::string> kLabels{"A", "B", "C"};
inline const std::vector<std::string> kTypes{"R", "S"};

// Few nodes, self-loops and parallel relationships included; sometimes empty.
GraphModel random_graph(Random& random);
Value random_literal(Random& random, const std::string& key);
std::string literal_text(const Value& value);
// Empty for the empty graph.
std::string create_statement(const GraphModel& graph);

}  // namespace liaison::property

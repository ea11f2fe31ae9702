// What the optimizer knows of one pattern: how many matches to expect of each part of it, and what
// each step towards solving it costs. Costs are in units of about ten nanoseconds.
// Thread-safety: immutable once made. Lifetime: pattern, predicates and catalog outlive it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "liaison/engine/catalog.h"
#include "optimize/cardinality.h"
#include "plan/logical_operator.h"

namespace liaison::query {

// Which of a pattern's nodes or relationships: a set of fixed size that needs memory of its own
// only beyond 64. The enumeration copies it for every state it looks at.
class ElementSet {
 public:
  ElementSet() = default;
  explicit ElementSet(std::size_t size) : size_(size), more_(size > 64 ? (size - 1) / 64 : 0) {}

  std::size_t size() const { return size_; }
  bool operator[](std::size_t i) const {
    return ((i < 64 ? first_ : more_[i / 64 - 1]) >> (i % 64) & 1) != 0;
  }
  void insert(std::size_t i) {
    (i < 64 ? first_ : more_[i / 64 - 1]) |= std::uint64_t{1} << (i % 64);
  }
  std::size_t count() const {
    std::size_t count = static_cast<std::size_t>(std::popcount(first_));
    for (const std::uint64_t word : more_) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }
  bool is_whole() const { return count() == size_; }
  // The first 64 as bits.
  std::uint64_t first() const { return first_; }

 private:
  std::size_t size_ = 0;
  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> more_;
};

// How a partly solved pattern is seen by the model.
struct Solved {
  ElementSet nodes;          // known, bound ones included
  ElementSet relationships;  // solved
};

struct StepEstimate {
  double rows = 0;  // after the step
  double cost = 0;  // of the step alone
};

class PatternModel {
 public:
  // `with_bound`: what was bound before the pattern is known from the start. Without, the pattern
  // is solved apart from the rows before it: predicates that read them are left aside.
  PatternModel(const MatchPattern& match, const Catalog& catalog, bool with_bound);

  const BoundPattern& pattern() const { return pattern_; }
  Solved start() const;

  // Each from `rows` rows; unset where the step cannot be taken.
  StepEstimate find_node(const Solved& solved, double rows, std::size_t node) const;
  std::optional<StepEstimate> walk(const Solved& solved, double rows, std::size_t relationship,
                                   bool from_left) const;
  // The unknown node with all the unsolved relationships that tie it to known ones.
  struct Intersection {
    std::vector<std::size_t> relationships;
    StepEstimate estimate;
  };
  std::optional<Intersection> intersect(const Solved& solved, double rows, std::size_t node) const;

  // Whether an index or an id finds the node.
  bool is_seek(const Solved& solved, std::size_t node) const;
  double node_rows(std::size_t node) const { return nodes_[node].rows; }
  // So few nodes fit there that finding them first may be better than walking to them.
  bool is_rare(std::size_t node) const;
  bool is_plain(std::size_t relationship) const;  // a single one, not bound, types known
  bool is_search(std::size_t relationship) const;

 private:
  struct Node {
    RequiredLabels labels;
    double population = 1;   // nodes that could stand there as far as labels and types say
    double rows = 1;         // of them that satisfy the predicates on the node alone
    double selectivity = 1;  // rows / population
    bool is_bound = false;
    bool is_found_directly = false;  // by id or an index
    bool may_be_sought = false;      // by id or an index, once enough else is known
  };
  struct Relationship {
    double pairs = 0;     // matching relationships between any two nodes, predicates included
    double fan_left = 1;  // walks from one node on the left, before the other end is looked at
    double fan_right = 1;
    double selectivity = 1;  // of predicates on it alone
    // What its own predicates read, tested while it is walked.
    std::vector<std::size_t> needs_nodes;
    std::vector<std::size_t> needs_relationships;
    bool needs_earlier = false;  // variables from before the pattern
  };
  struct Join {
    std::vector<std::size_t> nodes;
    std::vector<std::size_t> relationships;
    double selectivity;
    bool is_usable;  // all it reads is known once these are
  };

  void add_nodes();
  void add_relationships();
  void add_predicates();
  VariableSet unknown_of(const Solved& solved, std::size_t without) const;
  // Share kept by predicates over several elements that the step completes.
  double completed(const Solved& solved, std::optional<std::size_t> node,
                   std::span<const std::size_t> relationships) const;
  double fan(std::size_t relationship, bool from_left) const;
  void add_needs(const PatternRelationship& relationship, Relationship& out) const;
  bool can_test(const Solved& solved, const Relationship& relationship) const;

  const BoundPattern& pattern_;
  const std::vector<Predicate>& predicates_;
  const Catalog& catalog_;
  bool with_bound_;
  std::vector<Node> nodes_;
  std::vector<Relationship> relationships_;
  std::vector<Join> joins_;
};

}  // namespace liaison::query

// The records of one entity, as far as support and derived properties need them: who says it, how
// sure, from which text, and with which property values. Values stay bytes, and equal ones are kept
// once, so that reading the thousands of records of a well-known name costs little more than the
// scan.
// Thread-safety: needs external locking while it is filled; otherwise immutable.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "evidence/witnesses.h"
#include "liaison/engine/evidence.h"
#include "liaison/engine/value.h"

namespace liaison::engine {

class Testimony {
 public:
  struct Statement {
    std::uint32_t n;
    NodeId document;
    double confidence;
    TextFingerprint text;
    std::uint32_t gifts_end;  // in gifts(); they begin where those of the statement before end
  };
  // That a statement gives a property a value: places in names() and values().
  struct Gift {
    std::uint32_t name;
    std::uint32_t value;
  };

  Testimony() = default;
  Testimony(Testimony&&) = default;
  Testimony(const Testimony&) = delete;
  Testimony& operator=(const Testimony&) = delete;

  // Takes a record in, as it is stored (record_codec.h). Ascending by n.
  void add(std::uint32_t n, std::string_view record);

  const std::vector<Statement>& statements() const { return statements_; }
  const std::vector<Gift>& gifts() const { return gifts_; }
  // Property names that records give, each once, and values as tagged bytes, each once.
  const std::deque<std::string>& names() const { return names_; }
  const std::deque<std::string>& values() const { return values_; }
  std::uint32_t gifts_begin(std::size_t statement) const {
    return statement == 0 ? 0 : statements_[statement - 1].gifts_end;
  }

 private:
  using Places = std::unordered_map<std::string_view, std::uint32_t>;
  static std::uint32_t place_of(std::string_view text, std::deque<std::string>& all,
                                Places& places);

  std::vector<Statement> statements_;
  std::vector<Gift> gifts_;
  std::deque<std::string> names_;
  std::deque<std::string> values_;
  Places name_places_;  // of what the deques hold, whose elements do not move
  Places value_places_;
};

// What some of the statements say together. Lifetime: the testimony outlives it and stays as it is.
class Account {
 public:
  // `counts` has a truth for each statement.
  Account(const Testimony& testimony, std::vector<bool> counts);

  bool empty() const { return empty_; }
  std::uint32_t support() const { return witnesses_.count(); }
  double lowest_confidence() const { return lowest_; }

  // The value that the statements give to a property, whatever their order; nullopt when none gives
  // one. Lists (of names, say) add up: their distinct elements in order(). Of other values wins the
  // one that most speaks for: 1 - product of (1 - confidence) over the independent documents that
  // give it, or a text that it continues (2025-11 speaks for 2025-11-24 too); then the longer text;
  // then the first in order().
  std::optional<Value> value_of(std::string_view name) const;

 private:
  std::vector<Witnesses::Source> sources() const;

  const Testimony& testimony_;
  std::vector<bool> counts_;
  Witnesses witnesses_;
  double lowest_ = 1;
  bool empty_ = true;
};

}  // namespace liaison::engine

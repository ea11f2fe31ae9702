// What the records of one entity say together, as far as support and derived properties need them:
// who says it, how sure, from which text, and with which property values. Records are taken in one
// at a time, so that one more record of a well-known name costs the same as the first.
// Size: about 60 bytes a record, and each distinct value once. An account of many documents can be
// made short: then it keeps what they come to instead of each of them, and its size does not grow
// with records. A short account takes in only documents that are new to it and copies of none.
// Thread-safety: needs external locking while records are taken in; otherwise immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place_table.h"
#include "evidence/witnesses.h"
#include "liaison/engine/evidence.h"
#include "liaison/engine/value.h"

namespace liaison::engine {

class Account {
 public:
  // Takes a record in, as it is stored (record_codec.h). Ascending by n.
  // Requires can_add() of a short one.
  void add(std::uint32_t n, std::string_view record);

  // Whether it has so many texts that a new one is compared with none of them.
  bool may_be_short() const { return !is_short() && witnesses_.compares_no_more(); }
  // Requires may_be_short(), and that the next record is of a document that it can take in then.
  void make_short();
  bool is_short() const { return witnesses_.counts_only(); }
  // Of a short account: whether a record's values can be weighed without the records before.
  bool can_add(std::string_view record) const;
  // The documents as far as they are known. Short ones know the newest only.
  const Witnesses& witnesses() const { return witnesses_; }

  bool empty() const { return next_n_ == 0; }
  // After the last record's.
  std::uint32_t next_n() const { return next_n_; }
  std::uint32_t support() const { return witnesses_.count(); }
  double lowest_confidence() const { return lowest_; }

  // The value that the records give to a property, whatever their order; nullopt when none gives
  // one. Lists (of names, say) add up: their distinct elements in order(). Of other values wins the
  // one that most speaks for: 1 - product of (1 - confidence) over the independent documents that
  // give it, or a text that it continues (2025-11 speaks for 2025-11-24 too); then the longer text;
  // then the first in order().
  std::optional<Value> value_of(std::string_view name) const;

  std::size_t size_bytes() const;

 private:
  // That a document gives a value, or one that this value continues: then it is borrowed.
  struct Voice {
    std::uint32_t document;  // its place among the witnesses'
    std::uint32_t is_borrowed : 1;
    std::uint32_t confidence : 31;  // its place among confidences_
  };
  struct Candidate {
    std::string bytes;  // tagged
    Value value;
    std::vector<Voice> voices = {};
    std::vector<std::uint32_t> continued_by = {};
    double doubt = 1;  // product of (1 - confidence) over witnesses, each with its surest voice
    // Of short accounts: as of which document the voices are, and the doubt before it.
    std::uint32_t turn = 0;
    double doubt_before = 1;
  };
  struct Property {
    std::string name;
    std::vector<Candidate> candidates = {};
    PlaceTable candidate_places = {};
    std::optional<Value> united = std::nullopt;  // of lists
    std::string last_list = {};                  // tagged bytes of the one that came last
  };

  Property& property(std::string_view name);
  const Property* find_property_named(std::string_view name) const;
  void give(Property& property, std::string_view bytes, Voice voice, bool is_new_witness);
  std::uint32_t candidate_of(Property& property, std::string_view bytes, Value value);
  void speak(Candidate& candidate, Voice voice, bool is_new_witness);
  void weigh(Candidate& candidate) const;
  std::uint32_t place_of_confidence(double confidence);

  Witnesses witnesses_;
  std::vector<Property> properties_;
  std::vector<double> confidences_;
  double lowest_ = 1;
  std::uint32_t next_n_ = 0;
  std::uint32_t turn_ = 0;  // documents taken in since it became short
};

}  // namespace liaison::engine

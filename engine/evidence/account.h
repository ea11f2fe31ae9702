// What the records of one entity say together, as far as support and derived properties need them:
// who says it, how sure, from which text, and with which property values. Records are taken in one
// at a time, so that one more record of a well-known name costs the same as the first.
// Size: about 60 bytes a record, and each distinct value once.
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
  void add(std::uint32_t n, std::string_view record);

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
  };
  struct Property {
    std::string name;
    std::vector<Candidate> candidates = {};
    PlaceTable candidate_places = {};
    std::optional<Value> united = std::nullopt;  // of lists
    std::string last_list = {};                  // tagged bytes of the one that came last
  };

  Property& property(std::string_view name);
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
};

}  // namespace liaison::engine

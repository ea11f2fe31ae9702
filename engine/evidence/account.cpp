#include "evidence/account.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "encoding/record_codec.h"
#include "graph/storable.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/compare.h"

namespace liaison::engine {

namespace {

// Confidences that are looked through for one that is there already: rules have few.
constexpr std::size_t kSharedConfidencesMax = 32;

std::size_t text_size(const Value& value) {
  return value.is_string() ? value.as_string().size() : 0;
}

// A text that goes on where another one ends (2025-11-24 and 2025) says the same and more: who
// gives the shorter one speaks for the longer one too.
bool continues(const Value& longer, const Value& shorter) {
  return longer.is_string() && shorter.is_string() &&
         longer.as_string().size() > shorter.as_string().size() &&
         longer.as_string().starts_with(shorter.as_string());
}

// Where an element belongs among others in order(); nullopt when it is there.
std::optional<ValueList::const_iterator> place_among(const ValueList& elements,
                                                     const Value& element) {
  const auto before = [](const Value& a, const Value& b) { return order(a, b) < 0; };
  const auto [first, last] = std::equal_range(elements.begin(), elements.end(), element, before);
  if (std::any_of(first, last, [&](const Value& has) { return same_stored(has, element); })) {
    return std::nullopt;
  }
  return last;
}

bool has_all(const ValueList& elements, const ValueList& wanted) {
  return std::none_of(wanted.begin(), wanted.end(), [&](const Value& element) {
    return place_among(elements, element).has_value();
  });
}

// Adds the elements that are not there yet, in order().
ValueList unite(ValueList elements, const ValueList& more) {
  for (const Value& element : more) {
    if (const auto place = place_among(elements, element)) elements.insert(*place, element);
  }
  return elements;
}

}  // namespace

Account::Property& Account::property(std::string_view name) {
  for (Property& known : properties_) {
    if (known.name == name) return known;
  }
  properties_.push_back({std::string(name)});
  return properties_.back();
}

std::uint32_t Account::place_of_confidence(double confidence) {
  for (std::size_t i = 0; i < std::min(confidences_.size(), kSharedConfidencesMax); ++i) {
    if (confidences_[i] == confidence) return static_cast<std::uint32_t>(i);
  }
  confidences_.push_back(confidence);
  return static_cast<std::uint32_t>(confidences_.size() - 1);
}

void Account::weigh(Candidate& candidate) const {
  std::vector<std::pair<std::uint32_t, double>> voices;  // of witnesses
  voices.reserve(candidate.voices.size());
  for (const Voice& voice : candidate.voices) {
    voices.emplace_back(witnesses_.of(voice.document), confidences_[voice.confidence]);
  }
  // Of a witness only the surest voice counts: the last one of its own.
  if (!std::is_sorted(voices.begin(), voices.end())) std::sort(voices.begin(), voices.end());
  candidate.doubt = candidate.doubt_before;
  for (std::size_t i = 0; i < voices.size(); ++i) {
    const bool is_last = i + 1 == voices.size() || voices[i + 1].first != voices[i].first;
    if (is_last) candidate.doubt *= 1 - voices[i].second;
  }
}

void Account::speak(Candidate& candidate, Voice voice, bool is_new_witness) {
  if (is_short() && candidate.turn != turn_) {
    candidate.voices.clear();
    candidate.turn = turn_;
    candidate.doubt_before = candidate.doubt;
  }
  const double confidence = confidences_[voice.confidence];
  bool speaks_already = false;
  if (!is_new_witness) {
    const std::uint32_t witness = witnesses_.of(voice.document);
    // A document that repeats itself mostly does so at once.
    for (auto other = candidate.voices.rbegin(); other != candidate.voices.rend(); ++other) {
      if (witnesses_.of(other->document) != witness) continue;
      speaks_already = true;
      if (confidences_[other->confidence] < confidence) continue;
      if (other->document == voice.document && other->is_borrowed == voice.is_borrowed) return;
      candidate.voices.push_back(voice);
      return;
    }
  }
  candidate.voices.push_back(voice);
  if (speaks_already) {
    weigh(candidate);
  } else {
    candidate.doubt *= 1 - confidence;
  }
}

std::uint32_t Account::candidate_of(Property& property, std::string_view bytes, Value value) {
  std::vector<Candidate>& candidates = property.candidates;
  const auto place = static_cast<std::uint32_t>(candidates.size());
  candidates.push_back({std::string(bytes), std::move(value)});
  property.candidate_places.push_back(
      [&](std::uint32_t at) { return std::hash<std::string_view>()(candidates[at].bytes); });
  Candidate& created = candidates.back();
  for (std::uint32_t i = 0; i < place; ++i) {
    Candidate& other = candidates[i];
    if (continues(other.value, created.value)) created.continued_by.push_back(i);
    if (!continues(created.value, other.value)) continue;
    other.continued_by.push_back(place);
    for (Voice voice : other.voices) {
      if (voice.is_borrowed != 0) continue;
      voice.is_borrowed = 1;
      created.voices.push_back(voice);
    }
  }
  if (!created.voices.empty()) weigh(created);
  return place;
}

void Account::give(Property& property, std::string_view bytes, Voice voice, bool is_new_witness) {
  auto place = property.candidate_places.find(
      std::hash<std::string_view>()(bytes),
      [&](std::uint32_t at) { return property.candidates[at].bytes == bytes; });
  if (!place) {
    if (!bytes.empty() && bytes == property.last_list) return;
    ByteReader reader(bytes, "evidence record");
    Value value = read_tagged_value(reader);
    if (value.is_list()) {
      property.last_list = bytes;
      if (!property.united) {
        property.united = Value(unite({}, value.as_list()));
      } else if (!has_all(property.united->as_list(), value.as_list())) {
        property.united = Value(unite(property.united->as_list(), value.as_list()));
      }
      return;
    }
    place = candidate_of(property, bytes, std::move(value));
  }
  Candidate& candidate = property.candidates[*place];
  speak(candidate, voice, is_new_witness);
  voice.is_borrowed = 1;
  for (const std::uint32_t longer : candidate.continued_by) {
    speak(property.candidates[longer], voice, is_new_witness);
  }
}

const Account::Property* Account::find_property_named(std::string_view name) const {
  for (const Property& known : properties_) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

void Account::make_short() {
  LIAISON_ASSERT(may_be_short());
  witnesses_.count_only();
}

bool Account::can_add(std::string_view record) const {
  bool can = true;
  read_evidence_gist(record, [&](std::string_view name, std::string_view bytes) {
    const Property* const known = find_property_named(name);
    if (known == nullptr || known->candidates.empty()) return;
    const auto is_it = [&](std::uint32_t at) { return known->candidates[at].bytes == bytes; };
    if (known->candidate_places.find(std::hash<std::string_view>()(bytes), is_it)) return;
    ByteReader reader(bytes, "evidence record");
    const Value value = read_tagged_value(reader);
    // Who spoke for the shorter one, and is not known any more, speaks for this one.
    can =
        can && std::none_of(known->candidates.begin(), known->candidates.end(),
                            [&](const Candidate& other) { return continues(value, other.value); });
  });
  return can;
}

void Account::add(std::uint32_t n, std::string_view record) {
  std::vector<std::pair<std::string_view, std::string_view>> given;
  const EvidenceGist gist = read_evidence_gist(
      record,
      [&](std::string_view name, std::string_view value) { given.emplace_back(name, value); });
  next_n_ = n + 1;
  lowest_ = std::min(lowest_, gist.confidence);
  const std::uint32_t witness_count = witnesses_.count();
  const std::uint64_t regroupings = witnesses_.regroupings();
  if (is_short() && gist.document != witnesses_.newest()) {
    ++turn_;
    if (confidences_.size() > kSharedConfidencesMax) confidences_.clear();
  }
  const std::uint32_t document = witnesses_.add({gist.document, gist.text});
  if (witnesses_.regroupings() != regroupings) {
    for (Property& property : properties_) {
      for (Candidate& candidate : property.candidates) weigh(candidate);
    }
  }
  if (given.empty()) return;
  const bool is_new_witness =
      witnesses_.regroupings() == regroupings && witnesses_.count() > witness_count;
  const Voice voice{document, 0, place_of_confidence(gist.confidence)};
  for (const auto& [name, value] : given) give(property(name), value, voice, is_new_witness);
}

std::optional<Value> Account::value_of(std::string_view name) const {
  // Total, so that the order of records does not matter.
  const auto preferred = [](const Candidate& a, const Candidate& b) {
    // Two products of the same factors may differ in their last bits by the order of factors.
    constexpr double kSame = 1e-9;
    const double difference = a.doubt - b.doubt;
    if (difference < -kSame || difference > kSame) return difference < 0;
    if (text_size(a.value) != text_size(b.value)) return text_size(a.value) > text_size(b.value);
    return order(a.value, b.value) < 0;
  };
  for (const Property& property : properties_) {
    if (property.name != name) continue;
    const std::vector<Candidate>& candidates = property.candidates;
    if (candidates.empty()) return property.united;
    return std::min_element(candidates.begin(), candidates.end(), preferred)->value;
  }
  return std::nullopt;
}

std::size_t Account::size_bytes() const {
  std::size_t size = sizeof(Account) + witnesses_.size_bytes() +
                     confidences_.capacity() * sizeof(double) +
                     properties_.capacity() * sizeof(Property);
  for (const Property& property : properties_) {
    size += property.candidates.capacity() * sizeof(Candidate) +
            property.candidate_places.size_bytes() + 3 * property.last_list.capacity();
    for (const Candidate& candidate : property.candidates) {
      size += 2 * candidate.bytes.capacity() + candidate.voices.capacity() * sizeof(Voice) +
              candidate.continued_by.capacity() * sizeof(std::uint32_t);
    }
  }
  return size;
}

}  // namespace liaison::engine

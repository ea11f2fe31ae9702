#include "evidence/testimony.h"

#include <algorithm>
#include <utility>

#include "encoding/record_codec.h"
#include "graph/storable.h"
#include "liaison/engine/compare.h"

namespace liaison::engine {

namespace {

// A value and how sure each witness is of it.
struct Candidate {
  using Voice = std::pair<std::uint32_t, double>;  // of a witness
  Value value;
  std::vector<Voice> voices = {};
  double doubt = 1;

  void weigh() {
    // Of a witness only the surest voice counts: the last one of its own.
    if (!std::is_sorted(voices.begin(), voices.end())) std::sort(voices.begin(), voices.end());
    doubt = 1;
    for (std::size_t i = 0; i < voices.size(); ++i) {
      const bool is_last = i + 1 == voices.size() || voices[i + 1].first != voices[i].first;
      if (is_last) doubt *= 1 - voices[i].second;
    }
  }
};

std::size_t text_size(const Value& value) {
  return value.is_string() ? value.as_string().size() : 0;
}

// Whether `a` is to be preferred to `b`. Total, so that the order of records does not matter.
bool preferred(const Candidate& a, const Candidate& b) {
  // Two products of the same factors may differ in their last bits by the order of factors.
  constexpr double kSame = 1e-9;
  const double difference = a.doubt - b.doubt;
  if (difference < -kSame || difference > kSame) return difference < 0;
  if (text_size(a.value) != text_size(b.value)) return text_size(a.value) > text_size(b.value);
  return order(a.value, b.value) < 0;
}

// A text that goes on where another one ends (2025-11-24 and 2025) says the same and more: who
// gives the shorter one speaks for the longer one too.
void share_support(std::vector<Candidate>& candidates) {
  const auto extends = [](const Value& longer, const Value& shorter) {
    return longer.is_string() && shorter.is_string() &&
           longer.as_string().size() > shorter.as_string().size() &&
           longer.as_string().starts_with(shorter.as_string());
  };
  std::vector<std::size_t> own;  // voices that a candidate has of its own
  for (const Candidate& candidate : candidates) own.push_back(candidate.voices.size());
  for (Candidate& candidate : candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!extends(candidate.value, candidates[i].value)) continue;
      for (std::size_t voice = 0; voice < own[i]; ++voice) {
        candidate.voices.push_back(candidates[i].voices[voice]);
      }
    }
  }
}

Value union_of(const std::vector<Value>& lists) {
  ValueList elements;
  for (const Value& list : lists) {
    elements.insert(elements.end(), list.as_list().begin(), list.as_list().end());
  }
  std::stable_sort(elements.begin(), elements.end(),
                   [](const Value& a, const Value& b) { return order(a, b) < 0; });
  elements.erase(std::unique(elements.begin(), elements.end(), same_stored), elements.end());
  return Value(std::move(elements));
}

}  // namespace

std::uint32_t Testimony::place_of(std::string_view text, std::deque<std::string>& all,
                                  Places& places) {
  const auto known = places.find(text);
  if (known != places.end()) return known->second;
  const auto place = static_cast<std::uint32_t>(all.size());
  places.emplace(all.emplace_back(text), place);
  return place;
}

void Testimony::add(std::uint32_t n, std::string_view record) {
  const EvidenceGist gist =
      read_evidence_gist(record, [&](std::string_view name, std::string_view value) {
        gifts_.push_back(
            {place_of(name, names_, name_places_), place_of(value, values_, value_places_)});
      });
  statements_.push_back(
      {n, gist.document, gist.confidence, gist.text, static_cast<std::uint32_t>(gifts_.size())});
}

Account::Account(const Testimony& testimony, std::vector<bool> counts)
    : testimony_(testimony), counts_(std::move(counts)), witnesses_(sources()) {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (!counts_[i]) continue;
    empty_ = false;
    lowest_ = std::min(lowest_, testimony_.statements()[i].confidence);
  }
}

std::vector<Witnesses::Source> Account::sources() const {
  std::vector<Witnesses::Source> sources;
  sources.reserve(counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (!counts_[i]) continue;
    const Testimony::Statement& statement = testimony_.statements()[i];
    sources.push_back({statement.document, statement.text});
  }
  return sources;
}

std::optional<Value> Account::value_of(std::string_view name) const {
  const auto& names = testimony_.names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  const auto wanted = static_cast<std::uint32_t>(found - names.begin());

  std::vector<Candidate> candidates;
  std::vector<Value> lists;
  // What became of a value: a candidate by its place, a list, or nothing yet.
  constexpr std::uint32_t kNothing = UINT32_MAX;
  constexpr std::uint32_t kList = UINT32_MAX - 1;
  std::vector<std::uint32_t> role(testimony_.values().size(), kNothing);
  std::size_t next_source = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (!counts_[i]) continue;
    const std::size_t source = next_source++;
    const Testimony::Statement& statement = testimony_.statements()[i];
    for (std::uint32_t at = testimony_.gifts_begin(i); at < statement.gifts_end; ++at) {
      const Testimony::Gift& gift = testimony_.gifts()[at];
      if (gift.name != wanted) continue;
      std::uint32_t& place = role[gift.value];
      if (place == kNothing) {
        ByteReader reader(testimony_.values()[gift.value], "evidence record");
        Value value = read_tagged_value(reader);
        if (value.is_list()) {
          place = kList;
          lists.push_back(std::move(value));
        } else {
          place = static_cast<std::uint32_t>(candidates.size());
          candidates.push_back({std::move(value)});
        }
      }
      if (place == kList) continue;
      candidates[place].voices.emplace_back(witnesses_.of(source), statement.confidence);
    }
  }
  if (!candidates.empty()) {
    share_support(candidates);
    for (Candidate& candidate : candidates) candidate.weigh();
    return std::min_element(candidates.begin(), candidates.end(), preferred)->value;
  }
  if (!lists.empty()) return union_of(lists);
  return std::nullopt;
}

}  // namespace liaison::engine

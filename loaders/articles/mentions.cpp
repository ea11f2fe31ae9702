#include "articles/mentions.h"

#include <algorithm>
#include <unordered_map>

namespace liaison::loaders {
namespace {

// An acronym introduced in parentheses stands alone later: "HLPX" after "Hiệp hội ... (HLPX)".
void add_acronym_repeats(Document& doc) {
  std::unordered_map<std::string_view, EntityLabel> introduced;
  for (const Mention& m : doc.mentions) {
    if (m.acronym && m.end == m.begin + 1) introduced.emplace(doc.surface(m.begin), m.label);
  }
  if (introduced.empty()) return;
  for (std::size_t i = 0; i < doc.size(); ++i) {
    if (!doc.is_capital(i) || doc.tokens[i].noise || doc.mention_at(i) >= 0) continue;
    const auto it = introduced.find(doc.surface(i));
    if (it == introduced.end()) continue;
    Mention m;
    m.label = it->second;
    m.begin = i;
    m.end = i + 1;
    doc.add_mention(m);
  }
}

// The name ends in that organisation, under whichever of its names.
bool ends_in_body(const Document& doc, const Mention& name, int row) {
  for (std::size_t k = name.begin + 1; k < name.end; ++k) {
    const PhraseHit* hit = doc.longest(k, Table::Organisations);
    if (hit != nullptr && k + hit->length == name.end && static_cast<int>(hit->row) == row)
      return true;
  }
  return false;
}

// Whether a name can start at token `i`: most words are small ones that no rule begins with, and in
// Vietnamese most capitals are parts of persons' names.
bool may_start(const Document& doc, std::size_t i) {
  constexpr std::uint32_t kOfNames =
      ~(table_bit(Table::NameWords) | table_bit(Table::BoundaryWords) | table_bit(Table::Cues) |
        table_bit(Table::Surnames) | table_bit(Table::Honorifics) | table_bit(Table::Ranks) |
        table_bit(Table::Noise));
  static constexpr WordSet kOpeners({"nước", "the", "thành", "thị", "tỉnh", "đảo", "thủ", "tp",
                                     "cộng", "vương", "liên", "nhà", "hợp"});
  static constexpr WordSet kBeforePlaces({"tại", "ở", "in", "đô"});
  if (doc.has_any(i, kOfNames) || doc.is_in(i, kOpeners)) return true;
  switch (doc.tokens[i].kind) {
    case RawToken::Kind::Punctuation:
      return false;
    case RawToken::Kind::Number:
      return doc.has_any(i + 1, table_bit(Table::TreatyHeads)) ||
             (doc.is_english() && doc.is_capital(i + 1));
    case RawToken::Kind::Word:
      break;
  }
  if (doc.is_capital(i)) {
    return doc.is_english() || doc.tokens[i].all_capitals ||
           (i > 0 && doc.is_in(i - 1, kBeforePlaces));
  }
  const char first = doc.text()[doc.tokens[i].begin];
  return first >= '0' && first <= '9';
}

}  // namespace

void find_mentions(Document& doc) {
  for (std::size_t i = 0; i < doc.size();) {
    if (doc.tokens[i].noise || !may_start(doc, i)) {
      ++i;
      continue;
    }
    // An article is in no name, "The Hague" apart.
    if (doc.is(i, "the") && doc.longest(i, Table::Places) == nullptr) {
      ++i;
      continue;
    }
    std::optional<Mention> best;
    const auto consider = [&](std::optional<Mention> found) {
      if (found && found->begin >= i && found->end > found->begin &&
          (!best || found->end > best->end)) {
        best = std::move(found);
      }
    };
    consider(treaty_at(doc, i));
    consider(conference_at(doc, i));
    consider(organisation_at(doc, i));
    consider(agency_at(doc, i));
    consider(country_at(doc, i));
    // A venue's head is also an agency's: the place wins a draw.
    if (const auto place = place_at(doc, i)) {
      if (best && best->end <= place->end && doc.longest(i, Table::Venues) != nullptr) best.reset();
      consider(place);
    }
    consider(topic_at(doc, i));
    // "châu Mỹ", "Thái Bình Dương": regions hide the countries and provinces inside.
    const PhraseHit* region = doc.longest(i, Table::Regions);
    if (region != nullptr && (!best || best->end <= i + region->length)) {
      i += region->length;
      continue;
    }
    // A name never runs over the end of its sentence or into noise.
    if (best) {
      const std::size_t limit = doc.sentences()[static_cast<std::size_t>(doc.sentence_of(i))].end;
      best->end = std::min(best->end, limit);
      while (best->end > best->begin && doc.tokens[best->end - 1].noise) --best->end;
      if (best->end == best->begin) best.reset();
    }
    if (!best) {
      ++i;
      continue;
    }
    const std::size_t end = best->end;
    const EntityLabel label = best->label;
    const int row = best->row;
    const int index = doc.add_mention(std::move(*best));
    i = end;
    // "NAME (ACRONYM)": a second mention of the same thing.
    if (doc.is(i, "(") && !doc.tokens[i].noise &&
        (label == EntityLabel::Agency || label == EntityLabel::Conference ||
         label == EntityLabel::Treaty || label == EntityLabel::Country)) {
      std::size_t close = i + 1;
      while (close < doc.size() && close < i + 5 && !doc.is(close, ")")) ++close;
      if (doc.is(close, ")") && close > i + 1 && doc.is_capital(i + 1)) {
        const auto inside_conference = conference_at(doc, i + 1);
        const bool shape = doc.tokens[i + 1].all_capitals ||
                           (close == i + 2 && doc.longest(i + 1, Table::Organisations) != nullptr);
        // "(SOMTC 20)", "(AIPA-44)".
        const bool numbered = (close == i + 3 && doc.is_number(i + 2)) ||
                              (close == i + 4 && doc.is(i + 2, "-") && doc.is_number(i + 3));
        const auto country = country_at(doc, i + 1);
        const bool other_country = country && country->end == close && label == EntityLabel::Agency;
        // "Đại hội đồng Tổ chức ... (INTERPOL)": of the body that ends the conference's name.
        if (const auto body = organisation_at(doc, i + 1);
            body && body->end == close && label == EntityLabel::Conference && !numbered &&
            ends_in_body(doc, doc.mentions[static_cast<std::size_t>(index)], body->row)) {
          doc.add_mention(*body);
          i = close + 1;
          continue;
        }
        if (shape && !other_country && (close == i + 2 || numbered)) {
          Mention acronym;
          if (label == EntityLabel::Conference && inside_conference) acronym = *inside_conference;
          acronym.label = label;
          acronym.begin = i + 1;
          acronym.end = close;
          acronym.acronym = true;
          acronym.row = label == EntityLabel::Country ? row : acronym.row;
          doc.add_mention(acronym);
          i = close + 1;
        }
      }
    }
  }
  add_acronym_repeats(doc);
  find_persons(doc);
}

}  // namespace liaison::loaders

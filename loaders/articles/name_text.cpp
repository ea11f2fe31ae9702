// The text of names: ordinals, name words, where a name of free words ends.
#include "articles/mentions.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace liaison::loaders {

Ordinal ordinal_at(const Document& doc, std::size_t i) {
  if (!doc.is(i, "lần")) return {i, ""};
  const bool thu = doc.is(i + 1, "thứ");
  const std::size_t at = thu ? i + 2 : i + 1;
  if (doc.is_number(at)) return {at + 1, std::string(doc.surface(at))};
  // "lần hai" is rare and "lần này" is no number: words only after "thứ".
  const PhraseHit* hit = thu ? doc.longest(at, Table::Numbers) : nullptr;
  if (hit != nullptr) return {at + 1, doc.row(*hit).first(1)};
  // Roman numerals.
  static const std::unordered_set<std::string_view> kRoman = {"i",  "ii",  "iii",  "iv",  "v",
                                                              "vi", "vii", "viii", "ix",  "x",
                                                              "xi", "xii", "xiii", "xiv", "xv"};
  if (thu && doc.is_capital(at) && kRoman.contains(doc.word(at))) {
    static constexpr std::string_view kOrder[] = {"i",  "ii",  "iii",  "iv",  "v",
                                                  "vi", "vii", "viii", "ix",  "x",
                                                  "xi", "xii", "xiii", "xiv", "xv"};
    const auto* it = std::find(std::begin(kOrder), std::end(kOrder), doc.word(at));
    return {at + 1, std::to_string(it - std::begin(kOrder) + 1)};
  }
  return {i, ""};
}

std::string english_ordinal(const Document& doc, std::size_t i) {
  const std::string& word = doc.word(i);
  std::size_t digits = 0;
  while (digits < word.size() && word[digits] >= '0' && word[digits] <= '9') ++digits;
  if (digits > 0 && digits < 4) {
    const std::string_view suffix = std::string_view(word).substr(digits);
    if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th")
      return word.substr(0, digits);
  }
  if (digits == 0 && word.size() > 4) {
    const PhraseHit* hit = doc.longest(i, Table::Numbers);
    if (hit != nullptr &&
        (word.ends_with("th") || word == "first" || word == "second" || word == "third")) {
      return doc.row(*hit).first(1);
    }
  }
  return "";
}

bool month_name(const Document& doc, std::size_t i) {
  static constexpr WordSet kMonths(
      {"january",   "february", "march",    "april",    "may",  "june", "july", "august",
       "september", "october",  "november", "december", "jan",  "feb",  "mar",  "apr",
       "jun",       "jul",      "aug",      "sep",      "sept", "oct",  "nov",  "dec"});
  return doc.is_capital(i) && doc.is_in(i, kMonths);
}

bool person_title_at(const Document& doc, std::size_t i) {
  if (const PhraseHit* rank = doc.longest(i, Table::Ranks); rank != nullptr && doc.is_capital(i)) {
    // "General Department", "General Staff" are bodies.
    const bool body =
        doc.is(i, "general") && doc.is_capital(i + 1) &&
        (doc.longest(i + 1, Table::AgencyHeads) != nullptr ||
         doc.longest(i + 1, Table::ConferenceHeads) != nullptr || doc.is(i + 1, "staff"));
    if (!body) return true;
  }
  const PhraseHit* post = doc.longest(i, Table::Posts);
  if (post != nullptr && doc.is_capital(i) && (post->length > 1 || !doc.is(i, "trưởng")))
    return true;
  if (doc.is(i, "phó") && doc.is_capital(i) && doc.longest(i + 1, Table::Posts) != nullptr)
    return true;
  if (doc.is(i, "nguyên") && doc.longest(i + 1, Table::Posts) != nullptr) return true;
  if (doc.is_capital(i) && doc.is_capital(i + 1) &&
      (doc.is(i, "deputy") || doc.is(i, "vice") || doc.is(i, "former") || doc.is(i, "acting") ||
       doc.is(i, "assistant")) &&
      doc.longest(i + 1, Table::Posts) != nullptr) {
    return true;
  }
  return doc.longest(i, Table::Honorifics) != nullptr && doc.is_capital(i + 1) &&
         !doc.is_capital(i);
}

std::size_t vietnamese_name_end(const Document& doc, std::size_t i) {
  if (!doc.is_capital(i) || doc.longest(i, Table::Surnames) == nullptr) return i;
  if (doc.longest(i, Table::Places) != nullptr || doc.longest(i, Table::Countries) != nullptr)
    return i;
  if (doc.tokens[i].all_capitals) return i;
  std::size_t end = i + 1;
  while (end < i + 5 && doc.is_capital(end) && !doc.tokens[end].all_capitals && !doc.glued(end) &&
         !doc.tokens[end].line_start && doc.is_syllable(end) && !person_title_at(doc, end)) {
    ++end;
  }
  return end >= i + 2 ? end : i;
}

std::size_t name_unit_end(const Document& doc, std::size_t i) {
  if (!doc.is_word(i) || doc.tokens[i].noise) return i;
  if (const PhraseHit* region = doc.longest(i, Table::Regions)) return i + region->length;
  if (const std::size_t end = proper_name_end(doc, i); end > i) return end;
  std::size_t end = i;
  for (const Table table : {Table::Regions, Table::NameWords, Table::Ministries, Table::Topics}) {
    const PhraseHit* hit = doc.longest(i, table);
    if (hit == nullptr || (table == Table::Ministries && !doc.is_capital(i))) continue;
    end = std::max(end, i + hit->length);
  }
  if (end > i + 1) return end;
  if (vietnamese_name_end(doc, i) > i || person_title_at(doc, i)) return i;
  if (end > i) return end;
  if (!doc.is_capital(i)) return i;
  if (!doc.is_syllable(i) && !doc.tokens[i].all_capitals) return i;
  // A compound of two syllables: the second is small and no boundary ("Kiến thiết").
  const std::size_t next = i + 1;
  const PhraseHit* after = doc.longest(next, Table::NameWords);
  if (after != nullptr && after->length > 1) return next;
  if (doc.is_small(next) && !doc.glued(next) && !doc.breaks(next) &&
      doc.longest(next, Table::BoundaryWords) == nullptr &&
      doc.longest(next, Table::Cues) == nullptr && !doc.is(next, "và") && !doc.is(next, "về") &&
      !doc.is(next, "của") && !doc.is(next, "các") && doc.is_syllable(next)) {
    return i + 2;
  }
  return i + 1;
}

std::size_t free_text_end(const Document& doc, std::size_t i) {
  if (i >= doc.size()) return i;
  const std::size_t limit = doc.sentences()[static_cast<std::size_t>(doc.sentence_of(i))].end;
  std::size_t end = i;
  while (end < limit) {
    if (doc.tokens[end].noise) break;
    if (!doc.is_word(end) && !doc.is_number(end)) {
      // "phòng, chống"; "Khoa học - công nghệ"; "2016-2025"; "(PCTP) lần thứ ba".
      if (doc.is(end, ",") && doc.is(end - 1, "phòng") && doc.is(end + 1, "chống")) {
        ++end;
        continue;
      }
      if ((doc.is(end, "-") || doc.is(end, "–")) && end > i && end + 1 < limit &&
          (doc.glued(end) || doc.is_word(end + 1))) {
        ++end;
        continue;
      }
      if (doc.is(end, "(") && doc.is(end + 2, ")") && ordinal_at(doc, end + 3).end > end + 3) {
        end += 3;
        continue;
      }
      break;
    }
    if (ordinal_at(doc, end).end > end) break;
    // A known phrase goes in as a whole: "tội phạm có tổ chức" holds the boundary word "có".
    const PhraseHit* topic_phrase = doc.longest(end, Table::Topics);
    const PhraseHit* name_phrase = doc.longest(end, Table::NameWords);
    const std::size_t whole =
        std::max(topic_phrase ? topic_phrase->length : 0U, name_phrase ? name_phrase->length : 0U);
    if (whole > 1 && end + whole <= limit && !doc.is_capital(end)) {
      end += whole;
      continue;
    }
    if (doc.is_word(end) && !doc.is_capital(end)) {
      const PhraseHit* boundary = doc.longest(end, Table::BoundaryWords);
      if (boundary != nullptr) {
        // A boundary word inside a longer known phrase ("trao đổi", "thực thi") does not count.
        const PhraseHit* known = doc.longest(end, Table::NameWords);
        const PhraseHit* topic = doc.longest(end, Table::Topics);
        const std::size_t inside = std::max(known ? known->length : 0U, topic ? topic->length : 0U);
        if (inside <= boundary->length) break;
        end += inside;
        continue;
      }
    }
    if (doc.is(end, "và")) {
      // "và" goes on inside the name unless another thing starts after it.
      const std::size_t next = end + 1;
      if (person_title_at(doc, next) || !doc.is_word(next)) break;
      if (doc.is_capital(next) && (doc.longest(next, Table::AgencyHeads) != nullptr ||
                                   doc.longest(next, Table::ConferenceHeads) != nullptr)) {
        break;
      }
      const PhraseHit* boundary = doc.longest(next, Table::BoundaryWords);
      if (boundary != nullptr && doc.is_small(next)) break;
      if (doc.is(next, "các") || doc.is(next, "những")) break;
    }
    if (person_title_at(doc, end) && vietnamese_name_end(doc, end + 2) > end + 2) break;
    if (doc.is(end, "cho") && person_title_at(doc, end + 1)) break;
    ++end;
  }
  while (end > i && (doc.is(end - 1, "và") || doc.is(end - 1, "-") || doc.is(end - 1, "của") ||
                     doc.is(end - 1, "về")))
    --end;
  return end;
}

bool ends_long_name(const Document& doc, std::size_t i) {
  // Boundaries of names elsewhere, but not of those that are known to go on.
  static constexpr WordSet kWeak({"trong", "trên", "trước", "theo", "sau", "qua", "cùng", "liên"});
  return doc.is_small(i) && doc.longest(i, Table::BoundaryWords) != nullptr &&
         !doc.is_in(i, kWeak) && doc.longest(i, Table::NameWords) == nullptr &&
         doc.longest(i, Table::Topics) == nullptr;
}

void note_inner_names(const Document& doc, Mention& mention) {
  mention.countries = 0;
  mention.country = -1;
  mention.parent = -1;
  for (std::size_t i = mention.begin; i < mention.end;) {
    const auto country = country_at(doc, i);
    if (country && country->begin == i && country->end <= mention.end) {
      if (mention.country != country->row) ++mention.countries;
      mention.country = country->row;
      i = country->end;
      continue;
    }
    if (const PhraseHit* region = doc.longest(i, Table::Regions)) {
      i += region->length;
      continue;
    }
    const auto organisation = organisation_at(doc, i);
    if (organisation && i > mention.begin && organisation->end <= mention.end) {
      if (organisation->row >= 0) mention.parent = organisation->row;
      if (organisation->kind == "national") {
        mention.country = organisation->country;
        ++mention.countries;
      }
      i = organisation->end;
      continue;
    }
    ++i;
  }
  if (mention.countries != 1) mention.country = -1;
}

}  // namespace liaison::loaders

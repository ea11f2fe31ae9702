#include "articles/mentions.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace liaison::loaders {
namespace {

bool has_flag(const RuleRow& row, std::string_view flag) {
  if (row.columns.size() < 4) return false;
  return std::find(row.columns[3].begin(), row.columns[3].end(), flag) != row.columns[3].end();
}

std::optional<Mention> simple(const Document& doc, std::size_t i, Table table, EntityLabel label) {
  const PhraseHit* hit = doc.longest(i, table);
  if (hit == nullptr) return std::nullopt;
  Mention m;
  m.label = label;
  m.begin = i;
  m.end = i + hit->length;
  m.row = static_cast<int>(hit->row);
  return m;
}

// Acronyms and short names of countries ("US", "Sát", "Ý") must stand exactly as in the table.
bool same_case(const Document& doc, std::size_t i, const PhraseHit& hit) {
  const std::string& entry = doc.row(hit).columns[hit.column][hit.alternative];
  std::size_t capitals = 0;
  for (const char c : entry) capitals += c >= 'A' && c <= 'Z';
  const std::string_view seen = doc.surface(i, i + hit.length);
  if (entry.size() <= 4 || capitals * 2 > entry.size()) return seen == entry;
  return true;
}

constexpr std::string_view kStateForms[] = {"cộng hòa", "vương quốc", "liên bang",
                                            "nhà nước"
                                            "hợp chủng quốc"};

}  // namespace

std::optional<Mention> country_at(const Document& doc, std::size_t i) {
  if (!doc.is_word(i)) return std::nullopt;
  // "nước Cộng hòa Dân chủ Nhân dân Lào": the state's form before its name, in capitals.
  std::size_t j = i;
  if (doc.is(j, "nước")) ++j;
  bool form = false;
  for (const std::string_view words : kStateForms) {
    const std::size_t space = words.find(' ');
    if (!doc.is_capital(j) || !doc.is(j, words.substr(0, space))) continue;
    if (!doc.is(j + 1, words.substr(space + 1))) continue;
    std::size_t k = j + 2;
    for (std::size_t steps = 0; steps < 7; ++steps) {
      const PhraseHit* hit = doc.longest(k, Table::Countries);
      if (hit != nullptr && hit->column < 3 && doc.is_capital(k)) {
        Mention m;
        m.label = EntityLabel::Country;
        m.begin = i;
        m.end = k + hit->length;
        m.row = static_cast<int>(hit->row);
        return m;
      }
      if (!doc.is_word(k) || doc.is(k, "là") || doc.is(k, "do")) break;
      ++k;
    }
    form = true;
  }
  if (doc.is(i, "nước") && !form) return std::nullopt;
  if (!doc.is_capital(i) && !doc.is(i, "the")) return std::nullopt;
  const PhraseHit* hit = doc.longest(i, Table::Countries);
  if (hit == nullptr || hit->column == 3 || !same_case(doc, i, *hit)) return std::nullopt;
  Mention m;
  m.label = EntityLabel::Country;
  m.begin = i;
  m.end = i + hit->length;
  m.row = static_cast<int>(hit->row);
  if (doc.is(i, "the")) ++m.begin;
  // "Nguyễn Kim Anh", "Trần Minh Đức": the last syllable of a name.
  if (hit->length == 1) {
    for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
      if (vietnamese_name_end(doc, i - back) > i) return std::nullopt;
    }
  }
  // "Anh" as a word of address, "Áo" and "Ý" as nouns at the start of a sentence.
  if (hit->length == 1 && doc.surface(i).size() <= 4 && doc.is_capital(i + 1) &&
      doc.longest(i, Table::Honorifics) != nullptr && vietnamese_name_end(doc, i + 1) > i + 1) {
    return std::nullopt;
  }
  return m;
}

std::optional<Mention> place_at(const Document& doc, std::size_t i) {
  if (const PhraseHit* venue = doc.longest(i, Table::Venues);
      venue != nullptr && doc.is_capital(i)) {
    Mention m;
    m.label = EntityLabel::Place;
    m.begin = i;
    m.end = i + venue->length;
    while (!doc.breaks(m.end) && doc.is_capital(m.end) && m.end < i + venue->length + 4) ++m.end;
    if (m.end > i + venue->length || venue->length > 2) return m;
  }
  std::size_t j = i;
  const bool city =
      (doc.is(i, "thành") && doc.is(i + 1, "phố")) || (doc.is(i, "thị") && doc.is(i + 1, "xã"));
  const bool province = doc.is(i, "tỉnh") || doc.is(i, "đảo");
  if (city) j = i + 2;
  if (province) j = i + 1;
  const bool capital_city = doc.is(i, "thủ") && doc.is(i + 1, "đô");
  const PhraseHit* whole = doc.longest(i, Table::Places);
  if (whole != nullptr && doc.is_capital(i) && whole->length > j - i) j = i;
  if (!doc.is_capital(j)) return std::nullopt;
  if (const PhraseHit* hit = doc.longest(j, Table::Places)) {
    Mention m;
    m.label = EntityLabel::Place;
    m.begin = province ? j : i;
    m.end = j + hit->length;
    m.row = static_cast<int>(hit->row);
    return m;
  }
  // Names not in the list: "thành phố Marrakech", "thủ đô X", "tại X, COUNTRY", "in X, COUNTRY".
  std::size_t name = capital_city ? i + 2 : j;
  if (!doc.is_capital(name) || doc.longest(name, Table::Countries) != nullptr) return std::nullopt;
  std::size_t end = name;
  while (doc.is_capital(end) && end < name + 4 && doc.longest(end, Table::Organisations) == nullptr)
    ++end;
  const bool after_in =
      i > 0 && (doc.is(i - 1, "tại") || doc.is(i - 1, "ở") || doc.is(i - 1, "in") ||
                (doc.is(i - 1, "đô") && i > 1 && doc.is(i - 2, "thủ")));
  const PhraseHit* country = doc.is(end, ",") && doc.is_capital(end + 1)
                                 ? doc.longest(end + 1, Table::Countries)
                                 : nullptr;
  const bool before_country = country != nullptr && country->column != 3;
  if (!city && !capital_city && !(after_in && before_country)) return std::nullopt;
  if (agency_at(doc, name) || conference_at(doc, name)) return std::nullopt;
  Mention m;
  m.label = EntityLabel::Place;
  m.begin = capital_city ? name : i;
  m.end = end;
  if (before_country) m.country = static_cast<int>(country->row);
  return m;
}

std::optional<Mention> organisation_at(const Document& doc, std::size_t i) {
  if (!doc.is_capital(i) && !doc.is_number(i)) {
    if (!(doc.is(i, "the") && doc.is_capital(i + 1))) return std::nullopt;
  }
  const PhraseHit* hit = doc.longest(i, Table::Organisations);
  if (hit == nullptr) return std::nullopt;
  const std::size_t begin = doc.is(i, "the") ? i + 1 : i;
  // Short acronyms must be in capitals: "Who", "Un".
  const std::string_view seen = doc.surface(begin, i + hit->length);
  if (seen.size() <= 4 && hit->length == 1 && !doc.tokens[begin].all_capitals) return std::nullopt;
  Mention m;
  m.label = EntityLabel::Agency;
  m.begin = begin;
  m.end = i + hit->length;
  m.row = static_cast<int>(hit->row);
  const RuleRow& row = doc.row(*hit);
  m.country = doc.rules().country_by_code(row.first(2));
  if (m.country < 0 && !row.first(2).empty())
    m.parent = doc.rules().find(Table::Organisations, row.first(2));
  if (m.country >= 0) m.country = -1;  // known, but not in the name: no fact follows from it
  // A country in the longer name: "Cục Điều tra Liên bang Mỹ".
  for (std::size_t k = m.begin + 1; k < m.end; ++k) {
    const auto country = country_at(doc, k);
    if (!country || country->begin != k || country->end > m.end) continue;
    if (doc.longest(k - 1, Table::Regions) != nullptr) continue;
    m.country = country->row;
    ++m.countries;
    k = country->end - 1;
  }
  if (m.countries != 1) m.country = -1;
  // A national office: "SOMTC - Philippines", "INTERPOL Việt Nam".
  if (has_flag(row, "national")) {
    std::size_t j = m.end;
    if ((doc.is(j, "-") || doc.is(j, "–"))) ++j;
    const auto country = doc.is(j, "nước") ? std::nullopt : country_at(doc, j);
    if (country && country->begin == j && (j > m.end || !doc.is(m.end, "tại"))) {
      m.end = country->end;
      m.row = -1;
      m.parent = -1;
      m.country = country->row;
      m.countries = 1;
      m.kind = "national";
    }
  }
  return m;
}

std::optional<Mention> topic_at(const Document& doc, std::size_t i) {
  return simple(doc, i, Table::Topics, EntityLabel::Topic);
}

std::size_t proper_name_end(const Document& doc, std::size_t i) {
  std::size_t end = i;
  for (const auto& found : {country_at(doc, i), organisation_at(doc, i), place_at(doc, i)}) {
    if (found && found->begin == i) end = std::max(end, found->end);
  }
  return end;
}

std::size_t country_list_end(const Document& doc, std::size_t i) {
  std::size_t end = i;
  std::size_t count = 0;
  for (std::size_t j = i;;) {
    const auto country = country_at(doc, j);
    if (!country || country->begin != j) break;
    end = country->end;
    ++count;
    if (!doc.is(end, "-") && !doc.is(end, "–")) break;
    j = end + 1;
  }
  return count >= 2 ? end : i;
}

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

bool is_vietnamese_syllable(std::string_view word) {
  static const std::unordered_set<std::string_view> kOnsets = {
      "",   "b",   "c",  "ch", "d",  "g", "gh", "gi", "h", "k",  "kh", "l", "m", "n",
      "ng", "ngh", "nh", "p",  "ph", "q", "r",  "s",  "t", "th", "tr", "v", "x"};
  static const std::unordered_set<std::string_view> kRimes = {
      "a",    "ac",  "ach", "ai",  "am",   "an",   "ang",  "anh",  "ao",   "ap",   "at",  "au",
      "ay",   "e",   "ec",  "ech", "em",   "en",   "eng",  "enh",  "eo",   "ep",   "et",  "eu",
      "i",    "ia",  "ich", "iec", "iem",  "ien",  "ieng", "iep",  "iet",  "ieu",  "im",  "in",
      "inh",  "ip",  "it",  "iu",  "o",    "oa",   "oac",  "oach", "oai",  "oam",  "oan", "oang",
      "oanh", "oat", "oay", "oc",  "oe",   "oen",  "oet",  "oi",   "om",   "on",   "ong", "op",
      "ot",   "u",   "ua",  "uan", "uang", "uat",  "uay",  "uc",   "ue",   "uech", "uen", "uenh",
      "ui",   "um",  "un",  "ung", "uo",   "uoc",  "uoi",  "uom",  "uon",  "uong", "uop", "uot",
      "uou",  "up",  "ut",  "uu",  "uy",   "uya",  "uych", "uyen", "uyet", "uynh", "uyt", "y",
      "yem",  "yen", "yet", "yeu", "ynh",  "uinh", "ich"};
  const std::string folded = text::fold(word);
  const std::size_t vowel = folded.find_first_of("aeiouy");
  if (vowel == std::string::npos) return false;
  std::string_view onset = std::string_view(folded).substr(0, vowel);
  std::string_view rime = std::string_view(folded).substr(vowel);
  if (kOnsets.contains(onset) && kRimes.contains(rime)) return true;
  // gi + rime: "gian", "gia"; qu + rime is covered by q + u...
  return onset == "g" && rime.size() > 1 && rime[0] == 'i' && kRimes.contains(rime.substr(1));
}

bool person_title_at(const Document& doc, std::size_t i) {
  if (doc.is_capital(i) && doc.longest(i, Table::Ranks) != nullptr) return true;
  const PhraseHit* post = doc.longest(i, Table::Posts);
  if (post != nullptr && doc.is_capital(i) && (post->length > 1 || !doc.is(i, "trưởng")))
    return true;
  if (doc.is(i, "phó") && doc.is_capital(i) && doc.longest(i + 1, Table::Posts) != nullptr)
    return true;
  if (doc.is(i, "nguyên") && doc.longest(i + 1, Table::Posts) != nullptr) return true;
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
         !doc.tokens[end].line_start && is_vietnamese_syllable(doc.word(end)) &&
         !person_title_at(doc, end)) {
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
  if (!is_vietnamese_syllable(doc.word(i)) && !doc.tokens[i].all_capitals) return i;
  // A compound of two syllables: the second is small and no boundary ("Kiến thiết").
  const std::size_t next = i + 1;
  const PhraseHit* after = doc.longest(next, Table::NameWords);
  if (after != nullptr && after->length > 1) return next;
  if (doc.is_small(next) && !doc.glued(next) && !doc.breaks(next) &&
      doc.longest(next, Table::BoundaryWords) == nullptr &&
      doc.longest(next, Table::Cues) == nullptr && !doc.is(next, "và") && !doc.is(next, "về") &&
      !doc.is(next, "của") && !doc.is(next, "các") && is_vietnamese_syllable(doc.word(next))) {
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
    ++end;
  }
  while (end > i && (doc.is(end - 1, "và") || doc.is(end - 1, "-") || doc.is(end - 1, "của") ||
                     doc.is(end - 1, "về")))
    --end;
  return end;
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

}  // namespace

void find_mentions(Document& doc) {
  for (std::size_t i = 0; i < doc.size();) {
    if (doc.tokens[i].noise) {
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
    const Mention kept = *best;
    doc.add_mention(*best);
    i = end;
    // "NAME (ACRONYM)": a second mention of the same thing.
    if (doc.is(i, "(") && !doc.tokens[i].noise &&
        (kept.label == EntityLabel::Agency || kept.label == EntityLabel::Conference ||
         kept.label == EntityLabel::Treaty || kept.label == EntityLabel::Country)) {
      std::size_t close = i + 1;
      while (close < doc.size() && close < i + 4 && !doc.is(close, ")")) ++close;
      if (doc.is(close, ")") && close > i + 1 && doc.is_capital(i + 1)) {
        const auto inside_conference = conference_at(doc, i + 1);
        const bool shape = doc.tokens[i + 1].all_capitals ||
                           (close == i + 2 && doc.longest(i + 1, Table::Organisations) != nullptr);
        bool numbered = close == i + 3 && doc.is_number(i + 2);
        const auto country = country_at(doc, i + 1);
        const bool other_country =
            country && country->end == close && kept.label == EntityLabel::Agency;
        if (shape && !other_country && (close == i + 2 || numbered)) {
          Mention acronym;
          if (kept.label == EntityLabel::Conference && inside_conference)
            acronym = *inside_conference;
          acronym.label = kept.label;
          acronym.begin = i + 1;
          acronym.end = close;
          acronym.acronym = true;
          acronym.row = kept.label == EntityLabel::Country ? kept.row : acronym.row;
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

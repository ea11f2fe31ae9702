// Mentions that the tables name: countries, places, organisations, topics.
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

// The first two words of what a state calls itself before its name.
struct StateForm {
  WordKey first;
  WordKey second;
};
constexpr StateForm kStateForms[] = {
    {"cộng", "hòa"}, {"vương", "quốc"}, {"liên", "bang"}, {"nhà", "nước"}, {"hợp", "chủng"}};

}  // namespace

std::optional<Mention> country_at(const Document& doc, std::size_t i) {
  if (!doc.is_word(i)) return std::nullopt;
  // "nước Cộng hòa Dân chủ Nhân dân Lào": the state's form before its name, in capitals.
  const bool land = doc.is(i, "nước");
  const std::size_t j = land ? i + 1 : i;
  bool form = false;
  static constexpr WordSet kFormStarts({"cộng", "vương", "liên", "nhà", "hợp"});
  const bool may_be_form = doc.is_capital(j) && doc.is_in(j, kFormStarts);
  for (const auto& [first, second] : kStateForms) {
    if (!may_be_form) break;
    if (!doc.is(j, first) || !doc.is(j + 1, second)) continue;
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
  if (land && !form) return std::nullopt;
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
  const bool short_city = doc.is(i, "tp") && doc.is_capital(i);
  const bool city = (doc.is(i, "thành") && doc.is(i + 1, "phố")) ||
                    (doc.is(i, "thị") && doc.is(i + 1, "xã")) || short_city;
  const bool province = doc.is(i, "tỉnh") || doc.is(i, "đảo");
  if (city) j = short_city && !(doc.is(i + 1, ".") && doc.glued(i + 1)) ? i + 1 : i + 2;
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
  // "Tổng Thanh tra Chính phủ": the words belong to a post that began before them.
  for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
    const PhraseHit* post = doc.longest(i - back, Table::Posts);
    if (post != nullptr && post->length > back && doc.is_capital(i - back)) return std::nullopt;
  }
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
  // "Supreme People's Procuracy of Viet Nam": its own state behind it belongs to the name.
  if (const int home = doc.rules().country_by_code(row.first(2)); home >= 0) {
    const std::size_t at = doc.is(m.end, "of") || doc.is(m.end, "của") ? m.end + 1 : m.end;
    const auto state = doc.is(at, "nước") ? std::nullopt : country_at(doc, at);
    if (state && state->begin == at && state->row == home) {
      m.end = state->end;
      m.country = home;
      m.countries = 1;
    }
  }
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

}  // namespace liaison::loaders

// Organisations by the shape of their names: "HEAD Xyz ... [của] [COUNTRY]", "Ministry of X of
// COUNTRY".
#include "articles/mentions.h"

namespace liaison::loaders {
namespace {

// End of "COUNTRY" or "của COUNTRY" after the body of a name; several countries joined by dashes
// too.
std::size_t country_tail(const Document& doc, std::size_t end) {
  if (const std::size_t list = country_list_end(doc, end); list > end) return list;
  std::size_t at = end;
  if (doc.is(at, "của")) ++at;
  const auto country = country_at(doc, at);
  if (country && country->begin == at && !doc.is(at, "nước")) return country->end;
  if (country && doc.is(at, "nước") && country->end > at + 2) return country->end;
  return end;
}

std::optional<Mention> vietnamese_agency(const Document& doc, std::size_t i) {
  const PhraseHit* head = doc.longest(i, Table::AgencyHeads);
  if (head == nullptr || doc.row(*head).first(1) == "english") return std::nullopt;
  const std::string& shape = doc.row(*head).first(1);
  // "Chánh Văn phòng": the head belongs to a post that began before it.
  for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
    const PhraseHit* post = doc.longest(i - back, Table::Posts);
    if (post != nullptr && post->length > back && doc.is_capital(i - back)) return std::nullopt;
  }
  // "Bộ trưởng Công an", "Thứ trưởng Công an": the field after a post is no body.
  if (i > 0 && doc.is(i - 1, "trưởng") && shape == "country") return std::nullopt;
  const bool force = i > 0 && doc.is(i - 1, "lượng");  // "lực lượng Công an Việt Nam"
  if (!doc.is_capital(i) && !(shape == "name" && head->length > 2)) return std::nullopt;
  // "Bộ trưởng" begins with "Bộ", "Viện trưởng" with "Viện".
  if (doc.is(i + head->length, "trưởng") || doc.is(i + head->length, "viên")) return std::nullopt;
  std::size_t end = i + head->length;
  Mention m;
  m.label = EntityLabel::Agency;
  m.begin = i;
  if (shape == "country") {
    // "Cảnh sát quốc gia Pháp", "Cảnh sát Singapore", "Công an tỉnh Lạng Sơn".
    std::size_t body = end;
    for (;;) {
      const PhraseHit* hit = doc.longest(body, Table::NameWords);
      if (hit == nullptr || doc.is(body, "các")) break;
      body += hit->length;
    }
    if (doc.is(body, "các") || doc.is(body, "10") || doc.is_number(body)) return std::nullopt;
    std::size_t tail = country_tail(doc, body);
    if (tail == body) {
      const auto place = place_at(doc, body);
      const std::size_t at = doc.is(body, "tỉnh") ? body + 1 : body;
      const auto plain = place_at(doc, at);
      if (plain && plain->begin == at)
        tail = plain->end;
      else if (place && place->begin == body)
        tail = place->end;
    }
    // "Công an tỉnh Ratanakiri": a province on no list.
    if (tail == body) {
      const bool two = (doc.is(body, "thành") && doc.is(body + 1, "phố")) ||
                       (doc.is(body, "thị") && doc.is(body + 1, "xã"));
      const bool unit = two || doc.is(body, "tỉnh") || doc.is(body, "huyện") ||
                        doc.is(body, "quận") || doc.is(body, "tp");
      std::size_t at = body + (two ? 2 : 1);
      if (unit && doc.is(at, ".")) ++at;
      std::size_t k = at;
      while (unit && k < at + 3 && doc.is_capital(k) && !doc.breaks(k) &&
             !person_title_at(doc, k) && doc.longest(k, Table::AgencyHeads) == nullptr)
        ++k;
      if (k > at) tail = k;
    }
    if (tail == body) return std::nullopt;
    // "Cảnh sát Việt Nam và" is a name, "Cảnh sát ASEAN" is not: only countries and places end it.
    m.end = tail;
    note_inner_names(doc, m);
    (void)force;
    return m;
  }
  // The first unit decides whether this is a name: a capital, or words that end in a country or
  // body.
  const bool capital_start = doc.is_capital(end) || (doc.is(end, "các") && doc.is_capital(end + 1));
  std::size_t units = 0;
  bool closed = false;
  while (!closed) {
    const std::size_t before = end;
    std::size_t at = end;
    if (doc.breaks(at)) break;
    if (units > 0) {
      if (doc.is(at, "và") || doc.is(at, "&")) {
        const std::size_t next = at + 1;
        const PhraseHit* next_head = doc.longest(next, Table::AgencyHeads);
        if (next_head != nullptr && doc.is_capital(next) &&
            doc.longest(next, Table::Ministries) == nullptr && !(doc.is(next, "phòng"))) {
          break;
        }
        if (person_title_at(doc, next) || country_at(doc, next) || organisation_at(doc, next))
          break;
        if (doc.longest(next, Table::ConferenceHeads) != nullptr) break;
        at = next;
      } else if (doc.is(at, ",") && doc.is(at - 1, "phòng") && doc.is(at + 1, "chống")) {
        ++at;
      } else if ((doc.is(at, "-") || doc.is(at, "–")) && !doc.glued(at)) {
        const PhraseHit* word = doc.longest(at + 1, Table::NameWords);
        if (word == nullptr || doc.longest(at + 1, Table::AgencyHeads) != nullptr) break;
        ++at;
      } else if (doc.is(at, ",")) {
        // "Bộ Văn hóa, Thể thao và Du lịch": a ministry's field from the list.
        break;
      } else if (doc.is(at, "của")) {
        const std::size_t proper = proper_name_end(doc, at + 1);
        if (proper == at + 1) break;
        end = proper;
        closed = true;
        continue;
      } else if (doc.is(at, "về") || doc.is(at, "cho")) {
        ++at;
      }
    }
    // "Cục Đối ngoại Bộ Công an": the ministry is a body of its own.
    if (units > 0 && doc.is(at, "bộ") && doc.is_capital(at) &&
        doc.longest(at + 1, Table::Ministries) != nullptr)
      break;
    // The ministry's own field, if listed, goes as a whole.
    const PhraseHit* field =
        units == 0 && doc.is(i, "bộ") ? doc.longest(at, Table::Ministries) : nullptr;
    const auto country = country_at(doc, at);
    if (country && country->begin == at) {
      const std::size_t list = country_list_end(doc, at);
      end = list > at ? list : country->end;
      closed = true;
    } else if (field != nullptr && doc.is_capital(at)) {
      end = at + field->length;
    } else if (const auto organisation = organisation_at(doc, at);
               organisation && organisation->begin == at) {
      end = organisation->end;
      closed = !doc.is(end, "về");
      // "Trung tâm ... ASEAN - Singapore".
      if (doc.is(end, "-") || doc.is(end, "–")) {
        if (const auto partner = country_at(doc, end + 1);
            partner && partner->begin == end + 1 && !doc.is(end + 1, "nước"))
          end = partner->end;
      }
    } else {
      if (doc.is(at, "các") && doc.longest(at, Table::NameWords) == nullptr) ++at;
      const std::size_t unit = name_unit_end(doc, at);
      if (unit == at) {
        // Words that no list knows, if the name plainly ends in a country behind them.
        std::size_t k = at;
        while (k < at + 6 && doc.is_small(k) && !doc.breaks(k) &&
               doc.longest(k, Table::BoundaryWords) == nullptr &&
               doc.longest(k, Table::Cues) == nullptr && !doc.is(k, "và")) {
          ++k;
        }
        const auto last = country_at(doc, k);
        if (k == at || !last || last->begin != k) break;
        end = last->end;
        closed = true;
        ++units;
        continue;
      }
      // Small words only go on if they are known to: name_unit_end() saw to it.
      end = unit;
    }
    ++units;
    if (end == before || units > 14) break;
  }
  if (units == 0) return std::nullopt;
  m.end = end;
  note_inner_names(doc, m);
  if (!capital_start && m.country < 0 && m.parent < 0 && m.countries == 0) {
    // "Ngân hàng thế giới", "Ủy ban hỗn hợp ...": small letters all through are a description, if
    // no region ends it and no acronym follows.
    bool region = false;
    for (std::size_t k = i + 1; k < m.end; ++k) {
      const PhraseHit* hit = doc.longest(k, Table::Regions);
      region = region || (hit != nullptr && k + hit->length == m.end);
    }
    const bool acronym = doc.is(m.end, "(") && m.end + 1 < doc.size() &&
                         doc.tokens[m.end + 1].all_capitals && doc.is(m.end + 2, ")");
    if (!region && !acronym) return std::nullopt;
  }
  return m;
}

bool joins_capitals(const Document& doc, std::size_t i) {
  return doc.is(i, "of") || doc.is(i, "and") || doc.is(i, "for") || doc.is(i, "on") ||
         doc.is(i, "the") || doc.is(i, "against");
}

bool english_head(const Document& doc, std::size_t i) {
  const PhraseHit* hit = doc.longest(i, Table::AgencyHeads);
  return hit != nullptr && doc.is_capital(i) && doc.row(*hit).first(1) == "english";
}

// A head stands in the run of capitals at `i`, before its first small word.
bool head_in_run(const Document& doc, std::size_t i) {
  for (std::size_t k = i; k < i + 6 && doc.is_capital(k) && !doc.breaks(k); ++k) {
    if (english_head(doc, k)) return true;
  }
  return false;
}

// Where the body ends if a person's name follows it without a mark: two capitals and more that no
// body is called by, behind one that is ("Department of Home Affairs Michael Garrett").
std::size_t before_person(const Document& doc, std::size_t begin, std::size_t end) {
  std::size_t known = begin;  // end of the last institutional word
  for (std::size_t k = begin; k < end; ++k) {
    const std::size_t past = institutional_end(doc, k);
    if (past == k) continue;
    k = past - 1;
    known = past;
  }
  if (known >= end || known <= begin + 1) return end;
  std::size_t capitals = 0;
  for (std::size_t k = known; k < end; ++k) {
    if (joins_capitals(doc, k)) return end;
    capitals += doc.is_capital(k) ? 1 : 0;
  }
  return capitals >= 2 ? known : end;
}

std::optional<Mention> english_agency(const Document& doc, std::size_t i) {
  if (!doc.is_capital(i)) return std::nullopt;
  if (doc.longest(i, Table::Posts) != nullptr && !english_head(doc, i)) return std::nullopt;
  if (person_title_at(doc, i)) return std::nullopt;
  // A run of capitals with its head inside; "X Department of the Ministry of Y" are two.
  std::size_t end = i;
  std::size_t head = doc.size();
  std::size_t heads = 0;
  while (end < doc.size() && end < i + 16) {
    if (end > i && doc.tokens[end].line_start) break;
    if (doc.is_capital(end)) {
      // Behind the head only another head goes on at once: "Police Department", not "Police Reece".
      if (heads > 0 && head + 1 == end && !english_head(doc, end) && !english_head(doc, end + 1))
        break;
      if (end > i && person_title_at(doc, end)) {
        if (heads == 0) return std::nullopt;
        break;
      }
      if (english_head(doc, end)) {
        if (heads > 0 && head + 1 < end && !doc.is(end - 1, "and")) {
          const std::size_t back = doc.is(end - 1, "the") ? end - 2 : end - 1;
          if (doc.is(back, "of") || doc.is(back, "and")) {
            end = back;
            break;
          }
        }
        head = end;
        ++heads;
      }
      ++end;
      continue;
    }
    if ((doc.is(end, "-") && doc.glued(end) && doc.is_capital(end + 1) && doc.glued(end + 1))) {
      ++end;
      continue;
    }
    if (joins_capitals(doc, end) && end > i) {
      const std::size_t next = doc.is(end + 1, "the") ? end + 2 : end + 1;
      if (!doc.is_capital(next) || (head == doc.size() && !doc.is(end, "and"))) break;
      if (month_name(doc, next)) break;
      if (doc.is(end, "and")) {
        // Another body begins there, or what stands before is no part of a body's name.
        if (heads > 0 && head_in_run(doc, next)) break;
        if (heads == 0 && (doc.longest(i, Table::NameWords) == nullptr ||
                           doc.longest(end - 1, Table::NameWords) == nullptr))
          return std::nullopt;
      }
      if (doc.is(end, "and") && (head != doc.size() && head + 1 == end)) break;
      if (english_head(doc, next) && heads > 0) break;
      if (person_title_at(doc, next)) break;
      end = next;
      continue;
    }
    // "People's Police Academy".
    if ((doc.is(end, "'") || doc.is(end, "’")) && doc.is(end + 1, "s") && doc.is_capital(end + 2) &&
        preceded_by(doc, end, {"people", "women", "children", "journalists", "farmers"})) {
      end += 2;
      continue;
    }
    if ((doc.is(end, "'") || doc.is(end, "’")) && doc.is(end + 1, "s")) {
      // "Vietnam's Ministry": the possessor is a mention of its own.
      return std::nullopt;
    }
    break;
  }
  if (heads == 0 || end - i < 2) return std::nullopt;
  end = before_person(doc, i, end);
  // "Russian Federation".
  if (const auto country = country_at(doc, i); country && country->end >= end) return std::nullopt;
  // A run with a conference in it ("... Union Summit") belongs to the conference.
  Mention m;
  m.label = EntityLabel::Agency;
  m.begin = i;
  m.end = end;
  note_inner_names(doc, m);
  for (std::size_t k = i; k < end; ++k) {
    const PhraseHit* demonym = doc.longest(k, Table::Countries);
    if (demonym != nullptr && demonym->column == 3 && doc.is_capital(k) && m.countries == 0) {
      m.country = static_cast<int>(demonym->row);
      m.countries = 1;
    }
  }
  return m;
}

}  // namespace

std::size_t institutional_end(const Document& doc, std::size_t i) {
  if (!doc.is_capital(i) && !doc.is_number(i)) return i;
  std::size_t end = i;
  for (const Table table :
       {Table::AgencyHeads, Table::NameWords, Table::Countries, Table::Organisations, Table::Places,
        Table::Regions, Table::Topics, Table::Ministries}) {
    const PhraseHit* hit = doc.longest(i, table);
    if (hit != nullptr) end = std::max<std::size_t>(end, i + hit->length);
  }
  return end == i && (doc.is_number(i) || doc.tokens[i].all_capitals) ? i + 1 : end;
}

std::optional<Mention> agency_at(const Document& doc, std::size_t i) {
  if (!doc.is_word(i)) return std::nullopt;
  if (auto found = vietnamese_agency(doc, i)) return found;
  return doc.is_english() ? english_agency(doc, i) : std::nullopt;
}

}  // namespace liaison::loaders

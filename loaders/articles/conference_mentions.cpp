// Conferences: "HEAD [level] [body] [về ...] [lần thứ N] [COUNTRY - COUNTRY]", "ACRONYM N",
// "88th BODY General Assembly on ...".
#include "articles/conference_names.h"
#include "articles/mentions.h"

#include <algorithm>

namespace liaison::loaders {
namespace {

// "SOMTC 20", "AMMTC 14": an acronym of a series or body with a session number.
std::optional<Mention> acronym_with_number(const Document& doc, std::size_t i) {
  if (!doc.is_capital(i) || !doc.tokens[i].all_capitals) return std::nullopt;
  std::size_t number = i + 1;
  if (doc.is(number, "-") && doc.glued(number) && doc.glued(number + 1)) ++number;
  if (!doc.is_number(number) || doc.surface(number).size() > 3) return std::nullopt;
  if (doc.breaks(number) || doc.is(number + 1, "%") || doc.is(number + 1, "/")) return std::nullopt;
  const int series = series_by_key(doc, doc.surface(i));
  const PhraseHit* organisation = doc.longest(i, Table::Organisations);
  if (series < 0 && organisation == nullptr && text::length(doc.surface(i)) < 4)
    return std::nullopt;
  if (doc.is(i, "covid")) return std::nullopt;
  Mention m;
  m.label = EntityLabel::Conference;
  m.begin = i;
  // "ASEAN 40-41": two sessions side by side.
  std::size_t last = number + 1;
  if ((doc.is(last, "-") || doc.is(last, "–")) && doc.is_number(last + 1) &&
      doc.surface(last + 1).size() <= 3)
    last += 2;
  m.end = last;
  m.series = series;
  m.number = std::string(doc.surface(number, last));
  m.kind = "conference";
  return m;
}

// Where the session number stands that a name goes on to, over words that would end it elsewhere:
// "... bảo đảm an ninh, trật tự khu vực biên giới | lần thứ 6". `i` for none.
std::size_t ordinal_ahead(const Document& doc, std::size_t i) {
  if (i >= doc.size()) return i;
  const std::size_t limit =
      std::min(i + 16, doc.sentences()[static_cast<std::size_t>(doc.sentence_of(i))].end);
  for (std::size_t k = i; k < limit; ++k) {
    if (ordinal_at(doc, k).end > k) return k;
    if (doc.breaks(k) || doc.longest(k, Table::ConferenceHeads) != nullptr ||
        doc.longest(k, Table::TreatyHeads) != nullptr || person_title_at(doc, k))
      return i;
    if (doc.is(k, ",")) {
      if (!doc.is_small(k + 1)) return i;
      continue;
    }
    if (!doc.is_word(k) && !doc.is(k, "-") && !doc.is(k, "–")) return i;
    if (ends_long_name(doc, k)) return i;
  }
  return i;
}

std::optional<Mention> vietnamese_conference(const Document& doc, std::size_t i) {
  const PhraseHit* head = doc.longest(i, Table::ConferenceHeads);
  if (head == nullptr || doc.row(*head).first(1) == "english") return std::nullopt;
  const std::string& kind = doc.row(*head).first(1);
  if (i > 0 && (doc.is(i - 1, "các") || doc.is(i - 1, "những") || doc.is(i - 1, "nhiều")))
    return std::nullopt;
  // A general assembly is one as a session; alone it is the body.
  if (doc.is(i, "đại") && doc.is(i + 1, "hội") && doc.is(i + 2, "đồng")) {
    // "Đại hội đồng Liên nghị viện ASEAN lần thứ 44": the body's own name and the number.
    if (const auto whole = organisation_at(doc, i); whole && whole->begin == i) {
      if (const Ordinal ordinal = ordinal_at(doc, whole->end); ordinal.end > whole->end) {
        Mention m = *whole;
        m.label = EntityLabel::Conference;
        m.end = ordinal.end;
        m.number = ordinal.number;
        m.kind = kind;
        m.parent = m.row;
        m.row = -1;
        return m;
      }
    }
    const auto body = organisation_at(doc, i + 3);
    if (!body || ordinal_at(doc, body->end).end == body->end) return std::nullopt;
  }
  Mention m;
  m.label = EntityLabel::Conference;
  m.begin = i;
  m.kind = kind;
  std::size_t end = i + head->length;
  bool named = false;  // body, country or subject told
  std::size_t modifiers = 0;
  if (kind == "signing") {
    // "Lễ ký Công ước", "Lễ ký tại Hà Nội": what is signed, or where.
    const PhraseHit* treaty = doc.longest(end, Table::TreatyHeads);
    if (treaty != nullptr) {
      const auto whole = treaty_at(doc, end);
      m.end = whole ? whole->end : end + treaty->length;
      return m;
    }
    if (doc.is(end, "kết")) ++end;
    if (doc.is(end, "tại")) {
      const auto place = place_at(doc, end + 1);
      if (place && place->begin == end + 1) {
        m.end = place->end;
        return m;
      }
    }
    return std::nullopt;
  }
  // A title in quotation marks: Tọa đàm "Đường tới ...".
  if (doc.is(end, "\"") || doc.is(end, "“")) {
    for (std::size_t j = end + 1; j < doc.size() && j < end + 40 && !doc.tokens[j].line_start;
         ++j) {
      if (doc.is(j, "”") || (doc.is(j, "\"") && j > end + 1)) {
        m.end = j + 1;
        return m;
      }
    }
    return std::nullopt;
  }
  const auto take_ordinal = [&] {
    const Ordinal ordinal = ordinal_at(doc, end);
    if (ordinal.end == end) return false;
    end = ordinal.end;
    m.number = ordinal.number;
    named = true;
    if (const std::size_t list = country_list_end(doc, end); list > end) {
      end = list;
      return true;
    }
    // "Khóa họp lần thứ 33 [của] Ủy ban ...": the body behind the number.
    if (kind == "session" || kind == "congress") {
      const std::size_t at = doc.is(end, "của") ? end + 1 : end;
      std::size_t body = at;
      if (!doc.breaks(at)) {
        if (const auto agency = agency_at(doc, at); agency && agency->begin == at)
          body = agency->end;
        if (const auto organisation = organisation_at(doc, at);
            organisation && organisation->begin == at)
          body = std::max(body, organisation->end);
        if (doc.is(at, "đại") && doc.is(at + 1, "hội") && doc.is(at + 2, "đồng")) {
          if (const std::size_t proper = proper_name_end(doc, at + 3); proper > at + 3)
            body = proper;
        }
      }
      if (body > at) end = body;
    } else if (kind == "conference" && !doc.breaks(end)) {
      // "Hội nghị lần thứ 39 Hiệp hội Cảnh sát các quốc gia Đông Nam Á".
      if (const auto body = organisation_at(doc, end);
          body && body->begin == end && body->row >= 0) {
        end = body->end;
        m.series = series_by_key(
            doc,
            doc.rules().row(Table::Organisations, static_cast<std::size_t>(body->row)).first(0));
      } else if (const auto agency = agency_at(doc, end); agency && agency->begin == end) {
        end = agency->end;
      } else if (doc.is(end, "các") && (doc.is(end + 1, "quốc") || doc.is(end + 1, "nước"))) {
        // "... các quốc gia thành viên Công ước Liên hợp quốc về ...".
        std::size_t k = end + (doc.is(end + 1, "quốc") ? 3 : 2);
        while (doc.is(k, "thành") || doc.is(k, "viên") || doc.is(k, "tham") || doc.is(k, "gia"))
          ++k;
        if (const auto treaty = treaty_at(doc, k); treaty && treaty->begin == k) end = treaty->end;
      }
    }
    return true;
  };
  // "đánh giá kết quả ...", "tổng kết ...": the purpose as name, in small letters.
  static constexpr WordKey kPurposes[] = {"đánh", "tổng", "sơ", "triển", "giao",
                                          "xúc",  "rà",   "ký", "công"};
  static constexpr WordKey kSecond[] = {"giá",  "kết",  "kết", "khai", "ban",
                                        "tiến", "soát", "kết", "bố"};
  bool purpose = false;
  for (std::size_t p = 0; p < std::size(kPurposes); ++p) {
    if (doc.is(end, kPurposes[p]) && doc.is(end + 1, kSecond[p]) && doc.is_small(end))
      purpose = true;
  }
  if (purpose && doc.is_capital(i)) {
    std::size_t stop = free_text_end(doc, end + 2);
    if (stop > end + 3) {
      stop = ordinal_ahead(doc, stop);
      if (const Ordinal ordinal = ordinal_at(doc, stop); ordinal.end > stop) {
        m.number = ordinal.number;
        stop = ordinal.end;
      }
      m.end = stop;
      note_inner_names(doc, m);
      return m;
    }
  }
  int steps = 0;
  bool done = take_ordinal();
  while (!done) {
    std::size_t at = end;
    if (doc.breaks(at)) break;
    if (doc.is(at, "(") && doc.is(at + 2, ")") && ordinal_at(doc, at + 3).end > at + 3) {
      end = at + 3;
      done = take_ordinal();
      break;
    }
    if (doc.is(at, "(") && (doc.is(at + 4, ")") || doc.is(at + 6, ")"))) {
      const std::size_t close = doc.is(at + 4, ")") ? at + 4 : at + 6;
      if (ordinal_at(doc, close + 1).end > close + 1) {
        end = close + 1;
        done = take_ordinal();
        break;
      }
    }
    if (take_ordinal()) break;
    // Tọa đàm quốc tế "...".
    if (doc.is(at, "\"") || doc.is(at, "“")) {
      for (std::size_t j = at + 1; j < at + 40 && !doc.breaks(j); ++j) {
        if (doc.is(j, "”") || doc.is(j, "\"")) {
          m.end = j + 1;
          return m;
        }
      }
      break;
    }
    if (const std::size_t list = country_list_end(doc, at); list > at) {
      end = list;
      named = true;
      continue;
    }
    if (doc.is(at, "của")) {
      const std::size_t proper = proper_name_end(doc, at + 1);
      if (proper == at + 1) break;
      end = proper;
      named = true;
      continue;
    }
    if (doc.is(at, "về")) {
      const std::size_t stop = free_text_end(doc, at + 1);
      if (stop == at + 1) break;
      end = stop;
      named = true;
      if (!doc.is(end, "(")) end = ordinal_ahead(doc, end);
      if (doc.is(end, "(") && doc.is(end + 2, ")") && ordinal_at(doc, end + 3).end > end + 3)
        end += 3;
      take_ordinal();
      break;
    }
    if (doc.is(at, "và") && modifiers > 0) {
      const std::size_t unit = name_unit_end(doc, at + 1);
      if (unit == at + 1 || doc.longest(at + 1, Table::ConferenceHeads) != nullptr) break;
      end = unit;
      continue;
    }
    // "Hội nghị những người đứng đầu cơ quan ... lần thứ 45".
    if (doc.is(at, "những") && modifiers == 0 && doc.is_capital(i)) {
      const std::size_t stop = ordinal_ahead(doc, free_text_end(doc, at + 1));
      if (stop < at + 4) break;
      end = stop;
      named = true;
      take_ordinal();
      break;
    }
    if (doc.is(at, "các")) {
      const std::size_t next = at + 1;
      if (const PhraseHit* hit = doc.longest(at, Table::NameWords)) {
        end = at + hit->length;
        continue;
      }
      if (doc.longest(next, Table::NameWords) != nullptr ||
          (doc.is_capital(next) && (doc.longest(next, Table::Posts) != nullptr ||
                                    doc.longest(next, Table::AgencyHeads) != nullptr))) {
        end = next;
        continue;
      }
    }
    if (doc.is_number(at) && named && doc.surface(at).size() <= 3) {
      // "ASEAN 40-41", "AMMTC 16".
      std::size_t last = at + 1;
      if ((doc.is(last, "-") || doc.is(last, "–")) && doc.is_number(last + 1)) last += 2;
      m.number = std::string(doc.surface(at, last));
      end = last;
      break;
    }
    if (const auto acronym = acronym_with_number(doc, at)) {
      end = acronym->end;
      m.number = acronym->number;
      m.series = acronym->series;
      named = true;
      break;
    }
    // A bilateral dialogue's countries without dash: only after a body.
    const std::size_t proper = proper_name_end(doc, at);
    if (proper > at) {
      end = proper;
      named = true;
      ++modifiers;
      continue;
    }
    // Levels: "Bộ trưởng", "Quan chức cấp cao", "Tư lệnh Cảnh sát", "cấp Thứ trưởng", "An ninh".
    std::size_t unit = at;
    for (const Table table : {Table::NameWords, Table::Posts, Table::AgencyHeads,
                              Table::ConferenceHeads, Table::Ministries}) {
      const PhraseHit* hit = doc.longest(at, table);
      if (hit != nullptr && (table == Table::NameWords || doc.is_capital(at)))
        unit = std::max(unit, at + hit->length);
    }
    if (unit == at && doc.is_capital(at) && vietnamese_name_end(doc, at) == at)
      unit = name_unit_end(doc, at);
    if (unit == at && doc.is_small(at) && doc.is(at, "cấp") && doc.is_word(at + 1)) unit = at + 1;
    if (unit == at) {
      // Words that no list knows, if the name plainly goes on behind them: "trù bị khu vực về ...".
      std::size_t k = at;
      while (k < at + 6 && doc.is_word(k) && !doc.breaks(k) &&
             doc.longest(k, Table::Cues) == nullptr &&
             doc.longest(k, Table::BoundaryWords) == nullptr && !doc.is(k, "về") &&
             !doc.is(k, "lần") && !doc.is(k, "và")) {
        ++k;
      }
      if (k > at && k < at + 6 && !doc.breaks(k) && doc.is_small(at) &&
          (doc.is(k, "về") || ordinal_at(doc, k).end > k))
        unit = k;
    }
    if (unit == at) {
      if (modifiers == 0) break;
      const std::size_t ahead = ordinal_ahead(doc, at);
      if (ahead == at) break;
      end = ahead;
      take_ordinal();
      break;
    }
    if (doc.longest(at, Table::ConferenceHeads) == nullptr) ++modifiers;
    end = unit;
    if (++steps > 12) break;
  }
  m.end = end;
  if (m.series < 0) m.series = series_inside(doc, i, end);
  if (!named) {
    // "Hội nghị trù bị khu vực": told apart by its modifiers, if the full name stands elsewhere.
    if (modifiers == 0 || !doc.is_capital(i)) return std::nullopt;
    m.weak = true;
  }
  if (!doc.is_capital(i) && m.number.empty() && !(named && end > i + head->length + 3))
    return std::nullopt;
  note_inner_names(doc, m);
  // "đối thoại về thực thi pháp luật": in small letters no name without a body or state.
  if (!doc.is_capital(i) && m.number.empty() && kind != "conference" && kind != "session" &&
      m.countries == 0 && m.parent < 0)
    return std::nullopt;
  return m;
}

}  // namespace

std::optional<Mention> conference_at(const Document& doc, std::size_t i) {
  if (doc.is_english()) {
    if (auto found = english_conference(doc, i)) return found;
  }
  if (!doc.is_word(i)) return std::nullopt;
  if (auto found = vietnamese_conference(doc, i)) return found;
  return acronym_with_number(doc, i);
}

}  // namespace liaison::loaders

// Conferences: "HEAD [level] [body] [về ...] [lần thứ N] [COUNTRY - COUNTRY]", "ACRONYM N",
// "88th BODY General Assembly on ...".
#include "articles/mentions.h"

#include <algorithm>

namespace liaison::loaders {
namespace {

// Row of the series with this acronym, or -1.
int series_by_key(const Document& doc, std::string_view acronym) {
  const auto& rows = doc.rules().rows(Table::ConferenceSeries);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].first(0) == acronym) return static_cast<int>(r);
  }
  return -1;
}

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

int series_inside(const Document& doc, std::size_t begin, std::size_t end) {
  int best = -1;
  std::size_t length = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const PhraseHit* hit = doc.longest(i, Table::ConferenceSeries);
    if (hit != nullptr && hit->length > length && i + hit->length <= end) {
      best = static_cast<int>(hit->row);
      length = hit->length;
    }
    // A key is the series only as an acronym: "Hội nghị AMMTC 16".
    if (best < 0 && doc.tokens[i].all_capitals) best = series_by_key(doc, doc.surface(i));
  }
  return best;
}

std::optional<Mention> vietnamese_conference(const Document& doc, std::size_t i) {
  const PhraseHit* head = doc.longest(i, Table::ConferenceHeads);
  if (head == nullptr || doc.row(*head).first(1) == "english") return std::nullopt;
  const std::string& kind = doc.row(*head).first(1);
  if (i > 0 && (doc.is(i - 1, "các") || doc.is(i - 1, "những") || doc.is(i - 1, "nhiều")))
    return std::nullopt;
  // A general assembly is one as a session; alone it is the body.
  if (doc.is(i, "đại") && doc.is(i + 1, "hội") && doc.is(i + 2, "đồng")) {
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
    }
    return true;
  };
  // "đánh giá kết quả ...", "tổng kết ...": the purpose as name, in small letters.
  static constexpr std::string_view kPurposes[] = {"đánh", "tổng", "sơ", "triển", "giao",
                                                   "xúc",  "rà",   "ký", "công"};
  static constexpr std::string_view kSecond[] = {"giá",  "kết",  "kết", "khai", "ban",
                                                 "tiến", "soát", "kết", "bố"};
  bool purpose = false;
  for (std::size_t p = 0; p < std::size(kPurposes); ++p) {
    if (doc.is(end, kPurposes[p]) && doc.is(end + 1, kSecond[p]) && doc.is_small(end))
      purpose = true;
  }
  if (purpose && doc.is_capital(i)) {
    std::size_t stop = free_text_end(doc, end + 2);
    if (stop > end + 3) {
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
    if (doc.is(at, "các") && (doc.longest(at, Table::NameWords) != nullptr)) {
      end = at + doc.longest(at, Table::NameWords)->length;
      continue;
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
    if (unit == at) break;
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
  return m;
}

bool english_head(const Document& doc, std::size_t i) {
  const PhraseHit* hit = doc.longest(i, Table::ConferenceHeads);
  return hit != nullptr && doc.is_capital(i) && doc.row(*hit).first(1) == "english";
}

std::size_t capital_run_end(const Document& doc, std::size_t i) {
  std::size_t end = i;
  while (end < doc.size() && (end == i || !doc.tokens[end].line_start)) {
    if (doc.is_capital(end)) {
      ++end;
      continue;
    }
    const bool joint = doc.is(end, "and") || doc.is(end, "of") || doc.is(end, "on") ||
                       doc.is(end, "for") || doc.is(end, "against");
    if (joint && end > i && doc.is_capital(end + 1)) {
      ++end;
      continue;
    }
    if ((doc.is(end, "-") || doc.is(end, "'") || doc.is(end, "’")) && doc.glued(end) &&
        doc.glued(end + 1) && end > i) {
      end += 2;
      continue;
    }
    break;
  }
  return end;
}

// "The fourth ministerial meeting of A, B and C on crime prevention".
std::optional<Mention> small_english_conference(const Document& doc, std::size_t i,
                                                const std::string& ordinal) {
  static constexpr std::string_view kStops[] = {
      "was",  "is",   "were",  "are",    "in",   "at",    "from", "to",   "which", "that", "held",
      "will", "took", "takes", "opened", "with", "under", "has",  "have", "by",    "as"};
  const auto stop = [&](std::size_t k) {
    return std::any_of(std::begin(kStops), std::end(kStops),
                       [&](std::string_view w) { return doc.is(k, w); });
  };
  std::size_t head = i + 1;
  while (head < i + 7 && !doc.breaks(head) && doc.is_word(head) && !stop(head)) {
    const PhraseHit* hit = doc.longest(head, Table::ConferenceHeads);
    if (hit != nullptr && doc.row(*hit).first(1) == "english") break;
    ++head;
  }
  const PhraseHit* hit = doc.longest(head, Table::ConferenceHeads);
  if (hit == nullptr || doc.row(*hit).first(1) != "english" || head >= i + 7) return std::nullopt;
  std::size_t end = head + 1;
  bool named = false;
  while ((doc.is(end, "of") || doc.is(end, "on") || doc.is(end, "between") || doc.is(end, "for")) &&
         !doc.breaks(end)) {
    std::size_t k = end + 1;
    while (!doc.breaks(k) && !stop(k) && !doc.is(k, "on") &&
           (doc.is_word(k) || ((doc.is(k, ",") || doc.is(k, "-")) && doc.is_capital(k + 1)))) {
      ++k;
    }
    if (k == end + 1) break;
    end = k;
    named = true;
  }
  if (!named && head == i + 1) return std::nullopt;
  Mention m;
  m.label = EntityLabel::Conference;
  m.begin = i;
  m.end = end;
  m.number = ordinal;
  m.kind = "conference";
  note_inner_names(doc, m);
  return m;
}

std::optional<Mention> english_conference(const Document& doc, std::size_t i) {
  const std::string ordinal = english_ordinal(doc, i);
  if (ordinal.empty() && (!doc.is_capital(i) || person_title_at(doc, i))) return std::nullopt;
  const std::size_t start = ordinal.empty() ? i : i + 1;
  if (!ordinal.empty() && !doc.is_capital(start)) return small_english_conference(doc, i, ordinal);
  if (!doc.is_capital(start)) return std::nullopt;
  const std::size_t run = capital_run_end(doc, start);
  std::size_t head = run;
  for (std::size_t k = start; k < run; ++k) {
    if (english_head(doc, k)) head = k;
    if (doc.is(k, "on") && head < run) break;
  }
  if (head == run || (head == start && ordinal.empty())) return std::nullopt;
  std::size_t end = head + 1;
  if (doc.is(end, "on") || doc.is(end, "for") || doc.is(end, "against") || doc.is(end, "of"))
    end = run;
  Mention m;
  m.label = EntityLabel::Conference;
  m.begin = i;
  m.end = end;
  m.number = ordinal;
  m.kind = doc.is(head, "assembly") || doc.is(head, "session")   ? "session"
           : doc.is(head, "dialogue")                            ? "dialogue"
           : doc.is(head, "workshop") || doc.is(head, "seminar") ? "seminar"
                                                                 : "conference";
  m.series = series_inside(doc, i, end);
  note_inner_names(doc, m);
  // "Foreign Affairs Committee Meeting"? A plain noun with one capital needs a number or a body.
  if (ordinal.empty() && m.series < 0 && m.parent < 0 && m.countries == 0) return std::nullopt;
  return m;
}

}  // namespace

std::optional<Mention> conference_at(const Document& doc, std::size_t i) {
  if (doc.language == "en") {
    if (auto found = english_conference(doc, i)) return found;
  }
  if (!doc.is_word(i)) return std::nullopt;
  if (auto found = vietnamese_conference(doc, i)) return found;
  return acronym_with_number(doc, i);
}

}  // namespace liaison::loaders

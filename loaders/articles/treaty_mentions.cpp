// Texts that bind or commit: "HEAD [của X] [về ...] [giữa A và B] [giai đoạn Y-Y | năm Y]".
#include "articles/mentions.h"

namespace liaison::loaders {
namespace {

// "giai đoạn 2016-2025", "năm 2023": end, or `i`.
std::size_t period_end(const Document& doc, std::size_t i) {
  std::size_t at = i;
  if (doc.is(at, "giai") && doc.is(at + 1, "đoạn"))
    at += 2;
  else if (doc.is(at, "năm") && doc.is_number(at + 1) && doc.surface(at + 1).size() == 4)
    at += 1;
  else
    return i;
  if (!doc.is_number(at)) return i;
  ++at;
  if ((doc.is(at, "-") || doc.is(at, "–")) && doc.is_number(at + 1)) at += 2;
  return at;
}

// "giữa A và B": both sides are proper names or agencies.
std::size_t between_end(const Document& doc, std::size_t i) {
  if (!doc.is(i, "giữa") && !doc.is(i, "between")) return i;
  std::size_t at = i + 1;
  std::size_t end = i;
  for (int side = 0; side < 4; ++side) {
    if (doc.is(at, "the")) ++at;
    std::size_t next = proper_name_end(doc, at);
    if (const auto agency = agency_at(doc, at); agency && agency->end > next) next = agency->end;
    if (next == at) break;
    end = next;
    at = next;
    if (doc.is(at, "và") || doc.is(at, "and") || doc.is(at, ",") || doc.is(at, "với"))
      ++at;
    else
      break;
  }
  return end;
}

std::optional<Mention> counted(const Document& doc, std::size_t i) {
  // "29 Nghị quyết các Kỳ họp Đại hội đồng giai đoạn 2018-2024", "12 resolutions".
  if (!doc.is_number(i) || doc.surface(i).size() > 3) return std::nullopt;
  const PhraseHit* head = doc.longest(i + 1, Table::TreatyHeads);
  if (head == nullptr || doc.row(*head).first(1) != "counted") return std::nullopt;
  if (i > 0 && (doc.is(i - 1, ".") || doc.is(i - 1, "/") || doc.is(i - 1, "-")) && doc.glued(i))
    return std::nullopt;
  Mention m;
  m.label = EntityLabel::Treaty;
  m.begin = i;
  m.end = i + 1 + head->length;
  if (doc.language == "vi") {
    for (std::size_t k = m.end;
         k < m.end + 10 && !doc.breaks(k) && (doc.is_word(k) || doc.is_number(k)); ++k) {
      if (const std::size_t period = period_end(doc, k); period > k) {
        m.end = period;
        break;
      }
    }
  }
  return m;
}

std::optional<Mention> vietnamese_treaty(const Document& doc, std::size_t i) {
  const PhraseHit* head = doc.longest(i, Table::TreatyHeads);
  if (head == nullptr || doc.row(*head).first(1) != "name") return std::nullopt;
  if (i > 0 && (doc.is(i - 1, "các") || doc.is(i - 1, "những"))) return std::nullopt;
  const bool capital = doc.is_capital(i);
  std::size_t end = i + head->length;
  bool named = false;
  bool period = false;
  Mention m;
  m.label = EntityLabel::Treaty;
  m.begin = i;
  for (int steps = 0; steps < 8; ++steps) {
    const std::size_t at = end;
    if (doc.breaks(at)) break;
    if (const std::size_t stop = period_end(doc, at); stop > at) {
      end = stop;
      named = true;
      period = true;
      continue;
    }
    if (const std::size_t stop = between_end(doc, at); stop > at) {
      end = stop;
      named = true;
      break;
    }
    if (const std::size_t list = country_list_end(doc, at); list > at) {
      end = list;
      named = true;
      continue;
    }
    if (period) break;
    if (doc.is(at, "của")) {
      const std::size_t proper = proper_name_end(doc, at + 1);
      if (proper == at + 1) break;
      end = proper;
      named = true;
      continue;
    }
    if (doc.is(at, "về") || (capital && doc.is(at, "thay") && doc.is(at + 1, "thế"))) {
      // Free text, which may hold a period or the parties at its end.
      const std::size_t start = doc.is(at, "về") ? at + 1 : at + 2;
      std::size_t stop = start;
      const std::size_t limit = free_text_end(doc, start);
      while (stop < limit) {
        if (const std::size_t p = period_end(doc, stop); p > stop) {
          stop = p;
          period = true;
          break;
        }
        if (doc.is(stop, "giữa") || doc.is(stop, "between")) break;
        // "tháng 12/2024" is a date beside the name.
        if (doc.is(stop, "tháng") && doc.is_number(stop + 1)) break;
        ++stop;
      }
      if (stop == start) break;
      end = stop;
      named = true;
      continue;
    }
    // "Tuyên bố chung Hội nghị ...": called after its conference.
    if (const auto conference = conference_at(doc, at);
        conference && conference->begin == at && !conference->weak) {
      end = conference->end;
      named = true;
      break;
    }
    if (const std::size_t proper = proper_name_end(doc, at); proper > at && capital) {
      end = proper;
      named = true;
      continue;
    }
    // "kế hoạch hành động phòng, chống tội phạm quốc tế giai đoạn 2020-2025".
    std::size_t unit = name_unit_end(doc, at);
    if (unit > at && (capital || steps < 6)) {
      while (unit < doc.size()) {
        std::size_t next = unit;
        if (doc.is(next, ",") && doc.is(next - 1, "phòng") && doc.is(next + 1, "chống")) ++next;
        if (doc.is(next, "và")) ++next;
        const std::size_t more = name_unit_end(doc, next);
        if (more == next) break;
        unit = more;
      }
      end = unit;
      // A name of its own after a capitalised head: "Công ước Hà Nội", "Hiệp định Geneva".
      if (capital && doc.is_capital(at)) named = true;
      continue;
    }
    break;
  }
  // In small letters only a period or parties make it a name; "kế hoạch hành động ..." alone is
  // none.
  if (!named || (!capital && !period)) return std::nullopt;
  if (!capital && end - i < head->length + 3) return std::nullopt;
  m.end = end;
  note_inner_names(doc, m);
  return m;
}

std::optional<Mention> english_treaty(const Document& doc, std::size_t i) {
  if (!doc.is_capital(i) && english_ordinal(doc, i).empty()) return std::nullopt;
  if (person_title_at(doc, i)) return std::nullopt;
  std::size_t end = i;
  std::size_t head_end = 0;
  bool of_conference = false;
  while (end < doc.size() && end < i + 24 && (end == i || !doc.tokens[end].line_start)) {
    const PhraseHit* head = doc.longest(end, Table::TreatyHeads);
    if (head != nullptr && doc.is_capital(end) && doc.row(*head).first(1) == "english") {
      end += head->length;
      head_end = end;
      continue;
    }
    if (doc.is_capital(end) || (doc.is_number(end) && end > i)) {
      ++end;
      continue;
    }
    if ((doc.is(end, "-") || doc.is(end, "–")) && end > i && doc.is_capital(end + 1)) {
      ++end;
      continue;
    }
    // "Joint Communique of the 43rd ... Conference".
    if (doc.is(end, "of") && head_end > 0) {
      const std::size_t at = doc.is(end + 1, "the") ? end + 2 : end + 1;
      if (const auto conference = conference_at(doc, at); conference && conference->begin == at) {
        end = conference->end;
        of_conference = true;
        break;
      }
    }
    const bool joint = doc.is(end, "of") || doc.is(end, "on") || doc.is(end, "and") ||
                       doc.is(end, "for") || doc.is(end, "against") || doc.is(end, "between") ||
                       doc.is(end, "the") || doc.is(end, "in");
    if (joint && end > i &&
        (doc.is_capital(end + 1) || (doc.is(end + 1, "the") && doc.is_capital(end + 2)))) {
      ++end;
      continue;
    }
    break;
  }
  if (head_end == 0 || end - i < 2) return std::nullopt;
  // "... Convention Conference" is a conference, "Communique of the ... Conference" a text.
  if (!of_conference && doc.longest(end - 1, Table::ConferenceHeads) != nullptr && head_end < end) {
    return std::nullopt;
  }
  Mention m;
  m.label = EntityLabel::Treaty;
  m.begin = i;
  m.end = end;
  note_inner_names(doc, m);
  return m;
}

}  // namespace

std::optional<Mention> treaty_at(const Document& doc, std::size_t i) {
  if (doc.is_number(i)) return counted(doc, i);
  if (auto found = vietnamese_treaty(doc, i)) return found;
  return doc.language == "en" ? english_treaty(doc, i) : std::nullopt;
}

}  // namespace liaison::loaders

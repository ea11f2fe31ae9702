// Texts that bind or commit: "HEAD [của X] [về ...] [giữa A và B] [giai đoạn Y-Y | năm Y]".
#include <algorithm>

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
  if (doc.is_vietnamese()) {
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

// End of the period that a name of free text goes on to, over words that would end it elsewhere:
// "... cộng đồng | trước hiểm họa ma túy giai đoạn 2016-2025". `i` for none.
std::size_t period_ahead(const Document& doc, std::size_t i) {
  for (std::size_t k = i; k < i + 14 && !doc.breaks(k); ++k) {
    if (doc.is(k, "giai") || doc.is(k, "năm")) {
      if (const std::size_t end = period_end(doc, k); end > k) return end;
    }
    if (doc.is(k, ",") && k > i && doc.is_small(k - 1) && doc.is_small(k + 1)) continue;
    if (doc.cue(k, "sign") != nullptr || doc.cue(k, "adopt") != nullptr) return i;
    if (!doc.is_word(k)) return i;
    if (ends_long_name(doc, k)) return i;
  }
  return i;
}

// A verb of signing or adopting stands right before `i` ("ký", "ký một").
bool after_act(const Document& doc, std::size_t i) {
  for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
    for (const WordKey kind : {WordKey("sign"), WordKey("adopt")}) {
      const PhraseHit* cue = doc.cue(i - back, kind);
      // An article or number between, in English an adjective too.
      const std::size_t gap = doc.is_english() ? 2 : 1;
      if (cue != nullptr && cue->length <= back && back - cue->length <= gap) return true;
    }
  }
  return false;
}

std::optional<Mention> vietnamese_treaty(const Document& doc, std::size_t i) {
  const PhraseHit* head = doc.longest(i, Table::TreatyHeads);
  if (head == nullptr || doc.row(*head).first(1) != "name") return std::nullopt;
  if (i > 0 && (doc.is(i - 1, "các") || doc.is(i - 1, "những"))) return std::nullopt;
  const bool capital = doc.is_capital(i);
  std::size_t end = i + head->length;
  bool named = false;
  bool period = false;
  bool between = false;  // parties were told
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
      between = true;
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
      if (proper == at + 1) {
        // "của các Bộ trưởng Quốc phòng ASEAN về ...".
        std::size_t k = at + 1;
        while (k < at + 10 && doc.is_word(k) && !doc.breaks(k) && !doc.is(k, "về") &&
               !(doc.is_small(k) && doc.longest(k, Table::BoundaryWords) != nullptr))
          ++k;
        if (!capital || !doc.is(at + 1, "các") || !doc.is(k, "về")) break;
        end = k;
        continue;
      }
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
      if (stop == limit && !period) {
        if (const std::size_t far = period_ahead(doc, stop); far > stop) {
          stop = far;
          period = true;
        }
      }
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
    // "Hiệp định chuyển giao người bị kết án": a field of law tells it apart.
    if (const PhraseHit* topic = doc.longest(at, Table::Topics);
        topic != nullptr && capital && end == i + head->length) {
      end = at + topic->length;
      named = true;
      continue;
    }
    // "Thông cáo chung ASEANAPOL lần thứ 42".
    if (const Ordinal ordinal = ordinal_at(doc, at); ordinal.end > at && named) {
      end = ordinal.end;
      break;
    }
    // "kế hoạch hành động phòng, chống tội phạm quốc tế giai đoạn 2020-2025".
    std::size_t unit = name_unit_end(doc, at);
    if (unit > at && (capital || steps < 6)) {
      while (unit < doc.size()) {
        std::size_t next = unit;
        if (doc.is(next, ",") && doc.is(next - 1, "phòng") && doc.is(next + 1, "chống")) ++next;
        if (doc.is(next, "và")) ++next;
        const std::size_t more = name_unit_end(doc, next);
        if (more == next || country_list_end(doc, next) > next) break;
        if (doc.is_capital(next) && conference_at(doc, next)) break;
        unit = more;
      }
      end = unit;
      // A name of its own after a capitalised head: "Công ước Hà Nội", "Hiệp định Geneva".
      if (capital && doc.is_capital(at)) named = true;
      continue;
    }
    // "Kế hoạch phối hợp tuần tra năm 2030": words that no list knows, up to the period.
    if (capital && !named) {
      if (const std::size_t far = period_ahead(doc, at); far > at) {
        end = far;
        named = period = true;
        continue;
      }
    }
    break;
  }
  // In small letters only a period or parties make it a name; "kế hoạch hành động ..." alone is
  // none.
  if (!named || (!capital && !period && !after_act(doc, i))) return std::nullopt;
  // A plan binds somebody if it has parties or is signed.
  if (head->length == 2 && doc.is(i, "kế") && doc.is(i + 1, "hoạch") && !between &&
      !after_act(doc, i))
    return std::nullopt;
  if (!capital && end - i < head->length + 3) return std::nullopt;
  m.end = end;
  note_inner_names(doc, m);
  return m;
}

// End of what a text is about, in small letters: up to a mark, a verb or another preposition.
std::size_t small_text_end(const Document& doc, std::size_t i) {
  static constexpr WordSet kStops({"at",   "during", "after",     "while",  "which", "to",
                                   "that", "with",   "as",        "under",  "was",   "were",
                                   "will", "by",     "following", "before", "when",  "signed",
                                   "is",   "are",    "has",       "have"});
  std::size_t end = i;
  while (!doc.breaks(end) && (doc.is_word(end) || doc.is_number(end)) &&
         !(doc.is(end, "in") && !doc.is_small(end + 1)) &&
         !(doc.is(end, "on") && (doc.is_number(end + 1) || month_name(doc, end + 1))) &&
         !doc.is_in(end, kStops))
    ++end;
  return end;
}

// "signed a memorandum of understanding on ...": in small letters behind the act, with its subject
// or parties.
std::optional<Mention> small_english_treaty(const Document& doc, std::size_t i) {
  const PhraseHit* head = doc.longest(i, Table::TreatyHeads);
  if (head == nullptr || doc.row(*head).first(1) != "english" || !after_act(doc, i))
    return std::nullopt;
  std::size_t end = i + head->length;
  if (doc.is(end, "(") && doc.is(end + 2, ")")) end += 3;
  if (!doc.is(end, "on") && !doc.is(end, "between") && !doc.is(end, "for")) return std::nullopt;
  const std::size_t start = end;
  end = small_text_end(doc, end);
  if (end < start + 2) return std::nullopt;
  Mention m;
  m.label = EntityLabel::Treaty;
  m.begin = i;
  m.end = end;
  note_inner_names(doc, m);
  return m;
}

std::optional<Mention> english_treaty(const Document& doc, std::size_t i) {
  if (doc.is_small(i)) return small_english_treaty(doc, i);
  if (!doc.is_capital(i) && english_ordinal(doc, i).empty()) return std::nullopt;
  if (person_title_at(doc, i)) return std::nullopt;
  std::size_t end = i;
  std::size_t head_end = 0;
  bool of_conference = false;
  bool subject = false;  // "on ..." was read
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
    // "on Advancing Crime Prevention, Criminal Justice and the Rule of Law".
    if (doc.is(end, ",") && subject && doc.is_capital(end + 1)) {
      std::size_t k = end + 1;
      while (doc.is_capital(k) && !doc.breaks(k)) ++k;
      const std::size_t after = doc.is(k + 1, "the") ? k + 2 : k + 1;
      if ((doc.is(k, "and") || doc.is(k, ",")) && doc.is_capital(after) && k < end + 6 &&
          !person_title_at(doc, end + 1)) {
        end = doc.is(k, "and") ? after : k;
        continue;
      }
    }
    if (doc.is(end, "on") || doc.is(end, "for") || doc.is(end, "against")) subject = true;
    // Another text begins there: "... and the ASEAN Declaration on ...".
    if (doc.is(end, "and") && head_end > 0) {
      bool other = false;
      for (std::size_t k = doc.is(end + 1, "the") ? end + 2 : end + 1;
           k < end + 8 && doc.is_capital(k); ++k) {
        const PhraseHit* hit = doc.longest(k, Table::TreatyHeads);
        other = other || (hit != nullptr && doc.row(*hit).first(1) == "english");
      }
      if (other) break;
    }
    if (doc.is(end, "on") && month_name(doc, end + 1)) break;
    // "Working Arrangement on law enforcement cooperation".
    if (doc.is(end, "on") && head_end == end && doc.is_small(end + 1) && after_act(doc, i)) {
      const std::size_t stop = small_text_end(doc, end + 1);
      if (stop > end + 1) end = stop;
      break;
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
  // "the 2024 Cooperation Plan".
  if (doc.is_english() && doc.is_number(i) && doc.surface(i).size() == 4 && doc.is_capital(i + 1)) {
    if (auto found = english_treaty(doc, i + 1)) {
      found->begin = i;
      return found;
    }
  }
  if (doc.is_number(i)) return counted(doc, i);
  if (auto found = vietnamese_treaty(doc, i)) return found;
  return doc.is_english() ? english_treaty(doc, i) : std::nullopt;
}

}  // namespace liaison::loaders

// English names of conferences, and the series that names are of.
#include "articles/conference_names.h"

#include <algorithm>

#include "articles/mentions.h"

namespace liaison::loaders {

int series_by_key(const Document& doc, std::string_view acronym) {
  const auto& rows = doc.rules().rows(Table::ConferenceSeries);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].first(0) == acronym) return static_cast<int>(r);
  }
  return -1;
}

namespace {

// Another meeting than the series: "Bộ trưởng Quốc phòng các nước ASEAN | mở rộng", "ASEAN Summit |
// on ...", unless the series itself is called so.
bool goes_on(const Document& doc, std::size_t begin, std::size_t i, std::size_t end) {
  for (std::size_t k = begin; k < i; ++k) {
    if (doc.is(k, "về") || doc.is(k, "on")) return false;
  }
  return i < end && (doc.is(i, "về") || doc.is(i, "mở") || doc.is(i, "on") || doc.is(i, "với") ||
                     doc.is(i, "+") || doc.is(i, "plus"));
}

}  // namespace

int series_inside(const Document& doc, std::size_t begin, std::size_t end) {
  int best = -1;
  std::size_t length = 0;
  for (std::size_t i = begin; i < end; ++i) {
    // A working group of the series meets: "Hội nghị Nhóm công tác SOMTC về ...".
    if (i > begin && doc.is_capital(i) &&
        (doc.is(i, "nhóm") || doc.is(i, "working") || doc.is(i, "ủy") || doc.is(i, "tiểu"))) {
      return best;
    }
    const PhraseHit* hit = doc.longest(i, Table::ConferenceSeries);
    if (hit != nullptr && hit->length > length && i + hit->length <= end &&
        !goes_on(doc, i, i + hit->length, end)) {
      best = static_cast<int>(hit->row);
      length = hit->length;
    }
    // A key is the series only as an acronym: "Hội nghị AMMTC 16".
    if (best < 0 && doc.tokens[i].all_capitals) best = series_by_key(doc, doc.surface(i));
  }
  return best;
}

namespace {

bool english_head(const Document& doc, std::size_t i) {
  const PhraseHit* hit = doc.longest(i, Table::ConferenceHeads);
  return hit != nullptr && doc.is_capital(i) && doc.row(*hit).first(1) == "english";
}

std::string english_kind(const Document& doc, std::size_t head) {
  if (doc.is(head, "assembly") || doc.is(head, "session")) return "session";
  if (doc.is(head, "dialogue")) return "dialogue";
  if (doc.is(head, "workshop") || doc.is(head, "seminar")) return "seminar";
  return "conference";
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
    if (joint && end > i && doc.is_capital(end + 1) && !month_name(doc, end + 1)) {
      ++end;
      continue;
    }
    // "Senior Officials' Meeting".
    if ((doc.is(end, "'") || doc.is(end, "’")) && doc.glued(end) && end > i &&
        !doc.glued(end + 1) && doc.is_capital(end + 1) && doc.word(end - 1).ends_with("s")) {
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
  static constexpr WordSet kStops({"was",    "is",    "were",  "are",  "in",   "at",   "from",
                                   "to",     "which", "that",  "held", "will", "took", "takes",
                                   "opened", "with",  "under", "has",  "have", "by",   "as"});
  const auto stop = [&](std::size_t k) { return doc.is_in(k, kStops); };
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
  m.kind = english_kind(doc, head);
  note_inner_names(doc, m);
  return m;
}

}  // namespace

std::optional<Mention> english_conference(const Document& doc, std::size_t i) {
  const std::string ordinal = english_ordinal(doc, i);
  if (ordinal.empty() && (!doc.is_capital(i) || person_title_at(doc, i))) return std::nullopt;
  const std::size_t start = ordinal.empty() ? i : i + 1;
  // "the 18th AMMTC".
  if (!ordinal.empty() && doc.is_capital(start) && doc.tokens[start].all_capitals &&
      !doc.is_capital(start + 1)) {
    if (const int series = series_by_key(doc, doc.surface(start)); series >= 0) {
      Mention m;
      m.label = EntityLabel::Conference;
      m.begin = i;
      m.end = start + 1;
      m.number = ordinal;
      m.series = series;
      m.kind = "conference";
      return m;
    }
  }
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
  m.kind = english_kind(doc, head);
  m.series = series_inside(doc, i, end);
  note_inner_names(doc, m);
  // "Foreign Affairs Committee Meeting"? A plain noun with one capital needs a number or a body.
  const bool subject = end > head + 3 && (doc.is(head + 1, "on") || doc.is(head + 1, "for"));
  if (ordinal.empty() && m.series < 0 && m.parent < 0 && m.countries == 0 && !subject)
    return std::nullopt;
  return m;
}

}  // namespace liaison::loaders

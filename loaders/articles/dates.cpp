#include "articles/dates.h"

#include "articles/date_parser.h"
#include "articles/relations/relations.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace liaison::loaders {
namespace {

long day_number(const PartialDate& d) {
  return (static_cast<long>(d.year) * 12 + d.month) * 31 + d.day;
}

PartialDate parse_iso(const std::string& iso) {
  PartialDate d;
  if (iso.size() >= 4) d.year = std::atoi(iso.substr(0, 4).c_str());
  if (iso.size() >= 7) d.month = std::atoi(iso.substr(5, 2).c_str());
  if (iso.size() >= 10) d.day = std::atoi(iso.substr(8, 2).c_str());
  return d;
}

// The year that puts month and day closest to the publication date.
void fill_year(PartialDate& d, const PartialDate& published) {
  if (d.year != 0 || published.year == 0 || d.month == 0) return;
  long best = 0;
  const long target = day_number(
      {published.year, published.month ? published.month : 6, published.day ? published.day : 15});
  for (int year = published.year - 1; year <= published.year + 1; ++year) {
    const long distance = std::labs(day_number({year, d.month, d.day ? d.day : 15}) - target);
    if (d.year == 0 || distance < best) {
      best = distance;
      d.year = year;
    }
  }
}

}  // namespace

std::string PartialDate::iso() const {
  char buffer[32] = "";
  if (year != 0 && month != 0 && day != 0)
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  else if (year != 0 && month != 0)
    std::snprintf(buffer, sizeof buffer, "%04d-%02d", year, month);
  else if (year != 0)
    std::snprintf(buffer, sizeof buffer, "%04d", year);
  else if (month != 0 && day != 0)
    std::snprintf(buffer, sizeof buffer, "--%02d-%02d", month, day);
  else if (month != 0)
    std::snprintf(buffer, sizeof buffer, "--%02d", month);
  return buffer;
}

void find_publication_date(Document& doc) {
  PartialDate prefix;
  std::size_t body = 0;
  // " date 2022-01" at the very start.
  if (doc.is(0, "date") && year_like(date_number(doc, 1))) {
    prefix.year = date_number(doc, 1);
    body = 2;
    if (doc.is(2, "-") && month_like(date_number(doc, 3))) {
      prefix.month = date_number(doc, 3);
      body = 4;
      if (doc.is(4, "-") && day_like(date_number(doc, 5))) {
        prefix.day = date_number(doc, 5);
        body = 6;
      }
    }
    for (std::size_t i = 0; i < body; ++i) doc.tokens[i].noise = true;
  }
  // Datelines: lines near the top that hold a full date with year and little else.
  struct Line {
    PartialDate date;
    int index;
    std::size_t begin, end;
  };
  std::vector<Line> lines;
  int headline = -1;
  int line_index = 0;
  for (std::size_t i = body; i < doc.size() && line_index < 8;) {
    std::size_t end = i + 1;
    while (end < doc.size() && !doc.tokens[end].line_start) ++end;
    PartialDate found;
    for (std::size_t k = i; k < end && end - i <= 18; ++k) {
      PartialDate d;
      if (numeric_date(doc, k, false, d) > k && d.year != 0 && d.day != 0) {
        found = d;
        break;
      }
      if (english_month(doc, k) != 0 || english_month(doc, k + 1) != 0) {
        const DateExpression e = date_at(doc, k, {});
        if (e.start.year != 0 && e.start.day != 0) {
          found = e.start;
          break;
        }
      }
    }
    // The line is a dateline if nothing else stands there: no sentence, few words.
    std::size_t words = 0;
    for (std::size_t k = i; k < end; ++k) words += doc.is_word(k) ? 1 : 0;
    if (!found.empty() && words <= 7)
      lines.push_back({found, line_index, i, end});
    else if (headline < 0 && end - i >= 4)
      headline = line_index;
    ++line_index;
    i = end;
  }
  const Line* best = nullptr;
  for (const Line& line : lines) {
    for (std::size_t k = line.begin; k < line.end; ++k) doc.tokens[k].noise = true;
    // Next to the article's own headline: behind it, else before it.
    if (best == nullptr || (best->index < headline && line.index > headline)) best = &line;
  }
  PartialDate chosen = best != nullptr ? best->date : prefix;
  if (best != nullptr && prefix.year != 0 && (best->date.year != prefix.year)) chosen = prefix;
  // "HANOI, Aug 22, 2023 - ...", "Ha Noi, 5 June 2024 –": the dateline opens the first paragraph.
  if (chosen.empty() && doc.is_english()) {
    int line = 0;
    for (std::size_t i = body; i < doc.size() && line < 3 && chosen.empty(); ++line) {
      std::size_t end = i + 1;
      while (end < doc.size() && !doc.tokens[end].line_start) ++end;
      for (std::size_t k = i; k < end && k < i + 12; ++k) {
        const DateExpression e = date_at(doc, k, {});
        if (e.end <= k || e.start.year == 0 || e.start.day == 0) continue;
        if (doc.is(e.end, "-") || doc.is(e.end, "–") || doc.is(e.end, "—")) chosen = e.start;
        break;
      }
      i = end;
    }
  }
  // A header that contradicts the text: "Sáng nay, 31-10" under a date in January.
  if (!chosen.empty() && chosen.day != 0) {
    for (std::size_t i = body; i < doc.size(); ++i) {
      if (doc.tokens[i].noise || !(doc.is(i, "nay") && (doc.is(i + 1, ",") || doc.is(i + 1, "("))))
        continue;
      const DateExpression e = date_at(doc, i - 1, {});
      if (e.end > i && e.start.month != 0 && e.start.day != 0 &&
          (e.start.month != chosen.month || std::abs(e.start.day - chosen.day) > 2)) {
        chosen = prefix;
        break;
      }
    }
  }
  doc.published = chosen.iso();
}

std::vector<DateExpression> find_dates(const Document& doc) {
  const PartialDate published_on = parse_iso(doc.published);
  std::vector<DateExpression> found;
  // Without a publication date, the years that the text itself tells.
  PartialDate told;
  for (std::size_t i = 0; i < doc.size();) {
    if (!may_be_date(doc, i) || doc.tokens[i].noise || doc.mention_at(i) >= 0) {
      ++i;
      continue;
    }
    DateExpression e = date_at(doc, i, published_on);
    if (e.end <= i) {
      ++i;
      continue;
    }
    e.is_end_only = i > 0 && doc.is(i - 1, "đến") && e.finish.empty();
    if (doc.is(i, "ngày") && i > 0 && doc.is(i - 1, "đến")) e.is_end_only = e.finish.empty();
    found.push_back(e);
    i = e.end;
  }
  const PartialDate published = parse_iso(doc.published);
  for (DateExpression& e : found) {
    fill_year(e.start, published);
    if (!e.finish.empty()) fill_year(e.finish, published);
  }
  return found;
}

void attach_dates(Document& doc, const std::vector<SentenceView>& views,
                  const std::vector<DateExpression>& dates) {
  const auto set = [&](int entity, const DateExpression& e) {
    Entity& target = doc.entities[static_cast<std::size_t>(entity)];
    const auto put = [&](const char* key, const PartialDate& d) {
      const std::string iso = d.iso();
      if (iso.empty()) return;
      std::string& slot = target.attributes[key];
      // More exact wins; the first of two equals stays.
      if (slot.empty() || iso.size() > slot.size()) slot = iso;
    };
    const bool ranged =
        target.attributes.contains("start_date") || target.attributes.contains("end_date");
    if (target.label == EntityLabel::Treaty) {
      put("date", e.start);
    } else if (!e.finish.empty()) {
      target.attributes.erase("date");
      put("start_date", e.start);
      put("end_date", e.finish);
    } else if (e.is_end_only) {
      if (target.attributes.contains("date")) {
        target.attributes["start_date"] = target.attributes["date"];
        target.attributes.erase("date");
      }
      put("end_date", e.start);
    } else if (!ranged) {
      put("date", e.start);
    }
  };
  for (const SentenceView& view : views) {
    for (const DateExpression& e : dates) {
      if (e.begin < view.begin || e.begin >= view.end) continue;
      // The nearest dated thing before the expression in its clause, else the first one after it.
      const Phrase* before = nullptr;
      const Phrase* after = nullptr;
      for (const Phrase& p : view.phrases) {
        const bool conference = p.kind == Phrase::Kind::Conference && p.entity >= 0;
        const bool treaty = p.kind == Phrase::Kind::Treaty;
        if (!conference && !treaty) continue;
        if (p.end <= e.begin) before = &p;
        if (p.begin >= e.end && after == nullptr && conference) after = &p;
      }
      const bool leading = e.begin <= view.begin + 2 || doc.is(e.begin - 1, ":") ||
                           (e.begin > view.begin + 1 && doc.is(e.begin - 1, "từ"));
      if (before != nullptr && before->kind == Phrase::Kind::Treaty) {
        // "Công ước ... tháng 12/2024", "Tuyên bố ..., ký tháng 3/2018": close behind its name
        // only.
        // "tham gia Công ước từ năm 2009" dates the membership.
        const bool since = preceded_by(doc, e.begin, {"từ", "since"});
        if (e.begin - before->end <= 4 && !since) set(before->entity, e);
        continue;
      }
      bool clause = false;  // a host's or date's own clause begins between them
      if (before != nullptr) {
        for (std::size_t k = before->end; k < e.begin; ++k) {
          clause = clause || doc.is(k, ";") || doc.is(k, "kể");
        }
      }
      if (before != nullptr && !clause && !(leading && after != nullptr) &&
          distance(doc, before->end, e.begin) <= 26) {
        set(before->entity, e);
      } else if (after != nullptr) {
        bool since = false;
        for (std::size_t k = e.end; k < after->begin; ++k) since = since || doc.is(k, ";");
        if (!since) set(after->entity, e);
      }
    }
  }
}

}  // namespace liaison::loaders

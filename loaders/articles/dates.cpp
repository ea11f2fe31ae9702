#include "articles/dates.h"

#include "articles/relations/relations.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace liaison::loaders {
namespace {

int number(const Document& doc, std::size_t i) {
  if (!doc.is_number(i) || doc.surface(i).size() > 4) return -1;
  int value = 0;
  for (const char c : doc.surface(i)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool year_like(int v) {
  return v >= 1900 && v < 2100;
}
bool month_like(int v) {
  return v >= 1 && v <= 12;
}
bool day_like(int v) {
  return v >= 1 && v <= 31;
}

bool slash(const Document& doc, std::size_t i) {
  return doc.is(i, "/") || doc.is(i, "-") || doc.is(i, ".");
}

int english_month(const Document& doc, std::size_t i) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (!doc.is_capital(i)) return 0;
  const std::string& word = doc.word(i);
  for (std::size_t m = 0; m < kMonths.size(); ++m) {
    if (kMonths[m] == word ||
        (word.size() >= 3 && word.size() <= 4 && kMonths[m].substr(0, word.size()) == word))
      return static_cast<int>(m) + 1;
  }
  return 0;
}

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

// One date at `i`: "24/9/2020", "24/9", "9/2020" (after tháng), "ngày 4 tháng 3 năm 2023",
// "2020-10-17". `month_first`: the number pair is month and year.
std::size_t numeric_date(const Document& doc, std::size_t i, bool after_month_word,
                         PartialDate& out) {
  const int a = number(doc, i);
  if (a < 0) return i;
  if (slash(doc, i + 1) && doc.glued(i + 1) && doc.glued(i + 2)) {
    const int b = number(doc, i + 2);
    if (b < 0) return i;
    if (slash(doc, i + 3) && doc.glued(i + 3) && doc.glued(i + 4)) {
      const int c = number(doc, i + 4);
      if (day_like(a) && month_like(b) && year_like(c)) {
        out = {c, b, a};
        return i + 5;
      }
      if (year_like(a) && month_like(b) && day_like(c)) {
        out = {a, b, c};
        return i + 5;
      }
    }
    if (after_month_word && month_like(a) && year_like(b)) {
      out = {b, a, 0};
      return i + 3;
    }
    if (!after_month_word && day_like(a) && month_like(b)) {
      out = {0, b, a};
      return i + 3;
    }
    if (month_like(a) && year_like(b)) {
      out = {b, a, 0};
      return i + 3;
    }
    return i;
  }
  if (after_month_word && month_like(a)) {
    out = {0, a, 0};
    std::size_t end = i + 1;
    if (doc.is(end, "năm") && year_like(number(doc, end + 1))) {
      out.year = number(doc, end + 1);
      end += 2;
    }
    return end;
  }
  // "4 tháng 3 năm 2023"
  if (day_like(a) && doc.is(i + 1, "tháng") && month_like(number(doc, i + 2))) {
    out = {0, number(doc, i + 2), a};
    std::size_t end = i + 3;
    if (doc.is(end, ",")) ++end;
    if (doc.is(end, "năm")) ++end;
    if (year_like(number(doc, end))) {
      out.year = number(doc, end);
      return end + 1;
    }
    return i + 3;
  }
  return i;
}

struct Parser {
  const Document& doc;
  PartialDate published;

  // A date expression at `i`; end == i for none.
  DateExpression at(std::size_t i) const {
    DateExpression e;
    e.begin = e.end = i;
    const bool day_word = doc.is(i, "ngày") || doc.is(i, "sáng") || doc.is(i, "chiều") ||
                          doc.is(i, "tối") || doc.is(i, "trưa");
    std::size_t k = i;
    if (day_word) {
      ++k;
      if (doc.is(k, "nay") || (doc.is(k, "mai"))) {
        // "Sáng nay, 31-10": the date behind it counts; alone it is the day of publication.
        std::size_t after = k + 1;
        if (doc.is(after, ",")) ++after;
        if (doc.is(after, "(")) ++after;
        if (doc.is(after, "ngày")) ++after;
        PartialDate d;
        const std::size_t end = numeric_date(doc, after, false, d);
        if (end > after) {
          e.start = d;
          e.end = end;
          return e;
        }
        if (published.day != 0) {
          e.start = published;
          e.end = k + 1;
        }
        return e;
      }
      if (doc.is(k, "ngày")) ++k;
    }
    if (doc.is(i, "hôm") && doc.is(i + 1, "nay") && published.day != 0) {
      e.start = published;
      e.end = i + 2;
      return e;
    }
    if (doc.is(i, "năm") && doc.is(i + 1, "nay") && published.year != 0) {
      e.start = {published.year, 0, 0};
      e.end = i + 2;
      return e;
    }
    if (doc.is(i, "tháng")) {
      PartialDate d;
      const std::size_t end = numeric_date(doc, i + 1, true, d);
      if (end > i + 1) {
        e.start = d;
        e.end = end;
      }
      return e;
    }
    if (doc.is(i, "năm") && year_like(number(doc, i + 1))) {
      e.start = {number(doc, i + 1), 0, 0};
      e.end = i + 2;
      return e;
    }
    // Ranges: "24-27/11/2025", "từ ngày 24 đến 27/11", "21-23/1".
    const int a = number(doc, k);
    if (day_like(a)) {
      std::size_t second = 0;
      if ((doc.is(k + 1, "-") || doc.is(k + 1, "–")) && number(doc, k + 2) > 0) second = k + 2;
      if (doc.is(k + 1, "đến") || doc.is(k + 1, "và"))
        second = doc.is(k + 2, "ngày") ? k + 3 : k + 2;
      if (second != 0) {
        PartialDate last;
        const std::size_t end = numeric_date(doc, second, false, last);
        if (end > second && last.day != 0 && last.day > a) {
          e.start = {last.year, last.month, a};
          e.finish = last;
          e.end = end;
          return e;
        }
      }
      PartialDate d;
      const std::size_t end = numeric_date(doc, k, false, d);
      // "24/9" without a word of time before it is a date only if it cannot be a ratio: "24/7".
      const bool context = day_word || (i > 0 && (doc.is(i - 1, ",") || doc.is(i - 1, "từ") ||
                                                  doc.is(i - 1, "đến") || doc.is(i - 1, "(") ||
                                                  doc.is(i - 1, "hôm")));
      if (end > k && (d.year != 0 || context)) {
        e.start = d;
        e.end = end;
        // "20/11 đến 23/11/2025"
        std::size_t other = end;
        if (doc.is(other, "đến") || doc.is(other, "-") || doc.is(other, "–")) {
          ++other;
          if (doc.is(other, "ngày")) ++other;
          PartialDate last;
          const std::size_t stop = numeric_date(doc, other, false, last);
          if (stop > other && last.day != 0) {
            e.finish = last;
            if (e.start.year == 0) e.start.year = last.year;
            e.end = stop;
          }
        }
        return e;
      }
    }
    // "25 November 2021".
    if (day_like(a) && english_month(doc, i + 1) != 0) {
      e.start = {year_like(number(doc, i + 2)) ? number(doc, i + 2) : 0, english_month(doc, i + 1),
                 a};
      e.end = e.start.year != 0 ? i + 3 : i + 2;
      return e;
    }
    if (const int month = english_month(doc, i); month != 0) {
      // "October 15 to 18, 2019", "September 24 to 27", "September", "March 2023".
      const int day = number(doc, i + 1);
      std::size_t end = i + 1;
      if (day_like(day)) {
        e.start = {0, month, day};
        end = i + 2;
        if ((doc.is(end, "to") || doc.is(end, "-") || doc.is(end, "–") || doc.is(end, "and")) &&
            day_like(number(doc, end + 1)) && number(doc, end + 1) > day) {
          e.finish = {0, month, number(doc, end + 1)};
          end += 2;
        } else if ((doc.is(end, "to") || doc.is(end, "-") || doc.is(end, "–")) &&
                   english_month(doc, end + 1) != 0 && day_like(number(doc, end + 2))) {
          e.finish = {0, english_month(doc, end + 1), number(doc, end + 2)};
          end += 3;
        }
      } else if (doc.is(i, "may") && !year_like(day) && !(i > 0 && doc.is(i - 1, "in"))) {
        return e;
      } else {
        e.start = {0, month, 0};
      }
      const std::size_t year_at = doc.is(end, ",") ? end + 1 : end;
      if (year_like(number(doc, year_at))) {
        e.start.year = number(doc, year_at);
        if (!e.finish.empty()) e.finish.year = e.start.year;
        end = year_at + 1;
      }
      e.end = end;
      return e;
    }
    if (doc.language == "en" && i > 0 && (doc.is(i - 1, "in") || doc.is(i - 1, "since")) &&
        year_like(number(doc, i)) && number(doc, i) > 1980) {
      e.start = {number(doc, i), 0, 0};
      e.end = i + 1;
    }
    return e;
  }
};

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
  if (doc.is(0, "date") && year_like(number(doc, 1))) {
    prefix.year = number(doc, 1);
    body = 2;
    if (doc.is(2, "-") && month_like(number(doc, 3))) {
      prefix.month = number(doc, 3);
      body = 4;
      if (doc.is(4, "-") && day_like(number(doc, 5))) {
        prefix.day = number(doc, 5);
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
      if (const Parser parser{doc, {}};
          english_month(doc, k) != 0 || english_month(doc, k + 1) != 0) {
        const DateExpression e = parser.at(k);
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
  // A header that contradicts the text: "Sáng nay, 31-10" under a date in January.
  if (!chosen.empty() && chosen.day != 0) {
    const Parser parser{doc, {}};
    for (std::size_t i = body; i < doc.size(); ++i) {
      if (doc.tokens[i].noise || !(doc.is(i, "nay") && (doc.is(i + 1, ",") || doc.is(i + 1, "("))))
        continue;
      const DateExpression e = parser.at(i - 1);
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
  const Parser parser{doc, parse_iso(doc.published)};
  std::vector<DateExpression> found;
  // Without a publication date, the years that the text itself tells.
  PartialDate told;
  for (std::size_t i = 0; i < doc.size();) {
    if (doc.tokens[i].noise || doc.mention_at(i) >= 0) {
      ++i;
      continue;
    }
    DateExpression e = parser.at(i);
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

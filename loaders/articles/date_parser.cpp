#include "articles/date_parser.h"

#include <array>
#include <string_view>

namespace liaison::loaders {
namespace {

bool slash(const Document& doc, std::size_t i) {
  return doc.is(i, "/") || doc.is(i, "-") || doc.is(i, ".");
}

}  // namespace

int date_number(const Document& doc, std::size_t i) {
  if (!doc.is_number(i) || doc.surface(i).size() > 4) return -1;
  int value = 0;
  for (const char c : doc.surface(i)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

int english_month(const Document& doc, std::size_t i) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  static constexpr WordSet kForms(
      {"january", "jan",    "janu",     "february", "feb",       "febr",     "march", "mar",
       "marc",    "april",  "apr",      "apri",     "may",       "june",     "jun",   "july",
       "jul",     "august", "aug",      "augu",     "september", "sep",      "sept",  "october",
       "oct",     "octo",   "november", "nov",      "nove",      "december", "dec",   "dece"});
  if (!doc.is_capital(i) || !doc.is_in(i, kForms)) return 0;
  const std::string& word = doc.word(i);
  for (std::size_t m = 0; m < kMonths.size(); ++m) {
    if (kMonths[m] == word ||
        (word.size() >= 3 && word.size() <= 4 && kMonths[m].substr(0, word.size()) == word))
      return static_cast<int>(m) + 1;
  }
  return 0;
}

std::size_t numeric_date(const Document& doc, std::size_t i, bool after_month_word,
                         PartialDate& out) {
  const int a = date_number(doc, i);
  if (a < 0) return i;
  if (slash(doc, i + 1) && doc.glued(i + 1) && doc.glued(i + 2)) {
    const int b = date_number(doc, i + 2);
    if (b < 0) return i;
    if (slash(doc, i + 3) && doc.glued(i + 3) && doc.glued(i + 4)) {
      const int c = date_number(doc, i + 4);
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
    if (doc.is(end, "năm") && year_like(date_number(doc, end + 1))) {
      out.year = date_number(doc, end + 1);
      end += 2;
    }
    return end;
  }
  // "4 tháng 3 năm 2023"
  if (day_like(a) && doc.is(i + 1, "tháng") && month_like(date_number(doc, i + 2))) {
    out = {0, date_number(doc, i + 2), a};
    std::size_t end = i + 3;
    if (doc.is(end, ",")) ++end;
    if (doc.is(end, "năm")) ++end;
    if (year_like(date_number(doc, end))) {
      out.year = date_number(doc, end);
      return end + 1;
    }
    return i + 3;
  }
  return i;
}

bool may_be_date(const Document& doc, std::size_t i) {
  static constexpr WordSet kWords({"ngày", "sáng", "chiều", "tối", "trưa", "hôm", "năm", "tháng"});
  return doc.is_number(i) || doc.is_in(i, kWords) ||
         (doc.is_capital(i) && english_month(doc, i) != 0);
}

DateExpression date_at(const Document& doc, std::size_t i, const PartialDate& published) {
  DateExpression e;
  e.begin = e.end = i;
  if (!may_be_date(doc, i)) return e;
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
  if (doc.is(i, "năm") && year_like(date_number(doc, i + 1))) {
    e.start = {date_number(doc, i + 1), 0, 0};
    e.end = i + 2;
    return e;
  }
  // Ranges: "24-27/11/2025", "từ ngày 24 đến 27/11", "21-23/1".
  const int a = date_number(doc, k);
  if (day_like(a)) {
    std::size_t second = 0;
    if ((doc.is(k + 1, "-") || doc.is(k + 1, "–")) && date_number(doc, k + 2) > 0) second = k + 2;
    if (doc.is(k + 1, "đến") || doc.is(k + 1, "và")) second = doc.is(k + 2, "ngày") ? k + 3 : k + 2;
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
    const bool context =
        day_word || (i > 0 && (doc.is(i - 1, ",") || doc.is(i - 1, "từ") || doc.is(i - 1, "đến") ||
                               doc.is(i - 1, "(") || doc.is(i - 1, "hôm")));
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
  // "4 to 5 June 2024", "12-14 September".
  if (day_like(a) &&
      (doc.is(i + 1, "to") || doc.is(i + 1, "-") || doc.is(i + 1, "–") || doc.is(i + 1, "and")) &&
      day_like(date_number(doc, i + 2)) && date_number(doc, i + 2) > a &&
      english_month(doc, i + 3) != 0) {
    const int year = year_like(date_number(doc, i + 4)) ? date_number(doc, i + 4) : 0;
    e.start = {year, english_month(doc, i + 3), a};
    e.finish = {year, english_month(doc, i + 3), date_number(doc, i + 2)};
    e.end = year != 0 ? i + 5 : i + 4;
    return e;
  }
  // "25 November 2021".
  if (day_like(a) && english_month(doc, i + 1) != 0) {
    e.start = {year_like(date_number(doc, i + 2)) ? date_number(doc, i + 2) : 0,
               english_month(doc, i + 1), a};
    e.end = e.start.year != 0 ? i + 3 : i + 2;
    return e;
  }
  if (const int month = english_month(doc, i); month != 0) {
    // "October 15 to 18, 2019", "September 24 to 27", "September", "March 2023".
    const int day = date_number(doc, i + 1);
    std::size_t end = i + 1;
    if (day_like(day)) {
      e.start = {0, month, day};
      end = i + 2;
      if ((doc.is(end, "to") || doc.is(end, "-") || doc.is(end, "–") || doc.is(end, "and")) &&
          day_like(date_number(doc, end + 1)) && date_number(doc, end + 1) > day) {
        e.finish = {0, month, date_number(doc, end + 1)};
        end += 2;
      } else if ((doc.is(end, "to") || doc.is(end, "-") || doc.is(end, "–")) &&
                 english_month(doc, end + 1) != 0 && day_like(date_number(doc, end + 2))) {
        e.finish = {0, english_month(doc, end + 1), date_number(doc, end + 2)};
        end += 3;
      }
    } else if (doc.is(i, "may") && !year_like(day) && !(i > 0 && doc.is(i - 1, "in"))) {
      return e;
    } else {
      e.start = {0, month, 0};
    }
    const std::size_t year_at = doc.is(end, ",") ? end + 1 : end;
    if (year_like(date_number(doc, year_at))) {
      e.start.year = date_number(doc, year_at);
      if (!e.finish.empty()) e.finish.year = e.start.year;
      end = year_at + 1;
    }
    e.end = end;
    return e;
  }
  if (doc.is_english() && i > 0 && (doc.is(i - 1, "in") || doc.is(i - 1, "since")) &&
      year_like(date_number(doc, i)) && date_number(doc, i) > 1980) {
    e.start = {date_number(doc, i), 0, 0};
    e.end = i + 1;
  }
  return e;
}

}  // namespace liaison::loaders

// Dates as they are written, at one position of the text: what dates.cpp finds publication dates
// and dates of events with. Thread-safety: free functions over a document.
#pragma once

#include <cstddef>

#include "articles/dates.h"

namespace liaison::loaders {

constexpr bool year_like(int v) {
  return v >= 1900 && v < 2100;
}
constexpr bool month_like(int v) {
  return v >= 1 && v <= 12;
}
constexpr bool day_like(int v) {
  return v >= 1 && v <= 31;
}

// The number of up to four digits at `i`, -1 for none.
int date_number(const Document& document, std::size_t i);
// 1 to 12 for the name of a month at `i` or its first three letters, 0 for none.
int english_month(const Document& document, std::size_t i);
// One date at `i`: "24/9/2020", "24/9", "9/2020" (after tháng), "4 tháng 3 năm 2023", "2020-10-17";
// its end, or `i`. `after_month_word`: a pair of numbers is month and year.
std::size_t numeric_date(const Document& document, std::size_t i, bool after_month_word,
                         PartialDate& out);
// Whether a date expression may begin at `i`: false for most words, at a glance.
bool may_be_date(const Document& document, std::size_t i);
// A date expression at `i`, relative ones by `published`; end == i for none.
DateExpression date_at(const Document& document, std::size_t i, const PartialDate& published);

}  // namespace liaison::loaders

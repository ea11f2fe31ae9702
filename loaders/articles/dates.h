// Dates: the publication date of a page, expressions in the text resolved against it, and which
// conference or text each expression dates. Rules are those of the ontology, section 5.
// Thread-safety: needs the document for itself.
#pragma once

#include <string>
#include <vector>

#include "articles/document.h"
#include "articles/phrases.h"

namespace liaison::loaders {

// A calendar date of which parts may be unknown (0).
struct PartialDate {
  int year = 0;
  int month = 0;
  int day = 0;
  bool empty() const { return year == 0 && month == 0 && day == 0; }
  // ISO 8601: 2020, 2020-09, 2020-09-24, --10-31; "" when empty.
  std::string iso() const;
};

struct DateExpression {
  std::size_t begin = 0;  // tokens
  std::size_t end = 0;
  PartialDate start;
  PartialDate finish;        // empty unless a range
  bool is_end_only = false;  // "kéo dài đến ngày 4-11"
};

// Finds the publication date and sets Document::published; marks its tokens.
void find_publication_date(Document& document);
// Every date expression of the text outside headers, in order, years filled in.
std::vector<DateExpression> find_dates(const Document& document);
// Sets `date`, `start_date`, `end_date` of conferences and `date` of texts.
void attach_dates(Document& document, const std::vector<SentenceView>& views,
                  const std::vector<DateExpression>& dates);

}  // namespace liaison::loaders

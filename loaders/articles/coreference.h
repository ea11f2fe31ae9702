// Step 4: which mentions are the same thing within the article, and what "Hội nghị", "Kỳ họp",
// "Đoàn" mean. A session number is part of a conference's identity; a country is part of a
// ministry's; a post is no identity at all.
// Thread-safety: needs the document for itself.
#pragma once

#include <string>
#include <vector>

#include "articles/document.h"

namespace liaison::loaders {

// Gives every mention its entity and fills Document::entities.
void resolve_entities(Document& document);

// The entity of a row of the label's table, or -1.
int entity_of_row(const Document& document, EntityLabel label, int row);
// The entity of something implied, made if the article has none. Rows as in the rule tables.
int ensure_country(Document& document, int country_row);
int ensure_organisation(Document& document, int organisation_row);
// The body that a recognised name stands for.
int ensure_agency(Document& document, const Mention& name);
// A country or body that begins at token `i` inside a longer name; entity < 0 for none.
struct NamedParty {
  int entity = -1;
  std::size_t end = 0;
};
NamedParty party_at(Document& document, std::size_t i, std::size_t limit);
// "Bộ trưởng Công an [Lào]": the ministry. No country means the country of the article's home desk.
int ensure_ministry(Document& document, int ministry_row, int country_row);
// A text known only as "một Tuyên bố chung": called after its conference.
int ensure_statement(Document& document, int conference, std::string_view surface);

// What the conference anaphors of one article mean.
class Focus {
 public:
  explicit Focus(const Document& document);
  // The conference the article is about, or -1.
  int main() const { return main_; }
  // What a bare head noun of `kind` at token `token` stands for, of what was told before it, or -1.
  int resolve(std::string_view kind, std::size_t token) const;

 private:
  const Document& document_;
  int main_ = -1;
};

// The comparison forms of names, shared with the identity step.
std::string official_key(std::string_view folded);
std::string agency_stem(const Document& document, const Mention& mention);
std::string conference_stem(const Document& document, const Mention& mention);

}  // namespace liaison::loaders

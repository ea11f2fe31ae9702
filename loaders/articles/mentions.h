// Step 3: names in the text. Each recogniser looks at one position and answers with the mention
// that starts there, or none; the driver goes through the text once, takes the longest answer and
// goes on behind it, so that mentions are flat. Persons come last: their runs of capitals are what
// is left. Thread-safety: needs the document for itself.
#pragma once

#include <optional>

#include "articles/document.h"

namespace liaison::loaders {

void find_mentions(Document& document);

// ---- recognisers ----
std::optional<Mention> country_at(const Document& document, std::size_t i);
std::optional<Mention> place_at(const Document& document, std::size_t i);
std::optional<Mention> organisation_at(const Document& document, std::size_t i);
std::optional<Mention> agency_at(const Document& document, std::size_t i);
std::optional<Mention> conference_at(const Document& document, std::size_t i);
std::optional<Mention> treaty_at(const Document& document, std::size_t i);
std::optional<Mention> topic_at(const Document& document, std::size_t i);
// Adds the persons of the whole document.
void find_persons(Document& document);

// ---- what names are made of ----

// End of the country, organisation, place or conference acronym at `i`; `i` if there is none.
std::size_t proper_name_end(const Document& document, std::size_t i);
// End of one unit of a name at `i` (a proper name, a known name word, a capitalised compound), or
// `i`.
std::size_t name_unit_end(const Document& document, std::size_t i);
// End of free text that belongs to a name ("về hợp tác phòng, chống tội phạm"): goes on to a
// boundary word or punctuation, through "(X) lần thứ", stops at the end of the sentence.
std::size_t free_text_end(const Document& document, std::size_t i);
// Whether the word at `i` ends even a name that is known to go on to its number or period: a
// boundary word that no name contains.
bool ends_long_name(const Document& document, std::size_t i);
// "X - Y - Z" of countries at `i`: end of the list if it has two or more, else `i`.
std::size_t country_list_end(const Document& document, std::size_t i);
// "lần thứ 14", "lần thứ hai", "lần 3" at `i`: its end and the number; end == i for none.
struct Ordinal {
  std::size_t end;
  std::string number;
};
Ordinal ordinal_at(const Document& document, std::size_t i);
// "88th", "third" in English.
std::string english_ordinal(const Document& document, std::size_t i);
// "January" and so on: a date follows "on", not a name.
bool month_name(const Document& document, std::size_t i);
// A run of two to four capitals that starts with a Vietnamese family name.
std::size_t vietnamese_name_end(const Document& document, std::size_t i);
// End of the words at `i`, in capitals, that names of bodies are made of and names of persons are
// not ("Home Affairs", "Investigation"); `i` for none.
std::size_t institutional_end(const Document& document, std::size_t i);
// A post, rank or word of address starts at `i`.
bool person_title_at(const Document& document, std::size_t i);
// Notes the countries and parent body named inside [begin, end).
void note_inner_names(const Document& document, Mention& mention);

}  // namespace liaison::loaders

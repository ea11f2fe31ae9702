// Posts and bodies as they stand in a noun phrase: what phrases.cpp puts together around a person
// or a body. Declared for it alone; the public part (post_at, title_end, agency_parents) is in
// phrases.h. Thread-safety: free functions over a document.
#pragma once

#include <cstddef>
#include <vector>

#include "articles/phrases.h"

namespace liaison::loaders {

// The mention that covers token `i`, or nullptr.
const Mention* mention(const Document& document, std::size_t i);
// A mention of this label begins at token `i`.
bool starts(const Document& document, std::size_t i, EntityLabel label);
bool dash(const Document& document, std::size_t i);
// "phó", "deputy": a word that a post may follow.
bool is_post_prefix(const Document& document, std::size_t i);
// Behind "(Cộng hòa Philippines)" or "(ACRONYM)" after a body that ends at `end`; else `end`.
std::size_t body_tail(const Document& document, std::size_t end);
// "Cục X, Bộ Y", "Cục X - Bộ Y", "Cục X thuộc Bộ Y", "X Department of the Ministry of Y": the
// parents of the agency mention `body` that follow from token `end` on; returns where they end.
std::size_t parent_chain(const Document& document, std::size_t end, std::size_t limit, int body,
                         std::vector<int>& parents);

}  // namespace liaison::loaders

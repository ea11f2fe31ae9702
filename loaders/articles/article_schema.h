// What the article loader keeps in a database, and the indexes it declares for that.
//
// Entities carry their ontology label and the properties `key` (identity: equal keys are the same
// thing in every load), `name`, `aliases` (every name that an article gives, `name` too) and what
// their label has (dates). An :Article carries
// `article` (file name without .txt), `name` (its headline), `text` (NFC; evidence quotes it),
// `language`, `published`, `sha256` (of the file) and `rules` (fingerprint of what extracted it).
// Declared: `key` unique per entity label, `article` unique, a name index per entity label.
// Thread-safety: needs external locking.
#pragma once

#include <span>
#include <string_view>

#include "liaison/engine/graph.h"

namespace liaison::loaders {

inline constexpr std::string_view kArticleLabel = "Article";
inline constexpr std::string_view kArticleKey = "article";
inline constexpr std::string_view kEntityKey = "key";
inline constexpr std::string_view kMentionsType = "MENTIONS";

std::span<const std::string_view> entity_labels();

bool has_article_schema(const Catalog& catalog);
// Declares what is missing. An index that a user declared over the same serves as well.
// *Throws* ConstraintError when existing data is not unique.
void declare_article_schema(const GraphReader& reader, GraphWriter& writer);

}  // namespace liaison::loaders

// What CREATE INDEX may say besides labels and properties: its kind, and OPTIONS {indexProvider,
// indexConfig}. What is wrong in them is refused with its place; settings that tune storage
// elsewhere are taken without effect.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "ast/query.h"
#include "liaison/engine/catalog.h"

namespace liaison::query {

// Throws QueryError for a kind that there is not. *Requires* that it is not Lookup.
IndexKind bound_index_kind(ast::IndexKind kind, const SourceSpan& span);

struct IndexSettings {
  std::string analyzer;  // of full-text indexes; empty: the default
};
// `options` may be null. Throws QueryError.
IndexSettings check_index_options(const ast::Expression* options, IndexKind kind);

}  // namespace liaison::query

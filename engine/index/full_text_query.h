// The syntax of full-text queries, as a tree:
//   list     = item+ (divided by OR or by nothing)      at least one item, the more the better
//   item     = all (AND all)*                           every one
//   all      = [NOT | ! | - | +] part                   excluded; + must be there
//   part     = [field :] (word | word* | word~ | "phrase" | ( list )) [^weight]
// OR, AND and NOT are words in capitals; || and && mean the same. In a list with a + what has no
// sign only adds to the score. A backslash takes its meaning from the character that follows.
// A word that the analyzer sees as several (18:30 needs quotes, co-op does not) is a phrase.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/analyzer.h"

namespace liaison::engine {

struct FullTextClause;

struct FullTextNode {
  enum class Kind : std::uint8_t {
    Phrase,  // `words` one after the other; a single word is a phrase of one
    Prefix,  // words that start with words[0]
    Near,    // words[0], or a word that differs from it by one letter
    List     // `clauses`
  };
  Kind kind = Kind::Phrase;
  std::vector<std::string> words;
  std::optional<std::uint32_t> field;  // unset: any
  double weight = 1;
  std::vector<FullTextClause> clauses;
};

struct FullTextClause {
  enum class Occur : std::uint8_t { May, Must, Not };
  Occur occur = Occur::May;
  FullTextNode node;
};

// A List. `fields` are the names of the index's keys, in their order. A part without a word (a lone
// dash in quotes) is left out. Throws UsageError that names the character where the query is wrong.
FullTextNode parse_full_text_query(std::string_view query, std::span<const std::string> fields,
                                   const Analyzer& analyzer);

}  // namespace liaison::engine

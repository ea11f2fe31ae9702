// Articles with their facts as people read them: `liaison load --dry-run` and `liaison facts`.
// Thread-safety: pure functions over a stream.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "liaison/loaders/article_view.h"

namespace liaison::cli {

struct TextStyle {
  bool colour = false;      // escape sequences of terminals
  std::size_t columns = 0;  // lines are broken before this width; 0: never
};

// How to write to standard output: colour and width of a terminal, neither elsewhere. NO_COLOR in
// the environment wins over the terminal.
TextStyle standard_output_style();

// The sentences that say something, each followed by its facts.
void print_facts(std::ostream& stream, const loaders::ArticleView& article, const TextStyle& style);

// The whole text, with every name marked (in colour, else in brackets), the numbers of the facts
// behind each sentence that says some, and the facts under the paragraph that says them first.
void print_marked(std::ostream& stream, const loaders::ArticleView& article,
                  const TextStyle& style);

}  // namespace liaison::cli

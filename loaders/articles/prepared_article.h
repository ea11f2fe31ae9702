// An article between reading and writing: its text as it will be stored, and what was found in it.
// Thread-safety: plain data and pure functions.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "articles/extractor.h"
#include "articles/input/input_reader.h"
#include "liaison/engine/document_text.h"
#include "liaison/engine/value.h"
#include "liaison/loaders/article_view.h"

namespace liaison::loaders {

struct PreparedArticle {
  std::string place;   // for messages
  std::string text;    // NFC
  std::string title;   // empty: the headline of the text
  std::string url;     // empty: not known
  std::string sha256;  // of the input's bytes; empty where nothing compares it
  ArticleFacts facts;

  // What writing needs besides, worked out by make_ready() (article_writer.h).
  std::shared_ptr<const DocumentText> body;
  // What is said of each of facts.entities, by the canonical names of the rules' tables, and of
  // each of facts.facts.
  std::vector<ValueMap> entity_values;
  std::vector<ValueMap> fact_values;
  // What tells each of facts.facts from others of its type between the same ends (identity_form()).
  std::vector<std::string> fact_forms;
};

// Reads and extracts. *Throws* InputError when the article cannot be read.
PreparedArticle prepare(RawArticle raw, const Extractor& extractor);

// The article's name: its title, else the first sentence of its first line of words (at most
// `length_max` code points), else its id.
std::string name_of(const PreparedArticle& article, std::size_t length_max = 160);

ArticleView view_of(PreparedArticle article);

}  // namespace liaison::loaders

// Loads news articles: a folder of text, Markdown, HTML and JSON Lines files, or one of them. The
// name of a file without its ending is the article's id, a line of JSON says its own. Reading and
// extraction happen outside of transactions, a batch of articles is written in one. An article that
// the database has from the same bytes and the same rules is skipped; one that changed gives up
// what only it said and is written anew in the same commit. Thread-safety: as Loader.
#pragma once

#include "liaison/loaders/loader.h"

namespace liaison::loaders {

class ArticleLoader : public Loader {
 public:
  static constexpr std::string_view kFormat = "articles";
  std::string_view format() const override { return kFormat; }
  bool accepts(const std::filesystem::path& source) const override;
  void check_source(const std::filesystem::path& source, const LoadOptions& options) const override;
  LoadReport load(Database& database, const std::filesystem::path& source,
                  const LoadOptions& options) override;
  LoadReport preview(const std::filesystem::path& source, const LoadOptions& options,
                     const ArticleSink& sink) override;
};

}  // namespace liaison::loaders

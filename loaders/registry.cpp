// The loaders, in the order in which they are tried. A new format is one line in each list.
#include <string>

#include "articles/article_loader.h"
#include "liaison/engine/error.h"
#include "liaison/loaders/loader.h"

namespace liaison::loaders {
namespace {

constexpr std::string_view kFormats[] = {ArticleLoader::kFormat};

}  // namespace

std::span<const std::string_view> loader_formats() {
  return kFormats;
}

std::unique_ptr<Loader> make_loader(std::string_view format) {
  if (format == ArticleLoader::kFormat) return std::make_unique<ArticleLoader>();
  std::string known;
  for (const std::string_view name : kFormats)
    known += (known.empty() ? "" : ", ") + std::string(name);
  throw UsageError("no loader reads format '" + std::string(format) + "'; there is: " + known);
}

LoadReport load(Database& database, const std::filesystem::path& source,
                const LoadOptions& options) {
  for (const std::string_view format : kFormats) {
    const auto loader = make_loader(format);
    if (loader->accepts(source)) return loader->load(database, source, options);
  }
  // None does: the first one's reason is the one that helps.
  return make_loader(kFormats[0])->load(database, source, options);
}

}  // namespace liaison::loaders

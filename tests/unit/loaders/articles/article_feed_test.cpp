// Articles that are read ahead come in the order of the source, and what goes wrong with one comes
// in its turn.
#include "articles/article_feed.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "liaison/engine/error.h"
#include "support/temporary_directory.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

constexpr int kArticles = 1000;

// A file of many lines, and a feed over it whose items are named after the articles.
class Source {
 public:
  Source() {
    std::ofstream file(folder_.file("feed.jsonl"), std::ios::binary);
    for (int i = 0; i < kArticles; ++i) {
      file << R"({"id":"x)" << i << R"(","text":"Text."})" << '\n';
    }
  }
  InputReader reader() const {
    return InputReader(list_files(folder_.path(), InputReader::extensions()));
  }

 private:
  test::TemporaryDirectory folder_;
};

ArticleFeed::Item item_of(const RawArticle& raw) {
  return {raw.id, raw.size};
}
// Counts what it makes.
std::function<ArticleFeed::Item(RawArticle)> counted(std::atomic<int>& made) {
  return [&made](const RawArticle& raw) {
    ++made;
    return item_of(raw);
  };
}

}  // namespace

TEST_CASE("articles come in the order of the source, each once") {
  const Source source;
  InputReader input = source.reader();
  std::atomic<int> made = 0;
  ArticleFeed feed(input, counted(made));
  int most_ahead = 0;
  for (int i = 0; i < kArticles; ++i) {
    const auto item = feed.next();
    REQUIRE(item);
    CHECK(item->place == "x" + std::to_string(i));
    CHECK(item->size > 0);
    most_ahead = std::max(most_ahead, made - i);
  }
  CHECK_FALSE(feed.next());
  CHECK_FALSE(feed.next());
  // What waits, the one handed out, and the one that waits to be handed over.
  CHECK(most_ahead <= static_cast<int>(ArticleFeed::kWaitingMax) + 2);
}

TEST_CASE("an error comes after what was read before it") {
  const Source source;
  InputReader input = source.reader();
  ArticleFeed feed(input, [](RawArticle raw) {
    if (raw.id == "x3") throw StorageError("gone");
    return item_of(raw);
  });
  for (int i = 0; i < 3; ++i) REQUIRE(feed.next()->place == "x" + std::to_string(i));
  CHECK_THROWS_AS(feed.next(), StorageError);
  CHECK_FALSE(feed.next());
}

TEST_CASE("who wants no more does not wait for the rest") {
  const Source source;
  InputReader input = source.reader();
  std::atomic<int> made = 0;
  {
    ArticleFeed feed(input, counted(made));
    REQUIRE(feed.next());
  }
  CHECK(made < kArticles);
}

#include "articles/input/input_reader.h"

#include <doctest/doctest.h>

#include <fstream>
#include <vector>

#include "liaison/engine/error.h"
#include "support/temporary_directory.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

struct Source {
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder.file(name), std::ios::binary) << bytes;
  }
  std::vector<RawArticle> read() {
    InputReader reader(list_files(folder.path(), InputReader::extensions()));
    std::vector<RawArticle> articles;
    while (auto article = reader.next()) articles.push_back(std::move(*article));
    return articles;
  }
  test::TemporaryDirectory folder;
};

}  // namespace

TEST_CASE("files come by name, lines by number, whatever their kind") {
  Source source;
  source.write("c.TXT", "\xEF\xBB\xBFMột.\n");
  source.write("a.html", "<p>Hai.</p>");
  source.write("b.jsonl",
               "\xEF\xBB\xBF{\"id\":\"x\",\"text\":\"Ba.\"}\r\n\n{\"id\":\"y\",\"text\":\"Tư.\"}");
  source.write("d.md", "**Năm.**\n");
  source.write("e.pdf", "no");
  std::vector<RawArticle> articles = source.read();
  REQUIRE(articles.size() == 5);
  const std::vector<std::vector<std::string>> expected = {{"a.html", "a", "Hai.\n"},
                                                          {"b.jsonl:1", "x", "Ba."},
                                                          {"b.jsonl:3", "y", "Tư."},
                                                          {"c.TXT", "c", "Một.\n"},
                                                          {"d.md", "d", "Năm.\n"}};
  for (std::size_t i = 0; i < articles.size(); ++i) {
    CHECK(articles[i].problem.empty());
    CHECK(articles[i].place == expected[i][0]);
    CHECK(articles[i].id == expected[i][1]);
    CHECK(articles[i].fingerprint().size() == 64);
    CHECK(articles[i].read().text == expected[i][2]);
  }
}

TEST_CASE("the sizes of what was read add up to the whole") {
  Source source;
  source.write("a.jsonl", "{\"id\":\"x\",\"text\":\"Ba.\"}\n\nbad\n");
  source.write("b.txt", "Một.\n");
  InputReader reader(list_files(source.folder.path(), InputReader::extensions()));
  std::uint64_t bytes = 0;
  while (const auto article = reader.next()) bytes += article->size;
  CHECK(bytes == reader.bytes_total());
}

TEST_CASE("what cannot be read is named with its reason and does not end the reading") {
  Source source;
  source.write("a.txt", "Một.\n");
  source.write("a.md", "Hai.\n");
  source.write("b.jsonl", "{\"id\":\"a\",\"text\":\"Ba.\"}\n{}\n");
  source.write("c.html", "\xFF");
  const std::vector<RawArticle> articles = source.read();
  REQUIRE(articles.size() == 5);
  CHECK(articles[0].problem.empty());
  CHECK(articles[1].place == "a.txt");
  CHECK(articles[1].problem.find("id 'a'") != std::string::npos);
  CHECK(articles[2].problem.find("id 'a'") != std::string::npos);
  CHECK(articles[3].place == "b.jsonl:2");
  CHECK(articles[3].problem == "has neither `id` nor `url`");
  CHECK(articles[4].problem == "is not UTF-8 text, and names no other encoding");
}

TEST_CASE("a title stands at the head of the text, once, and everything is NFC") {
  SourceArticle article;
  article.title = "Hội  nghị";
  article.text = "Co\xCC\x82ng an.\n";
  finish(article);
  CHECK(article.text == "Hội nghị\n\nCông an.\n");
  finish(article);
  CHECK(article.text == "Hội nghị\n\nCông an.\n");
  SourceArticle empty;
  empty.title = "x";
  empty.text = " \n";
  CHECK_THROWS_AS(finish(empty), InputError);
}

#include "articles/rules.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "articles/lexicon.h"
#include "liaison/engine/error.h"
#include "unit/loaders/articles/articles_support.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

// A folder that is removed again.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("liaison_rules_" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(path / name) << text;
  }
};

std::string message_of_load(const Folder& folder) {
  try {
    Rules::load(folder.path);
  } catch (const InputError& error) {
    return error.what();
  }
  return "(no error)";
}

}  // namespace

TEST_CASE("a phrase is found whatever its case and tone placement, the longest first in line") {
  Lexicon lexicon;
  lexicon.add("Uỷ ban hoà bình", Table::AgencyHeads, 0, 0, 0);
  lexicon.add("ủy ban", Table::AgencyHeads, 1, 0, 0);
  std::vector<WordId> words;
  for (const char* word : {"ỦY", "BAN", "hòa", "bình", "xx"})
    words.push_back(lexicon.id(word_key(word)));
  CHECK(words.back() == kUnknownWord);
  std::vector<PhraseHit> hits;
  lexicon.match(words, 0, hits);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].length == 2);
  CHECK(hits[1].length == 4);
  hits.clear();
  lexicon.match(words, 1, hits);
  CHECK(hits.empty());
}

TEST_CASE("the built-in tables name every country once and know the codes they refer to") {
  const Rules& rules = Rules::builtin();
  CHECK(rules.rows(Table::Countries).size() > 190);
  std::vector<std::string> codes;
  for (const RuleRow& row : rules.rows(Table::Countries)) codes.push_back(row.first(0));
  std::sort(codes.begin(), codes.end());
  CHECK(std::adjacent_find(codes.begin(), codes.end()) == codes.end());
  for (const RuleRow& row : rules.rows(Table::Places)) {
    CAPTURE(row.first(0));
    CHECK(rules.country_by_code(row.first(1)) >= 0);
  }
  CHECK(rules.country_by_code("ZZ") == -1);
}

TEST_CASE("a table of a folder replaces the built-in one, the others stay") {
  Folder folder;
  folder.write("places.txt", "# ours\nQahirkent | TR |\n");
  const Rules rules = Rules::load(folder.path);
  CHECK(rules.rows(Table::Places).size() == 1);
  CHECK(rules.rows(Table::Countries).size() == Rules::builtin().rows(Table::Countries).size());
  CHECK(rules.find(Table::Places, "qahirkent") == 0);
}

TEST_CASE("errors in tables name the file and the line") {
  Folder folder;
  SUBCASE("columns") {
    folder.write("posts.txt", "# posts\n\nVua | state\nHoàng đế\n");
    CHECK(message_of_load(folder).find("posts.txt:4: found 1 columns") != std::string::npos);
  }
  SUBCASE("closed word") {
    folder.write("posts.txt", "Vua | king\n");
    CHECK(message_of_load(folder).find("posts.txt:1: unknown word `king`") != std::string::npos);
  }
  SUBCASE("unknown table") {
    folder.write("cities.txt", "X | VN |\n");
    CHECK(message_of_load(folder).find("cities.txt: no rule table") != std::string::npos);
  }
  SUBCASE("no folder") {
    CHECK_THROWS_AS(Rules::load(folder.path / "none"), InputError);
  }
}

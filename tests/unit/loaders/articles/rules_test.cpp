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

TEST_CASE("all phrases at a place are found, whatever case and tone placement, longest first") {
  Lexicon lexicon;
  lexicon.add("Uỷ ban hoà bình", Table::AgencyHeads, 0, 0, 0);
  lexicon.add("ủy ban", Table::AgencyHeads, 1, 0, 0);
  lexicon.add("Ủy ban", Table::Cues, 2, 0, 0, WordKey("host").hash);
  lexicon.add("ủy ban hòa giải viên", Table::Posts, 3, 0, 0);
  lexicon.compile();
  std::vector<WordId> words;
  for (const char* word : {"ỦY", "BAN", "hòa", "bình", "xx", "ủy", "ban", "hòa", "giải"})
    words.push_back(lexicon.id(word_key(word)));
  CHECK(words[4] == kUnknownWord);
  const auto at = [&](std::size_t place, std::size_t end) -> Phrases {
    const PhraseStart start = lexicon.start(words[place]);
    return lexicon.match(start, place + 1, end, [&](std::size_t i) { return words[i]; });
  };
  const Phrases whole = at(0, 5);
  REQUIRE(whole.hits.size() == 3);
  CHECK(whole.hits[0].length == 4);
  CHECK(whole.hits[1].length == 2);
  CHECK(whole.hits[1].row == 1);
  CHECK(whole.hits[2].row == 2);
  CHECK(whole.tables == (table_bit(Table::AgencyHeads) | table_bit(Table::Cues)));
  CHECK(whole.cues == cue_bit(WordKey("host").hash));
  // The text ends before the long one does, or goes on in another way.
  CHECK(at(0, 3).hits.size() == 2);
  CHECK(at(5, 9).hits.size() == 2);
  CHECK(at(5, 9).tables == whole.tables);
  CHECK(at(0, 1).hits.empty());
  CHECK(at(1, 5).hits.empty());
  CHECK(at(4, 5).hits.empty());
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

TEST_CASE("a file of a folder adds to the built-in table, the others stay") {
  Folder folder;
  folder.write("places.txt", "# ours\nQahirkent | TR |\n");
  const Rules rules = Rules::load(folder.path);
  CHECK(rules.rows(Table::Places).size() == Rules::builtin().rows(Table::Places).size() + 1);
  CHECK(rules.rows(Table::Countries).size() == Rules::builtin().rows(Table::Countries).size());
  CHECK(rules.find(Table::Places, "qahirkent") >= 0);
  CHECK(rules.find(Table::Places, "ha noi") >= 0);
}

TEST_CASE("a row about a known thing adds names to it and changes the rest") {
  Folder folder;
  folder.write("organisations.txt",
               "INTERPOL | Cảnh sát Toàn cầu | Liên hợp quốc |\nTổ chức Sao Vàng | TCSV | VN |\n");
  const Rules rules = Rules::load(folder.path);
  const int row = rules.find(Table::Organisations, "Cảnh sát Toàn cầu");
  REQUIRE(row >= 0);
  CHECK(row == rules.find(Table::Organisations, "ICPO"));
  const RuleRow& interpol = rules.row(Table::Organisations, static_cast<std::size_t>(row));
  CHECK(interpol.first(0) == "INTERPOL");
  CHECK(interpol.first(2) == "Liên hợp quốc");
  CHECK(interpol.first(3) == "national");
  const ArticleFacts facts = Extractor(rules).extract(
      {"t", "Hội nghị\n\nTổ chức Sao Vàng và Cảnh sát Toàn cầu tham dự Hội nghị SOMTC 20.\n"});
  CHECK(has_fact(facts, "ATTENDED", "Tổ chức Sao Vàng", "Hội nghị SOMTC 20"));
  CHECK(has_fact(facts, "ATTENDED", "INTERPOL", "Hội nghị SOMTC 20"));
}

TEST_CASE("a cue of one's own works like a built-in one") {
  const std::string text = "Hội nghị\n\nINTERPOL góp tiếng nói ở Hội nghị SOMTC 20.\n";
  CHECK_FALSE(has_fact(extract_text(text), "ATTENDED", "INTERPOL", "Hội nghị SOMTC 20"));
  Folder folder;
  folder.write("cues.txt", "attend | góp tiếng nói ở\n");
  const Rules rules = Rules::load(folder.path);
  CHECK(
      has_fact(Extractor(rules).extract({"t", text}), "ATTENDED", "INTERPOL", "Hội nghị SOMTC 20"));
}

TEST_CASE("of two rows with one phrase that of the folder counts") {
  Folder folder;
  folder.write("places.txt", "Sa Pa | LA | Hà Giang\n");
  const Rules rules = Rules::load(folder.path);
  const int row = rules.find(Table::Places, "Hà Giang");
  REQUIRE(row >= 0);
  CHECK(rules.row(Table::Places, static_cast<std::size_t>(row)).first(1) == "LA");
}

TEST_CASE("!replace leaves nothing of the built-in table") {
  Folder folder;
  folder.write("places.txt", "# format: 1\n!replace\nQahirkent | TR |\n");
  const Rules rules = Rules::load(folder.path);
  CHECK(rules.rows(Table::Places).size() == 1);
  CHECK(rules.find(Table::Places, "qahirkent") == 0);
}

TEST_CASE("!remove takes phrases, and rows that have none left") {
  Folder folder;
  folder.write("organisations.txt", "!remove ICPO; Europol\n");
  folder.write("topics.txt", "!remove dẫn độ; extradition\n");
  const Rules rules = Rules::load(folder.path);
  CHECK(rules.find(Table::Organisations, "ICPO") == -1);
  CHECK(rules.find(Table::Organisations, "INTERPOL") >= 0);
  CHECK(rules.find(Table::Organisations, "Europol") == -1);
  CHECK(rules.rows(Table::Organisations).size() ==
        Rules::builtin().rows(Table::Organisations).size() - 1);
  CHECK(rules.rows(Table::Topics).size() == Rules::builtin().rows(Table::Topics).size() - 1);
}

TEST_CASE("errors in tables name the file and the line") {
  Folder folder;
  SUBCASE("columns") {
    folder.write("posts.txt", "# posts\n\nVua | state\nHoàng đế\n");
    CHECK(message_of_load(folder).find("posts.txt:4: found 1 columns, expected 2") !=
          std::string::npos);
  }
  SUBCASE("closed word") {
    folder.write("posts.txt", "Vua | king\n");
    CHECK(message_of_load(folder).find("posts.txt:1: unknown word `king`") != std::string::npos);
  }
  SUBCASE("unknown table") {
    folder.write("cities.txt", "X | VN |\n");
    CHECK(message_of_load(folder).find("cities.txt: no rule table") != std::string::npos);
  }
  SUBCASE("unknown order") {
    folder.write("posts.txt", "\n!erase all\n");
    CHECK(message_of_load(folder).find("posts.txt:2: `!erase all` is no order") !=
          std::string::npos);
  }
  SUBCASE("nothing to remove") {
    folder.write("posts.txt", "!remove Đô đốc vũ trụ\n");
    CHECK(message_of_load(folder).find("posts.txt:1: the built-in table has no") !=
          std::string::npos);
  }
  SUBCASE("another format") {
    folder.write("posts.txt", "# format: 2\n");
    CHECK(message_of_load(folder).find("posts.txt:1: format 2, expected 1") != std::string::npos);
  }
  SUBCASE("unknown country") {
    folder.write("places.txt", "Hà Nội | VN |\nAtlantis | QQ |\n");
    CHECK(message_of_load(folder).find("places.txt:2: countries.txt has no code `QQ`") !=
          std::string::npos);
  }
  SUBCASE("unknown parent") {
    folder.write("organisations.txt", "Hội A | | Hội B |\n");
    CHECK(message_of_load(folder).find("organisations.txt:1: `Hội B` is neither") !=
          std::string::npos);
  }
  SUBCASE("unknown kind of cue") {
    folder.write("cues.txt", "attends | có mặt\n");
    CHECK(message_of_load(folder).find("cues.txt:1: no rule asks for cues of kind `attends`") !=
          std::string::npos);
  }
  SUBCASE("no word") {
    folder.write("honorifics.txt", "...\n");
    CHECK(message_of_load(folder).find("honorifics.txt:1: `...` holds no word") !=
          std::string::npos);
  }
  SUBCASE("no number") {
    folder.write("numbers.txt", "chục | mười\n");
    CHECK(message_of_load(folder).find("numbers.txt:1: `mười` is no number") != std::string::npos);
  }
  SUBCASE("no folder") {
    CHECK_THROWS_AS(Rules::load(folder.path / "none"), InputError);
  }
}

#include "articles/words.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "articles/lexicon.h"
#include "articles/rule_table.h"
#include "articles/word_memory.h"
#include "articles/word_set.h"
#include "liaison/engine/text.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> out;
  for (const RawToken& token : split(text)) {
    out.push_back(text.substr(token.begin, token.end - token.begin));
  }
  return out;
}

}  // namespace

TEST_CASE("a text is words, numbers and single marks") {
  CHECK(pieces("Ngày 24-27/11, Bộ\u00A0Công an (BCA): 14th…") ==
        std::vector<std::string>{"Ngày", "24", "-", "27", "/", "11", ",", "Bộ", "Công", "an", "(",
                                 "BCA", ")", ":", "14th", "…"});
  CHECK(pieces("e\u0301a 日本 \U0001F600") ==
        std::vector<std::string>{"e\u0301a", "日本", "\U0001F600"});
  CHECK(pieces("").empty());
  CHECK(pieces(" \n\t").empty());
}

TEST_CASE("letters are those of Unicode, common ones looked up or not") {
  for (char32_t c = 0; c < 0x30000; c += c < 0x2400 ? 1 : 61) {
    if (is_letter(c) != text::is_letter(c)) {
      CAPTURE(static_cast<unsigned>(c));
      CHECK(is_letter(c) == text::is_letter(c));
    }
  }
}

TEST_CASE("bytes that are no text are cut somewhere, without reading past their end") {
  for (const std::string bytes : {"\xC3", "\xE1\xBB", "\xF0\x9F\x98", "a\xFFz", "\xE0\x80\x80"}) {
    std::size_t end = 0;
    for (const RawToken& token : split(bytes)) {
      CHECK(token.begin >= end);
      CHECK(token.end > token.begin);
      end = token.end;
    }
    CHECK(end <= bytes.size());
  }
}

TEST_CASE("a key made by the compiler is that of the word") {
  constexpr WordKey kKey("công");
  CHECK(kKey.hash == word_hash(word_key("CÔNG")));
  CHECK(WordKey(std::string("công")).hash == kKey.hash);
}

TEST_CASE("a set of words holds these words and no others") {
  static constexpr WordSet kSet({"công", "an", "…", "a", "an", "the", "of", "và"});
  for (const char* word : {"công", "an", "…", "a", "the", "of", "và"}) {
    CHECK(kSet.contains(word_hash(word), word));
  }
  for (int i = 0; i < 3000; ++i) {
    const std::string word = "w" + std::to_string(i);
    CHECK_FALSE(kSet.contains(word_hash(word), word));
  }
  CHECK_FALSE(kSet.contains(word_hash("công"), "an"));
  CHECK_FALSE(kSet.contains(word_hash(""), ""));
}

TEST_CASE("a token knows whether it starts a line") {
  std::string starts;
  for (const RawToken& token : split(" a b\n\nc d \r\n , e"))
    starts += token.line_start ? '1' : '0';
  CHECK(starts == "101010");
}

TEST_CASE("words that begin alike or have the same beginning and length are told apart") {
  Lexicon lexicon;
  lexicon.compile();
  WordMemory memory(lexicon);
  std::vector<std::string> words;
  for (std::size_t size = 1; size < 20; ++size) {
    words.push_back(std::string(size, 'a'));
    words.push_back(std::string(size - 1, 'a') + "b");
    words.push_back("b" + std::string(size - 1, 'a'));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::vector<const Word*> known;
  for (const std::string& word : words) known.push_back(&memory.of(word, RawToken::Kind::Word));
  for (std::size_t i = 0; i < words.size(); ++i) {
    CHECK(known[i]->surface == words[i]);
    CHECK(&memory.of(words[i], RawToken::Kind::Word) == known[i]);
  }
}

TEST_CASE("a spelling is looked at once, until the memory is trimmed") {
  Lexicon lexicon;
  lexicon.add("Công an", Table::Ministries, 0, 0, 0);
  lexicon.compile();
  WordMemory memory(lexicon);
  const Word& word = memory.of("CÔNG", RawToken::Kind::Word);
  CHECK(word.key == "công");
  CHECK(word.folded == "cong");
  CHECK(word.id == lexicon.id("công"));
  CHECK(word.phrases.node == lexicon.start(word.id).node);
  CHECK(word.phrases.node != 0);
  CHECK(memory.of("an", RawToken::Kind::Word).phrases.node == 0);
  CHECK(word.capital);
  CHECK(word.all_capitals);
  CHECK(word.is_syllable);
  CHECK(&memory.of("CÔNG", RawToken::Kind::Word) == &word);
  CHECK_FALSE(memory.of("công", RawToken::Kind::Word).capital);
  // More words than it keeps: still right while they come, and afterwards.
  for (int i = 0; i < 120'000; ++i) memory.of("w" + std::to_string(i), RawToken::Kind::Word);
  CHECK(memory.of("CÔNG", RawToken::Kind::Word).key == "công");
  CHECK(memory.of("w77", RawToken::Kind::Word).key == "w77");
  memory.trim();
  CHECK(memory.of("CÔNG", RawToken::Kind::Word).key == "công");
}

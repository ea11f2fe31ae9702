// What the steps of the pipeline share: the text of one article as tokens and sentences, and what
// has been found in it so far. Tokens are spans; nothing copies the text.
// Thread-safety: needs external locking; a Document belongs to one extraction.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "articles/extractor.h"
#include "articles/lexicon.h"
#include "articles/rules.h"
#include "articles/word_memory.h"
#include "articles/word_set.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

// As large as a line of a processor's cache, and a power of two, by which arrays are indexed fast.
struct alignas(64) Token {
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
  const Word* word = nullptr;
  std::uint64_t hash = 0;            // of the word's comparison form
  const Phrases* phrases = nullptr;  // that start here
  std::uint64_t cues = 0;            // of them, as
  std::uint32_t tables = 0;          // in Phrases
  RawToken::Kind kind = RawToken::Kind::Word;
  bool capital = false;       // first letter is upper case
  bool all_capitals = false;  // at least two letters, all upper case
  bool glued = false;         // no white space before it
  bool line_start = false;
  bool noise = false;
};

struct Sentence {
  std::size_t begin = 0;  // tokens
  std::size_t end = 0;
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
  int paragraph = 0;
  std::uint64_t cues = 0;  // bits of cue_bit() for the cues that it holds
};

// A found name. Country, organisation ... rows point into the rule tables, -1 for none.
struct Mention {
  EntityLabel label{};
  std::size_t begin = 0;  // tokens
  std::size_t end = 0;
  int row = -1;          // row of the label's own table (country, place, organisation, topic)
  int country = -1;      // the one country in the name
  int countries = 0;     // how many countries the name holds
  int parent = -1;       // organisation row of the parent body in the name
  int series = -1;       // conference series row
  std::string number;    // session number of a conference
  std::string kind;      // conference kind
  bool acronym = false;  // stands in parentheses for the mention before it
  bool weak = false;     // kept only if something in the article confirms it
  int entity = -1;
};

// One thing of the article; what it is called and where it was seen.
struct Entity {
  EntityLabel label{};
  std::string key;
  std::string name;
  std::vector<std::string> aliases;
  std::vector<std::string> folded_aliases;  // of an agency, for comparison
  std::map<std::string, std::string> attributes;
  std::vector<int> mentions;  // indexes into Document::mentions
  int row = -1;
  int country = -1;
  int parent = -1;  // entity
  int series = -1;
  std::string number;
  std::string kind;
  std::string stem;  // conference name without head noun and number, for comparison
  std::string rank;  // of an official
};

class Document {
 public:
  // Keeps references: `rules` and `memory` outlive it, and the memory is not trimmed meanwhile.
  Document(const Rules& rules, WordMemory& memory, std::string nfc_text);

  const Rules& rules() const { return rules_; }
  const std::string& text() const { return text_; }
  std::size_t size() const { return tokens.size(); }

  // "vi", "en" or another one.
  const std::string& language() const { return language_; }
  void set_language(std::string language);
  bool is_english() const { return is_english_; }
  bool is_vietnamese() const { return is_vietnamese_; }

  // The comparison form of token `i`; "" past the end.
  const std::string& word(std::size_t i) const {
    return i < tokens.size() ? tokens[i].word->key : kNoText;
  }
  bool is(std::size_t i, WordKey key) const {
    return i < tokens.size() && tokens[i].hash == key.hash && tokens[i].word->key == key.text;
  }
  template <std::size_t N>
  bool is_in(std::size_t i, const WordSet<N>& words) const {
    return i < tokens.size() && words.contains(tokens[i].hash, tokens[i].word->key);
  }
  // text::fold() of its surface; "" past the end.
  const std::string& folded(std::size_t i) const {
    return i < tokens.size() ? tokens[i].word->folded : kNoText;
  }
  // It could be a syllable of Vietnamese.
  bool is_syllable(std::size_t i) const { return i < tokens.size() && tokens[i].word->is_syllable; }
  std::string_view surface(std::size_t i) const { return surface(i, i + 1); }
  // The text from token `begin` to token `end`, exactly as it stands.
  std::string_view surface(std::size_t begin, std::size_t end) const {
    if (begin >= end || end > tokens.size()) return {};
    return {text_.data() + tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin};
  }
  // text::name_key() of that, folded.
  std::string folded(std::size_t begin, std::size_t end) const;
  bool is_word(std::size_t i) const {
    return i < tokens.size() && tokens[i].kind == RawToken::Kind::Word;
  }
  bool is_number(std::size_t i) const {
    return i < tokens.size() && tokens[i].kind == RawToken::Kind::Number;
  }
  bool is_capital(std::size_t i) const { return i < tokens.size() && tokens[i].capital; }
  // A word in small letters.
  bool is_small(std::size_t i) const { return is_word(i) && !tokens[i].capital; }
  // Token `i` follows token `i - 1` without white space.
  bool glued(std::size_t i) const { return i < tokens.size() && tokens[i].glued; }

  // Token `i` starts a line or is past the end: no name goes on there.
  bool breaks(std::size_t i) const {
    return i >= tokens.size() || tokens[i].line_start || tokens[i].noise;
  }

  // Phrases of one of these tables (a sum of table_bit()) start at token `i`.
  bool has_any(std::size_t i, std::uint32_t tables) const {
    return i < tokens.size() && (tokens[i].tables & tables) != 0;
  }
  // Longest phrase of `table` at token `i`, nullptr for none.
  const PhraseHit* longest(std::size_t i, Table table) const {
    return has_any(i, table_bit(table)) ? first_of(tokens[i], table) : nullptr;
  }
  // The same, with the cue kind as condition.
  const PhraseHit* cue(std::size_t i, WordKey kind) const {
    if (i >= tokens.size() || (tokens[i].cues & cue_bit(kind.hash)) == 0) return nullptr;
    return first_cue(tokens[i], kind.hash);
  }
  // Row of the longest phrase's table.
  const RuleRow& row(const PhraseHit& hit) const { return rules_.row(hit.table, hit.row); }

  // The tokens at which cues start, in order.
  const std::vector<std::uint32_t>& cue_places() const { return cue_places_; }

  int sentence_of(std::size_t token) const { return sentence_of_[token]; }
  void set_sentences(std::vector<Sentence> sentences);
  const std::vector<Sentence>& sentences() const { return sentences_; }
  // Mention that covers token `i`, or -1.
  int mention_at(std::size_t i) const { return i < claimed_.size() ? claimed_[i] : -1; }
  // Adds a mention, whose tokens must be free, and returns its index.
  int add_mention(Mention mention);
  // Frees the tokens of a mention and marks it empty; indexes stay.
  void drop_mention(int index);

  TextSpan span_of(std::size_t begin_token, std::size_t end_token) const;
  const text::CodePointIndex& positions() const { return positions_; }

  std::vector<Token> tokens;
  std::vector<Mention> mentions;
  std::vector<Entity> entities;
  std::string published;

 private:
  static const std::string kNoText;
  static const PhraseHit* first_of(const Token& token, Table table);
  static const PhraseHit* first_cue(const Token& token, std::uint64_t kind);

  const Rules& rules_;
  std::string text_;
  std::string language_;
  bool is_english_ = false;
  bool is_vietnamese_ = false;
  text::CodePointIndex positions_;
  std::vector<std::uint32_t> cue_places_;
  std::vector<Sentence> sentences_;
  std::vector<int> sentence_of_;
  std::vector<int> claimed_;
};

// The word before token `i` is among `words`.
bool preceded_by(const Document& document, std::size_t i, std::initializer_list<WordKey> words);

}  // namespace liaison::loaders

#include "articles/lexicon.h"

#include "articles/rules.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

std::string word_key(std::string_view word) {
  bool ascii = true;
  for (const char c : word) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return text::to_lower(word);
  return text::to_lower(text::normalize_tones(word));
}

std::vector<RawToken> split(std::string_view text) {
  std::vector<RawToken> tokens;
  tokens.reserve(text.size() / 5 + 4);
  const auto is_ascii_letter = [](char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto is_ascii_digit = [](char32_t c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const char32_t c = text::decode(text, i);
    if (c <= ' ' || (c >= 0x80 && text::is_space(c))) continue;
    RawToken token{static_cast<std::uint32_t>(start), 0, RawToken::Kind::Punctuation};
    if (is_ascii_digit(c) || is_ascii_letter(c) || (c >= 0x80 && text::is_letter(c))) {
      bool digits_only = is_ascii_digit(c);
      while (i < text.size()) {
        std::size_t next = i;
        const char32_t d = text::decode(text, next);
        const bool digit = is_ascii_digit(d);
        const bool letter =
            is_ascii_letter(d) || (d >= 0x300 && d < 0x370) || (d >= 0x80 && text::is_letter(d));
        if (!digit && !letter) break;
        digits_only = digits_only && digit;
        i = next;
      }
      token.kind = digits_only ? RawToken::Kind::Number : RawToken::Kind::Word;
    }
    token.end = static_cast<std::uint32_t>(i);
    tokens.push_back(token);
  }
  return tokens;
}

Lexicon::Lexicon() : nodes_(1) {}

void Lexicon::add(std::string_view phrase, Table table, std::uint32_t row, std::uint16_t column,
                  std::uint32_t alternative) {
  std::uint32_t node = 0;
  std::uint32_t length = 0;
  for (const RawToken& token : split(phrase)) {
    const std::string key = word_key(phrase.substr(token.begin, token.end - token.begin));
    const WordId word = words_.emplace(key, static_cast<WordId>(words_.size() + 1)).first->second;
    const std::uint64_t edge = (std::uint64_t{node} << 32) | word;
    const auto [it, added] = edges_.emplace(edge, static_cast<std::uint32_t>(nodes_.size()));
    if (added) nodes_.emplace_back();
    node = it->second;
    ++length;
  }
  if (length == 0) return;
  for (const PhraseHit& hit : nodes_[node].hits) {
    if (hit.table == table && hit.row == row && hit.column == column) return;
  }
  nodes_[node].hits.push_back({length, row, table, column, alternative});
}

WordId Lexicon::id(const std::string& key) const {
  const auto it = words_.find(key);
  return it == words_.end() ? kUnknownWord : it->second;
}

void Lexicon::match(std::span<const WordId> words, std::size_t position,
                    std::vector<PhraseHit>& hits) const {
  std::uint32_t node = 0;
  for (std::size_t i = position; i < words.size() && words[i] != kUnknownWord; ++i) {
    const auto it = edges_.find((std::uint64_t{node} << 32) | words[i]);
    if (it == edges_.end()) return;
    node = it->second;
    hits.insert(hits.end(), nodes_[node].hits.begin(), nodes_[node].hits.end());
  }
}

}  // namespace liaison::loaders

#include "articles/document.h"

#include <algorithm>
#include <span>

#include "liaison/engine/assert.h"

namespace liaison::loaders {

std::string_view to_string(EntityLabel label) {
  switch (label) {
    case EntityLabel::Agency:
      return "Agency";
    case EntityLabel::Official:
      return "Official";
    case EntityLabel::Country:
      return "Country";
    case EntityLabel::Place:
      return "Place";
    case EntityLabel::Conference:
      return "Conference";
    case EntityLabel::Treaty:
      return "Treaty";
    case EntityLabel::Topic:
      return "Topic";
  }
  return "";
}

Document::Document(const Rules& rules, WordMemory& memory, std::string nfc_text)
    : rules_(rules), text_(std::move(nfc_text)), positions_(text_) {
  const std::vector<RawToken> raw_tokens = split(text_);
  std::vector<WordId> words;
  words.reserve(raw_tokens.size());
  tokens.reserve(raw_tokens.size());
  std::uint32_t last_end = 0;
  for (const RawToken& raw : raw_tokens) {
    const std::string_view piece = std::string_view(text_).substr(raw.begin, raw.end - raw.begin);
    const Word& word = memory.of(piece, raw.kind);
    Token token;
    token.begin = raw.begin;
    token.end = raw.end;
    token.word = &word;
    token.hash = word.hash;
    token.kind = raw.kind;
    token.glued = !tokens.empty() && raw.begin == last_end;
    const std::string_view gap = std::string_view(text_).substr(last_end, raw.begin - last_end);
    token.line_start = tokens.empty() || gap.find('\n') != std::string_view::npos;
    token.capital = word.capital;
    token.all_capitals = word.all_capitals;
    last_end = raw.end;
    words.push_back(word.id);
    tokens.push_back(token);
  }
  // Phrases do not run over the end of a line.
  for (std::size_t line = 0; line < tokens.size();) {
    std::size_t end = line + 1;
    while (end < tokens.size() && !tokens[end].line_start) ++end;
    const std::span<const WordId> in_line(words.data(), end);
    for (std::size_t i = line; i < end; ++i) {
      Token& token = tokens[i];
      token.hits_begin = static_cast<std::uint32_t>(hits_.size());
      rules.lexicon().match(in_line, i, hits_);
      token.hits_end = static_cast<std::uint32_t>(hits_.size());
      for (std::size_t h = token.hits_begin; h < token.hits_end; ++h) {
        token.tables |= std::uint32_t{1} << static_cast<unsigned>(hits_[h].table);
        if (hits_[h].table == Table::Cues) token.cues |= cue_bit(hits_[h].kind);
      }
    }
    line = end;
  }
  claimed_.assign(tokens.size(), -1);
  sentence_of_.assign(tokens.size(), 0);
}

const std::string& Document::word(std::size_t i) const {
  static const std::string kNone;
  return i < tokens.size() ? tokens[i].word->key : kNone;
}

const std::string& Document::folded(std::size_t i) const {
  static const std::string kNone;
  return i < tokens.size() ? tokens[i].word->folded : kNone;
}

std::string_view Document::surface(std::size_t i) const {
  return surface(i, i + 1);
}

std::string_view Document::surface(std::size_t begin, std::size_t end) const {
  if (begin >= end || end > tokens.size()) return {};
  return std::string_view(text_).substr(tokens[begin].begin,
                                        tokens[end - 1].end - tokens[begin].begin);
}

const PhraseHit* Document::longest_hit(std::size_t i, Table table) const {
  const PhraseHit* best = nullptr;
  for (std::size_t h = tokens[i].hits_begin; h < tokens[i].hits_end; ++h) {
    const PhraseHit& hit = hits_[h];
    if (hit.table == table && (best == nullptr || hit.length > best->length)) best = &hit;
  }
  return best;
}

const PhraseHit* Document::cue_hit(std::size_t i, std::uint64_t kind) const {
  const PhraseHit* best = nullptr;
  for (std::size_t h = tokens[i].hits_begin; h < tokens[i].hits_end; ++h) {
    const PhraseHit& hit = hits_[h];
    if (hit.table != Table::Cues || hit.kind != kind) continue;
    if (best == nullptr || hit.length > best->length) best = &hit;
  }
  return best;
}

void Document::set_sentences(std::vector<Sentence> sentences) {
  sentences_ = std::move(sentences);
  for (std::size_t s = 0; s < sentences_.size(); ++s) {
    for (std::size_t i = sentences_[s].begin; i < sentences_[s].end; ++i) {
      sentence_of_[i] = static_cast<int>(s);
      sentences_[s].cues |= tokens[i].cues;
    }
  }
}

int Document::add_mention(Mention mention) {
  LIAISON_ASSERT(mention.begin < mention.end && mention.end <= tokens.size());
  const int index = static_cast<int>(mentions.size());
  for (std::size_t i = mention.begin; i < mention.end; ++i) {
    LIAISON_ASSERT(claimed_[i] < 0);
    claimed_[i] = index;
  }
  mentions.push_back(std::move(mention));
  return index;
}

void Document::drop_mention(int index) {
  Mention& mention = mentions[static_cast<std::size_t>(index)];
  for (std::size_t i = mention.begin; i < mention.end; ++i) claimed_[i] = -1;
  mention.end = mention.begin;
}

TextSpan Document::span_of(std::size_t begin_token, std::size_t end_token) const {
  return {positions_.code_point_at(tokens[begin_token].begin),
          positions_.code_point_at(tokens[end_token - 1].end)};
}

bool preceded_by(const Document& doc, std::size_t i, std::initializer_list<WordKey> words) {
  if (i == 0) return false;
  return std::any_of(words.begin(), words.end(),
                     [&](const WordKey& word) { return doc.is(i - 1, word); });
}

}  // namespace liaison::loaders

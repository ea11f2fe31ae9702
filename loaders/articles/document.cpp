#include "articles/document.h"

#include <algorithm>

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

const std::string Document::kNoText;

Document::Document(const Rules& rules, WordMemory& memory, std::string nfc_text)
    : rules_(rules), text_(std::move(nfc_text)), positions_(text_) {
  const std::vector<RawToken> pieces = split(text_);
  tokens.reserve(pieces.size());
  std::uint32_t last_end = 0;
  for (const RawToken& piece : pieces) {
    const Word& word =
        memory.of(std::string_view(text_).substr(piece.begin, piece.end - piece.begin), piece.kind);
    Token& token = tokens.emplace_back();
    token.begin = piece.begin;
    token.end = piece.end;
    token.word = &word;
    token.hash = word.hash;
    token.kind = piece.kind;
    token.capital = word.capital;
    token.all_capitals = word.all_capitals;
    token.glued = piece.begin == last_end && piece.begin > 0;
    token.line_start = piece.line_start;
    last_end = piece.end;
  }
  // Phrases do not run over the end of a line.
  for (std::size_t line = 0; line < tokens.size();) {
    std::size_t end = line + 1;
    while (end < tokens.size() && !tokens[end].line_start) ++end;
    for (std::size_t i = line; i < end; ++i) {
      Token& token = tokens[i];
      token.phrases = &rules.lexicon().match(token.word->phrases, i + 1, end,
                                             [&](std::size_t k) { return tokens[k].word->id; });
      token.tables = token.phrases->tables;
      token.cues = token.phrases->cues;
      if (token.cues != 0) cue_places_.push_back(static_cast<std::uint32_t>(i));
    }
    line = end;
  }
  claimed_.assign(tokens.size(), -1);
  sentence_of_.assign(tokens.size(), 0);
}

void Document::set_language(std::string language) {
  language_ = std::move(language);
  is_english_ = language_ == "en";
  is_vietnamese_ = language_ == "vi";
}

std::string Document::folded(std::size_t begin, std::size_t end) const {
  std::string out;
  bool space = false;
  for (std::size_t i = begin; i < end; ++i) {
    const Token& token = tokens[i];
    if (i > begin && !token.glued) {
      // Control characters stand between words too, but are no white space.
      const std::size_t gap = tokens[i - 1].end;
      if (token.begin - gap > 1 || text_[gap] != ' ') {
        return text::name_key(surface(begin, end), text::NameLevel::Folded);
      }
      space = true;
    }
    const std::string& word = token.word->folded;
    if (word.empty()) continue;
    if (space && !out.empty()) out += ' ';
    space = false;
    out += word;
  }
  return out;
}

const PhraseHit* Document::first_of(const Token& token, Table table) {
  for (const PhraseHit& hit : token.phrases->hits) {
    if (hit.table == table) return &hit;
  }
  return nullptr;
}

const PhraseHit* Document::first_cue(const Token& token, std::uint64_t kind) {
  for (const PhraseHit& hit : token.phrases->hits) {
    if (hit.table == Table::Cues && hit.kind == kind) return &hit;
  }
  return nullptr;
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

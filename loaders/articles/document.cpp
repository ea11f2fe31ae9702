#include "articles/document.h"

#include <span>
#include <unordered_map>

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

Document::Document(const Rules& rules, std::string nfc_text)
    : rules_(rules), text_(std::move(nfc_text)), positions_(text_) {
  std::unordered_map<std::string_view, std::pair<std::uint32_t, WordId>> seen;
  std::vector<WordId> words;
  std::uint32_t last_end = 0;
  keys_.emplace_back();  // index 0: "", for positions past the end
  for (const RawToken& raw : split(text_)) {
    const std::string_view piece = std::string_view(text_).substr(raw.begin, raw.end - raw.begin);
    auto it = seen.find(piece);
    if (it == seen.end()) {
      keys_.push_back(word_key(piece));
      it = seen.emplace(piece, std::pair{static_cast<std::uint32_t>(keys_.size() - 1),
                                         rules.lexicon().id(keys_.back())})
               .first;
    }
    Token token;
    token.begin = raw.begin;
    token.end = raw.end;
    token.key = it->second.first;
    token.word = it->second.second;
    token.kind = raw.kind;
    token.glued = !tokens.empty() && raw.begin == last_end;
    const std::string_view gap = std::string_view(text_).substr(last_end, raw.begin - last_end);
    token.line_start = tokens.empty() || gap.find('\n') != std::string_view::npos;
    std::size_t at = 0;
    const char32_t first = text::decode(piece, at);
    token.capital = raw.kind == RawToken::Kind::Word && text::is_upper(first);
    if (token.capital && at < piece.size()) {
      token.all_capitals = true;
      while (at < piece.size()) {
        if (text::is_lower(text::decode(piece, at))) token.all_capitals = false;
      }
    }
    last_end = raw.end;
    words.push_back(token.word);
    tokens.push_back(token);
  }
  hits_.resize(tokens.size());
  // Phrases do not run over the end of a line.
  for (std::size_t line = 0; line < tokens.size();) {
    std::size_t end = line + 1;
    while (end < tokens.size() && !tokens[end].line_start) ++end;
    const std::span<const WordId> in_line(words.data(), end);
    for (std::size_t i = line; i < end; ++i) rules.lexicon().match(in_line, i, hits_[i]);
    line = end;
  }
  claimed_.assign(tokens.size(), -1);
  sentence_of_.assign(tokens.size(), 0);
}

const std::string& Document::word(std::size_t i) const {
  return i < tokens.size() ? keys_[tokens[i].key] : keys_[0];
}

std::string_view Document::surface(std::size_t i) const {
  return surface(i, i + 1);
}

std::string_view Document::surface(std::size_t begin, std::size_t end) const {
  if (begin >= end || end > tokens.size()) return {};
  return std::string_view(text_).substr(tokens[begin].begin,
                                        tokens[end - 1].end - tokens[begin].begin);
}

const PhraseHit* Document::longest(std::size_t i, Table table) const {
  if (i >= hits_.size()) return nullptr;
  const PhraseHit* best = nullptr;
  for (const PhraseHit& hit : hits_[i]) {
    if (hit.table == table && (best == nullptr || hit.length > best->length)) best = &hit;
  }
  return best;
}

const PhraseHit* Document::cue(std::size_t i, std::string_view kind) const {
  if (i >= hits_.size()) return nullptr;
  const PhraseHit* best = nullptr;
  for (const PhraseHit& hit : hits_[i]) {
    if (hit.table != Table::Cues || (best != nullptr && hit.length <= best->length)) continue;
    if (row(hit).first(0) == kind) best = &hit;
  }
  return best;
}

void Document::set_sentences(std::vector<Sentence> sentences) {
  sentences_ = std::move(sentences);
  for (std::size_t s = 0; s < sentences_.size(); ++s) {
    for (std::size_t i = sentences_[s].begin; i < sentences_[s].end; ++i) {
      sentence_of_[i] = static_cast<int>(s);
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

}  // namespace liaison::loaders

#include "index/analyzer.h"

#include <array>

#include "liaison/engine/error.h"
#include "liaison/engine/full_text.h"
#include "liaison/engine/text.h"

namespace liaison {

namespace {

constexpr std::array kAnalyzers = {
    AnalyzerInfo{
        "folding",
        "Words by the rules of Unicode, in lower case and without diacritics; the default. "
        "Vietnamese is found with and without its marks, `đ` as `d`."},
    AnalyzerInfo{"standard-no-stop-words",
                 "Words by the rules of Unicode, in lower case; diacritics are kept."},
    AnalyzerInfo{"whitespace", "What stands between white space, as it is written."},
    AnalyzerInfo{"keyword", "The whole text is one word."}};

}  // namespace

std::span<const AnalyzerInfo> full_text_analyzers() {
  return kAnalyzers;
}

}  // namespace liaison

namespace liaison::engine {

namespace {

void add_word(std::vector<Word>& words, std::string text) {
  if (text.size() > kWordBytesMax) {
    std::size_t end = kWordBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
  }
  if (text.empty()) return;
  words.push_back({std::move(text), static_cast<std::uint32_t>(words.size())});
}

class WordAnalyzer final : public Analyzer {
 public:
  explicit WordAnalyzer(std::string (*form)(std::string_view)) : form_(form) {}
  std::vector<Word> words(std::string_view text) const override {
    std::vector<Word> words;
    const std::string normal = text::nfc(text);
    for (const text::Span& span : text::words(normal)) {
      add_word(words, form_(std::string_view(normal).substr(span.begin, span.end - span.begin)));
    }
    return words;
  }

 private:
  std::string (*form_)(std::string_view);
};

class WhitespaceAnalyzer final : public Analyzer {
 public:
  std::vector<Word> words(std::string_view text) const override {
    std::vector<Word> words;
    const std::string normal = text::nfc(text);
    std::size_t begin = 0;
    for (std::size_t at = 0; at < normal.size();) {
      const std::size_t start = at;
      if (!text::is_space(text::decode(normal, at))) continue;
      add_word(words, normal.substr(begin, start - begin));
      begin = at;
    }
    add_word(words, normal.substr(begin));
    return words;
  }
};

class KeywordAnalyzer final : public Analyzer {
 public:
  std::vector<Word> words(std::string_view text) const override {
    std::vector<Word> words;
    add_word(words, text::nfc(text));
    return words;
  }
};

}  // namespace

const Analyzer& Analyzer::find(std::string_view name) {
  static const WordAnalyzer folding(text::fold);
  static const WordAnalyzer lower(text::to_lower);
  static const WhitespaceAnalyzer whitespace;
  static const KeywordAnalyzer keyword;
  static const std::array<const Analyzer*, kAnalyzers.size()> analyzers = {&folding, &lower,
                                                                           &whitespace, &keyword};
  if (name.empty()) return folding;
  std::string known;
  for (std::size_t i = 0; i < analyzers.size(); ++i) {
    if (kAnalyzers[i].name == name) return *analyzers[i];
    known += (known.empty() ? "" : ", ") + std::string(kAnalyzers[i].name);
  }
  throw UsageError("there is no analyzer '" + std::string(name) + "'; there are " + known);
}

}  // namespace liaison::engine

// Word and sentence breaks by ICU's rule-based iterators.
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <functional>
#include <memory>

#include "liaison/engine/assert.h"
#include "liaison/engine/text.h"

namespace liaison::text {
namespace {

struct TextCloser {
  void operator()(UText* text) const { utext_close(text); }
};

// Building an iterator parses its rule data, so each thread keeps one prototype of each kind.
icu::BreakIterator& word_iterator() {
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    LIAISON_CHECK(U_SUCCESS(status));
    return made;
  }();
  return *iterator;
}

icu::BreakIterator& sentence_iterator() {
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
    LIAISON_CHECK(U_SUCCESS(status));
    return made;
  }();
  return *iterator;
}

std::vector<Span> segments(icu::BreakIterator& iterator, std::string_view text,
                           const std::function<bool(std::int32_t, Span&)>& keep) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, TextCloser> view(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
  iterator.setText(view.get(), status);
  LIAISON_CHECK(U_SUCCESS(status));
  std::vector<Span> found;
  std::int32_t begin = iterator.first();
  for (std::int32_t end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
    Span span{static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
    if (keep(iterator.getRuleStatus(), span)) found.push_back(span);
    begin = end;
  }
  return found;
}

}  // namespace

std::vector<Span> words(std::string_view text) {
  return segments(word_iterator(), text,
                  [](std::int32_t status, Span&) { return status >= UBRK_WORD_NONE_LIMIT; });
}

std::vector<Span> sentences(std::string_view text) {
  return segments(sentence_iterator(), text, [&](std::int32_t, Span& span) {
    std::size_t end = span.begin;
    std::size_t begin = span.end;
    for (std::size_t i = span.begin; i < span.end;) {
      const std::size_t at = i;
      if (is_space(decode(text, i))) continue;
      if (begin == span.end) begin = at;
      end = i;
    }
    span = {begin, end};
    return begin < end;
  });
}

}  // namespace liaison::text

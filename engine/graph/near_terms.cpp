#include "graph/near_terms.h"

#include <algorithm>

#include "encoding/key_codec.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

namespace {

class NearTerms {
 public:
  NearTerms(TableCursor& cursor, IndexId index, std::uint8_t level, std::string_view asked)
      : cursor_(cursor), index_(index), level_(level), asked_(asked) {}

  std::vector<std::string> run() {
    // `kept` bytes of the word stand; what follows them is the edit.
    for (std::size_t kept = 0;;) {
      edit_behind(kept);
      if (kept == asked_.size() || !any_starts_with(asked_.substr(0, kept))) break;
      text::decode(asked_, kept);
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::erase(found_, asked_);
    return std::move(found_);
  }

 private:
  bool any_starts_with(std::string_view start) {
    const std::string stem = text_terms_starting_with(index_, level_, start);
    cursor_.seek(stem);
    return cursor_.valid() && cursor_.key().starts_with(stem);
  }

  void add_if_stored(const std::string& term) {
    const std::string prefix = text_term_prefix(index_, level_, term);
    cursor_.seek(prefix);
    if (cursor_.valid() && cursor_.key().starts_with(prefix)) found_.push_back(term);
  }

  void edit_behind(std::size_t kept) {
    const std::string stem(asked_.substr(0, kept));
    std::size_t after = kept;  // behind the letter that may change
    if (kept < asked_.size()) {
      text::decode(asked_, after);
      add_if_stored(stem + std::string(asked_.substr(after)));  // left out
      if (after < asked_.size()) {
        std::size_t second = after;
        text::decode(asked_, second);
        add_if_stored(stem + std::string(asked_.substr(after, second - after)) +
                      std::string(asked_.substr(kept, after - kept)) +
                      std::string(asked_.substr(second)));  // swapped
      }
    }
    for (const std::string& letter : letters_behind(stem)) {
      add_if_stored(stem + letter + std::string(asked_.substr(kept)));  // added
      if (after > kept)
        add_if_stored(stem + letter + std::string(asked_.substr(after)));  // changed
    }
  }

  // The letters with which stored words go on behind the stem.
  std::vector<std::string> letters_behind(const std::string& stem) {
    const std::string common = text_terms_starting_with(index_, level_, stem);
    std::vector<std::string> letters;
    for (cursor_.seek(common); cursor_.valid() && cursor_.key().starts_with(common);) {
      const std::string term = decode_text_key(cursor_.key()).term;
      if (term.size() == stem.size()) {
        cursor_.seek(prefix_successor(text_term_prefix(index_, level_, stem)));
        continue;
      }
      std::size_t end = stem.size();
      text::decode(term, end);
      letters.push_back(term.substr(stem.size(), end - stem.size()));
      cursor_.seek(
          prefix_successor(text_terms_starting_with(index_, level_, stem + letters.back())));
    }
    return letters;
  }

  TableCursor& cursor_;
  IndexId index_;
  std::uint8_t level_;
  std::string_view asked_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> near_terms(TableCursor& cursor, IndexId index, std::uint8_t level,
                                    std::string_view asked) {
  return NearTerms(cursor, index, level, asked).run();
}

}  // namespace liaison::engine

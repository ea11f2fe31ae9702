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
    for (std::size_t kept = 0; edit_behind(kept) && kept < asked_.size();) {
      text::decode(asked_, kept);
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::erase(found_, asked_);
    return std::move(found_);
  }

 private:
  void add_if_stored(const std::string& term) {
    const std::string prefix = text_term_prefix(index_, level_, term);
    cursor_.seek(prefix);
    if (cursor_.valid() && cursor_.key().starts_with(prefix)) found_.push_back(term);
  }

  // False when no stored word starts with what is kept.
  bool edit_behind(std::size_t kept) {
    const std::string stem(asked_.substr(0, kept));
    const std::string common = text_terms_starting_with(index_, level_, stem);
    cursor_.seek(common);
    if (!stands_behind(common)) return false;
    std::size_t after = kept;  // behind the letter that may change
    if (kept < asked_.size()) text::decode(asked_, after);
    // Letter by letter, so that the words to look for lie where the cursor stands: a seek that
    // stays in its page costs little.
    std::string letter;
    while (next_letter(stem, common, letter)) {
      add_if_stored(stem + letter + std::string(asked_.substr(kept)));  // added
      if (after > kept) {
        add_if_stored(stem + letter + std::string(asked_.substr(after)));  // changed
      }
      cursor_.seek(prefix_successor(text_terms_starting_with(index_, level_, stem + letter)));
    }
    if (after == kept) return true;
    add_if_stored(stem + std::string(asked_.substr(after)));  // left out
    if (after == asked_.size()) return true;
    std::size_t second = after;
    text::decode(asked_, second);
    add_if_stored(stem + std::string(asked_.substr(after, second - after)) +
                  std::string(asked_.substr(kept, after - kept)) +
                  std::string(asked_.substr(second)));  // swapped
    return true;
  }

  bool stands_behind(const std::string& common) const {
    return cursor_.valid() && cursor_.key().starts_with(common);
  }

  // The letter with which the stored word where the cursor stands goes on behind the stem. False:
  // there is none any more.
  bool next_letter(const std::string& stem, const std::string& common, std::string& letter) {
    while (stands_behind(common)) {
      const std::string term = decode_text_key(cursor_.key()).term;
      if (term.size() > stem.size()) {
        std::size_t end = stem.size();
        text::decode(term, end);
        letter = term.substr(stem.size(), end - stem.size());
        return true;
      }
      cursor_.seek(prefix_successor(text_term_prefix(index_, level_, stem)));
    }
    return false;
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

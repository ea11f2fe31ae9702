// A document's text with what it takes to check quotes from it. Made once, on whatever thread has
// the time, and handed to who writes evidence: GraphWriter::quote_from().
// Thread-safety: immutable.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "liaison/engine/evidence.h"
#include "liaison/engine/text.h"

namespace liaison {

class DocumentText {
 public:
  explicit DocumentText(std::string text)
      : text_(std::move(text)), places_(text_), fingerprint_(liaison::fingerprint(text_)) {}

  const std::string& text() const { return text_; }
  const text::CodePointIndex& places() const { return places_; }
  const TextFingerprint& fingerprint() const { return fingerprint_; }
  // What stands at these code points, end exclusive; borrowed.
  std::string_view between(std::size_t start, std::size_t end) const {
    const std::size_t begin = places_.byte_at(start);
    return std::string_view(text_).substr(begin, places_.byte_at(end) - begin);
  }

 private:
  std::string text_;
  text::CodePointIndex places_;
  TextFingerprint fingerprint_;
};

}  // namespace liaison

// A document's text as records of evidence quote it: places in code points, and its fingerprint.
// Thread-safety: immutable.
#pragma once

#include <string_view>

#include "liaison/engine/evidence.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

struct QuotedText {
  QuotedText(NodeId node, const Value& body_value)
      : document(node),
        value(body_value),
        places(value.as_string()),
        fingerprint(liaison::fingerprint(value.as_string())) {}
  std::string_view body() const { return value.as_string(); }

  NodeId document;
  Value value;  // a string
  text::CodePointIndex places;
  TextFingerprint fingerprint;
};

}  // namespace liaison::engine

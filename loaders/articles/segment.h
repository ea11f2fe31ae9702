// Step 2: sentences, and the parts of a page that are no text (navigation, credits, bylines, image
// names, web addresses), whose tokens are marked as noise. A headline is a sentence.
// Thread-safety: needs the document for itself.
#pragma once

#include "articles/document.h"

namespace liaison::loaders {

void segment(Document& document);

}  // namespace liaison::loaders

// Values as the spec files write them: Cypher literals, nodes as (:A:B {x: 1}), relationships as
// [:T {x: 1}], paths as <(:A)-[:T]->(:B)>. Labels and map keys are sorted.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "liaison/engine/value.h"

namespace liaison::spec {

std::string text_of(const Value& value);

}  // namespace liaison::spec

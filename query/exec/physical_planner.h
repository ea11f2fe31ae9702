// From a logical plan to pipelines of physical operators. Decides which columns travel: each
// operator hands on only what something above it still reads.
// Thread-safety: pure function.
#pragma once

#include <memory>

#include "exec/pipeline.h"

namespace liaison::query {

std::shared_ptr<const ExecutablePlan> make_executable(LogicalPlan plan);

}  // namespace liaison::query

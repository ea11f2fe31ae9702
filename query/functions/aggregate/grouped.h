// The aggregates that keep a few numbers per group and are updated by columns: typed columns
// without a value per row. Thread-safety: a state needs external locking.
#pragma once

#include <memory>

#include "liaison/query/function.h"

namespace liaison::query {

std::unique_ptr<GroupedAggregate> make_count();
std::unique_ptr<GroupedAggregate> make_sum();
std::unique_ptr<GroupedAggregate> make_average();
std::unique_ptr<GroupedAggregate> make_least();
std::unique_ptr<GroupedAggregate> make_greatest();

}  // namespace liaison::query

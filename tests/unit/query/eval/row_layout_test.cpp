// Columns by variable, in narrow rows and in wide ones.
#include "eval/row_layout.h"

#include <doctest/doctest.h>

using namespace liaison::query;

TEST_CASE("each variable has the column in which it was added, however many there are") {
  RowLayout layout;
  CHECK_FALSE(layout.contains(0));
  for (VariableId i = 0; i < 100; ++i) {
    const VariableId variable = (i * 37) % 101;
    CHECK_FALSE(layout.contains(variable));
    CHECK(layout.add(variable) == i);
    CHECK(layout.add(variable) == i);
    for (VariableId before = 0; before <= i; ++before) {
      REQUIRE(layout.column_of((before * 37) % 101) == before);
    }
  }
  CHECK(layout.column_count() == 100);
  CHECK_FALSE(layout.contains((100 * 37) % 101));
  CHECK_FALSE(layout.contains(500));
}

#include "liaison/engine/check.h"

#include "check/checker.h"

namespace liaison {

CheckReport check(Database& database) {
  engine::Checker checker(engine::database_impl(database));
  return checker.run();
}

}  // namespace liaison

#include "txn/space_guard.h"

#include <doctest/doctest.h>

#include <memory>

#include "base/clock.h"
#include "database_impl.h"
#include "liaison/engine/error.h"
#include "support/temporary_directory.h"

namespace liaison::engine {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

}  // namespace

TEST_CASE("writes are refused below either limit of free space, and taken again above both") {
  ManualClock clock;
  FreeSpace space{50 * kGiB, 100 * kGiB};
  int asked = 0;
  SpaceGuard guard("db", {kGiB, 2}, clock, [&](const std::string& path) {
    CHECK(path == "db");
    ++asked;
    return space;
  });
  guard.require();
  // It looks again only after a while.
  space.free_bytes = kGiB / 2;
  guard.require();
  CHECK(asked == 1);
  clock.advance(SpaceGuard::kInterval);
  CHECK_THROWS_AS(guard.require(), StorageFullError);
  CHECK_THROWS_AS(guard.require(), StorageFullError);
  CHECK(asked == 2);
  clock.advance(SpaceGuard::kInterval);
  space = {3 * kGiB, 200 * kGiB};  // 1.5 %
  CHECK_THROWS_AS(guard.require(), StorageFullError);
  clock.advance(SpaceGuard::kInterval);
  space = {5 * kGiB, 200 * kGiB};
  guard.require();
}

TEST_CASE("no limits, or no folder, and nobody is asked") {
  ManualClock clock;
  const auto never = [](const std::string&) -> FreeSpace {
    FAIL("asked");
    return {};
  };
  SpaceGuard("", {kGiB, 2}, clock, never).require();
  SpaceGuard("db", {0, 0}, clock, never).require();
}

TEST_CASE("the space of a real folder is known, that of a missing one is an error") {
  const FreeSpace space = free_space_at("/");
  CHECK(space.total_bytes > 0);
  CHECK(space.free_bytes <= space.total_bytes);
  CHECK_THROWS_AS(free_space_at("/no/such/folder"), StorageError);
}

TEST_CASE("a database without space refuses writes, keeps reading, and writes again") {
  test::TemporaryDirectory folder;
  ManualClock clock;
  FreeSpace space{50 * kGiB, 100 * kGiB};
  DatabaseEnvironment environment;
  environment.clock = &clock;
  environment.free_space = [&](const std::string&) { return space; };
  const EnvironmentScope scope(environment);
  const auto database = Database::open(folder.file("db"));
  const auto add_node = [&](TransactionMode mode) {
    auto tx = database->begin(mode);
    tx.writer().create_node({}, {});
    return tx.commit();
  };
  const auto node_count = [&] {
    auto tx = database->begin(TransactionMode::Read);
    return tx.reader().catalog().node_count();
  };
  add_node(TransactionMode::Write);
  space.free_bytes = kGiB / 2;
  clock.advance(SpaceGuard::kInterval);
  CHECK_THROWS_AS(add_node(TransactionMode::Write), StorageFullError);
  CHECK_THROWS_AS(add_node(TransactionMode::Optimistic), StorageFullError);
  CHECK(node_count() == 1);
  space.free_bytes = 50 * kGiB;
  clock.advance(SpaceGuard::kInterval);
  add_node(TransactionMode::Optimistic);
  CHECK(node_count() == 2);
  set_free_space_limits(*database, {60 * kGiB, 0});
  CHECK_THROWS_AS(add_node(TransactionMode::Write), StorageFullError);
  set_free_space_limits(*database, {0, 0});
  add_node(TransactionMode::Write);
}

}  // namespace liaison::engine

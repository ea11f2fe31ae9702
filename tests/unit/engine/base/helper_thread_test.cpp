#include "base/helper_thread.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace liaison::engine {
namespace {

TEST_CASE("work runs beside its caller, one after the other on one thread") {
  HelperThread helper;
  std::atomic<bool> may_go{false};
  std::vector<int> order;
  std::vector<std::thread::id> threads;
  HelperThread::Task first = helper.run([&] {
    may_go.wait(false);
    order.push_back(1);
    threads.push_back(std::this_thread::get_id());
  });
  HelperThread::Task second = helper.run([&] {
    order.push_back(2);
    threads.push_back(std::this_thread::get_id());
  });
  may_go = true;  // the caller goes on while the work waits for it
  may_go.notify_all();
  second.get();
  first.get();
  CHECK(order == std::vector<int>{1, 2});
  REQUIRE(threads.size() == 2);
  CHECK(threads[0] == threads[1]);
  CHECK(threads[0] != std::this_thread::get_id());
}

TEST_CASE("what work throws comes out where it is waited for, and the next runs") {
  HelperThread helper;
  HelperThread::Task fails = helper.run([] { throw std::runtime_error("no"); });
  CHECK_THROWS_WITH_AS(fails.get(), "no", std::runtime_error);
  int done = 0;
  helper.run([&] { ++done; }).get();
  CHECK(done == 1);
}

TEST_CASE("a task that goes out of scope has ended") {
  HelperThread helper;
  bool done = false;
  try {
    const HelperThread::Task task = helper.run([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      done = true;
    });
    throw std::runtime_error("the caller's own part failed");
  } catch (const std::runtime_error&) {
    CHECK(done);
  }
}

}  // namespace
}  // namespace liaison::engine

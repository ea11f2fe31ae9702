#include "liaison/engine/worker_pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <memory>
#include <utility>
#include <vector>

namespace liaison::engine {
namespace {

TEST_CASE("threads are started for work that is under way at once, and no more") {
  constexpr std::size_t kThreadsMax = 3;
  WorkerPool pool;
  CHECK(pool.thread_count() == 0);

  // One after the other, each done before the next comes: one thread, or two where the first had
  // not come back yet.
  for (int i = 0; i < 20; ++i) {
    std::promise<void> done;
    pool.submit([&] { done.set_value(); }, kThreadsMax);
    done.get_future().wait();
  }
  CHECK(pool.thread_count() >= 1);

  std::promise<void> gate;
  const std::shared_future<void> opened = gate.get_future().share();
  std::atomic<int> begun{0};
  std::atomic<int> ended{0};
  for (int i = 0; i < 5; ++i) {
    pool.submit(
        [&, opened] {
          ++begun;
          begun.notify_all();
          opened.wait();
          ++ended;
        },
        kThreadsMax);
  }
  // Three are at work, two wait for one of them.
  for (int seen = begun; seen < 3; seen = begun) begun.wait(seen);
  CHECK(pool.thread_count() == 3);
  CHECK(begun == 3);
  gate.set_value();
  pool.finish();
  CHECK(ended == 5);
  CHECK(pool.thread_count() == 0);
}

TEST_CASE("a pool that goes drops what has not begun") {
  int begun = 0;
  std::promise<void> first_begun;
  std::promise<void> dropped;
  {
    WorkerPool pool;
    pool.submit(
        [&] {
          ++begun;
          first_begun.set_value();
          dropped.get_future().wait();
        },
        1);
    std::shared_ptr<void> held(nullptr, [&](void*) { dropped.set_value(); });
    pool.submit([&begun, held = std::move(held)] { ++begun; }, 1);
    first_begun.get_future().wait();
  }
  CHECK(begun == 1);
}

TEST_CASE("the end waits for work that nobody has begun") {
  std::vector<int> order;
  WorkerPool pool;
  for (int i = 0; i < 100; ++i) pool.submit([&order, i] { order.push_back(i); }, 1);
  pool.finish();
  REQUIRE(order.size() == 100);
  for (int i = 0; i < 100; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

}  // namespace
}  // namespace liaison::engine

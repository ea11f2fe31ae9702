#include "http/connection_threads.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <vector>

namespace liaison::server {
namespace {

TEST_CASE("threads are started for connections that are open at once, and no more") {
  ConnectionThreads threads(3);
  CHECK(threads.thread_count() == 0);

  // One after the other, each done before the next comes: one thread, or two where the first had
  // not come back yet.
  for (int i = 0; i < 20; ++i) {
    std::promise<void> done;
    threads.enqueue([&] { done.set_value(); });
    done.get_future().wait();
  }
  CHECK(threads.thread_count() >= 1);

  std::promise<void> gate;
  const std::shared_future<void> opened = gate.get_future().share();
  std::atomic<int> begun{0};
  std::atomic<int> ended{0};
  for (int i = 0; i < 5; ++i) {
    threads.enqueue([&, opened] {
      ++begun;
      begun.notify_all();
      opened.wait();
      ++ended;
    });
  }
  // Three are at work, two wait for one of them.
  for (int seen = begun; seen < 3; seen = begun) begun.wait(seen);
  CHECK(threads.thread_count() == 3);
  CHECK(begun == 3);
  gate.set_value();
  threads.shutdown();
  CHECK(ended == 5);
  CHECK(threads.thread_count() == 0);
}

TEST_CASE("the end waits for jobs that nobody has begun") {
  std::vector<int> order;
  ConnectionThreads threads(1);
  for (int i = 0; i < 100; ++i) threads.enqueue([&order, i] { order.push_back(i); });
  threads.shutdown();
  REQUIRE(order.size() == 100);
  for (int i = 0; i < 100; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

}  // namespace
}  // namespace liaison::server

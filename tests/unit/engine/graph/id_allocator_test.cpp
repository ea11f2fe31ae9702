#include "graph/id_allocator.h"

#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "kv/memory_store.h"

using namespace liaison;
using namespace liaison::engine;

TEST_CASE("ids start at one, and after a restart none comes back") {
  const auto store = make_memory_store();
  std::uint64_t last_node = 0;
  std::uint64_t last_relationship = 0;
  for (int opening = 0; opening < 3; ++opening) {
    IdAllocator ids(*store);
    for (int i = 0; i < 100; ++i) {
      const NodeId node = ids.next_node({});
      const RelationshipId relationship = ids.next_relationship();
      if (opening == 0 && i == 0) CHECK((node.value == 1 && relationship.value == 1));
      CHECK(node.value > last_node);
      CHECK(relationship.value > last_relationship);
      last_node = node.value;
      last_relationship = relationship.value;
    }
  }
}

TEST_CASE("a label set gets segments of its own when it has grown") {
  const auto store = make_memory_store();
  IdAllocator ids(*store);
  const LabelId a[] = {LabelId(1)};
  const LabelId b[] = {LabelId(2)};
  std::set<std::uint64_t> segments_of_a;
  std::set<std::uint64_t> segments_of_b;
  for (std::uint64_t i = 0; i < 3 * kSegmentIds; ++i) {
    const std::uint64_t of_a = ids.next_node(a).value;
    const std::uint64_t of_b = ids.next_node(b).value;
    if (i >= kOwnSegmentsFrom) {
      segments_of_a.insert((of_a - 1) / kSegmentIds);
      segments_of_b.insert((of_b - 1) / kSegmentIds);
    }
  }
  for (const std::uint64_t segment : segments_of_a) CHECK(!segments_of_b.contains(segment));
  CHECK(segments_of_a.size() <= 4);
}

TEST_CASE("threads never share an id") {
  const auto store = make_memory_store();
  IdAllocator ids(*store);
  constexpr int kThreads = 4;
  constexpr int kEach = 20000;
  std::vector<std::vector<std::uint64_t>> taken(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        const LabelId label[] = {LabelId(static_cast<std::uint32_t>(t % 2))};
        for (int i = 0; i < kEach; ++i) {
          taken[static_cast<std::size_t>(t)].push_back(ids.next_node(label).value);
        }
      });
    }
  }
  std::set<std::uint64_t> all;
  for (const auto& list : taken) all.insert(list.begin(), list.end());
  CHECK(all.size() == std::size_t{kThreads} * kEach);
}

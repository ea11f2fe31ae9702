// Sorting within a memory budget, temporary files, and the map from ids to nodes.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "bulk/id_map.h"
#include "bulk/row_sorter.h"
#include "store/key_sorter.h"
#include "support/seed.h"
#include "support/temporary_directory.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kTiny = 1;  // every chunk goes to the file
constexpr std::size_t kPlenty = std::size_t{1} << 30;

template <class Key>
void sort_rows(std::size_t memory_bytes, std::size_t count, std::uint64_t key_max) {
  const test::TemporaryDirectory folder;
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  RowSorter<Key> sorter(false, memory_bytes, folder.path());
  std::vector<std::pair<Key, std::uint64_t>> expected;
  for (std::size_t i = 0; i < count; ++i) {
    const Key key = static_cast<Key>(random() % key_max) * 0x100000001ull;
    sorter.add(key, i);
    expected.emplace_back(key, i);
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  CHECK(sorter.count() == count);
  sorter.finish();
  CHECK(sorter.has_spilled() == (memory_bytes == kTiny && count > 65536));
  typename RowSorter<Key>::Row row;
  std::size_t at = 0;
  bool same = true;
  while (sorter.next(row)) {
    same = same && at < count && row.key == expected[at].first && row.value == expected[at].second;
    ++at;
  }
  CHECK(same);
  CHECK(at == count);
}

TEST_CASE("rows come out by key, and equal keys as they went in") {
  for (const std::size_t memory : {kTiny, kPlenty}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{200'000}}) {
      CAPTURE(memory);
      CAPTURE(count);
      sort_rows<std::uint64_t>(memory, count, 1000);
      sort_rows<std::uint64_t>(memory, count, 1'000'000'000);
      sort_rows<WideKey>(memory, count, 1'000'000);
    }
  }
}

TEST_CASE("rows keep their bytes, in memory and through a file") {
  for (const std::size_t memory : {kTiny, kPlenty}) {
    const test::TemporaryDirectory folder;
    RowSorter<std::uint64_t> sorter(true, memory, folder.path());
    const std::size_t count = 150'000;
    for (std::size_t i = 0; i < count; ++i) {
      sorter.add(count - i, std::string(i % 7, 'x') + std::to_string(i));
    }
    // One that is longer than the pieces that texts are kept in.
    const std::string large(std::size_t{3} << 20, 'y');
    sorter.add(0, large);
    sorter.finish();
    RowSorter<std::uint64_t>::Row row;
    REQUIRE(sorter.next(row));
    CHECK(row.bytes == large);
    bool same = true;
    for (std::size_t i = count; i-- > 0;) {
      REQUIRE(sorter.next(row));
      same = same && row.bytes == std::string(i % 7, 'x') + std::to_string(i);
    }
    CHECK(same);
    CHECK_FALSE(sorter.next(row));
  }
}

TEST_CASE("low bits that come in order are left alone") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  for (const std::size_t memory : {kTiny, kPlenty}) {
    const test::TemporaryDirectory folder;
    std::mt19937_64 random(seed);
    RowSorter<std::uint64_t> sorter(false, memory, folder.path(), 21);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> expected;
    for (std::uint64_t i = 0; i < 150'000; ++i) {
      const std::uint64_t key = (random() % 1000) << 21 | i;
      sorter.add(key, i);
      expected.emplace_back(key, i);
    }
    std::sort(expected.begin(), expected.end());
    sorter.finish();
    RowSorter<std::uint64_t>::Row row;
    std::size_t same = 0;
    while (sorter.next(row)) {
      same += row.key == expected.at(same).first && row.value == expected[same].second;
    }
    CHECK(same == expected.size());
  }
}

TEST_CASE("temporary files have no name") {
  const test::TemporaryDirectory folder;
  RowSorter<std::uint64_t> sorter(false, kTiny, folder.path());
  for (std::uint64_t i = 0; i < 200'000; ++i) sorter.add(i, i);
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(sorter.has_spilled());
}

TEST_CASE("entries come out by key, each once, with their values") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  for (const std::size_t memory : {kTiny, kPlenty}) {
    std::mt19937_64 random(seed);
    const test::TemporaryDirectory folder;
    KeySorter sorter(memory, folder.path());
    std::map<std::string, std::string> expected;
    for (int i = 0; i < 120'000; ++i) {
      std::string key = "same start" + std::to_string(random() % 100'000);
      if (i % 3 == 0) key += std::string(1, '\0') + "tail";
      const std::string value = key.substr(key.size() - 3);
      sorter.add(key, value);
      expected.emplace(key, value);
    }
    sorter.finish();
    std::string_view key;
    std::string_view value;
    bool same = true;
    for (const auto& [expected_key, expected_value] : expected) {
      REQUIRE(sorter.next(key, value));
      same = same && key == expected_key && value == expected_value;
    }
    CHECK(same);
    CHECK_FALSE(sorter.next(key, value));
  }
}

TEST_CASE("an id is known once, however it is spelled it is itself") {
  IdMap ids;
  CHECK(ids.insert("17"));
  CHECK_FALSE(ids.insert("17"));
  CHECK(ids.insert("017"));
  CHECK(ids.insert("-17"));
  CHECK(ids.insert("x"));
  CHECK_FALSE(ids.insert("x"));
  ids.assign("17", 5);
  ids.assign("017", 6);
  ids.assign("x", 7);
  CHECK(ids.find("17") == 5u);
  CHECK(ids.find("017") == 6u);
  CHECK(ids.find("x") == 7u);
  CHECK_FALSE(ids.find("18"));
  CHECK_FALSE(ids.find("y"));
  CHECK_FALSE(ids.find("9223372036854775807"));
  CHECK(ids.size() == 4);
}

TEST_CASE("ids far apart and ids in a row are found alike") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  for (const bool sparse : {false, true}) {
    IdMap ids;
    std::map<std::int64_t, std::uint64_t> expected;
    for (std::uint64_t i = 1; i <= 50'000; ++i) {
      const auto id =
          sparse ? static_cast<std::int64_t>(random()) : static_cast<std::int64_t>(i) - 25'000;
      CHECK(ids.insert(std::to_string(id)) == expected.emplace(id, i).second);
    }
    for (const auto& [id, node] : expected) ids.assign(std::to_string(id), node);
    bool same = true;
    for (const auto& [id, node] : expected) same = same && ids.find(std::to_string(id)) == node;
    CHECK(same);
    ids.freeze();
    for (const auto& [id, node] : expected) same = same && ids.find(std::to_string(id)) == node;
    CHECK(same);
    CHECK_FALSE(ids.find("25001"));
    CHECK_FALSE(ids.find("-123456789"));
    CHECK_FALSE(ids.find("123456789"));
    // Neither a page for each of them nor much more than what they are.
    CHECK(ids.memory_bytes() < 64 * expected.size() + 65536);
  }
}

}  // namespace
}  // namespace liaison::engine

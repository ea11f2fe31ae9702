#include "encoding/page_codec.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <vector>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/varint.h"
#include "encoding/key_codec.h"
#include "encoding/page_adjacency.h"
#include "encoding/record_codec.h"
#include "liaison/engine/error.h"
#include "unit/engine/encoding/encoding_support.h"

namespace liaison::engine {
namespace {

using Entries = std::map<std::string, std::string>;

std::string pack(TableId table, const Entries& entries) {
  std::vector<PageEntry> list;
  for (const auto& [key, value] : entries) list.push_back({key, value});
  return encode_page({table, {}}, {{}, 2}, list);
}

// Checksum put right again, so that damage reaches the decoders behind it.
void repair_checksum(TableId table, std::string& page) {
  std::uint32_t sum = crc32c(page_key(table, {}));
  sum = crc32c(std::string_view(page).substr(0, 4), sum);
  sum = crc32c(std::string_view(page).substr(8), sum);
  store_big_endian(page.data() + 4, sum);
}

Entries random_entries(TableId table, std::size_t count, ValueSource& source) {
  Entries entries;
  while (entries.size() < count) {
    std::vector<PropertyEntry> properties;
    for (std::uint32_t key = 1; key < 9; ++key) {
      if (source.below(3) == 0) continue;
      // Columns of one kind, and mixed ones.
      Value value;
      switch (key) {
        case 1:
          value = source.integer();
          break;
        case 2:
          value = source.floating();
          break;
        case 3:
          value = source.text();
          break;
        case 4:
          value = source.below(2) == 0;
          break;
        case 5:
          value = static_cast<std::int64_t>(source.below(100));
          break;
        default:
          value = source.any();
      }
      properties.push_back({PropertyKeyId{key}, value});
    }
    const std::vector<LabelId> labels{LabelId{static_cast<std::uint32_t>(source.below(4))}};
    switch (table) {
      case TableId::Node:
        entries[node_key(NodeId{source.below(5000)})] = encode_node_record(labels, properties);
        break;
      case TableId::Relationship:
        entries[node_key(NodeId{source.below(5000)})] = encode_relationship_record(
            {RelationshipTypeId{3}, NodeId{source.below(99)}, NodeId{source.below(~0ull)}},
            properties);
        break;
      case TableId::Incoming:
        entries[adjacency_key(
            {NodeId{source.below(30)},
             RelationshipTypeId{static_cast<std::uint32_t>(source.below(3))},
             NodeId{source.below(2) == 0 ? source.below(50) : source.below(~0ull)},
             RelationshipId{source.below(100000)}})] = "";
        break;
      default:
        entries[source.text() + source.text() + source.text()] = source.text();
    }
  }
  return entries;
}

constexpr TableId kTablesTried[] = {TableId::Node, TableId::Relationship, TableId::Incoming,
                                    TableId::Text};

TEST_CASE("a generic page looks as its header draws it") {
  const Entries entries{{label_key({LabelId{1}, NodeId{7}}), ""},
                        {label_key({LabelId{1}, NodeId{9}}), "x"}};
  const std::string page = pack(TableId::Label, entries);
  CHECK(to_hex(page.substr(0, 4)) == "01010000");
  CHECK(to_hex(page.substr(8)) ==
        "0000000000000002"
        "00000002"
        "00000000"
        "000C00"
        "000000010000000000000007"
        "0B0101"
        "0978"
        "00000000"
        "00000001");
}

TEST_CASE("a varint read at once is the one read byte by byte, or left to that") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    if (round % 3 == 0) {  // any bytes: refused spellings among them
      for (int i = 0; i < 3; ++i) bytes.push_back(static_cast<char>(random() % 3 * 64));
    } else {
      put_varint(bytes, random() >> (random() % 64));
    }
    const std::size_t size = bytes.size();
    bytes.append(16, static_cast<char>(random()));
    const char* const end = bytes.data() + bytes.size();
    std::uint64_t slow = 0;
    const char* const after = decode_varint(bytes.data(), end, slow);
    std::uint64_t fast = 0;
    const char* const after_fast = detail::decode_varint_at_once(bytes.data(), fast);
    if (after_fast != nullptr) {
      REQUIRE(after_fast == after);
      REQUIRE(fast == slow);
    } else {
      REQUIRE((after == nullptr || size > 8 || after - bytes.data() > 8));
    }
  }
}

TEST_CASE("an adjacency page looks as its header draws it") {
  const Entries entries{
      {adjacency_key({NodeId{1}, RelationshipTypeId{2}, NodeId{3}, RelationshipId{4}}), ""},
      {adjacency_key({NodeId{1}, RelationshipTypeId{2}, NodeId{5}, RelationshipId{6}}), ""}};
  CHECK(to_hex(pack(TableId::Outgoing, entries).substr(kPageHeaderSize)) ==
        "00000000"
        "00000000000000010000000200000000000000030000000000000004"
        "000204");
}

TEST_CASE("a page of node records looks as its header draws it") {
  const std::vector<LabelId> labels{LabelId{1}};
  const std::vector<PropertyEntry> first{{PropertyKeyId{2}, 10}, {PropertyKeyId{3}, "ab"}};
  const std::vector<PropertyEntry> second{{PropertyKeyId{2}, 12}};
  const Entries entries{{node_key(NodeId{5}), encode_node_record(labels, first)},
                        {node_key(NodeId{9}), encode_node_record(labels, second)}};
  CHECK(to_hex(pack(TableId::Node, entries).substr(kPageHeaderSize)) ==
        "0000000000000005"
        "01"
        "0004"  // ids: base 5, width 1, differences 0 and 4
        "01"
        "02"
        "0101"  // one label set of 2 bytes: {1}
        "0000000000000000"
        "00"  // which set: all 0
        "02"  // two property columns
        "02"
        "01"
        "0C"
        "01"
        "000000000000000A"
        "01"
        "0002"  // key 2: all rows, 10 and 12
        "03"
        "04"
        "0D"
        "00"
        "01"
        "0000000000000002"
        "00"
        "6162");  // key 3: row 0, ends at 2
}

TEST_CASE("pages of every kind give back exactly what went in") {
  ValueSource source(21);
  for (int round = 0; round < 60; ++round) {
    for (const TableId table : kTablesTried) {
      const Entries entries = random_entries(table, source.below(round < 50 ? 80 : 900), source);
      const Page page({table, {}}, pack(table, entries));
      REQUIRE(page.entry_count() == entries.size());
      REQUIRE(page.generation() == 2);
      const auto cursor = page.cursor();
      for (const auto& [key, value] : entries) {
        REQUIRE(cursor->valid());
        REQUIRE(cursor->key() == key);
        REQUIRE(cursor->value() == value);
        cursor->next();
      }
      REQUIRE(!cursor->valid());
      page.verify({table, {}});
    }
  }
}

TEST_CASE("seeking in a page finds what seeking in a map finds") {
  ValueSource source(22);
  for (int round = 0; round < 30; ++round) {
    for (const TableId table : kTablesTried) {
      const Entries entries = random_entries(table, source.below(300), source);
      const Entries probes = random_entries(table, 40, source);
      const Page page({table, {}}, pack(table, entries));
      const auto cursor = page.cursor();
      const auto check = [&](const std::string& probe) {
        const auto at = entries.lower_bound(probe);
        cursor->seek(probe);
        REQUIRE(cursor->valid() == (at != entries.end()));
        if (cursor->valid()) REQUIRE(cursor->key() == at->first);
        if (cursor->valid()) REQUIRE(cursor->value() == at->second);
        REQUIRE(page.find(probe).has_value() == (entries.count(probe) == 1));
      };
      for (const auto& [probe, ignored] : probes) {
        check(probe);
        check(probe.substr(0, probe.size() / 2));
        check(probe + "\1");
      }
      for (const auto& [key, ignored] : entries) check(key);
    }
  }
}

TEST_CASE(
    "pages pack: adjacency takes less than a quarter of its keys, records less than their rows") {
  ValueSource source(23);
  Entries adjacency;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    adjacency[adjacency_key({NodeId{1000 + i / 20}, RelationshipTypeId{2},
                             NodeId{source.below(100000)}, RelationshipId{50000 + i}})] = "";
  }
  const double bytes_per_entry =
      static_cast<double>(pack(TableId::Outgoing, adjacency).size()) / 4000;
  MESSAGE("adjacency: " << bytes_per_entry << " bytes per relationship");
  CHECK(bytes_per_entry < 28.0 / 4);
  Entries records;
  std::size_t row_bytes = 0;
  for (std::uint64_t i = 0; i < 700; ++i) {
    const std::vector<LabelId> labels{LabelId{1}};
    const std::vector<PropertyEntry> properties{
        {PropertyKeyId{1}, "name " + std::to_string(i)},
        {PropertyKeyId{2}, static_cast<std::int64_t>(1'000'000 + i)},
        {PropertyKeyId{4}, i % 2 == 0}};
    std::string record = encode_node_record(labels, properties);
    row_bytes += 8 + record.size();
    records[node_key(NodeId{7000 + i})] = std::move(record);
  }
  CHECK(pack(TableId::Node, records).size() < row_bytes * 2 / 3);
}

TEST_CASE("entries that do not have their table's shape are kept as they are") {
  for (const TableId table : kTablesTried) {
    const Entries entries{{"", "no record"}, {"short", ""}, {node_key(NodeId{1}), "\x05"}};
    const Page page({table, {}}, pack(table, entries));
    CHECK(page.kind() == PageKind::Generic);
    CHECK(page.find("short") == std::optional<std::string>(""));
    CHECK(page.find("") == std::optional<std::string>("no record"));
  }
}

TEST_CASE("a flipped bit anywhere in a page is found") {
  ValueSource source(24);
  for (const TableId table : kTablesTried) {
    const std::string good = pack(table, random_entries(table, 40, source));
    for (std::size_t bit = 0; bit < good.size() * 8; bit += 1 + source.below(5)) {
      std::string bad = good;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
      REQUIRE_THROWS_AS(Page({table, {}}, bad), CorruptionError);
    }
    REQUIRE_THROWS_AS(Page({table, {}}, good.substr(0, good.size() - 1)), CorruptionError);
    REQUIRE_THROWS_AS(Page({table, {}}, std::string()), CorruptionError);
  }
}

TEST_CASE("a page is checked once, another in its place or of another time anew") {
  CheckedPages checked;
  const auto damaged = [](std::string page) {
    page.back() = static_cast<char>(page.back() ^ 1);
    return page;
  };
  const std::string page = pack(TableId::Label, {{"a", "1"}, {"b", "2"}});
  CHECK_THROWS_AS(Page({TableId::Label, {}}, damaged(page), &checked), CorruptionError);
  CHECK_NOTHROW(Page({TableId::Label, {}}, page, &checked));
  // Who asks for a check of its own gets it.
  CHECK_NOTHROW(Page({TableId::Label, {}}, damaged(page), &checked));
  CHECK_THROWS_AS(Page({TableId::Label, {}}, damaged(page)), CorruptionError);
  const std::string later = encode_page({TableId::Label, {}}, {{}, 7}, {});
  CHECK_THROWS_AS(Page({TableId::Label, {}}, damaged(later), &checked), CorruptionError);
  CHECK_THROWS_AS(Page({TableId::Label, "a"}, page, &checked), CorruptionError);
  CHECK_THROWS_AS(Page({TableId::Cited, {}}, page, &checked), CorruptionError);
}

TEST_CASE("a page under a foreign key is found") {
  const std::string page = pack(TableId::Label, {{"a", "1"}});
  CHECK_NOTHROW(Page({TableId::Label, {}}, page));
  CHECK_THROWS_AS(Page({TableId::Label, "a"}, page), CorruptionError);
  CHECK_THROWS_AS(Page({TableId::Cited, {}}, page), CorruptionError);
}

TEST_CASE(
    "bytes that pass the checksum but contradict the format are refused or read, never more") {
  ValueSource source(25);
  std::size_t refused = 0;
  for (int round = 0; round < 60; ++round) {
    for (const TableId table : kTablesTried) {
      const std::string good = pack(table, random_entries(table, source.below(60), source));
      for (int i = 0; i < 40; ++i) {
        std::string bad = good;
        for (std::uint64_t left = 1 + source.below(3); left > 0; --left) {
          const std::uint64_t at = 8 + source.below(bad.size() - 8);
          bad[at] = static_cast<char>(source.below(256));
          if (source.below(8) == 0) bad.resize(std::max<std::size_t>(at, kPageHeaderSize));
        }
        repair_checksum(table, bad);
        try {
          const Page page({table, {}}, bad);
          const auto cursor = page.cursor();
          cursor->seek(node_key(NodeId{2500}));
          if (cursor->valid()) (void)cursor->value();
          page.verify({table, {}});
        } catch (const CorruptionError&) {
          ++refused;
        }
      }
    }
  }
  MESSAGE(refused << " of 9600 damaged pages refused");
  CHECK(refused > 2000);
  CHECK(refused < 9000);  // else the checksum kept the damage from the decoders
}

}  // namespace
}  // namespace liaison::engine

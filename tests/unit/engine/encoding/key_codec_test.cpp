#include "encoding/key_codec.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "liaison/engine/error.h"
#include "unit/engine/encoding/encoding_support.h"

namespace liaison::engine {
namespace {

TEST_CASE("keys look as their header draws them") {
  CHECK(to_hex(adjacency_key({NodeId{1}, RelationshipTypeId{2}, NodeId{3}, RelationshipId{4}})) ==
        "00000000000000010000000200000000000000030000000000000004");
  CHECK(to_hex(loose_prefix(TableId::Node, "", 5) + node_key(NodeId{7})) ==
        "010000050000000000000007");
  CHECK(to_hex(loose_prefix(TableId::Node, node_key(NodeId{0x100}), 5)) == "0100F901000105");
  CHECK(to_hex(page_key(TableId::Outgoing, "ab")) == "036162");
  CHECK(to_hex(fence_row_key(TableId::Outgoing, "ab")) == "00036162");
  CHECK(to_hex(loose_end_key(TableId::Label, "")) == "050000FF");
  CHECK(to_hex(loose_prefix(TableId::Label, "", 0x1234)) == "050000F91234");
}

TEST_CASE("every entry key decodes to what it was made of") {
  const AdjacencyKey adjacency{NodeId{~0ull}, RelationshipTypeId{9}, NodeId{1}, RelationshipId{2}};
  CHECK(decode_adjacency_key(adjacency_key(adjacency)) == adjacency);
  CHECK(decode_node_key(node_key(NodeId{77})) == NodeId{77});
  CHECK(decode_relationship_key(relationship_key(RelationshipId{78})) == RelationshipId{78});
  const LabelKey label = decode_label_key(label_key({LabelId{3}, NodeId{4}}));
  CHECK(label.label == LabelId{3});
  CHECK(label.node == NodeId{4});
  const std::string index_bytes = index_key({IndexId{5}, "values", 6});
  const IndexKey index = decode_index_key(index_bytes);
  CHECK(index.index == IndexId{5});
  CHECK(index.values == "values");
  CHECK(index.entity == 6);
  const std::string term("a\0b", 3);
  const TextKey text = decode_text_key(text_key(IndexId{5}, 2, term, 6));
  CHECK(text.level == 2);
  CHECK(text.term == term);
  CHECK(text.entity == 6);
  const EvidenceKey evidence = decode_evidence_key(evidence_key({EntityKind::Relationship, 8, 9}));
  CHECK(evidence.kind == EntityKind::Relationship);
  CHECK(evidence.entity == 8);
  CHECK(evidence.n == 9);
  const CitedKey cited = decode_cited_key(cited_key({NodeId{1}, evidence}));
  CHECK(cited.document == NodeId{1});
  CHECK(cited.evidence.entity == 8);
  const EvidenceIndexKey doubtful =
      decode_evidence_index_key(evidence_index_key({2, 0.25, EntityKind::Node, 3}));
  CHECK(doubtful.support == 2);
  CHECK(doubtful.confidence == 0.25);
  CHECK(doubtful.entity == 3);
  CHECK(evidence_index_key({2, 0.25, EntityKind::Node, 9}) <
        evidence_index_key({2, 0.5, EntityKind::Node, 3}));
}

TEST_CASE("a term's entries do not mix with those of a longer term") {
  const std::string a = text_term_prefix(IndexId{1}, 0, "a");
  const std::string longer = text_key(IndexId{1}, 0, std::string_view("a\0", 2), 1);
  CHECK(longer.substr(0, a.size()) != a);
  CHECK(text_key(IndexId{1}, 0, "a", ~0ull) < longer);
  const std::string start = text_terms_starting_with(IndexId{1}, 0, "a");
  CHECK(longer.substr(0, start.size()) == start);
}

TEST_CASE("loose keys order as fence, generation, entry, and their end comes last") {
  std::mt19937_64 random(7);
  struct Place {
    std::string fence;
    std::uint64_t generation;
    std::string entry;
    auto operator<=>(const Place&) const = default;
  };
  const auto bytes = [&](std::size_t size_max) {
    std::string text;
    for (std::size_t left = random() % (size_max + 1); left > 0; --left) {
      text.append(1 + (random() % 40 == 0 ? random() % 300 : 0), "\0\0\0\1\xFE\xFF"[random() % 6]);
    }
    return text;
  };
  std::vector<std::pair<Place, std::string>> keys;
  for (int i = 0; i < 1500; ++i) {
    Place place{bytes(5), random() % 3 == 0 ? random() >> (8 + random() % 50) : random() % 3,
                bytes(2)};
    std::string key = loose_prefix(TableId::Text, place.fence, place.generation) + place.entry;
    const LooseKey decoded = decode_loose_key(key);
    REQUIRE(decoded.fence == place.fence);
    REQUIRE(decoded.generation == place.generation);
    REQUIRE(decoded.entry == place.entry);
    REQUIRE(key < loose_end_key(TableId::Text, place.fence));
    REQUIRE(decode_loose_key(loose_end_key(TableId::Text, place.fence)).is_end);
    keys.emplace_back(std::move(place), std::move(key));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t j = i + 1; j < keys.size(); j += 7) {
      const auto& [a, a_key] = keys[i];
      const auto& [b, b_key] = keys[j];
      REQUIRE((a_key < b_key) == (a < b));
      if (a.fence < b.fence) REQUIRE(loose_end_key(TableId::Text, a.fence) < b_key);
    }
  }
}

TEST_CASE("a loose key has one spelling: what decodes encodes to the same bytes") {
  std::mt19937_64 random(8);
  int decoded_count = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string key(1, '\1');
    for (std::uint64_t left = random() % 8; left > 0; --left) {
      key.push_back("\0\0\1\x7E\x7F\x80\xF8\xFE\xFF"[random() % 9]);
    }
    try {
      const LooseKey decoded = decode_loose_key(key);
      ++decoded_count;
      REQUIRE(key == (decoded.is_end
                          ? loose_end_key(decoded.table, decoded.fence)
                          : loose_prefix(decoded.table, decoded.fence, decoded.generation) +
                                std::string(decoded.entry)));
    } catch (const CorruptionError&) {
    }
  }
  CHECK(decoded_count > 1000);
}

TEST_CASE("the successor of a prefix is the first key that does not start with it") {
  CHECK(prefix_successor("ab") == "ac");
  CHECK(prefix_successor("a\xFF\xFF") == "b");
  CHECK(prefix_successor("\xFF\xFF").empty());
  CHECK(prefix_successor("").empty());
}

TEST_CASE("a fence is the shortest string between two keys") {
  CHECK(shortest_fence("abc", "abx") == "abx");
  CHECK(shortest_fence("abc", "ac123") == "ac");
  CHECK(shortest_fence("ab", "abcd") == "abc");
  CHECK(shortest_fence("", "xyz") == "x");
}

TEST_CASE("keys of a wrong size, kind or table are refused") {
  CHECK_THROWS_AS(decode_node_key("1234567"), CorruptionError);
  CHECK_THROWS_AS(decode_node_key("123456789"), CorruptionError);
  CHECK_THROWS_AS(decode_adjacency_key(std::string(27, 'x')), CorruptionError);
  CHECK_THROWS_AS(decode_evidence_key(std::string(13, '\2')), CorruptionError);
  CHECK_THROWS_AS(decode_index_key("123"), CorruptionError);
  CHECK_THROWS_AS(decode_loose_key(std::string(4, '\0')), CorruptionError);
  CHECK_THROWS_AS(decode_loose_key("\x0B"), CorruptionError);
  CHECK_THROWS_AS(decode_loose_key(""), CorruptionError);
}

}  // namespace
}  // namespace liaison::engine

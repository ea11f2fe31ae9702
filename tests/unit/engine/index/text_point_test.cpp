// Text, point and full-text indexes: what they find, against looking at everything, and what is
// stored of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "../encoding/encoding_support.h"
#include "database_impl.h"
#include "encoding/key_codec.h"
#include "encoding/posting_codec.h"
#include "graph/near_terms.h"
#include "index/full_text_query.h"
#include "index/point_index.h"
#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "support/seed.h"
#include "support/test_database.h"

using namespace liaison;
using namespace liaison::engine;

namespace {

struct World {
  test::TestDatabase db{test::TestDatabase::Where::Memory};
  Transaction tx = db->begin(TransactionMode::Write);
  LabelId label = tx.writer().label("A");
  LabelId other = tx.writer().label("B");
  PropertyKeyId key = tx.writer().property_key("p");

  NodeId node(Value value) {
    const PropertyEntry entry{key, std::move(value)};
    return tx.writer().create_node({&label, 1}, {&entry, 1});
  }
  IndexDefinition definition(IndexKind kind) {
    IndexDefinition index;
    index.kind = kind;
    index.token = label.value;
    index.keys = {key};
    return index;
  }
  std::vector<std::uint64_t> search(IndexId index, std::string_view query) {
    std::vector<ScoredEntity> hits;
    tx.reader().search_text(index, query, {}, hits);
    std::vector<std::uint64_t> out;
    for (const ScoredEntity& hit : hits) out.push_back(hit.entity);
    std::sort(out.begin(), out.end());
    return out;
  }
  std::string refusal(IndexId index, std::string_view query) {
    try {
      search(index, query);
    } catch (const UsageError& error) {
      return error.what();
    }
    return {};
  }
  void commit_clean() {
    tx.commit();
    CHECK(check(*db).problems == std::vector<std::string>());
  }
};

bool is_match(StringMatch match, std::string_view value, std::string_view text) {
  switch (match) {
    case StringMatch::Equal:
      return value == text;
    case StringMatch::StartsWith:
      return value.starts_with(text);
    case StringMatch::EndsWith:
      return value.ends_with(text);
    case StringMatch::Contains:
      return value.find(text) != std::string_view::npos;
  }
  return false;
}

using Ids = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("postings and definitions are stored as their headers say") {
  CHECK(to_hex(encode_posting({{0, {3, 5}}, {2, {0}}})) == "00020302020100");
  CHECK(decode_posting(encode_posting({{0, {3, 5}}, {2, {0}}})) ==
        std::vector<FieldPositions>{{0, {3, 5}}, {2, {0}}});
  CHECK(to_hex(encode_document_length(300)) == "AC02");
  CHECK(decode_document_length(encode_document_length(300)) == 300);
  CHECK_THROWS_AS(decode_posting(""), CorruptionError);
  CHECK_THROWS_AS(decode_posting(std::string("\x00\x00", 2)), CorruptionError);
  CHECK_THROWS_AS(decode_posting(std::string("\x00\x02\x01\x00", 4)), CorruptionError);

  IndexDefinition index;
  index.id = IndexId(3);
  index.keys = {PropertyKeyId(1)};
  index.kind = IndexKind::Point;
  const PropertyEntry entry{PropertyKeyId(1), Value(Point{7203, 1, 2, 0})};
  CHECK(to_hex(PointIndex().content(index, 9, {&entry, 1}).entries.at(0).key) ==
        "0000000300001C23DAAAAA00000000000000000000000009");
}

TEST_CASE("a text index gives every string that matches, whatever its length") {
  World world;
  std::mt19937_64 random(test::random_seed());
  const auto text = [&](std::size_t size_max) {
    static const std::vector<std::string> letters = {"a", "b", "đ", "ế", "\x02", " "};
    std::string out;
    for (std::size_t left = random() % (size_max + 1); left > 0; --left) {
      out += letters[random() % letters.size()];
    }
    return out;
  };
  std::vector<std::pair<std::uint64_t, std::string>> values;
  const auto add = [&] {
    const std::string value = text(7);
    values.emplace_back(world.node(Value(value)).value, value);
  };
  for (int i = 0; i < 60; ++i) add();
  world.node(Value(7));
  const IndexId index = world.tx.writer().create_index(world.definition(IndexKind::Text)).id;
  for (int i = 0; i < 60; ++i) add();
  std::size_t found_all = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string wanted = text(5);
    const auto match = static_cast<StringMatch>(i % 4);
    CAPTURE(wanted);
    CAPTURE(i % 4);
    Ids found;
    world.tx.reader().seek_text(index, match, wanted, found);
    CHECK(std::is_sorted(found.begin(), found.end()));
    for (const auto& [id, value] : values) {
      if (is_match(match, value, wanted)) {
        CHECK(std::binary_search(found.begin(), found.end(), id));
      }
    }
    found_all += found.size() >= values.size() ? 1 : 0;
  }
  // Only a search for nothing in particular may bring everything.
  CHECK(found_all < 400 / 4);
  world.tx.writer().delete_node(NodeId(values[0].first));
  world.tx.writer().set_property(EntityKind::Node, values[1].first, world.key, Value(1));
  world.commit_clean();
}

TEST_CASE("a point index gives every point of a box, and of a circle, of its system") {
  World world;
  std::mt19937_64 random(test::random_seed());
  const auto number = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const auto point = [&](std::uint32_t srid) {
    Point p{srid, 0, 0, 0};
    if (p.is_geographic()) {
      p.x = number(-180, 180);
      p.y = number(-90, 90);
    } else {
      p.x = number(-50, 50);
      p.y = number(-50, 50);
    }
    if (p.is_3d()) p.z = number(-50, 50);
    return p;
  };
  std::vector<std::pair<std::uint64_t, Point>> points;
  const IndexId index = world.tx.writer().create_index(world.definition(IndexKind::Point)).id;
  for (const std::uint32_t srid : {7203u, 9157u, 4326u, 4979u}) {
    for (int i = 0; i < 100; ++i) {
      const Point p = point(srid);
      points.emplace_back(world.node(Value(p)).value, p);
    }
  }
  std::size_t found_count = 0;
  for (int i = 0; i < 200; ++i) {
    const std::uint32_t srid = std::vector{7203u, 9157u, 4326u, 4979u}[random() % 4];
    Point lower = point(srid);
    Point upper = point(srid);
    if (lower.y > upper.y) std::swap(lower.y, upper.y);
    if (lower.z > upper.z) std::swap(lower.z, upper.z);
    if (!lower.is_geographic() && lower.x > upper.x) std::swap(lower.x, upper.x);
    Ids found;
    world.tx.reader().seek_box(index, lower, upper, found);
    found_count += found.size();
    for (const auto& [id, p] : points) {
      if (p.srid != srid) continue;
      const bool x =
          lower.x <= upper.x ? lower.x <= p.x && p.x <= upper.x : p.x >= lower.x || p.x <= upper.x;
      if (x && lower.y <= p.y && p.y <= upper.y && lower.z <= p.z && p.z <= upper.z) {
        CHECK(std::binary_search(found.begin(), found.end(), id));
      }
    }
  }
  CHECK(found_count < 200 * points.size() / 4);
  // A point finds itself.
  for (const auto& [id, p] : points) {
    Ids found;
    world.tx.reader().seek_box(index, p, p, found);
    CHECK(std::binary_search(found.begin(), found.end(), id));
    world.tx.reader().seek_distance(index, p, 0, found);
    CHECK(std::binary_search(found.begin(), found.end(), id));
  }
  world.commit_clean();
}

TEST_CASE("a full-text index is over several labels, folds marks and follows every change") {
  World world;
  const NodeId first = world.node(Value("Bộ Công an Việt Nam"));
  const NodeId both = world.node(Value("công an xã"));
  world.tx.writer().add_label(both, world.other);
  IndexDefinition definition = world.definition(IndexKind::FullText);
  definition.further_tokens = {world.other.value, world.other.value};
  const IndexId index = world.tx.writer().create_index(definition).id;
  CHECK(world.search(index, "cong") == Ids{first.value, both.value});
  CHECK(world.search(index, "\"bo cong an\"") == Ids{first.value});
  CHECK(world.search(index, "CÔNG AND NOT việt") == Ids{both.value});
  world.tx.writer().remove_label(both, world.label);
  CHECK(world.search(index, "cong").size() == 2);
  world.tx.writer().remove_label(both, world.other);
  CHECK(world.search(index, "cong") == Ids{first.value});
  const Value list(ValueList{Value("đường sắt"), Value("cao tốc")});
  world.tx.writer().set_property(EntityKind::Node, first.value, world.key, list);
  CHECK(world.search(index, "duong -cong") == Ids{first.value});
  CHECK(world.search(index, "\"sat cao\"").empty());
  CHECK(world.search(index, "p:(duonh~ AND to*)") == Ids{first.value});
  world.commit_clean();
}

TEST_CASE("a wrong full-text query is refused with its place") {
  World world;
  const IndexId index = world.tx.writer().create_index(world.definition(IndexKind::FullText)).id;
  CHECK(world.refusal(index, "a \"b").find("character 3: the quote") != std::string::npos);
  CHECK(world.refusal(index, "(a b").find("character 1: `(`") != std::string::npos);
  CHECK(world.refusal(index, "a) b").find("character 2: `)`") != std::string::npos);
  CHECK(world.refusal(index, "đ AND").find("character 3: AND") != std::string::npos);
  CHECK(world.refusal(index, "OR b").find("character 1: OR") != std::string::npos);
  CHECK(world.refusal(index, "a OR").find("character 3: OR") != std::string::npos);
  CHECK(world.refusal(index, "q:b").find("character 1: the index has no") != std::string::npos);
  CHECK(world.refusal(index, "a b~2").find("character 4: `~`") != std::string::npos);
  CHECK(world.refusal(index, "*a").find("character 1: `*`") != std::string::npos);
  CHECK(world.refusal(index, "a*b*").find("character") != std::string::npos);
  CHECK(world.refusal(index, "a^x").find("character 2: `^`") != std::string::npos);
  CHECK(world.refusal(index, std::string(100, '(')).find("nested") != std::string::npos);
  CHECK(world.refusal(index, "\\*a ORANGE || (b && c^2) !d").empty());
  CHECK(world.refusal(index, "").empty());
}

TEST_CASE("a check finds a posting that is missing, wrong or too much") {
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  IndexId index;
  {
    auto tx = db->begin(TransactionMode::Write);
    const LabelId label = tx.writer().label("A");
    IndexDefinition definition;
    definition.kind = IndexKind::FullText;
    definition.token = label.value;
    definition.keys = {tx.writer().property_key("p")};
    index = tx.writer().create_index(definition).id;
    const PropertyEntry entry{definition.keys[0], "one two"};
    tx.writer().create_node({&label, 1}, {&entry, 1});
    tx.commit();
  }
  const auto apply = [&](const std::string& key, std::optional<std::string> value) {
    WriteSet changes;
    if (value) {
      changes.put(TableId::Text, key, *value);
    } else {
      changes.erase(TableId::Text, key);
    }
    DatabaseImpl& impl = database_impl(*db);
    WriterLock lock = impl.pipeline.lock_writer();
    TableWrites writes = impl.tables.prepare(changes);
    const CommitNumber number = impl.pipeline.write(lock, std::move(writes.batch));
    impl.tables.written(writes);
    lock.release();
    impl.pipeline.wait_durable(number);
  };
  CHECK(check(*db).problems.empty());
  const std::string one = text_key(index, kPostingLevel, "one", 1);
  apply(one, std::nullopt);
  CHECK(check(*db).problems.size() == 1);
  apply(one, encode_posting({{0, {1}}}));
  CHECK(check(*db).problems.size() == 1);
  apply(one, encode_posting({{0, {0}}}));
  CHECK(check(*db).problems.empty());
  apply(text_key(index, kPostingLevel, "three", 1), encode_posting({{0, {2}}}));
  CHECK(check(*db).problems.size() == 1);
}

TEST_CASE("names with one letter wrong are found, short ones are not") {
  World world;
  const NodeId ministry = world.node(Value("Bộ Công an"));
  const NodeId short_name = world.node(Value("BCA"));
  const IndexId index = world.tx.writer().create_index(world.definition(IndexKind::Name)).id;
  const auto near = [&](std::string_view name) {
    std::vector<NameHit> hits;
    world.tx.reader().find_name_near(index, name, hits);
    Ids out;
    for (const NameHit& hit : hits) out.push_back(hit.node.value);
    return out;
  };
  for (const char* name : {"bo cog an", "bo conng an", "bo cing an", "bo cogn an", "ob cong an",
                           "bo cong na", "bo cong anh", "o cong an", "xbo cong an"}) {
    CAPTURE(name);
    CHECK(near(name) == Ids{ministry.value});
  }
  CHECK(near("bo cong an").empty());
  CHECK(near("bo cg an").empty());
  CHECK(near("BCB").empty());
  CHECK(near("BC").empty());
  world.tx.writer().delete_node(short_name);
  world.commit_clean();
}

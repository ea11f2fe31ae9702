// Tokens, definitions and the versions of the catalog.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "catalog/catalog_state.h"
#include "catalog/schema.h"
#include "catalog/token_table.h"
#include "kv/memory_store.h"
#include "liaison/engine/error.h"
#include "support/test_database.h"

using namespace liaison;
using namespace liaison::engine;

TEST_CASE("a name gets one token for ever, also through a store") {
  const auto store = make_memory_store();
  TokenTable tokens;
  CHECK(tokens.find_or_create(TokenKind::Label, "Người") == 1);
  CHECK(tokens.find_or_create(TokenKind::Label, "B") == 2);
  CHECK(tokens.find_or_create(TokenKind::PropertyKey, "B") == 1);
  CHECK(tokens.find_or_create(TokenKind::Label, "Người") == 1);
  WriteBatch batch;
  tokens.write_rows({}, tokens.bounds(), batch);
  store->write(batch);
  TokenTable again;
  again.load(*store);
  CHECK(again.bounds() == tokens.bounds());
  CHECK(again.name(TokenKind::Label, 1) == "Người");
  CHECK(again.find(TokenKind::PropertyKey, "B") == 1);
  CHECK(again.find(TokenKind::RelationshipType, "B") == std::nullopt);
}

TEST_CASE("names are found while others are added") {
  constexpr std::uint32_t kNames = 5000;
  TokenTable tokens;
  const auto name_of = [](std::uint32_t token) { return "name " + std::to_string(token); };
  std::vector<std::thread> readers;
  std::atomic<std::uint32_t> wrong{0};
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      for (std::uint32_t seen = 0; seen < kNames;) {
        seen = tokens.bounds().of(TokenKind::Label);
        for (std::uint32_t token = 1; token <= seen; token += 1 + seen / 50) {
          wrong += tokens.name(TokenKind::Label, token) != name_of(token) ? 1 : 0;
        }
        // The newest has its number before it can be found by name.
        if (seen > 1) wrong += tokens.find(TokenKind::Label, name_of(seen - 1)) != seen - 1 ? 1 : 0;
        wrong += tokens.find(TokenKind::PropertyKey, "name 1") ? 1 : 0;
      }
    });
  }
  for (std::uint32_t token = 1; token <= kNames; ++token) {
    CHECK(tokens.find_or_create(TokenKind::Label, name_of(token)) == token);
  }
  for (auto& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(tokens.find(TokenKind::Label, "name 0") == std::nullopt);
  CHECK(tokens.find_or_create(TokenKind::Label, "name 7") == 7);
}

TEST_CASE("names that are empty or too long are refused") {
  TokenTable tokens;
  CHECK_THROWS_AS(tokens.find_or_create(TokenKind::Label, ""), UsageError);
  CHECK_THROWS_AS(tokens.find_or_create(TokenKind::Label, std::string(256, 'x')), UsageError);
  CHECK(tokens.find_or_create(TokenKind::Label, std::string(255, 'x')) == 1);
}

TEST_CASE("stored tokens with a gap are damage") {
  const auto store = make_memory_store();
  TokenTable tokens;
  tokens.find_or_create(TokenKind::Label, "A");
  tokens.find_or_create(TokenKind::Label, "B");
  WriteBatch batch;
  TokenBounds from;
  from.counts[0] = 1;
  tokens.write_rows(from, tokens.bounds(), batch);
  store->write(batch);
  TokenTable again;
  CHECK_THROWS_AS(again.load(*store), CorruptionError);
}

TEST_CASE("definitions are stored as their header says") {
  IndexDefinition index;
  index.id = IndexId(4);
  index.name = "a";
  index.token = 1;
  index.keys = {PropertyKeyId(2)};
  const std::string bytes = encode_index(index);
  CHECK(bytes == std::string("\x01\x01\x61\x01\x00\x01\x01\x02\x00", 9));
  const IndexDefinition read = decode_index(IndexId(4), bytes);
  CHECK(read.name == "a");
  CHECK(read.keys == index.keys);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(decode_index(IndexId(4), bytes.substr(0, size)), CorruptionError);
  }
  index.kind = IndexKind::FullText;
  index.further_tokens = {3};
  index.analyzer = "keyword";
  const std::string extended = encode_index(index);
  CHECK(extended == std::string("\x02\x01\x61\x04\x00\x01\x01\x02\x00\x01\x03\x07keyword", 19));
  CHECK(decode_index(IndexId(4), extended).says_the_same(index));
  CHECK(decode_index(IndexId(4), extended).analyzer == "keyword");
  for (std::size_t size = 0; size < extended.size(); ++size) {
    CHECK_THROWS_AS(decode_index(IndexId(4), extended.substr(0, size)), CorruptionError);
  }
  ConstraintDefinition constraint;
  constraint.name = "c";
  constraint.kind = ConstraintKind::Key;
  constraint.entity = EntityKind::Relationship;
  constraint.token = 300;
  constraint.keys = {PropertyKeyId(2), PropertyKeyId(1)};
  constraint.index = IndexId(9);
  const ConstraintDefinition back = decode_constraint(encode_constraint(constraint));
  CHECK(back.kind == constraint.kind);
  CHECK(back.entity == constraint.entity);
  CHECK(back.token == 300);
  CHECK(back.keys == constraint.keys);
  CHECK(back.index == constraint.index);

  ConstraintDefinition typed;
  typed.name = "a";
  typed.kind = ConstraintKind::PropertyType;
  typed.token = 1;
  typed.keys = {PropertyKeyId(2)};
  typed.type = {PropertyType::kInteger, PropertyType::kString};
  const std::string typed_bytes = encode_constraint(typed);
  CHECK(typed_bytes == std::string("\x02\x01\x61\x04\x00\x01\x01\x02\x00\x00\x04\x00\x02", 13));
  CHECK(decode_constraint(typed_bytes).type == typed.type);
  for (std::size_t size = 0; size < typed_bytes.size(); ++size) {
    CHECK_THROWS_AS(decode_constraint(typed_bytes.substr(0, size)), CorruptionError);
  }
  // No type, a bit without meaning, a type with a constraint that has none.
  for (const auto& [place, byte] : {std::pair(10, 0), {9, 8}, {0, 1}, {3, 3}}) {
    std::string damaged = typed_bytes;
    damaged[static_cast<std::size_t>(place)] = static_cast<char>(byte);
    if (place == 10) damaged[12] = 0;
    CHECK_THROWS_AS(decode_constraint(damaged), CorruptionError);
  }
}

TEST_CASE("a property type allows what it says and is written as a statement writes it") {
  const PropertyType type{PropertyType::kInteger | PropertyType::kFloat,
                          PropertyType::kString | PropertyType::kDate};
  CHECK(type.text() == "INTEGER | FLOAT | LIST<STRING NOT NULL> | LIST<DATE NOT NULL>");
  CHECK(type.allows(1));
  CHECK(type.allows(1.5));
  CHECK_FALSE(type.allows("1"));
  CHECK(type.allows(ValueList{}));
  CHECK(type.allows(ValueList{"a", "b"}));
  CHECK_FALSE(type.allows(ValueList{"a", Date{}}));
  CHECK_FALSE(type.allows(ValueList{1}));
  CHECK_FALSE(type.allows(Value::bytes("a")));
  CHECK_FALSE(PropertyType{PropertyType::kInteger, 0}.allows(ValueList{}));
  CHECK(stored_type_text(ValueList{"a", 1, 2}) == "LIST<INTEGER NOT NULL | STRING NOT NULL>");
  CHECK(stored_type_text(1.5) == "FLOAT");
}

TEST_CASE("a reader's catalog does not change, and a rolled back version number never returns") {
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  auto reader = db->begin(TransactionMode::Read);
  const std::uint64_t version = reader.reader().catalog().version();
  auto create_index = [&](const char* key, bool keep) {
    auto tx = db->begin(TransactionMode::Write);
    IndexDefinition index;
    index.token = tx.writer().label("A").value;
    index.keys = {tx.writer().property_key(key)};
    tx.writer().create_index(index);
    const std::uint64_t seen = tx.reader().catalog().version();
    if (keep) tx.commit();
    return seen;
  };
  const std::uint64_t rolled_back = create_index("p", false);
  const std::uint64_t committed = create_index("p", true);
  CHECK(rolled_back > version);
  CHECK(committed > rolled_back);
  CHECK(reader.reader().catalog().version() == version);
  CHECK(reader.reader().catalog().label("A") == std::nullopt);
  CHECK(reader.reader().catalog().labels().empty());
  auto later = db->begin(TransactionMode::Read);
  CHECK(later.reader().catalog().version() == committed);
  CHECK(later.reader().catalog().label("A") == LabelId(1));
}

TEST_CASE("tokens of a rolled back transaction are unused, and become visible with a commit") {
  test::TestDatabase db(test::TestDatabase::Where::Folder);
  {
    auto tx = db->begin(TransactionMode::Write);
    tx.writer().label("Unused");
  }
  LabelId used;
  {
    auto tx = db->begin(TransactionMode::Write);
    used = tx.writer().label("Used");
    tx.writer().create_node({&used, 1}, {});
    tx.commit();
  }
  db.reopen();
  auto tx = db->begin(TransactionMode::Read);
  CHECK(tx.reader().catalog().label("Used") == used);
  CHECK(tx.reader().catalog().node_count(used) == 1);
}

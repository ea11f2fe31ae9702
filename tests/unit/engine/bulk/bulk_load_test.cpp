// Bulk load as a whole, into memory and into a folder: what is loaded is what statements would have
// made, bad input is told with its place and changes nothing.
#include "liaison/engine/bulk_load.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "bulk/loader.h"
#include "encoding/record_codec.h"
#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "liaison/engine/free_space.h"
#include "support/child_process.h"
#include "support/seed.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

std::string write_file(const test::TemporaryDirectory& folder, const std::string& name,
                       const std::string& text) {
  std::ofstream(folder.file(name), std::ios::binary) << text;
  return folder.file(name);
}

void require_clean(Database& database) {
  const CheckReport report = check(database);
  for (const std::string& problem : report.problems) MESSAGE(problem);
  REQUIRE(report.clean());
}

std::string record_text(const GraphReader& reader, std::vector<PropertyEntry> properties) {
  std::map<std::string, std::string> by_name;
  for (const PropertyEntry& entry : properties) {
    std::string bytes;
    engine::put_tagged_value(bytes, entry.value);
    by_name[reader.catalog().property_key_name(entry.key)] = bytes;
  }
  std::string text;
  for (const auto& [name, bytes] : by_name) text += name + "=" + bytes + ",";
  return text;
}

// Everything in a database, without ids: nodes by labels and properties, relationships by those of
// their ends. Two databases with the same graph have the same description.
std::vector<std::string> describe(Database& database) {
  auto tx = database.begin(TransactionMode::Read);
  const GraphReader& reader = tx.reader();
  std::vector<NodeId> nodes;
  const auto scan = reader.scan_nodes();
  while (scan->next(1000, nodes) > 0) {
  }
  std::vector<std::uint64_t> ids;
  for (const NodeId node : nodes) ids.push_back(node.value);
  std::vector<std::vector<PropertyEntry>> properties;
  std::vector<std::vector<LabelId>> labels;
  reader.gather_all(EntityKind::Node, ids, properties);
  reader.labels(nodes, labels);
  std::map<NodeId, std::string> texts;
  std::vector<std::string> all;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::vector<std::string> names;
    for (const LabelId label : labels[i]) names.push_back(reader.catalog().label_name(label));
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names) text += ":" + name;
    texts[nodes[i]] = text + "{" + record_text(reader, properties[i]) + "}";
    all.push_back(texts[nodes[i]]);
  }
  std::vector<RelationshipId> relationships;
  std::vector<RelationshipEnds> ends;
  const auto relationship_scan = reader.scan_relationships();
  while (relationship_scan->next(1000, relationships, ends) > 0) {
  }
  ids.clear();
  for (const RelationshipId relationship : relationships) ids.push_back(relationship.value);
  reader.gather_all(EntityKind::Relationship, ids, properties);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    all.push_back(texts[ends[i].source] +
                  "-[:" + reader.catalog().relationship_type_name(ends[i].type) + "{" +
                  record_text(reader, properties[i]) + "}]->" + texts[ends[i].target]);
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::uint64_t count_at(Database& database, const char* label) {
  auto tx = database.begin(TransactionMode::Read);
  const auto token = tx.reader().catalog().label(label);
  return token ? tx.reader().catalog().node_count(*token) : 0;
}

Value property_of(Database& database, std::uint64_t node, const char* key) {
  auto tx = database.begin(TransactionMode::Read);
  ColumnVector column;
  tx.reader().gather(EntityKind::Node, {&node, 1}, *tx.reader().catalog().property_key(key),
                     column);
  return column.get(0);
}

// A graph of people and towns, as files and as statements of the writer.
struct RandomGraph {
  explicit RandomGraph(std::uint64_t seed, int scale) {
    std::mt19937_64 random(seed);
    for (int i = 0; i < 40 * scale; ++i) {
      Person person{"p" + std::to_string(i), static_cast<std::int64_t>(random() % 90),
                    random() % 3 == 0, random() % 5 == 0};
      people.push_back(person);
    }
    for (int i = 0; i < 7 * scale; ++i) towns.push_back("Town, \"" + std::to_string(i) + "\"\nx");
    for (int i = 0; i < 120 * scale; ++i) {
      links.push_back({random() % people.size(), random() % people.size(), random() % 3 == 0});
    }
    for (std::size_t i = 0; i < people.size(); ++i) homes.push_back(random() % towns.size());
  }

  BulkInput files(const test::TemporaryDirectory& folder) const {
    std::string text = "name:ID(P),age:int,:LABEL,city:IGNORE\n";
    for (const Person& person : people) {
      text += person.name + "," + (person.has_no_age ? "" : std::to_string(person.age)) + "," +
              (person.is_official ? "Official;Person" : "") + ",z\n";
    }
    const std::string people_csv = write_file(folder, "people.csv", text);
    text = "id:ID(T),name\r\n";
    for (std::size_t i = 0; i < towns.size(); ++i) {
      std::string name = towns[i];
      for (std::size_t at = 0; (at = name.find('"', at)) != std::string::npos; at += 2) {
        name.insert(at, "\"");
      }
      text += std::to_string(i) + ",\"" + name + "\"\r\n";
    }
    const std::string towns_csv = write_file(folder, "towns.csv", text);
    text = ":START_ID(P),:END_ID(P),n:int,:TYPE\n";
    for (std::size_t i = 0; i < links.size(); ++i) {
      text += people[links[i].from].name + "," + people[links[i].to].name + "," +
              std::to_string(i) + "," + (links[i].is_liked ? "LIKES" : "") + "\n";
    }
    const std::string links_csv = write_file(folder, "links.csv", text);
    // The header in a file of its own, the rest in two, of which the second repeats it.
    const std::string header = ":START_ID(P),:END_ID(T)\n";
    std::string halves[2] = {"", header};
    for (std::size_t i = 0; i < homes.size(); ++i) {
      halves[i % 2] += people[i].name + "," + std::to_string(homes[i]) + "\n";
    }
    BulkInput input;
    input.nodes = {{{"Person"}, {people_csv}}, {{"Town", "Place"}, {towns_csv}}};
    input.relationships = {
        {{"KNOWS"}, {links_csv}},
        {{"LIVES_IN"},
         {write_file(folder, "header.csv", header), write_file(folder, "homes1.csv", halves[0]),
          write_file(folder, "homes2.csv", halves[1])}}};
    return input;
  }

  void create(Database& database) const {
    auto tx = database.begin(TransactionMode::Write);
    GraphWriter& w = tx.writer();
    std::vector<NodeId> person_nodes;
    std::vector<NodeId> town_nodes;
    for (const Person& person : people) {
      std::vector<LabelId> labels{w.label("Person")};
      if (person.is_official) labels.push_back(w.label("Official"));
      std::vector<PropertyEntry> properties;
      properties.reserve(2);
      properties.push_back({w.property_key("name"), person.name});
      if (!person.has_no_age) properties.push_back({w.property_key("age"), person.age});
      person_nodes.push_back(w.create_node(labels, properties));
    }
    for (std::size_t i = 0; i < towns.size(); ++i) {
      const LabelId labels[] = {w.label("Town"), w.label("Place")};
      const PropertyEntry properties[] = {{w.property_key("id"), static_cast<std::int64_t>(i)},
                                          {w.property_key("name"), towns[i]}};
      town_nodes.push_back(w.create_node(labels, properties));
    }
    for (std::size_t i = 0; i < links.size(); ++i) {
      const PropertyEntry n{w.property_key("n"), static_cast<std::int64_t>(i)};
      w.create_relationship(w.relationship_type(links[i].is_liked ? "LIKES" : "KNOWS"),
                            person_nodes[links[i].from], person_nodes[links[i].to], {&n, 1});
    }
    for (std::size_t i = 0; i < homes.size(); ++i) {
      w.create_relationship(w.relationship_type("LIVES_IN"), person_nodes[i], town_nodes[homes[i]],
                            {});
    }
    tx.commit();
  }

  struct Person {
    std::string name;
    std::int64_t age;
    bool is_official;
    bool has_no_age;
  };
  struct Link {
    std::size_t from;
    std::size_t to;
    bool is_liked;
  };
  std::vector<Person> people;
  std::vector<std::string> towns;
  std::vector<Link> links;
  std::vector<std::size_t> homes;
};

void declare_indexes(Database& database) {
  auto tx = database.begin(TransactionMode::Write);
  GraphWriter& w = tx.writer();
  IndexDefinition age;
  age.token = w.label("Person").value;
  age.keys = {w.property_key("age")};
  w.create_index(age);
  IndexDefinition names;
  names.kind = IndexKind::Name;
  names.token = w.label("Person").value;
  names.keys = {w.property_key("name")};
  w.create_index(names);
  IndexDefinition words;
  words.kind = IndexKind::FullText;
  words.token = w.label("Town").value;
  words.further_tokens = {w.label("Person").value};
  words.keys = {w.property_key("name")};
  w.create_index(words);
  IndexDefinition number;
  number.entity = EntityKind::Relationship;
  number.token = w.relationship_type("KNOWS").value;
  number.keys = {w.property_key("n")};
  w.create_index(number);
  ConstraintDefinition unique;
  unique.kind = ConstraintKind::Key;
  unique.token = w.label("Town").value;
  unique.keys = {w.property_key("id")};
  w.create_constraint(unique);
  tx.commit();
}

}  // namespace

TEST_CASE("what is loaded is what statements make, in an empty database") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  for (const int scale : {1, 60}) {
    const RandomGraph graph(seed, scale);
    test::TestDatabase expected(test::TestDatabase::Where::Memory);
    graph.create(*expected);
    const test::TemporaryDirectory folder;
    const BulkInput input = graph.files(folder);
    test::for_each_store([&](test::TestDatabase& db) {
      BulkLoadOptions options;
      // As little in memory as can be.
      if (scale > 1) options.memory_bytes = 1;
      options.threads = 3;
      const BulkReport report = bulk_load(*db, input, options);
      CHECK(report.nodes == graph.people.size() + graph.towns.size());
      CHECK(report.relationships == graph.links.size() + graph.homes.size());
      CHECK(report.bad_rows == 0);
      CHECK(describe(*db) == describe(*expected));
      require_clean(*db);
      db.reopen();
      CHECK(describe(*db) == describe(*expected));
      require_clean(*db);
    });
  }
}

TEST_CASE("indexes and constraints that were declared before are filled") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  const RandomGraph graph(seed, 30);
  const test::TemporaryDirectory folder;
  const BulkInput input = graph.files(folder);
  test::for_each_store([&](test::TestDatabase& db) {
    declare_indexes(*db);
    const BulkReport report = bulk_load(*db, input);
    CHECK(report.index_entries > graph.people.size());
    require_clean(*db);
    db.reopen();
    require_clean(*db);
    auto tx = db->begin(TransactionMode::Read);
    SeekResult found;
    const Value id = 3;
    tx.reader().seek(tx.reader().catalog().constraints().front().index, {&id, 1}, found);
    CHECK(found.entity.size() == 1);
  });
}

TEST_CASE("a database that holds something gets the rest, loose or in new pages") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  const RandomGraph first(seed, 20);
  const RandomGraph second(seed + 1, 1);   // few rows: loose
  const RandomGraph third(seed + 2, 100);  // many: pages
  test::for_each_store([&](test::TestDatabase& db) {
    const test::TemporaryDirectory folder;
    first.create(*db);
    auto expected = describe(*db);
    const auto add_expected = [&](const RandomGraph& graph) {
      test::TestDatabase other(test::TestDatabase::Where::Memory);
      graph.create(*other);
      for (const std::string& text : describe(*other)) expected.push_back(text);
      std::sort(expected.begin(), expected.end());
    };
    IndexDefinition index;
    {
      auto tx = db->begin(TransactionMode::Write);
      index.token = tx.writer().label("Person").value;
      index.keys = {tx.writer().property_key("age")};
      tx.writer().create_index(index);
      tx.commit();
    }
    // A reader from before sees what was there, whatever is loaded.
    auto before = db->begin(TransactionMode::Read);
    const std::uint64_t count_before = before.reader().catalog().node_count();
    for (const RandomGraph* graph : {&second, &third, &second}) {
      const auto result = bulk_load(*db, graph->files(folder));
      CHECK(result.nodes == graph->people.size() + graph->towns.size());
      add_expected(*graph);
      CHECK(describe(*db) == expected);
      require_clean(*db);
    }
    {
      std::vector<NodeId> seen;
      const auto scan = before.reader().scan_nodes();
      while (scan->next(1000, seen) > 0) {
      }
      CHECK(seen.size() == count_before);
    }
    before.rollback();
    db.reopen();
    CHECK(describe(*db) == expected);
    require_clean(*db);
    // And it can be written to as before.
    first.create(*db);
    require_clean(*db);
  });
}

TEST_CASE("what was read into the cache before a load is not served after it") {
  const test::TemporaryDirectory folder;
  const RandomGraph graph(4, 3);
  const BulkInput files = graph.files(folder);
  std::vector<std::string> described[2];
  for (const bool is_cached : {false, true}) {
    DatabaseOptions options;
    options.in_memory = true;
    options.cache_touches = 1;
    if (!is_cached) options.cache_capacity_bytes = 0;
    const auto database = Database::open({}, options);
    for (int i = 0; i < 3; ++i) {
      describe(*database);
      bulk_load(*database, files);
      describe(*database);
      graph.create(*database);
    }
    described[is_cached ? 1 : 0] = describe(*database);
    require_clean(*database);
  }
  CHECK(described[0].size() > 3 * graph.people.size());
  CHECK(described[0] == described[1]);
}

TEST_CASE("a load needs free space, and is refused before it writes anything") {
  const test::TemporaryDirectory folder;
  const RandomGraph graph(5, 1);
  const BulkInput files = graph.files(folder);
  const auto database = Database::open(folder.file("db"));
  set_free_space_limits(*database, {std::uint64_t{1} << 62, 0});
  CHECK_THROWS_AS(bulk_load(*database, files), StorageFullError);
  CHECK(describe(*database).empty());
  CHECK_FALSE(std::filesystem::exists(database->path() + "/ingest.tmp"));
  set_free_space_limits(*database, {0, 0});
  CHECK_NOTHROW(bulk_load(*database, files));
  require_clean(*database);
}

TEST_CASE("stored ids are integers when all of their space are, unless the header says otherwise") {
  const test::TemporaryDirectory folder;
  const auto load_one = [&](const std::string& text, BulkIdType type = BulkIdType::Automatic) {
    test::TestDatabase db(test::TestDatabase::Where::Memory);
    BulkLoadOptions options;
    options.id_type = type;
    bulk_load(*db, {{{{"N"}, {write_file(folder, "n.csv", text)}}}, {}}, options);
    return property_of(*db, 1, "id");
  };
  CHECK(load_one("id:ID\n7\n8\n").is_integer());
  CHECK(load_one("id:ID\n7\n008\n").is_string());
  CHECK(load_one("id:ID\n7\n8\nx\n").as_string() == "7");
  CHECK(load_one("id:ID{type:string}\n7\n").is_string());
  CHECK(load_one("id:ID\n7\n", BulkIdType::String).is_string());
  CHECK(load_one("id:ID{id-type:long}\n7\n", BulkIdType::String).is_integer());
  CHECK_THROWS_AS(load_one("id:ID{type:int}\nx\n"), InputError);

  // One space over two files: what the second says holds for the first.
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  bulk_load(*db, {{{{"A"}, {write_file(folder, "a.csv", "id:ID(S)\n1\n")}},
                   {{"B"}, {write_file(folder, "b.csv", "id:ID(S)\nx\n")}}},
                  {}});
  CHECK(property_of(*db, 1, "id").is_string());
}

TEST_CASE("ids are looked up in their space") {
  const test::TemporaryDirectory folder;
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  BulkInput input;
  input.nodes = {{{"A"}, {write_file(folder, "a.csv", ":ID(A),v:int\n1,10\n")}},
                 {{"B"}, {write_file(folder, "b.csv", ":ID(B),v:int\n1,20\n")}}};
  input.relationships = {
      {{}, {write_file(folder, "r.csv", ":START_ID(A),:END_ID(B),:TYPE\n1,1,T\n")}}};
  bulk_load(*db, input);
  CHECK(property_of(*db, 1, "v").as_integer() == 10);
  auto tx = db->begin(TransactionMode::Read);
  CHECK_FALSE(tx.reader().catalog().property_key("id"));
  ExpandResult steps;
  const NodeId a(1);
  tx.reader().expand({&a, 1}, {}, Direction::Outgoing, steps);
  REQUIRE(steps.size() == 1);
  CHECK(steps.neighbour[0] == NodeId(2));
}

TEST_CASE("bad rows end the load with their place, and nothing is there") {
  const test::TemporaryDirectory folder;
  const std::string good = write_file(folder, "good.csv", "id:ID,v:int\n1,1\n2,2\n");
  struct Case {
    const char* nodes;
    const char* relationships;
    const char* says;
  };
  for (const Case& bad :
       {Case{"id:ID,v:int\n1,1\n1,2\n", nullptr, "bad.csv, line 3: the id '1' is there already"},
        Case{"id:ID,v:int\n1,x\n", nullptr, "bad.csv, line 2: 'x' in column 'v'"},
        Case{"id:ID,v:int\n1,1,9\n", nullptr, "bad.csv, line 2: the row has 3 fields"},
        Case{"id:ID,v:int\n\n,4\n", nullptr, "bad.csv, line 3: the row has no id"},
        Case{"id:ID\n\"1\n", nullptr, "bad.csv, line 2: a quote is opened"},
        Case{"id:ID,t\n1,a\n2,\xFF\n", nullptr, "bad.csv, line 3: the text is not UTF-8"},
        Case{"id:ID,v:int\n", nullptr, ""},
        Case{nullptr, ":START_ID,:END_ID\n1,2\n1,3\n",
             "bad.csv, line 3: there is no node with the end id '3'"},
        Case{nullptr, ":START_ID,:END_ID\n,2\n", "line 2: the row has no start id"}}) {
    CAPTURE(bad.says);
    test::for_each_store([&](test::TestDatabase& db) {
      BulkInput input;
      if (bad.nodes != nullptr) {
        input.nodes = {{{"N"}, {write_file(folder, "bad.csv", bad.nodes)}}};
      } else {
        input.nodes = {{{"N"}, {good}}};
        input.relationships = {{{"T"}, {write_file(folder, "bad.csv", bad.relationships)}}};
      }
      if (*bad.says == '\0') {
        CHECK_NOTHROW(bulk_load(*db, input));  // no rows are no fault
      } else {
        CHECK_THROWS_WITH_AS(bulk_load(*db, input), doctest::Contains(bad.says), InputError);
      }
      CHECK(describe(*db).empty());
      require_clean(*db);
      if (db.is_durable()) {
        CHECK_FALSE(std::filesystem::exists(db->path() + "/ingest.tmp"));
      }
    });
  }
}

TEST_CASE("so many bad rows as allowed are skipped and listed in the order of the files") {
  const test::TemporaryDirectory folder;
  BulkInput input;
  input.nodes = {{{"N"}, {write_file(folder, "n.csv", "id:ID,v:int\n1,1\n1,2\n2,x\n3,3\n")}}};
  input.relationships = {
      {{"T"}, {write_file(folder, "r.csv", ":START_ID,:END_ID\n1,3\n1,2\n9,3\n")}}};
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  BulkLoadOptions options;
  options.skip_bad = 3;
  CHECK_THROWS_AS(bulk_load(*db, input, options), InputError);
  options.skip_bad = 4;
  const BulkReport report = bulk_load(*db, input, options);
  CHECK(report.nodes == 2);
  CHECK(report.relationships == 1);
  CHECK(report.bad_rows == 4);
  REQUIRE(report.problems.size() == 4);
  CHECK(report.problems[0].find("n.csv, line 3") != std::string::npos);
  CHECK(report.problems[1].find("n.csv, line 4") != std::string::npos);
  CHECK(report.problems[2].find("r.csv, line 3") != std::string::npos);
  CHECK(report.problems[3].find("r.csv, line 4") != std::string::npos);
  require_clean(*db);
}

TEST_CASE("a row with a property of another type than a constraint demands is a bad row") {
  const test::TemporaryDirectory folder;
  test::for_each_store([&](test::TestDatabase& db) {
    {
      auto tx = db->begin(TransactionMode::Write);
      GraphWriter& w = tx.writer();
      ConstraintDefinition typed;
      typed.kind = ConstraintKind::PropertyType;
      typed.keys = {w.property_key("v")};
      typed.type.scalars = PropertyType::kInteger;
      typed.token = w.label("N").value;
      w.create_constraint(typed);
      typed.entity = EntityKind::Relationship;
      typed.token = w.relationship_type("T").value;
      w.create_constraint(typed);
      tx.commit();
    }
    const auto load = [&](const std::string& nodes, const std::string& relationships) {
      bulk_load(*db, {{{{"N"}, {write_file(folder, "n.csv", nodes)}}},
                      {{{"T"}, {write_file(folder, "r.csv", relationships)}}}});
    };
    CHECK_THROWS_WITH_AS(load("id:ID,v\na,1\n", ":START_ID,:END_ID\na,a\n"),
                         doctest::Contains("n.csv, line 2: constraint"), InputError);
    CHECK_THROWS_WITH_AS(load("id:ID,v:int\na,1\n", ":START_ID,:END_ID,v:float\na,a,\na,a,1\n"),
                         doctest::Contains("has a FLOAT as `v`, which must be INTEGER"),
                         InputError);
    load("id:ID,v:int\na,1\nb,\n", ":START_ID,:END_ID,v:int\na,b,3\n");
    CHECK(count_at(*db, "N") == 2);
    require_clean(*db);
  });
}

TEST_CASE("constraints are checked, among new rows and against old ones") {
  const test::TemporaryDirectory folder;
  test::for_each_store([&](test::TestDatabase& db) {
    {
      auto tx = db->begin(TransactionMode::Write);
      GraphWriter& w = tx.writer();
      ConstraintDefinition key;
      key.kind = ConstraintKind::Key;
      key.token = w.label("N").value;
      key.keys = {w.property_key("v")};
      w.create_constraint(key);
      const PropertyEntry five{w.property_key("v"), 5};
      const LabelId label = w.label("N");
      w.create_node({&label, 1}, {&five, 1});
      tx.commit();
    }
    const auto before = describe(*db);
    const auto load_one = [&](const std::string& text) {
      bulk_load(*db, {{{{"N"}, {write_file(folder, "n.csv", text)}}}, {}});
    };
    CHECK_THROWS_WITH_AS(load_one("v:int\n1\n2\n1\n"), doctest::Contains("n.csv, line 2 and"),
                         ConstraintError);
    CHECK_THROWS_WITH_AS(load_one("v:int\n1\n5\n"), doctest::Contains("n.csv, line 3"),
                         ConstraintError);
    CHECK_THROWS_WITH_AS(load_one("v:int,w\n1,x\n,y\n"), doctest::Contains("n.csv, line 3"),
                         InputError);
    CHECK(describe(*db) == before);
    require_clean(*db);
    load_one("v:int\n1\n2\n");
    CHECK(count_at(*db, "N") == 3);
    require_clean(*db);
  });
}

TEST_CASE("a cancelled load leaves nothing") {
  const test::TemporaryDirectory folder;
  const RandomGraph graph(1, 1);
  const BulkInput input = graph.files(folder);
  test::for_each_store([&](test::TestDatabase& db) {
    CancellationToken token;
    BulkLoadOptions options;
    options.cancellation = &token;
    options.progress = [&](const BulkProgress& progress) {
      if (std::string_view(progress.phase) == "relationships") token.cancel();
    };
    CHECK_THROWS_AS(bulk_load(*db, input, options), CancelledError);
    CHECK(describe(*db).empty());
    graph.create(*db);
    require_clean(*db);
  });
}

TEST_CASE("keys of 128 bits, for very large graphs, give the same graph") {
  const test::TemporaryDirectory folder;
  const RandomGraph graph(2, 40);
  const BulkInput input = graph.files(folder);
  for (const std::size_t memory_bytes : {std::size_t{1}, std::size_t{100} << 20}) {
    test::TestDatabase narrow(test::TestDatabase::Where::Memory);
    bulk_load(*narrow, input);
    test::TestDatabase wide(test::TestDatabase::Where::Memory);
    engine::DatabaseImpl& impl = engine::database_impl(*wide);
    BulkLoadOptions options;
    options.memory_bytes = memory_bytes;
    const auto plan = engine::make_input_plan(input, options, {"P"}, impl.tokens);
    BulkReport report;
    engine::WriterLock lock = impl.pipeline.lock_writer();
    constexpr bool kHasWideKeys = true;
    const CommitNumber number =
        engine::BulkLoader(impl, lock, plan, options, kHasWideKeys, report).run();
    lock.release();
    impl.pipeline.wait_durable(number);
    CHECK(describe(*wide) == describe(*narrow));
    require_clean(*wide);
  }
}

// ---- a load that is killed

TEST_CASE("child: load files into a folder" * doctest::skip()) {
  const char* const folder = std::getenv("LIAISON_TEST_FOLDER");
  REQUIRE(folder != nullptr);
  const auto database = Database::open(std::string(folder) + "/db");
  BulkInput input;
  input.nodes = {{{"N"}, {std::string(folder) + "/n.csv"}}};
  input.relationships = {{{"T"}, {std::string(folder) + "/r.csv"}}};
  BulkLoadOptions options;
  options.memory_bytes = std::size_t{2} << 20;
  options.progress = [](const BulkProgress& progress) {
    test::write_to_parent(progress.phase[0] == 'w' ? "w" : progress.phase[0] == 'r' ? "r" : "n");
  };
  bulk_load(*database, input, options);
  test::write_to_parent("!");
}

TEST_CASE("a killed load leaves the database as it was or loads everything, and no files") {
  const test::TemporaryDirectory folder;
  std::string nodes = "id:ID,text\n";
  for (int i = 0; i < 60'000; ++i) nodes += std::to_string(i) + ",some text of a node\n";
  std::string relationships = ":START_ID,:END_ID,n:int\n";
  for (int i = 0; i < 150'000; ++i) {
    relationships += std::to_string(i % 60'000) + "," + std::to_string(i * 7 % 60'000) + "," +
                     std::to_string(i) + "\n";
  }
  write_file(folder, "n.csv", nodes);
  write_file(folder, "r.csv", relationships);
  const RandomGraph old(1, 3);
  const std::string path = folder.file("db");
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  for (const char at : {'n', 'r', 'w', 'w', '!'}) {
    std::filesystem::remove_all(path);
    std::vector<std::string> before;
    {
      const auto database = Database::open(path);
      old.create(*database);
      before = describe(*database);
    }
    test::ChildProcess child("child: load files into a folder",
                             {{"LIAISON_TEST_FOLDER", folder.path()}});
    while (true) {
      const std::string some = child.read_some();
      REQUIRE_FALSE(some.empty());
      if (some.find(at) != std::string::npos || some.find('!') != std::string::npos) break;
    }
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    child.kill();
    child.wait();

    const auto database = Database::open(path);
    CHECK_FALSE(std::filesystem::exists(path + "/ingest.tmp"));
    const bool loaded = count_at(*database, "N") > 0;
    if (at == '!') CHECK(loaded);
    if (loaded) {
      CHECK(count_at(*database, "N") == 60'000);
    } else {
      CHECK(describe(*database) == before);
    }
    require_clean(*database);
    old.create(*database);
  }
}

// The article loader through its public door: what is in the database afterwards depends on the set
// of articles, never on how they came.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "liaison/loaders/dump.h"
#include "liaison/loaders/loader.h"
#include "support/temporary_directory.h"
#include "support/test_database.h"

using namespace liaison;
using loaders::LoadOptions;
using loaders::LoadReport;
using nlohmann::json;

namespace {

const char* const kSomtc =
    "Hội nghị SOMTC 20\n\n24/09/2020\n"
    "Đoàn Việt Nam do Trung tướng Nguyễn Thanh Sơn, Cục trưởng Cục Đối ngoại, Bộ Công an, làm "
    "Trưởng đoàn đã tham dự Hội nghị SOMTC 20.\n";
const char* const kTalks =
    "Việt Nam và INTERPOL hợp tác\n\n10/10/2020\n"
    "Đoàn Việt Nam do Trung tướng Nguyễn Thanh Sơn, Cục trưởng Cục Đối ngoại, Bộ Công an, "
    "dẫn đầu tham dự Kỳ họp Đại hội đồng INTERPOL lần thứ 89. Hội nghị thảo luận về tội phạm mạng "
    "và khủng bố.\n";
// One person under a longer and a shorter name.
const char* const kLongName =
    "Hội đàm tại Hà Nội\n\n04/03/2023\n"
    "Phó Thủ tướng, Bộ trưởng Bộ Nội vụ Vương quốc Campuchia Samdech Krolahom Sar Kheng dẫn đầu "
    "Đoàn đại biểu Bộ Nội vụ Campuchia tham dự Hội nghị SOMTC 20.\n";
const char* const kShortName =
    "Đoàn Campuchia\n\n05/01/2022\n"
    "Phó Thủ tướng, Bộ trưởng Bộ Nội vụ Vương quốc Campuchia Sar Kheng dẫn đầu Đoàn đại biểu Bộ "
    "Nội vụ Campuchia tham dự Hội nghị SOMTC 20.\n";

// One person in two spellings: the two articles together decide under which key.
const char* const kPlainName =
    "INTERPOL\n\n22/05/2020\nTổng Thư ký INTERPOL Jürgen Stock phát biểu tại Hội nghị SOMTC 20.\n";
const char* const kWrittenOut =
    "INTERPOL\n\n23/05/2020\nTổng Thư ký INTERPOL Juergen Stock phát biểu tại Hội nghị SOMTC 20.\n";

class World {
 public:
  World() : database(test::TestDatabase::Where::Memory) {}

  void write(const std::string& file, const std::string& text) {
    std::ofstream(folder.file(file), std::ios::binary) << text;
  }
  LoadReport load(const std::string& what = "", LoadOptions options = {}) {
    options.clock_ms = [] { return std::int64_t{1'700'000'000'000}; };
    const std::string source = what.empty() ? folder.path() : folder.file(what);
    LoadReport report = loaders::load(*database, source, options);
    const CheckReport checked = check(*database);
    INFO("first problem: ", checked.problems.empty() ? "" : checked.problems.front());
    CHECK(checked.clean());
    return report;
  }
  std::string dump() {
    std::ostringstream out;
    const Transaction reading = database->begin(TransactionMode::Read);
    loaders::dump_jsonl(reading.reader(), out);
    return out.str();
  }
  // The graph without ids: nodes by their keys, evidence in one order.
  std::set<std::string> facts() {
    std::set<std::string> result;
    std::map<std::string, std::string> names;
    std::istringstream lines(dump());
    for (std::string line; std::getline(lines, line);) {
      json entry = json::parse(line);
      json& properties = entry["properties"];
      if (entry["type"] == "node") {
        const std::string key =
            properties.contains("key") ? properties["key"] : properties["article"];
        names[entry["id"]] = entry["labels"].dump() + key;
        result.insert(names[entry["id"]] + properties.dump());
        continue;
      }
      std::set<std::string> records;
      for (std::size_t i = 0; i < properties["evidence"].size(); ++i) {
        std::string record;
        for (const char* list : {"source", "evidence", "confidence", "rule"}) {
          record += properties[list][i].dump() + " ";
        }
        records.insert(record);
      }
      for (const char* list : {"source", "evidence", "confidence", "rule"}) properties.erase(list);
      if (properties["start"].is_array()) {
        properties.erase("start");
        properties.erase("end");
      }
      std::string text = names[entry["start"]["id"]] + entry["label"].dump() +
                         names[entry["end"]["id"]] + properties.dump();
      for (const std::string& record : records) text += "\n  " + record;
      CHECK_MESSAGE(result.insert(text).second, "twice: ", text);
    }
    return result;
  }
  std::size_t count(const std::string& label) {
    const Transaction reading = database->begin(TransactionMode::Read);
    const Catalog& catalog = reading.reader().catalog();
    const auto id = catalog.label(label);
    return id ? catalog.node_count(*id) : 0;
  }
  std::size_t count_type(const std::string& type) {
    const Transaction reading = database->begin(TransactionMode::Read);
    const Catalog& catalog = reading.reader().catalog();
    const auto id = catalog.relationship_type(type);
    return id ? catalog.relationship_count(*id) : 0;
  }
  NodeId find(const std::string& label, const std::string& name) {
    const Transaction reading = database->begin(TransactionMode::Read);
    const Catalog& catalog = reading.reader().catalog();
    for (const IndexDefinition& index : catalog.indexes()) {
      if (index.kind != IndexKind::Name || index.token != catalog.label(label)->value) continue;
      std::vector<NameHit> hits;
      reading.reader().find_name(index.id, name, hits);
      if (!hits.empty()) return hits.front().node;
    }
    return {};
  }

  test::TestDatabase database;
  test::TemporaryDirectory folder;
};

}  // namespace

TEST_CASE("an article becomes nodes, mentions and facts that quote it") {
  World world;
  world.write("a1.txt", kSomtc);
  const LoadReport report = world.load();
  CHECK(report.read == 1);
  CHECK(report.added == 1);
  CHECK(report.failed == 0);
  CHECK(world.count("Article") == 1);
  CHECK(world.count("Official") == 1);
  CHECK(world.count_type("MENTIONS") == report.mentions);
  CHECK(report.mentions >= 4);
  CHECK(world.count_type("ATTENDED") >= 2);

  const NodeId official = world.find("Official", "nguyen thanh son");
  REQUIRE(official != NodeId());
  const Transaction reading = world.database->begin(TransactionMode::Read);
  const auto records = reading.reader().evidence(EntityKind::Node, official.value);
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.quote == "Nguyễn Thanh Sơn");
}

TEST_CASE("loading the same folder twice changes nothing and commits nothing") {
  World world;
  world.write("a1.txt", kSomtc);
  world.write("a2.txt", kTalks);
  world.load();
  const std::string before = world.dump();
  const CommitNumber commit = world.database->published_commit();
  const LoadReport again = world.load();
  CHECK(again.read == 2);
  CHECK(again.skipped == 2);
  CHECK(again.added + again.replaced + again.nodes_created + again.evidence_records == 0);
  CHECK(world.dump() == before);
  CHECK(world.database->published_commit() == commit);
}

TEST_CASE("a graph depends on its articles, not on the order or the number of loads") {
  const std::vector<std::pair<std::string, std::string>> articles = {
      {"a1.txt", kSomtc},     {"a2.txt", kTalks},     {"a3.txt", kLongName},
      {"a4.txt", kShortName}, {"a5.txt", kPlainName}, {"a6.txt", kWrittenOut}};
  World together;
  for (const auto& [file, text] : articles) together.write(file, text);
  together.load();
  const std::set<std::string> expected = together.facts();

  std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5};
  do {
    World apart;
    for (const std::size_t i : order) {
      apart.write(articles[i].first, articles[i].second);
      apart.load(articles[i].first);
    }
    CHECK(apart.facts() == expected);
  } while (std::next_permutation(order.begin(), order.end()));

  World small_batches;
  for (const auto& [file, text] : articles) small_batches.write(file, text);
  LoadOptions one_by_one;
  one_by_one.batch_inputs = 1;
  small_batches.load("", one_by_one);
  CHECK(small_batches.facts() == expected);
}

TEST_CASE("every name that articles give is found") {
  World world;
  world.write("long.txt", kLongName);
  world.write("short.txt", kShortName);
  world.load();
  CHECK(world.count("Official") == 1);
  const NodeId person = world.find("Official", "Sar Kheng");
  CHECK(person != NodeId());
  CHECK(world.find("Official", "samdech krolahom sar kheng") == person);
}

TEST_CASE("a person whom a later article unites with another moves there") {
  World world;
  world.write("plain.txt", kPlainName);
  world.load();
  const NodeId before = world.find("Official", "Jürgen Stock");
  REQUIRE(before != NodeId());
  world.write("written-out.txt", kWrittenOut);
  const LoadReport report = world.load();
  CHECK(report.skipped == 1);
  CHECK(world.count("Official") == 1);
  const NodeId person = world.find("Official", "Jürgen Stock");
  CHECK(person != NodeId());
  CHECK(person != before);  // the key that both share sorts first
  CHECK(world.find("Official", "Juergen Stock") == person);
  // And apart again, when the article that united them says something else.
  world.write("written-out.txt", kSomtc);
  world.load();
  CHECK(world.count("Official") == 2);
  CHECK(world.find("Official", "Juergen Stock") == NodeId());
}

TEST_CASE("persons whom others store between two batches are seen") {
  World world;
  world.write("a.txt", kSomtc);
  world.write("b.txt", kPlainName);
  test::TemporaryDirectory elsewhere;
  std::ofstream(elsewhere.file("c.txt")) << kWrittenOut;
  LoadOptions options;
  options.batch_inputs = 1;
  options.progress = [&](const loaders::LoadProgress& now) {
    if (now.articles == 1) loaders::load(*world.database, elsewhere.path());
  };
  world.load("", options);
  CHECK(world.count("Official") == 2);
  CHECK(world.find("Official", "Jürgen Stock") == world.find("Official", "Juergen Stock"));
}

TEST_CASE("an article that changed replaces what it said, and only that") {
  World world;
  world.write("a1.txt", kSomtc);
  world.write("a2.txt", kTalks);
  world.load();

  World expected;
  expected.write("a1.txt", kSomtc);
  expected.write("a2.txt", "Bản tin ngắn\n\n10/10/2020\nINTERPOL tham dự Hội nghị SOMTC 20.\n");
  expected.load();

  world.write("a2.txt", "Bản tin ngắn\n\n10/10/2020\nINTERPOL tham dự Hội nghị SOMTC 20.\n");
  const LoadReport report = world.load();
  CHECK(report.replaced == 1);
  CHECK(report.skipped == 1);
  CHECK(report.nodes_removed > 0);
  CHECK(world.find("Topic", "tội phạm mạng") == NodeId());
  CHECK(world.facts() == expected.facts());
}

TEST_CASE("withdrawing an article leaves what the others say") {
  World world;
  world.write("a1.txt", kSomtc);
  world.load();
  const std::set<std::string> before = world.facts();
  world.write("a2.txt", kTalks);
  world.load();
  const std::set<std::string> both = world.facts();
  CHECK(both != before);

  Transaction writing = world.database->begin(TransactionMode::Write);
  const Catalog& catalog = writing.reader().catalog();
  const auto article = catalog.property_key("article");
  NodeId document;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.keys != std::vector{*article}) continue;
    const Value id("a2");
    SeekResult hit;
    writing.reader().seek(index.id, {&id, 1}, hit);
    REQUIRE(hit.entity.size() == 1);
    document = NodeId(hit.entity[0]);
  }
  CHECK(writing.writer().withdraw_document(document).records > 0);
  writing.writer().delete_node(document);
  writing.commit();
  CHECK(check(*world.database).clean());
  CHECK(world.facts() == before);
}

TEST_CASE("what a user said stays when an article goes") {
  World world;
  world.write("a1.txt", kSomtc);
  world.load();
  const NodeId official = world.find("Official", "Nguyễn Thanh Sơn");
  {
    Transaction writing = world.database->begin(TransactionMode::Write);
    const LabelId labels[] = {writing.writer().label("Note")};
    const NodeId note = writing.writer().create_node(labels, {});
    writing.writer().create_relationship(writing.writer().relationship_type("ABOUT"), note,
                                         official, {});
    writing.commit();
  }
  world.write("a1.txt", "Bản tin\n\nHội nghị SOMTC 20 diễn ra tại Hà Nội.\n");
  world.load();
  CHECK(world.count_type("ABOUT") == 1);
  CHECK(world.count("Official") == 1);
  // Nothing says its name any more; an article that does finds the same node.
  CHECK(world.find("Official", "Nguyễn Thanh Sơn") == NodeId());
  world.write("a1.txt", kSomtc);
  world.load();
  CHECK(world.find("Official", "Nguyễn Thanh Sơn") == official);
}

TEST_CASE("bad files are reported by name and do not stop the others") {
  World world;
  world.write("good.txt", kSomtc);
  world.write("empty.txt", " \n\n");
  world.write("latin1.txt", "B\xF4\x20");
  world.write("binary.txt", std::string("a\0b", 3));
  world.write("scan.pdf", "# not an article");
  const LoadReport report = world.load();
  CHECK(report.added == 1);
  CHECK(report.failed == 3);
  CHECK(report.ignored == 1);
  REQUIRE(report.failures.size() == 3);
  CHECK(report.failures[0].file == "binary.txt");
  CHECK(report.failures[1].file == "empty.txt");
  CHECK(report.failures[2].file == "latin1.txt");
  CHECK(to_text(report).find("latin1.txt: is not UTF-8") != std::string::npos);
}

TEST_CASE("an article that a constraint refuses does not take its batch along") {
  World world;
  world.write("a1.txt", kSomtc);
  world.write("a2.txt", kTalks);
  world.write("a3.txt", kPlainName);
  NodeId taken{};
  {
    // A user has the name of one article's conference for something else.
    Transaction tx = world.database->begin(TransactionMode::Write);
    GraphWriter& w = tx.writer();
    ConstraintDefinition unique;
    unique.name = "conference_name";
    unique.token = w.label("Conference").value;
    unique.keys = {w.property_key("name")};
    w.create_constraint(unique);
    const LabelId label[] = {w.label("Conference")};
    const PropertyEntry name[] = {
        {w.property_key("name"), "Kỳ họp Đại hội đồng INTERPOL lần thứ 89"},
        {w.property_key("key"), "taken"}};
    taken = w.create_node(label, name);
    tx.commit();
  }
  LoadReport report = world.load();
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failed == 1);
  CHECK(report.failures.front().file.find("a2") != std::string::npos);
  CHECK(report.added == 2);
  const std::set<std::string> partly = world.facts();

  // The same as if the article were not there, and it comes once nothing is in its way.
  World others;
  others.write("a1.txt", kSomtc);
  others.write("a3.txt", kPlainName);
  others.load();
  std::set<std::string> expected = others.facts();
  CHECK(std::includes(partly.begin(), partly.end(), expected.begin(), expected.end()));
  CHECK(partly.size() == expected.size() + 1);
  {
    Transaction tx = world.database->begin(TransactionMode::Write);
    tx.writer().delete_node(taken);
    tx.commit();
  }
  report = world.load();
  CHECK(report.failed == 0);
  CHECK(report.added == 1);
  CHECK(report.skipped == 2);
  others.write("a2.txt", kTalks);
  others.load();
  CHECK(world.facts() == others.facts());
}

TEST_CASE("a source without articles is an error that says so") {
  World world;
  CHECK_THROWS_AS(loaders::load(*world.database, world.folder.path()), InputError);
  CHECK_THROWS_AS(loaders::load(*world.database, world.folder.file("none")), InputError);
  world.write("note.pdf", "text");
  CHECK_THROWS_AS(loaders::load(*world.database, world.folder.file("note.pdf")), InputError);
  LoadOptions options;
  options.rules = world.folder.file("no-rules");
  world.write("a.txt", kSomtc);
  CHECK_THROWS_AS(loaders::load(*world.database, world.folder.path(), options), InputError);
  CHECK(world.count("Article") == 0);
}

TEST_CASE("other rules read unchanged articles again") {
  World world;
  world.write("a2.txt", kTalks);
  world.load();
  REQUIRE(world.count("Topic") == 2);
  test::TemporaryDirectory rules;
  std::ofstream(rules.file("topics.txt")) << "!replace\n";
  LoadOptions options;
  options.rules = rules.path();
  const LoadReport report = world.load("", options);
  CHECK(report.replaced == 1);
  CHECK(world.count("Topic") == 0);
  CHECK(world.load("", options).skipped == 1);
}

namespace {

// One article in each kind of input.
const std::vector<std::pair<std::string, std::string>> kEveryKind = {
    {"a1.txt", kSomtc},
    {"a2.md",
     "---\ntitle: Việt Nam và INTERPOL hợp tác\ndate: 2020-10-10\n---\nĐoàn **Việt Nam** do Trung "
     "tướng\n"
     "Nguyễn Thanh Sơn, Cục trưởng Cục Đối ngoại, Bộ Công an, dẫn đầu tham dự Kỳ họp Đại hội đồng\n"
     "INTERPOL lần thứ 89 chiều nay.\n"},
    {"a3.html",
     "<html lang=vi><meta property=\"article:published_time\" content=\"2022-01-05\"><h1>Đoàn "
     "Campuchia</h1>"
     "<p>Phó Thủ tướng, Bộ trưởng Bộ Nội vụ Vương quốc Campuchia Sar Kheng dẫn đầu Đoàn đại biểu "
     "Bộ Nội vụ Campuchia tham dự Hội nghị SOMTC 20.</p>"},
    {"a4.jsonl",
     "{\"id\":\"x1\",\"title\":\"INTERPOL\",\"published\":\"2020-05-22\",\"url\":\"https://"
     "x.example\","
     "\"text\":\"Tổng Thư ký INTERPOL Ju\u0308rgen Stock phát biểu tại Hội nghị SOMTC 20.\"}\n"
     "{\"id\":\"x2\",\"published\":\"2020-05-23\",\"language\":\"vi\","
     "\"text\":\"Tổng Thư ký INTERPOL Juergen Stock phát biểu tại Hội nghị SOMTC 20.\"}\n"}};

}  // namespace

TEST_CASE("every kind of input gives facts that quote the stored text, and is skipped next time") {
  World world;
  for (const auto& [file, text] : kEveryKind) world.write(file, text);
  const LoadReport report = world.load();  // the engine compares each quote with the text
  CHECK(report.failed == 0);
  CHECK(report.added == 5);
  CHECK(world.count("Official") == 3);
  CHECK(world.find("Official", "Sar Kheng") != NodeId());
  CHECK(world.find("Official", "Jürgen Stock") == world.find("Official", "Juergen Stock"));
  CHECK(world.dump().find("\"url\":\"https://x.example\"") != std::string::npos);
  CHECK(world.dump().find("\"published\":\"2022-01-05\"") != std::string::npos);
  const CommitNumber commit = world.database->published_commit();
  CHECK(world.load().skipped == 5);
  CHECK(world.database->published_commit() == commit);
}

TEST_CASE("every kind of input may come in parts and in any order") {
  World together;
  for (const auto& [file, text] : kEveryKind) together.write(file, text);
  together.load();
  World apart;
  for (auto it = kEveryKind.rbegin(); it != kEveryKind.rend(); ++it) {
    apart.write(it->first, it->second);
    apart.load(it->first);
  }
  CHECK(apart.facts() == together.facts());
}

TEST_CASE("a line that changed is the one article that is written again") {
  World world;
  for (const auto& [file, text] : kEveryKind) world.write(file, text);
  world.load();
  std::string lines = kEveryKind[3].second;
  lines.replace(lines.find("2020-05-22"), 10, "2020-05-24");
  world.write("a4.jsonl", lines + "{\"id\":\"x3\"}\n");
  const LoadReport report = world.load();
  CHECK(report.replaced == 1);
  CHECK(report.skipped == 4);
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].file == "a4.jsonl:3");
}

TEST_CASE("a load that is stopped keeps its batches and goes on from there") {
  std::string lines;
  for (int i = 0; i < 20; ++i) {
    lines += "{\"id\":\"x" + std::to_string(i) +
             "\",\"text\":\"Trung tướng Nguyễn Thanh Sơn phát biểu tại Hội nghị SOMTC " +
             std::to_string(i + 10) + ".\"}\n";
  }
  World expected;
  expected.write("feed.jsonl", lines);
  expected.load();
  // Batches of four lines: so many, or the bytes of three and a little more.
  LoadOptions by_count;
  by_count.batch_inputs = 4;
  LoadOptions by_bytes;
  by_bytes.batch_bytes = 3 * lines.find('\n') + 10;
  for (LoadOptions options : {by_count, by_bytes}) {
    World world;
    world.write("feed.jsonl", lines);
    options.cancellation = std::make_shared<CancellationToken>();
    options.progress = [&](const loaders::LoadProgress& now) {
      if (now.articles == 10) options.cancellation->cancel();
    };
    const LoadReport stopped = world.load("", options);
    CHECK(stopped.stopped);
    CHECK(stopped.added == 8);
    CHECK(world.count("Article") == 8);
    const LoadReport rest = world.load();
    CHECK_FALSE(rest.stopped);
    CHECK(rest.skipped == 8);
    CHECK(rest.added == 12);
    CHECK(world.facts() == expected.facts());
  }
}

TEST_CASE("an article read back is what a preview of it shows") {
  World world;
  world.write("a1.txt", kSomtc);
  world.write("a2.txt", kTalks);
  world.load();
  std::map<std::string, loaders::ArticleView> previews;
  const LoadReport report =
      loaders::make_loader("articles")
          ->preview(world.folder.path(), {},
                    [&](const loaders::ArticleView& article) { previews[article.id] = article; });
  CHECK(report.read == 2);
  REQUIRE(previews.size() == 2);
  const Transaction reading = world.database->begin(TransactionMode::Read);
  for (const auto& [id, preview] : previews) {
    const auto stored = loaders::read_article(reading.reader(), id);
    REQUIRE(stored.has_value());
    CHECK(stored->text == preview.text);
    CHECK(stored->name == preview.name);
    CHECK(stored->published == preview.published);
    REQUIRE(stored->facts.size() == preview.facts.size());
    const auto facts = [](const loaders::ArticleView& article) {
      std::multiset<std::string> lines;
      for (const loaders::FactView& fact : article.facts) {
        std::string line = fact.type + " " + article.entities[fact.head].label + " " +
                           article.entities[fact.tail].label + " " + fact.rule;
        for (const loaders::TextRange& range : fact.evidence) {
          line += " " + std::to_string(range.start) + "-" + std::to_string(range.end);
        }
        lines.insert(line);
      }
      return lines;
    };
    CHECK(facts(*stored) == facts(preview));
    std::size_t mentions = 0;
    for (const loaders::EntityView& entity : stored->entities) mentions += entity.mentions.size();
    CHECK(mentions > 3);
  }
  CHECK_FALSE(loaders::read_article(reading.reader(), "none").has_value());
}

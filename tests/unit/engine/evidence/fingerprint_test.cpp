// Fingerprints of texts, which documents are witnesses of their own, and reviewing by support.
#include <doctest/doctest.h>

#include <bit>
#include <random>

#include "evidence/witnesses.h"
#include "liaison/engine/check.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

int distance(const TextFingerprint& a, const TextFingerprint& b) {
  return std::popcount(a.bits[0] ^ b.bits[0]) + std::popcount(a.bits[1] ^ b.bits[1]);
}

std::vector<std::string> random_words(std::mt19937_64& random, std::size_t count) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i) words.push_back("w" + std::to_string(random() % 5000));
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

EvidenceEntry said(std::uint64_t document, double confidence, const TextFingerprint& text) {
  EvidenceEntry entry;
  entry.record.document = NodeId(document);
  entry.record.confidence = confidence;
  entry.record.text = text;
  return entry;
}

}  // namespace

TEST_CASE("a fingerprint is of the words: case, marks, normal form and punctuation do not count") {
  const TextFingerprint plain = fingerprint("Bộ Công an họp với Bộ Y tế ở Huế.");
  CHECK(plain.is_known());
  CHECK(plain == fingerprint("bo cong an hop voi bo y te o hue"));
  CHECK(plain == fingerprint("  BỘ CÔNG AN, họp (với) Bộ Y tế - ở Huế!"));
  // Decomposed.
  CHECK(plain ==
        fingerprint("Bo\u0323\u0302 Co\u0302ng an ho\u0323p vo\u031B\u0301i Bo\u0323\u0302 "
                    "Y te\u0302\u0301 o\u031B\u0309 Hue\u0302\u0301"));
  CHECK(!fingerprint("").is_known());
  CHECK(!fingerprint(" - ... !").is_known());
  CHECK(fingerprint("one").is_known());
  CHECK(fingerprint("one") != fingerprint("two"));
  CHECK(fingerprint("one two") != fingerprint("two one"));
}

TEST_CASE("the bits of a fingerprint never change: they are stored") {
  const TextFingerprint known = fingerprint("Bộ Công an họp với Bộ Y tế ở Huế.");
  CHECK(known.bits[0] == 15602735423445876018u);
  CHECK(known.bits[1] == 16479883695869006977u);
}

TEST_CASE("copies with a caption, a credit and changed words are near, other texts are far") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    const std::vector<std::string> words = random_words(random, 150 + random() % 500);
    std::vector<std::string> copy = words;
    copy.insert(copy.begin(), {"photo", "by", "our", "reporter"});
    copy.insert(copy.end(), {"source", "agency", "all", "rights", "reserved"});
    for (std::size_t i = 0; i < words.size() / 40; ++i) copy[random() % copy.size()] = "changed";
    CHECK(is_near_copy(fingerprint(joined(words)), fingerprint(joined(copy))));
    const TextFingerprint other = fingerprint(joined(random_words(random, words.size())));
    CHECK_FALSE(is_near_copy(fingerprint(joined(words)), other));
    // A text that takes over a third of another is one of its own.
    std::vector<std::string> quoting = random_words(random, words.size());
    std::copy(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(words.size() / 3),
              quoting.begin());
    CHECK(distance(fingerprint(joined(words)), fingerprint(joined(quoting))) > 26);
  }
  CHECK_FALSE(is_near_copy({}, {}));
}

TEST_CASE("copies are one witness, the surest, and copies of copies too") {
  const TextFingerprint a{{1, 1}};
  const TextFingerprint near_a{{1 | 0xFFFFF0, 1}};                  // 20 bits from a
  const TextFingerprint near_near_a{{1 | 0xFFFFF0, 1 | 0xFFFFF0}};  // 20 from it, 40 from a
  const TextFingerprint far{{~0ull << 8, ~0ull << 8}};
  const std::vector<EvidenceEntry> records = {said(1, 0.5, a), said(2, 0.6, near_near_a),
                                              said(3, 0.4, near_a), said(4, 0.5, far),
                                              said(4, 0.2, far)};
  Support support = support_of(records);
  CHECK(support.documents == 2);
  CHECK(support.confidence == doctest::Approx(1 - 0.4 * 0.5));
  // Without what links them the two are apart.
  support = support_of(std::vector<EvidenceEntry>{records[0], records[1]});
  CHECK(support.documents == 2);
  // Documents whose text is not known are taken as independent.
  support = support_of(std::vector<EvidenceEntry>{said(1, 0.5, {}), said(2, 0.5, {})});
  CHECK(support.documents == 2);
  // A document with two texts links both.
  support = support_of(std::vector<EvidenceEntry>{said(1, 0.5, a), said(1, 0.5, far),
                                                  said(2, 0.5, far), said(3, 0.5, a)});
  CHECK(support.documents == 1);
  CHECK(support_of({}).documents == 0);
  CHECK(support_of({}).confidence == 0);
}

TEST_CASE("witnesses do not depend on the order of records") {
  std::mt19937_64 random(3);
  std::vector<EvidenceEntry> records;
  for (std::uint64_t document = 1; document <= 40; ++document) {
    TextFingerprint text{{random(), random()}};
    if (document % 3 == 0) {
      text = records[random() % records.size()].record.text;
      text.bits[0] ^= std::uint64_t{0x3FF} << (random() % 50);
    }
    records.push_back(said(document, 0.5, text));
  }
  const Support expected = support_of(records);
  CHECK(expected.documents < 40);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(records.begin(), records.end(), random);
    CHECK(support_of(records).documents == expected.documents);
  }
  // Above the limit only equal texts are one.
  for (std::uint64_t document = 41; document <= 120; ++document) {
    records.push_back(said(document, 0.5, {{random(), random()}}));
  }
  records.push_back(said(121, 0.5, records.back().record.text));
  CHECK(support_of(records).documents == 120);
}

TEST_CASE("a review visits those with little support and no others, unsure ones first") {
  test::TestDatabase db(test::TestDatabase::Where::Folder);
  std::vector<NodeId> facts;
  {
    auto tx = db->begin(TransactionMode::Write);
    GraphWriter& w = tx.writer();
    std::vector<NodeId> documents;
    for (const char* text :
         {"one two three four five", "six seven eight nine ten", "ONE, two, three, four, five!"}) {
      const PropertyEntry entry{w.property_key("text"), text};
      documents.push_back(w.create_node({}, {&entry, 1}));
    }
    const auto say = [&](NodeId fact, std::size_t document, double confidence) {
      EvidenceRecord record;
      record.document = documents[document];
      record.quote = document == 1 ? "six" : document == 0 ? "one" : "ONE";
      record.end = 3;
      record.confidence = confidence;
      w.add_evidence(EntityKind::Node, fact.value, record);
    };
    for (int i = 0; i < 6; ++i) facts.push_back(w.create_node({}, {}));
    say(facts[0], 0, 0.9);
    say(facts[1], 0, 0.5);
    say(facts[2], 0, 0.5);
    say(facts[2], 2, 0.7);  // the same text: one witness
    say(facts[3], 0, 0.3);
    say(facts[3], 1, 0.4);  // another one
    say(facts[4], 0, 0.2);
    say(facts[4], 0, 0.8);  // two records of one document
    tx.commit();
  }
  db.reopen();
  const auto review = [&](EvidenceReview asked) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> out;
    auto tx = db->begin(TransactionMode::Read);
    tx.reader().review_evidence(
        asked, [&](EntityKind kind, std::uint64_t entity, const Support& support, const auto&) {
          CHECK(kind == EntityKind::Node);
          out.emplace_back(entity, support.documents);
          return true;
        });
    return out;
  };
  using Rows = std::vector<std::pair<std::uint64_t, std::uint32_t>>;
  CHECK(review({1, 0.6}) == Rows{{facts[1].value, 1}});
  CHECK(review({1, 0.8}) == Rows{{facts[4].value, 1}, {facts[1].value, 1}, {facts[2].value, 1}});
  CHECK(review({1, 1}).size() == 4);
  CHECK(review({2, 0.6}) == Rows{{facts[1].value, 1}, {facts[3].value, 2}});
  CHECK(review({UINT32_MAX, 1}).size() == 5);
  CHECK(review({1, 0}).empty());
  CHECK(check(*db).problems == std::vector<std::string>());
}

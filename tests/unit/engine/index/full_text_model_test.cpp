// Full-text search against a model that keeps documents as lists of words and scores by the formula
// of full_text.h, over random documents, changes and queries, on both stores.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "liaison/engine/check.h"
#include "liaison/engine/full_text.h"
#include "support/seed.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

const std::vector<std::string> kVocabulary = {"an",  "bo",    "cong", "cong1", "canh", "sat",
                                              "sta", "quang", "quan", "minh",  "ha",   "noi"};

using Words = std::vector<std::string>;

struct Document {
  std::vector<Words> fields{2};
  bool labelled = true;
  std::size_t length() const { return fields[0].size() + fields[1].size(); }
};

bool one_edit(const std::string& a, const std::string& b) {
  if (a == b) return false;
  std::set<std::string> reachable;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    if (i < a.size()) reachable.insert(a.substr(0, i) + a.substr(i + 1));
    if (i + 1 < a.size()) reachable.insert(a.substr(0, i) + a[i + 1] + a[i] + a.substr(i + 2));
    for (char c = '0'; c <= 'z'; ++c) {
      reachable.insert(a.substr(0, i) + c + a.substr(i));
      if (i < a.size()) reachable.insert(a.substr(0, i) + c + a.substr(i + 1));
    }
  }
  return reachable.contains(b);
}

// A part of a query: how often a document has it.
struct Part {
  std::string text;
  Words phrase;
  char mark = ' ';  // '*', '~'
  int field = -1;
  char sign = ' ';  // '+', '-'

  double frequency(const Document& document) const {
    double total = 0;
    for (int field_at = 0; field_at < 2; ++field_at) {
      if (field >= 0 && field != field_at) continue;
      const Words& words = document.fields[static_cast<std::size_t>(field_at)];
      for (std::size_t i = 0; i + phrase.size() <= words.size(); ++i) {
        if (mark == '*') {
          total += words[i].starts_with(phrase[0]) ? 1 : 0;
        } else if (mark == '~') {
          total += words[i] == phrase[0] ? 1 : one_edit(phrase[0], words[i]) ? 0.5 : 0;
        } else {
          total += std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<long>(i));
        }
      }
    }
    return total;
  }
};

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

struct Model {
  std::map<std::uint64_t, Document> documents;

  std::map<std::uint64_t, double> search(const std::vector<Part>& parts) const {
    double all = 0;
    double words = 0;
    for (const auto& [id, document] : documents) {
      if (!document.labelled || document.length() == 0) continue;
      ++all;
      words += static_cast<double>(document.length());
    }
    std::map<std::uint64_t, double> scores;
    std::set<std::uint64_t> refused;
    bool any_must = false;
    for (const Part& part : parts) any_must = any_must || part.sign == '+';
    for (const Part& part : parts) {
      double having = 0;
      for (const auto& [id, document] : documents) {
        having += document.labelled && part.frequency(document) > 0 ? 1 : 0;
      }
      const double idf = std::log(1 + (all - having + 0.5) / (having + 0.5));
      for (const auto& [id, document] : documents) {
        const double f = document.labelled ? part.frequency(document) : 0;
        if (part.sign == '+' && f == 0) refused.insert(id);
        if (f == 0) continue;
        if (part.sign == '-') {
          refused.insert(id);
          continue;
        }
        const double length = static_cast<double>(document.length());
        scores[id] += idf * f * (1.2 + 1) / (f + 1.2 * (1 - 0.75 + 0.75 * length / (words / all)));
      }
    }
    for (const std::uint64_t id : refused) scores.erase(id);
    return scores;
  }
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  Words words(std::size_t count_max) {
    Words words;
    for (std::size_t left = below(count_max + 1); left > 0; --left) {
      words.push_back(kVocabulary[below(kVocabulary.size())]);
    }
    return words;
  }
  Part part() {
    Part part;
    part.phrase.push_back(kVocabulary[below(kVocabulary.size())]);
    switch (below(5)) {
      case 0:
        part.phrase[0] = part.phrase[0].substr(0, 1 + below(part.phrase[0].size()));
        part.mark = '*';
        break;
      case 1:
        part.mark = '~';
        break;
      case 2:
        part.phrase.push_back(kVocabulary[below(kVocabulary.size())]);
        break;
      default:
        break;
    }
    if (below(4) == 0) part.field = static_cast<int>(below(2));
    const std::size_t sign = below(6);
    if (sign < 2) part.sign = sign == 0 ? '+' : '-';
    part.text = part.phrase.size() > 1 ? "\"" + joined(part.phrase) + "\"" : part.phrase[0];
    if (part.mark != ' ') part.text += part.mark;
    if (part.field >= 0) part.text = (part.field == 0 ? "title:" : "text:") + part.text;
    if (part.sign != ' ') part.text = part.sign + part.text;
    return part;
  }

 private:
  std::mt19937_64 engine_;
};

class World {
 public:
  World(test::TestDatabase& database, std::uint64_t seed) : database_(database), random_(seed) {}

  void run(int rounds) {
    Transaction tx = database_->begin(TransactionMode::Write);
    label_ = tx.writer().label("Article");
    keys_ = {tx.writer().property_key("title"), tx.writer().property_key("text")};
    // Half of the documents are there before the index.
    for (int i = 0; i < 10; ++i) change(tx.writer());
    IndexDefinition definition;
    definition.name = "texts";
    definition.kind = IndexKind::FullText;
    definition.token = label_.value;
    definition.keys = {keys_[0], keys_[1]};
    index_ = tx.writer().create_index(definition).id;
    compare(tx.reader());
    tx.commit();
    for (int round = 0; round < rounds; ++round) {
      Transaction before = database_->begin(TransactionMode::Read);
      const Model old = model_;
      Transaction writing = database_->begin(TransactionMode::Write);
      for (std::size_t left = 1 + random_.below(6); left > 0; --left) change(writing.writer());
      compare(writing.reader());
      if (random_.below(4) == 0) {
        writing.rollback();
        model_ = old;
      } else {
        writing.commit();
      }
      compare_with(old, before.reader());
      Transaction after = database_->begin(TransactionMode::Read);
      compare(after.reader());
    }
    CHECK(check(*database_).problems == std::vector<std::string>());
  }

 private:
  void change(GraphWriter& writer) {
    const std::size_t what = model_.documents.empty() ? 0 : random_.below(6);
    if (what < 2) {
      Document document;
      std::vector<PropertyEntry> entries;
      for (std::size_t i = 0; i < 2; ++i) {
        document.fields[i] = random_.words(i == 0 ? 3 : 12);
        if (!document.fields[i].empty()) entries.push_back({keys_[i], joined(document.fields[i])});
      }
      const NodeId node = writer.create_node({&label_, 1}, entries);
      model_.documents[node.value] = document;
      return;
    }
    auto at = model_.documents.begin();
    std::advance(at, random_.below(model_.documents.size()));
    Document& document = at->second;
    const NodeId node(at->first);
    if (what == 2) {
      writer.delete_node(node);
      model_.documents.erase(at);
    } else if (what == 3) {
      document.labelled = !document.labelled;
      document.labelled ? writer.add_label(node, label_) : writer.remove_label(node, label_);
    } else {
      const std::size_t field = random_.below(2);
      document.fields[field] = random_.words(10);
      const Words& words = document.fields[field];
      writer.set_property(EntityKind::Node, node.value, keys_[field],
                          words.empty() ? Value() : Value(joined(words)));
    }
  }

  void compare(const GraphReader& reader) { compare_with(model_, reader); }

  void compare_with(const Model& model, const GraphReader& reader) {
    std::vector<Part> parts;
    std::string query;
    for (std::size_t left = 1 + random_.below(3); left > 0; --left) {
      parts.push_back(random_.part());
      query += (query.empty() ? "" : " ") + parts.back().text;
    }
    CAPTURE(query);
    const auto expected = model.search(parts);
    std::vector<ScoredEntity> found;
    reader.search_text(index_, query, {}, found);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      REQUIRE(expected.contains(found[i].entity));
      CHECK(found[i].score == doctest::Approx(expected.at(found[i].entity)).epsilon(1e-9));
      if (i == 0) continue;
      CHECK(found[i - 1].score >= found[i].score);
      if (found[i - 1].score == found[i].score) CHECK(found[i - 1].entity < found[i].entity);
    }
  }

  test::TestDatabase& database_;
  Random random_;
  Model model_;
  LabelId label_;
  std::vector<PropertyKeyId> keys_;
  IndexId index_;
};

}  // namespace

TEST_CASE("full-text search finds and scores what a model does, through random changes") {
  const std::uint64_t seed = test::random_seed();
  test::for_each_store([&](test::TestDatabase& database) { World(database, seed).run(60); });
}

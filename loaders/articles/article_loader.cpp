#include "articles/article_loader.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "articles/article_feed.h"
#include "articles/article_schema.h"
#include "articles/article_writer.h"
#include "articles/corpus_identity.h"
#include "articles/extractor.h"
#include "articles/input/input_reader.h"
#include "articles/prepared_article.h"
#include "articles/rules.h"
#include "core/sha256.h"
#include "core/text_files.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

namespace fs = std::filesystem;

namespace {

// Raised by hand when the same rules extract something else than before: articles that are loaded
// again are then extracted again.
constexpr int kExtractorVersion = 1;

// Identifies what extracts: the rule tables and the code's version.
std::string fingerprint_of(const Rules& rules) {
  Sha256 hash;
  hash.update("extractor " + std::to_string(kExtractorVersion));
  for (std::size_t table = 0; table < kTableCount; ++table) {
    hash.update("\n\n");
    for (const RuleRow& row : rules.rows(static_cast<Table>(table))) {
      hash.update("\n");
      for (const auto& column : row.columns) {
        hash.update("|");
        for (const std::string& alternative : column) hash.update(alternative + ";");
      }
    }
  }
  return hash.hex_digest();
}

std::int64_t now_ms(const LoadOptions& options) {
  if (options.clock_ms) return options.clock_ms();
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

bool is_cancelled(const LoadOptions& options) {
  return options.cancellation && options.cancellation->is_cancelled();
}

// Tells how far a load is.
class Progress {
 public:
  Progress(const LoadOptions& options, std::uint64_t bytes_total)
      : options_(options), now_{.bytes_total = bytes_total} {}
  void add(std::uint64_t bytes) {
    ++now_.articles;
    now_.bytes += bytes;
    if (options_.progress) options_.progress(now_);
  }

 private:
  const LoadOptions& options_;
  LoadProgress now_;
};

void count(const ArticleFacts& facts, LoadReport& report) {
  ++report.added;
  for (const ExtractedEntity& entity : facts.entities) {
    ++report.entities_found[std::string(to_string(entity.label))];
    report.mentions += entity.mentions.size();
  }
  for (const ExtractedFact& fact : facts.facts) ++report.facts_found[fact.type];
}

// The rules that the options ask for.
class ChosenRules {
 public:
  explicit ChosenRules(const LoadOptions& options) {
    if (!options.rules.empty()) own_.emplace(Rules::load(options.rules));
  }
  const Rules& get() const { return own_ ? *own_ : Rules::builtin(); }

 private:
  std::optional<Rules> own_;
};

// One load: what its steps share.
class ArticleLoad {
 public:
  ArticleLoad(Database& database, const Rules& rules, const LoadOptions& options)
      : database_(database),
        rules_(rules),
        options_(options),
        fingerprint_(fingerprint_of(rules)),
        extractor_(rules),
        identity_(rules) {}

  LoadReport run(InputReader& input) {
    std::vector<PreparedArticle> batch;
    const std::size_t batch_max = std::max<std::size_t>(options_.batch_inputs, 1);
    Progress progress(options_, input.bytes_total());
    ArticleFeed feed(input, [this](RawArticle raw) { return read(std::move(raw)); });
    while (auto item = feed.next()) {
      if (is_cancelled(options_)) {
        report_.stopped = true;
        return std::move(report_);
      }
      note(*item);
      if (item->article) batch.push_back(std::move(*item->article));
      if (batch.size() >= batch_max && !write(batch)) break;
      progress.add(item->size);
    }
    if (!report_.stopped) write(batch);
    return std::move(report_);
  }

 private:
  // Reads and extracts, on the feed's thread.
  ArticleFeed::Item read(RawArticle raw) const {
    ArticleFeed::Item item{raw.place, raw.size};
    try {
      if (!raw.problem.empty()) throw InputError(raw.problem);
      item.is_read = true;
      const Transaction reading = database_.begin(TransactionMode::Read);
      std::string sha256 = raw.fingerprint();
      if (article_state(reading.reader(), raw.id, sha256, fingerprint_) ==
          ArticleState::Unchanged) {
        return item;
      }
      item.article = prepare(std::move(raw), extractor_);
      item.article->sha256 = std::move(sha256);
      describe_entities(*item.article, rules_);
    } catch (const InputError& error) {
      item.article.reset();
      item.problem = error.what();
    } catch (const UsageError& error) {
      item.article.reset();
      item.problem = error.what();
    }
    return item;
  }

  void note(const ArticleFeed::Item& item) {
    if (item.is_read) ++report_.read;
    if (!item.problem.empty()) {
      report_.add_failure(item.place, item.problem);
    } else if (!item.article) {
      ++report_.skipped;
    }
  }

  // False when the load was cancelled; nothing of the batch is there then.
  bool write(std::vector<PreparedArticle>& batch) {
    if (batch.empty()) return true;
    Transaction transaction = database_.begin(TransactionMode::Write);
    if (!has_article_schema(transaction.reader().catalog())) {
      declare_article_schema(transaction.reader(), transaction.writer());
    }
    // What is known holds while nobody else writes.
    if (known_commit_ != database_.published_commit()) {
      identity_.read(transaction.reader());
      resolver_.forget();
    }
    known_commit_.reset();
    resolver_.begin(transaction);
    std::vector<const ArticleFacts*> articles;
    for (const PreparedArticle& article : batch) articles.push_back(&article.facts);
    identity_.resolve(transaction.reader(), articles);
    ArticleWriter writer(transaction, resolver_, fingerprint_, now_ms(options_));
    // Counts of a commit that fails must not be reported.
    LoadReport written = report_;
    for (const PreparedArticle& article : batch) {
      if (is_cancelled(options_)) {
        report_.stopped = true;
        return false;
      }
      write_one(transaction, writer, article, written);
    }
    rewrite_misplaced(transaction, writer);
    known_commit_ = transaction.commit();
    report_ = std::move(written);
    batch.clear();
    return true;
  }

  void write_one(Transaction& transaction, ArticleWriter& writer, const PreparedArticle& article,
                 LoadReport& report) {
    const LoadReport before = report;
    const std::size_t savepoint = transaction.savepoint();
    const auto give_up = [&](const Error& error) {
      transaction.rollback_to(savepoint);
      writer.rolled_back();
      report = before;
      report.add_failure(article.place, error.what());
    };
    try {
      writer.write(article, identity_, report);
      identity_.placed(article.facts);
    } catch (const InputError& error) {
      give_up(error);
    } catch (const ConstraintError& error) {
      give_up(error);
    } catch (const UsageError& error) {  // a name too long for an index, for example
      give_up(error);
    }
  }

  // Articles loaded before, in which a person has become another one by what was loaded now.
  void rewrite_misplaced(Transaction& transaction, ArticleWriter& writer) {
    const GraphReader& reader = transaction.reader();
    for (const std::string& id : identity_.misplaced()) {
      PreparedArticle article;
      article.place = id;
      article.text = stored(reader, id, "text");
      article.title = stored(reader, id, "name");
      article.url = stored(reader, id, "url");
      article.sha256 = stored(reader, id, "sha256");
      article.facts = extractor_.extract(
          {id, article.text, stored(reader, id, "published"), stored(reader, id, "language")});
      describe_entities(article, rules_);
      LoadReport unreported;
      writer.write(article, identity_, unreported);
      identity_.placed(article.facts);
    }
  }

  static std::string stored(const GraphReader& reader, const std::string& id,
                            std::string_view property) {
    const auto node =
        find_node(reader, *find_key_index(reader.catalog(), kArticleLabel, kArticleKey), id);
    const auto key = reader.catalog().property_key(property);
    if (!node || !key) return {};
    ColumnVector column;
    reader.gather(EntityKind::Node, {&node->value, 1}, *key, column);
    const Value value = column.get(0);
    return value.is_string() ? std::string(value.as_string()) : std::string();
  }

  Database& database_;
  const Rules& rules_;
  const LoadOptions& options_;
  std::string fingerprint_;
  Extractor extractor_;
  CorpusIdentity identity_;
  EntityResolver resolver_;
  std::optional<CommitNumber> known_commit_;  // of the state that identity_ and resolver_ know
  LoadReport report_;
};

}  // namespace

bool ArticleLoader::accepts(const fs::path& source) const {
  try {
    list_files(source, InputReader::extensions());
    return true;
  } catch (const InputError&) {
    return false;
  }
}

void ArticleLoader::check_source(const fs::path& source, const LoadOptions& options) const {
  list_files(source, InputReader::extensions());
  if (!options.rules.empty()) Rules::load(options.rules);
}

LoadReport ArticleLoader::load(Database& database, const fs::path& source,
                               const LoadOptions& options) {
  FileList files = list_files(source, InputReader::extensions());
  const std::uint64_t ignored = files.ignored;
  InputReader input(std::move(files));
  const ChosenRules rules(options);
  LoadReport report = ArticleLoad(database, rules.get(), options).run(input);
  report.ignored = ignored;
  return report;
}

LoadReport ArticleLoader::preview(const fs::path& source, const LoadOptions& options,
                                  const ArticleSink& sink) {
  FileList files = list_files(source, InputReader::extensions());
  LoadReport report;
  report.ignored = files.ignored;
  InputReader input(std::move(files));
  const ChosenRules rules(options);
  const Extractor extractor(rules.get());
  Progress progress(options, input.bytes_total());
  while (auto raw = input.next()) {
    if (is_cancelled(options)) {
      report.stopped = true;
      break;
    }
    const std::uint64_t size = raw->size;
    const std::string place = raw->place;
    try {
      if (!raw->problem.empty()) throw InputError(raw->problem);
      ++report.read;
      PreparedArticle article = prepare(std::move(*raw), extractor);
      count(article.facts, report);
      sink(view_of(std::move(article)));
    } catch (const InputError& error) {
      report.add_failure(place, error.what());
    }
    progress.add(size);
  }
  return report;
}

}  // namespace liaison::loaders

#include "articles/article_loader.h"

#include <algorithm>
#include <chrono>
#include <future>
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
    std::uint64_t batch_bytes = 0;
    const std::size_t batch_max = std::max<std::size_t>(options_.batch_inputs, 1);
    Progress progress(options_, input.bytes_total());
    ArticleFeed feed(input, [this](RawArticle raw) { return read(std::move(raw)); });
    while (auto item = feed.next()) {
      if (is_cancelled(options_)) {
        report_.stopped = true;
        break;
      }
      note(*item);
      if (item->article) {
        batch.push_back(std::move(*item->article));
        batch_bytes += item->size;
      }
      if (batch.size() >= batch_max || batch_bytes >= options_.batch_bytes) {
        if (!write(batch)) break;
        batch_bytes = 0;
      }
      progress.add(item->size);
    }
    if (!report_.stopped) write(batch);
    // What is reported is durable.
    wait_durable();
    return std::move(report_);
  }

 private:
  // Reads and extracts, on the feed's thread.
  ArticleFeed::Item read(RawArticle raw) const {
    ArticleFeed::Item item{raw.place, raw.size};
    try {
      if (!raw.problem.empty()) throw InputError(raw.problem);
      item.is_read = true;
      const Transaction reading = database_.begin(TransactionMode::Read, CacheUse::Bypass);
      std::string sha256 = raw.fingerprint();
      if (article_state(reading.reader(), raw.id, sha256, fingerprint_) ==
          ArticleState::Unchanged) {
        return item;
      }
      item.article = prepare(std::move(raw), extractor_);
      item.article->sha256 = std::move(sha256);
      make_ready(*item.article, rules_);
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
    Transaction transaction = database_.begin(TransactionMode::Write, CacheUse::Bypass);
    if (!has_article_schema(transaction.reader().catalog())) {
      declare_article_schema(transaction.reader(), transaction.writer());
    }
    // What is known holds while nobody else writes.
    if (known_commit_ != transaction.base()) {
      identity_.read(transaction.reader());
      resolver_.forget_all();
    }
    known_commit_.reset();
    resolver_.begin(transaction);
    std::vector<const ArticleFacts*> articles;
    for (const PreparedArticle& article : batch) articles.push_back(&article.facts);
    identity_.resolve(transaction.reader(), articles);
    ArticleWriter writer(transaction, resolver_, fingerprint_, now_ms(options_));
    // Counts of a commit that fails must not be reported.
    LoadReport written = report_;
    const std::size_t start = transaction.savepoint();
    if (!write_together(transaction, writer, batch, written)) {
      transaction.rollback_to(start);
      writer.rolled_back(0);
      written = report_;
      write_apart(transaction, writer, batch, written);
    }
    if (report_.stopped) return false;
    rewrite_misplaced(transaction, writer);
    const CommitNumber number = transaction.write();
    known_commit_ = number;
    report_ = std::move(written);
    // The batch before this one is durable by now, or nearly so.
    wait_durable();
    durable_ = std::async(std::launch::async, [this, number, done = std::move(batch)]() mutable {
      done = {};
      database_.wait_durable(number);
    });
    batch = {};
    return true;
  }

  // Waits for the batch that was written last.
  void wait_durable() {
    if (durable_.valid()) durable_.get();
  }

  // Writes articles, and what they say of known things at once. False when that cannot be stored:
  // then one of them is to blame, and which one is found by writing each apart.
  bool write_together(Transaction& transaction, ArticleWriter& writer,
                      const std::vector<PreparedArticle>& batch, LoadReport& report) {
    std::vector<const PreparedArticle*> placed;
    try {
      for (const PreparedArticle& article : batch) {
        if (stops()) return true;
        const auto earlier = writer.earlier_version(article);
        if (write_one(transaction, writer, article, earlier, report, [] {})) {
          placed.push_back(&article);
        }
      }
      writer.settle();
    } catch (const InputError&) {
      return false;
    } catch (const ConstraintError&) {
      return false;
    } catch (const UsageError&) {
      return false;
    }
    for (const PreparedArticle* article : placed) identity_.placed(article->facts);
    return true;
  }

  void write_apart(Transaction& transaction, ArticleWriter& writer,
                   const std::vector<PreparedArticle>& batch, LoadReport& report) {
    for (const PreparedArticle& article : batch) {
      if (stops()) return;
      const auto earlier = writer.earlier_version(article);
      if (write_one(transaction, writer, article, earlier, report, [&] { writer.settle(); })) {
        identity_.placed(article.facts);
      }
    }
  }

  bool stops() {
    if (is_cancelled(options_)) report_.stopped = true;
    return report_.stopped;
  }

  // Writes an article, and does `then`. False when either cannot be: nothing of it is there then.
  template <class Then>
  bool write_one(Transaction& transaction, ArticleWriter& writer, const PreparedArticle& article,
                 std::optional<NodeId> earlier, LoadReport& report, Then then) {
    const LoadReport before = report;
    const std::size_t savepoint = transaction.savepoint();
    const std::size_t waiting = writer.waiting();
    const auto give_up = [&](const Error& error) {
      transaction.rollback_to(savepoint);
      writer.rolled_back(waiting);
      report = before;
      report.add_failure(article.place, error.what());
      return false;
    };
    try {
      writer.write(article, earlier, identity_, report);
      then();
      return true;
    } catch (const InputError& error) {
      return give_up(error);
    } catch (const ConstraintError& error) {
      return give_up(error);
    } catch (const UsageError& error) {  // a name too long for an index, for example
      return give_up(error);
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
      make_ready(article, rules_);
      LoadReport unreported;
      writer.write(article, writer.earlier_version(article), identity_, unreported);
      identity_.placed(article.facts);
    }
    writer.settle();
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
  std::future<void> durable_;                 // the batch that was written last
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

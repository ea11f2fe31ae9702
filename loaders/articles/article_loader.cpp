#include "articles/article_loader.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "articles/article_schema.h"
#include "articles/article_writer.h"
#include "articles/corpus_identity.h"
#include "articles/extractor.h"
#include "articles/normalise.h"
#include "articles/rules.h"
#include "core/sha256.h"
#include "core/text_files.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kExtension = ".txt";

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

std::string article_id(const fs::path& file) {
  const std::string stem = file.stem().string();
  if (!text::is_valid_utf8(stem)) throw InputError("its name is not UTF-8");
  return text::nfc(stem);
}

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

  LoadReport run(const FileList& list) {
    report_.ignored = list.ignored;
    std::vector<PreparedArticle> batch;
    const std::size_t batch_max = std::max<std::size_t>(options_.batch_inputs, 1);
    std::size_t done = 0;
    for (const fs::path& file : list.files) {
      if (options_.cancellation) options_.cancellation->check();
      if (auto article = prepare(file)) batch.push_back(std::move(*article));
      if (batch.size() >= batch_max) write(batch);
      if (options_.progress) options_.progress(++done, list.files.size());
    }
    write(batch);
    return std::move(report_);
  }

 private:
  // Reads and extracts; nothing when the article is there already or cannot be read.
  std::optional<PreparedArticle> prepare(const fs::path& file) {
    try {
      const std::string bytes = read_text_file(file);
      ++report_.read;
      PreparedArticle article;
      article.file = file.filename().string();
      const std::string id = article_id(file);
      if (std::all_of(bytes.begin(), bytes.end(), [](unsigned char c) { return c <= ' '; })) {
        throw InputError("holds no text");
      }
      article.sha256 = sha256_hex(bytes);
      const Transaction reading = database_.begin(TransactionMode::Read);
      if (article_state(reading.reader(), id, article.sha256, fingerprint_) ==
          ArticleState::Unchanged) {
        ++report_.skipped;
        return std::nullopt;
      }
      article.text = normalise(bytes);
      article.facts = extractor_.extract({id, article.text});
      return article;
    } catch (const InputError& error) {
      report_.add_failure(file.filename().string(), error.what());
      return std::nullopt;
    }
  }

  void write(std::vector<PreparedArticle>& batch) {
    if (batch.empty()) return;
    Transaction transaction = database_.begin(TransactionMode::Write);
    if (!has_article_schema(transaction.reader().catalog())) {
      declare_article_schema(transaction.reader(), transaction.writer());
    }
    // Each batch reads afresh: others may have written in between.
    identity_.read(transaction.reader());
    for (const PreparedArticle& article : batch) identity_.put(article.facts);
    identity_.resolve();
    ArticleWriter writer(transaction, rules_, fingerprint_, now_ms(options_));
    // Counts of a commit that fails must not be reported.
    LoadReport written = report_;
    for (const PreparedArticle& article : batch) {
      if (options_.cancellation) options_.cancellation->check();
      write_one(transaction, writer, article, written);
    }
    rewrite_misplaced(transaction, writer);
    transaction.commit();
    report_ = std::move(written);
    batch.clear();
  }

  void write_one(Transaction& transaction, ArticleWriter& writer, const PreparedArticle& article,
                 LoadReport& report) {
    const LoadReport before = report;
    const std::size_t savepoint = transaction.savepoint();
    const auto give_up = [&](const Error& error) {
      transaction.rollback_to(savepoint);
      report = before;
      report.add_failure(article.file, error.what());
    };
    try {
      writer.write(article, identity_, report);
      identity_.placed(article.facts.article);
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
      article.file = id;
      article.text = stored(reader, id, "text");
      article.sha256 = stored(reader, id, "sha256");
      article.facts = extractor_.extract({id, article.text});
      LoadReport unreported;
      writer.write(article, identity_, unreported);
      identity_.placed(id);
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
  LoadReport report_;
};

}  // namespace

bool ArticleLoader::accepts(const fs::path& source) const {
  try {
    list_files(source, kExtension);
    return true;
  } catch (const InputError&) {
    return false;
  }
}

void ArticleLoader::check_source(const fs::path& source, const LoadOptions& options) const {
  list_files(source, kExtension);
  if (!options.rules.empty()) Rules::load(options.rules);
}

LoadReport ArticleLoader::load(Database& database, const fs::path& source,
                               const LoadOptions& options) {
  const FileList list = list_files(source, kExtension);
  std::optional<Rules> own;
  if (!options.rules.empty()) own.emplace(Rules::load(options.rules));
  return ArticleLoad(database, own ? *own : Rules::builtin(), options).run(list);
}

}  // namespace liaison::loaders

// Step 9: the facts of one article into the graph. The article becomes a node with its text; each
// entity a node, each span a MENTIONS relationship, each fact one relationship with a record of
// evidence per sentence. Stored properties of what was extracted come from the records alone, so
// that withdrawing an article takes back exactly what it gave. New relationships are written at
// once; records of what is known already wait, and are added for a whole batch of articles.
// Thread-safety: needs external locking. Lifetime: the transaction outlives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "articles/corpus_identity.h"
#include "articles/extractor.h"
#include "articles/prepared_article.h"
#include "core/entity_resolver.h"
#include "liaison/engine/transaction.h"
#include "liaison/loaders/report.h"

namespace liaison::loaders {

// Whether the database has the article with these bytes, extracted by these rules.
enum class ArticleState : std::uint8_t { New, Changed, Unchanged };
ArticleState article_state(const GraphReader& reader, const std::string& article,
                           const std::string& sha256, const std::string& rules);

// Fills in what writing needs besides the facts: the one half of the work that asks no database.
void make_ready(PreparedArticle& article, const Rules& rules);

class ArticleWriter {
 public:
  // `resolver`: of this transaction. `fingerprint`: of what extracts. `now_ms`: when the records
  // are asserted.
  ArticleWriter(Transaction& transaction, EntityResolver& resolver, std::string fingerprint,
                std::int64_t now_ms);

  // The node of an earlier version of the article. Settles when there is one, as what it gave is
  // about to be withdrawn: so ask before the savepoint that write() is taken back to.
  std::optional<NodeId> earlier_version(const PreparedArticle& article);
  // Writes the article, in place of what an earlier version of it gave, its persons under the keys
  // that `identity` gives. What it says of things that were there before waits for settle().
  // *Requires* the article schema and a ready article. *Throws* InputError, UsageError or
  // ConstraintError when the article cannot be stored; the caller rolls back to a savepoint.
  void write(const PreparedArticle& article, std::optional<NodeId> earlier,
             const CorpusIdentity& identity, LoadReport& report);
  // Adds what waits, of many articles at once. *Throws* as write(), when one of them cannot be
  // stored; nothing is added then, and all of it waits on.
  void settle();

  // For taking back to a savepoint: how much waits when it is made. *Required* after the caller has
  // rolled back to it.
  std::size_t waiting() const { return waiting_.size(); }
  void rolled_back(std::size_t waiting);

 private:
  NodeId write_article_node(const PreparedArticle& article, std::optional<NodeId> earlier,
                            LoadReport& report);
  void write_mentions(const DocumentText& body, NodeId document, NodeId node,
                      std::span<const TextSpan> spans, LoadReport& report);
  // `place`: of the fact among the article's.
  void write_fact(const PreparedArticle& article, std::size_t place, NodeId document, NodeId head,
                  NodeId tail, LoadReport& report);

  Transaction& transaction_;
  EntityResolver& resolver_;
  std::string fingerprint_;
  std::int64_t now_ms_;
  std::vector<NewEvidence> waiting_;
};

}  // namespace liaison::loaders

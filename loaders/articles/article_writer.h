// Step 9: the facts of one article into the graph. The article becomes a node with its text; each
// entity a node, each span a MENTIONS relationship, each fact one relationship with a record of
// evidence per sentence. Stored properties of what was extracted come from the records alone, so
// that withdrawing an article takes back exactly what it gave.
// Thread-safety: needs external locking. Lifetime: the transaction outlives it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

// Fills in what is said of the article's entities.
void describe_entities(PreparedArticle& article, const Rules& rules);

class ArticleWriter {
 public:
  // `resolver`: of this transaction. `fingerprint`: of what extracts. `now_ms`: when the records
  // are asserted.
  ArticleWriter(Transaction& transaction, EntityResolver& resolver, std::string fingerprint,
                std::int64_t now_ms);

  // Writes the article, in place of what an earlier version of it gave, its persons under the keys
  // that `identity` gives. *Requires* the article schema and described entities. *Throws*
  // InputError, UsageError or ConstraintError when the article cannot be stored; the caller rolls
  // back to a savepoint.
  void write(const PreparedArticle& article, const CorpusIdentity& identity, LoadReport& report);
  // *Required* after the caller has rolled back.
  void rolled_back() { resolver_.forget(); }

 private:
  struct PlacedText;

  NodeId write_article_node(const PreparedArticle& article, LoadReport& report);
  void write_mentions(const PlacedText& body, NodeId document, NodeId node,
                      std::span<const TextSpan> spans, LoadReport& report);
  void write_fact(const ExtractedFact& fact, NodeId document, NodeId head, NodeId tail,
                  LoadReport& report);
  void add_record(EntityKind kind, std::uint64_t entity, const EvidenceRecord& record,
                  LoadReport& report);

  Transaction& transaction_;
  EntityResolver& resolver_;
  std::string fingerprint_;
  std::int64_t now_ms_;
};

}  // namespace liaison::loaders

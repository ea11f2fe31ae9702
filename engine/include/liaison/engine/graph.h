// The property graph as operations. GraphReader answers batched questions at one snapshot: ids
// in, column vectors out, one call for a chunk of rows, never one per row. GraphWriter changes the
// graph inside a transaction; its reader sees the changes at once.
//
// Absent things are values, not errors: a deleted or unknown id yields null properties, no labels,
// no neighbours.
// Thread-safety: a reader may be used by several threads unless it belongs to a transaction that
// writes; a writer needs external locking. Both live as long as their transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/catalog.h"
#include "liaison/engine/data_chunk.h"
#include "liaison/engine/evidence.h"
#include "liaison/engine/ids.h"
#include "liaison/engine/value.h"

namespace liaison {

class DocumentText;  // liaison/engine/document_text.h

// Result of expand(): parallel arrays, grouped by source_row ascending, and inside a group by
// (type, neighbour, relationship). A self-loop appears once under Direction::Both.
struct ExpandResult {
  std::vector<std::uint32_t> source_row;  // position in the span of nodes that was asked
  std::vector<NodeId> neighbour;
  std::vector<RelationshipId> relationship;
  std::vector<RelationshipTypeId> type;
  std::vector<std::uint8_t> is_outgoing;  // 1: the asked node is the relationship's source
  std::size_t size() const { return neighbour.size(); }
  void clear();
};

// Ends and type of a relationship.
struct RelationshipEnds {
  RelationshipTypeId type;
  NodeId source;
  NodeId target;
};

struct PropertyEntry {
  PropertyKeyId key;
  Value value;
};

// Walks ids in ascending order, a batch at a time.
class NodeScan {
 public:
  virtual ~NodeScan() = default;
  // Appends up to `count_max` ids to `out`; returns how many. 0 means the end.
  virtual std::size_t next(std::size_t count_max, std::vector<NodeId>& out) = 0;
};

class RelationshipScan {
 public:
  virtual ~RelationshipScan() = default;
  virtual std::size_t next(std::size_t count_max, std::vector<RelationshipId>& ids,
                           std::vector<RelationshipEnds>& ends) = 0;
};

// The neighbours of one node: parallel spans, ascending by (neighbour, relationship).
struct NeighbourList {
  std::span<const NodeId> neighbours;
  std::span<const RelationshipId> relationships;
  std::size_t size() const { return neighbours.size(); }
};

// Reads neighbour lists of one relationship type in one direction, node after node in any order:
// for searches and joins that look at many nodes and carry no row per neighbour. A self-loop is in
// the lists of both directions.
// Thread-safety: belongs to one thread. Lifetime: its reader outlives it.
class NeighbourCursor {
 public:
  virtual ~NeighbourCursor() = default;
  // Good until the next call. A node that does not exist has no neighbours.
  virtual NeighbourList list(NodeId node) = 0;
};

// One bound of an index range. The ordering is openCypher's within one family of types.
struct RangeBound {
  Value value;
  bool inclusive = true;
};

// Ids found for several probes: parallel arrays, grouped by probe.
struct SeekResult {
  std::vector<std::uint32_t> probe;
  std::vector<std::uint64_t> entity;  // NodeId or RelationshipId value
};

// How a string is looked for in a Text index.
enum class StringMatch : std::uint8_t { Equal, StartsWith, EndsWith, Contains };

// A hit of a full-text search: NodeId or RelationshipId value, and its score (larger is better).
struct ScoredEntity {
  std::uint64_t entity;
  double score;
};

// How well a name matched: smaller is better.
enum class NameMatch : std::uint8_t {
  Exact = 0,
  ToneNormalised = 1,
  Folded = 2,
  Initials = 3,  // the first letters of its words, as in BCA for Bộ Công an
  OneEdit = 4    // one letter of the folded name is another, missing, too many or swapped
};
struct NameHit {
  NodeId node;
  NameMatch match;
};

class GraphReader {
 public:
  virtual ~GraphReader() = default;

  virtual const Catalog& catalog() const = 0;

  // --- scans (ids ascending)
  virtual std::unique_ptr<NodeScan> scan_nodes() const = 0;
  virtual std::unique_ptr<NodeScan> scan_label(LabelId label) const = 0;
  virtual std::unique_ptr<RelationshipScan> scan_relationships() const = 0;

  // --- traversal. `types` empty means every type.
  virtual void expand(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
                      Direction direction, ExpandResult& out) const = 0;
  // Number of relationships of each node (self-loops count once), without reading them one by one
  // where that is possible.
  virtual void degree(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
                      Direction direction, std::vector<std::uint64_t>& out) const = 0;
  // *Requires* Outgoing or Incoming.
  virtual std::unique_ptr<NeighbourCursor> neighbours(RelationshipTypeId type,
                                                      Direction direction) const = 0;

  // --- records
  virtual void nodes_exist(std::span<const NodeId> nodes, std::vector<std::uint8_t>& out) const = 0;
  // nullopt for a relationship that does not exist.
  virtual void relationship_ends(std::span<const RelationshipId> relationships,
                                 std::vector<std::optional<RelationshipEnds>>& out) const = 0;
  // One property of many entities, null where absent. `ids` are NodeId or RelationshipId values.
  virtual void gather(EntityKind kind, std::span<const std::uint64_t> ids, PropertyKeyId key,
                      ColumnVector& out) const = 0;
  // All properties of each entity, sorted by key token.
  virtual void gather_all(EntityKind kind, std::span<const std::uint64_t> ids,
                          std::vector<std::vector<PropertyEntry>>& out) const = 0;
  // Labels of each node, sorted by token.
  virtual void labels(std::span<const NodeId> nodes,
                      std::vector<std::vector<LabelId>>& out) const = 0;
  // 1 for each node that has the label, 0 for the others.
  virtual void has_label(std::span<const NodeId> nodes, LabelId label,
                         std::vector<std::uint8_t>& out) const = 0;

  // --- indexes (definitions in catalog().indexes())
  // Entities whose indexed values equal the probe. `probes` holds one value per index key and
  // probe: probe i of a k-key index is probes[i*k .. i*k+k). Null finds nothing.
  virtual void seek(IndexId index, std::span<const Value> probes, SeekResult& out) const = 0;
  // Entities of a single-key index between two bounds, in value order.
  virtual void seek_range(IndexId index, const std::optional<RangeBound>& lower,
                          const std::optional<RangeBound>& upper,
                          std::vector<std::uint64_t>& out) const = 0;
  virtual void seek_prefix(IndexId index, std::string_view prefix,
                           std::vector<std::uint64_t>& out) const = 0;
  // Entities of a Text index among which all are whose string matches: the trigrams of `text` are
  // there, the string itself is for the caller to test. Ascending.
  virtual void seek_text(IndexId index, StringMatch match, std::string_view text,
                         std::vector<std::uint64_t>& out) const = 0;
  // Entities of a Point index among which all are whose point lies in the box between two corners
  // of one coordinate system; a geographic box whose lower longitude is the greater one crosses the
  // date line. Points near its border may be among them. Ascending.
  virtual void seek_box(IndexId index, const Point& lower, const Point& upper,
                        std::vector<std::uint64_t>& out) const = 0;
  // The same for points at most so far from `center`, in the unit of point.distance().
  virtual void seek_distance(IndexId index, const Point& center, double distance,
                             std::vector<std::uint64_t>& out) const = 0;
  // Entities that a full-text query finds in a FullText index, scored by BM25 (full_text.h), best
  // first, ties by id. `analyzer` empty: that of the index. *Throws* UsageError with the place of
  // the mistake for a query that does not follow the syntax.
  virtual void search_text(IndexId index, std::string_view query, std::string_view analyzer,
                           std::vector<ScoredEntity>& out) const = 0;

  // Nodes by name through a Name index: exact hits first, then tone-normalised, then folded, then
  // up to 1000 of those of which the text is the initials.
  virtual void find_name(IndexId index, std::string_view name, std::vector<NameHit>& out) const = 0;
  // Nodes of which some indexed name starts with the folded prefix.
  virtual void find_name_prefix(IndexId index, std::string_view prefix, std::size_t count_max,
                                std::vector<NameHit>& out) const = 0;
  // Nodes of which a folded name differs from the folded text by one letter: changed, added, left
  // out, or swapped with the next. Nothing for names of fewer than 5 letters.
  virtual void find_name_near(IndexId index, std::string_view name,
                              std::vector<NameHit>& out) const = 0;

  // --- evidence
  virtual std::vector<EvidenceEntry> evidence(EntityKind kind, std::uint64_t entity) const = 0;
  virtual std::vector<EvidenceEntry> cited_by(NodeId document) const = 0;
  // Nodes and relationships with records whose support and confidence (Support) are at most those
  // asked for: few documents first, then those with an unsure record. `visit` gets the records and
  // says whether to go on. Reads an index, and no entity that has more support; not those without
  // records.
  using ReviewVisit =
      std::function<bool(EntityKind kind, std::uint64_t entity, const Support& support,
                         const std::vector<EvidenceEntry>& records)>;
  virtual void review_evidence(const EvidenceReview& review, const ReviewVisit& visit) const = 0;
};

class GraphWriter {
 public:
  virtual ~GraphWriter() = default;

  // --- tokens: found or created. Creating a token alone changes nothing a query can see.
  virtual LabelId label(std::string_view name) = 0;
  virtual RelationshipTypeId relationship_type(std::string_view name) = 0;
  virtual PropertyKeyId property_key(std::string_view name) = 0;

  // --- graph. Null property values are left out. *Throws* UsageError for a value that cannot be
  // stored (map, node, list of lists ...), ConstraintError where a constraint says no.
  virtual NodeId create_node(std::span<const LabelId> labels,
                             std::span<const PropertyEntry> properties) = 0;
  virtual RelationshipId create_relationship(RelationshipTypeId type, NodeId source, NodeId target,
                                             std::span<const PropertyEntry> properties) = 0;
  // Sets, or with a null value removes, one property. Returns whether anything changed.
  virtual bool set_property(EntityKind kind, std::uint64_t entity, PropertyKeyId key,
                            const Value& value) = 0;
  // Replaces all properties.
  virtual void replace_properties(EntityKind kind, std::uint64_t entity,
                                  std::span<const PropertyEntry> properties) = 0;
  virtual bool add_label(NodeId node, LabelId label) = 0;     // false: had it already
  virtual bool remove_label(NodeId node, LabelId label) = 0;  // false: did not have it
  // Deleting what does not exist (any more) does nothing; setting something on it is a UsageError.
  virtual void delete_relationship(RelationshipId relationship) = 0;
  // Deletes a node together with its records of evidence. *Throws* ConstraintError(ConnectedNode)
  // while it still has relationships.
  virtual void delete_node(NodeId node) = 0;

  // --- schema. *Throws* ConstraintError when existing data contradicts, UsageError for a name in
  // use. Index entries of existing data are built before the call returns.
  virtual IndexDefinition create_index(IndexDefinition definition) = 0;  // id is assigned
  virtual void drop_index(IndexId index) = 0;
  virtual ConstraintDefinition create_constraint(ConstraintDefinition definition) = 0;
  virtual void drop_constraint(std::string_view name) = 0;

  // Checks constraints on the existence and type of properties, of all that changed since the last
  // call: a statement ends with it, as CREATE (n:L) SET n.p = 1 is whole only at its end. commit()
  // checks too. *Throws* ConstraintError(Existence), ConstraintError(PropertyType).
  virtual void check_constraints() = 0;

  // --- evidence. *Throws* InputError when the quote is not what the document's `text` has there.
  // Returns the record's n. `mark_user_asserted` entities are never removed by a withdrawal.
  virtual std::uint32_t add_evidence(EntityKind kind, std::uint64_t entity,
                                     const EvidenceRecord& record) = 0;
  // Many records at once, as if one were added after the other: all, or none when it throws. What
  // is known of an entity is read once, and its properties and indexes change once.
  virtual void add_evidence(std::span<const NewEvidence> records) = 0;
  // A new relationship as a loader finds one: create_relationship() with these properties,
  // mark_extracted(), and add_evidence() for each record (with n = 0, 1, ...), all or none. Cheaper
  // than the three, as nothing can be known of it yet.
  virtual RelationshipId create_extracted(RelationshipTypeId type, NodeId source, NodeId target,
                                          std::span<const PropertyEntry> properties,
                                          std::span<const EvidenceRecord> records) = 0;
  // Takes over what `text` has worked out of the document's text, so that records which quote it
  // need not, until it changes. *Throws* InputError when the document's `text` is another one.
  virtual void quote_from(NodeId document, std::shared_ptr<const DocumentText> text) = 0;
  // The nodes under one value of a Range index with one key, and the relationships of a type from
  // one node to another, ascending. For who adds to them or makes them: quicker than the reader
  // where each is asked for once, in any order.
  virtual void find_nodes(IndexId index, const Value& value, std::vector<NodeId>& out) = 0;
  virtual void find_relationships(RelationshipTypeId type, NodeId source, NodeId target,
                                  std::vector<RelationshipId>& out) = 0;
  virtual void remove_evidence(EntityKind kind, std::uint64_t entity, std::uint32_t n) = 0;
  // Entities created by a loader are extracted: they go with their last record. Everything else
  // was asserted by a user and stays.
  virtual void mark_extracted(EntityKind kind, std::uint64_t entity) = 0;
  // Removes every record that cites the document, then the extracted relationships and nodes that
  // thereby lost their last one, and property values that only it gave.
  virtual WithdrawalReport withdraw_document(NodeId document) = 0;
  // What that would take away; changes nothing.
  virtual WithdrawalReport preview_withdrawal(NodeId document) = 0;
};

}  // namespace liaison

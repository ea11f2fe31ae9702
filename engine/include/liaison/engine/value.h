// A value of the query language: null, boolean, 64-bit integer, float, string, bytes, list, map,
// node, relationship, path, the six temporal types and point. 16 bytes; larger contents live in
// reference-counted objects that never change once built, so copying is cheap and sharing safe.
//
// A node or relationship value is a reference (the id alone) while a query runs, and a detached
// copy (labels or type, and properties) once it has left it as a result.
// Equality, equivalence and order are three different things: see engine/compare.h.
// Thread-safety: a Value belongs to one thread; the shared contents are immutable and safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liaison/engine/ids.h"
#include "liaison/engine/temporal.h"

namespace liaison {

enum class ValueKind : std::uint8_t {
  Null,
  Boolean,
  Integer,
  Float,
  String,
  Bytes,
  List,
  Map,
  Node,
  Relationship,
  Path,
  Date,
  LocalTime,
  Time,
  LocalDateTime,
  DateTime,
  Duration,
  Point,
};

// Name of a kind as users read it: "INTEGER", "LIST", "ZONED DATETIME".
const char* kind_name(ValueKind kind);

// A point in one of four coordinate systems (SRID 7203, 9157, 4326, 4979). `z` only when 3D.
struct Point {
  std::uint32_t srid = 7203;
  double x = 0;
  double y = 0;
  double z = 0;
  bool is_3d() const { return srid == 9157 || srid == 4979; }
  bool is_geographic() const { return srid == 4326 || srid == 4979; }
  friend bool operator==(const Point&, const Point&) = default;
};

class Value;
using ValueList = std::vector<Value>;
// Entries keep the order in which they were written; keys are unique.
using ValueMap = std::vector<std::pair<std::string, Value>>;

// Detached copy of a node or relationship, as a result hands it out.
struct NodeData;
struct RelationshipData;
// Alternating nodes and relationships: nodes.size() == relationships.size() + 1.
struct PathData;

namespace detail {
struct HeapObject {
  std::atomic<std::uint32_t> references{1};
};
}  // namespace detail

class Value {
 public:
  Value() noexcept : kind_(ValueKind::Null), aux_(0), integer_(0) {}
  // Implicit for the natural scalars, so that parameters and tests read well.
  Value(std::nullptr_t) noexcept : Value() {}                                          // NOLINT
  Value(bool v) noexcept : kind_(ValueKind::Boolean), aux_(0), integer_(v) {}          // NOLINT
  Value(std::int64_t v) noexcept : kind_(ValueKind::Integer), aux_(0), integer_(v) {}  // NOLINT
  Value(int v) noexcept : Value(static_cast<std::int64_t>(v)) {}                       // NOLINT
  Value(double v) noexcept : kind_(ValueKind::Float), aux_(0), float_(v) {}            // NOLINT
  Value(std::string_view v);                                                           // NOLINT
  Value(const std::string& v) : Value(std::string_view(v)) {}                          // NOLINT
  Value(const char* v) : Value(std::string_view(v)) {}                                 // NOLINT
  Value(ValueList v);                                                                  // NOLINT
  Value(ValueMap v);                                                                   // NOLINT
  Value(Date v) noexcept;                                                              // NOLINT
  Value(LocalTime v) noexcept;                                                         // NOLINT
  Value(Time v) noexcept;                                                              // NOLINT
  Value(LocalDateTime v) noexcept;                                                     // NOLINT
  Value(DateTime v);                                                                   // NOLINT
  Value(Duration v);                                                                   // NOLINT
  Value(Point v);                                                                      // NOLINT
  static Value bytes(std::string v);
  static Value node(NodeId id) noexcept;
  static Value node(NodeData data);
  static Value relationship(RelationshipId id) noexcept;
  static Value relationship(RelationshipData data);
  static Value path(PathData data);

  Value(const Value& other) noexcept
      : kind_(other.kind_), aux_(other.aux_), integer_(other.integer_) {
    if (is_heap()) object_->references.fetch_add(1, std::memory_order_relaxed);
  }
  Value(Value&& other) noexcept : kind_(other.kind_), aux_(other.aux_), integer_(other.integer_) {
    other.kind_ = ValueKind::Null;
    other.aux_ = 0;
  }
  Value& operator=(const Value& other) noexcept {
    if (this != &other) {
      Value copy(other);
      swap(copy);
    }
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Value() {
    if (is_heap()) release();
  }
  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(aux_, other.aux_);
    std::swap(integer_, other.integer_);
  }

  ValueKind kind() const { return kind_; }
  bool is_null() const { return kind_ == ValueKind::Null; }
  bool is_boolean() const { return kind_ == ValueKind::Boolean; }
  bool is_integer() const { return kind_ == ValueKind::Integer; }
  bool is_float() const { return kind_ == ValueKind::Float; }
  bool is_number() const { return is_integer() || is_float(); }
  bool is_string() const { return kind_ == ValueKind::String; }
  bool is_list() const { return kind_ == ValueKind::List; }
  bool is_map() const { return kind_ == ValueKind::Map; }
  bool is_node() const { return kind_ == ValueKind::Node; }
  bool is_relationship() const { return kind_ == ValueKind::Relationship; }
  bool is_path() const { return kind_ == ValueKind::Path; }
  bool is_temporal() const { return kind_ >= ValueKind::Date && kind_ <= ValueKind::Duration; }

  // Accessors. *Requires* the matching kind (asserted).
  bool as_boolean() const;
  std::int64_t as_integer() const;
  double as_float() const;
  double as_number() const;  // integer or float, as double
  std::string_view as_string() const;
  std::string_view as_bytes() const;
  const ValueList& as_list() const;
  const ValueMap& as_map() const;
  NodeId node_id() const;
  RelationshipId relationship_id() const;
  const PathData& as_path() const;
  Date as_date() const;
  LocalTime as_local_time() const;
  Time as_time() const;
  LocalDateTime as_local_date_time() const;
  const DateTime& as_date_time() const;
  const Duration& as_duration() const;
  const Point& as_point() const;
  // The detached copy, or null while the value is only a reference.
  const NodeData* node_data() const;
  const RelationshipData* relationship_data() const;

  // Value of a map entry, or null when the key is absent. *Requires* a map.
  const Value* find(std::string_view key) const;

 private:
  friend class ValueAccess;
  template <class Object>
  Value(ValueKind kind, Object* object) noexcept;
  bool is_heap() const { return aux_ == kHeap; }
  void release() noexcept;

  // Marks payloads held by object_. Inline payloads use any other number (an offset, nanoseconds).
  static constexpr std::int32_t kHeap = INT32_MIN;

  ValueKind kind_;
  std::int32_t aux_;
  union {
    std::int64_t integer_;
    double float_;
    std::uint64_t id_;
    detail::HeapObject* object_;
  };
};

struct NodeData {
  NodeId id;
  std::vector<std::string> labels;  // sorted
  ValueMap properties;              // sorted by key
};

struct RelationshipData {
  RelationshipId id;
  NodeId source;
  NodeId target;
  std::string type;
  ValueMap properties;  // sorted by key
};

struct PathData {
  ValueList nodes;
  ValueList relationships;
};

}  // namespace liaison

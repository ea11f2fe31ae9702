#include "liaison/engine/value.h"

#include <new>
#include <string>

#include "liaison/engine/assert.h"

namespace liaison {

namespace {

struct StringObject : detail::HeapObject {
  explicit StringObject(std::string_view v) : text(v) {}
  std::string text;
};
template <class T>
struct Boxed : detail::HeapObject {
  explicit Boxed(T v) : value(std::move(v)) {}
  T value;
};

}  // namespace

const char* kind_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::Null:
      return "NULL";
    case ValueKind::Boolean:
      return "BOOLEAN";
    case ValueKind::Integer:
      return "INTEGER";
    case ValueKind::Float:
      return "FLOAT";
    case ValueKind::String:
      return "STRING";
    case ValueKind::Bytes:
      return "BYTES";
    case ValueKind::List:
      return "LIST";
    case ValueKind::Map:
      return "MAP";
    case ValueKind::Node:
      return "NODE";
    case ValueKind::Relationship:
      return "RELATIONSHIP";
    case ValueKind::Path:
      return "PATH";
    case ValueKind::Date:
      return "DATE";
    case ValueKind::LocalTime:
      return "LOCAL TIME";
    case ValueKind::Time:
      return "ZONED TIME";
    case ValueKind::LocalDateTime:
      return "LOCAL DATETIME";
    case ValueKind::DateTime:
      return "ZONED DATETIME";
    case ValueKind::Duration:
      return "DURATION";
    case ValueKind::Point:
      return "POINT";
  }
  return "UNKNOWN";
}

template <class Object>
Value::Value(ValueKind kind, Object* object) noexcept : kind_(kind), aux_(kHeap), object_(object) {}

Value::Value(std::string_view v) : Value(ValueKind::String, new StringObject(v)) {}
Value::Value(ValueList v) : Value(ValueKind::List, new Boxed<ValueList>(std::move(v))) {}
Value::Value(ValueMap v) : Value(ValueKind::Map, new Boxed<ValueMap>(std::move(v))) {}
Value::Value(Date v) noexcept : kind_(ValueKind::Date), aux_(0), integer_(v.days) {}
Value::Value(LocalTime v) noexcept
    : kind_(ValueKind::LocalTime), aux_(0), integer_(v.nanoseconds) {}
Value::Value(Time v) noexcept
    : kind_(ValueKind::Time), aux_(v.offset_seconds), integer_(v.local.nanoseconds) {}
Value::Value(LocalDateTime v) noexcept
    : kind_(ValueKind::LocalDateTime), aux_(v.nanosecond), integer_(v.epoch_seconds) {}
Value::Value(DateTime v) : Value(ValueKind::DateTime, new Boxed<DateTime>(v)) {}
Value::Value(Duration v) : Value(ValueKind::Duration, new Boxed<Duration>(v)) {}
Value::Value(Point v) : Value(ValueKind::Point, new Boxed<Point>(v)) {}

Value Value::bytes(std::string v) {
  return Value(ValueKind::Bytes, new StringObject(v));
}
Value Value::node(NodeId id) noexcept {
  Value value;
  value.kind_ = ValueKind::Node;
  value.id_ = id.value;
  return value;
}
Value Value::node(NodeData data) {
  return Value(ValueKind::Node, new Boxed<NodeData>(std::move(data)));
}
Value Value::relationship(RelationshipId id) noexcept {
  Value value;
  value.kind_ = ValueKind::Relationship;
  value.id_ = id.value;
  return value;
}
Value Value::relationship(RelationshipData data) {
  return Value(ValueKind::Relationship, new Boxed<RelationshipData>(std::move(data)));
}
Value Value::path(PathData data) {
  LIAISON_ASSERT(data.nodes.size() == data.relationships.size() + 1);
  return Value(ValueKind::Path, new Boxed<PathData>(std::move(data)));
}

void Value::release() noexcept {
  if (object_->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  switch (kind_) {
    case ValueKind::String:
    case ValueKind::Bytes:
      delete static_cast<StringObject*>(object_);
      break;
    case ValueKind::List:
      delete static_cast<Boxed<ValueList>*>(object_);
      break;
    case ValueKind::Map:
      delete static_cast<Boxed<ValueMap>*>(object_);
      break;
    case ValueKind::Node:
      delete static_cast<Boxed<NodeData>*>(object_);
      break;
    case ValueKind::Relationship:
      delete static_cast<Boxed<RelationshipData>*>(object_);
      break;
    case ValueKind::Path:
      delete static_cast<Boxed<PathData>*>(object_);
      break;
    case ValueKind::DateTime:
      delete static_cast<Boxed<DateTime>*>(object_);
      break;
    case ValueKind::Duration:
      delete static_cast<Boxed<Duration>*>(object_);
      break;
    case ValueKind::Point:
      delete static_cast<Boxed<Point>*>(object_);
      break;
    default:
      LIAISON_CHECK(false && "an inline kind has no heap object");
  }
}

bool Value::as_boolean() const {
  LIAISON_ASSERT(is_boolean());
  return integer_ != 0;
}
std::int64_t Value::as_integer() const {
  LIAISON_ASSERT(is_integer());
  return integer_;
}
double Value::as_float() const {
  LIAISON_ASSERT(is_float());
  return float_;
}
double Value::as_number() const {
  LIAISON_ASSERT(is_number());
  return is_integer() ? static_cast<double>(integer_) : float_;
}
std::string_view Value::as_string() const {
  LIAISON_ASSERT(is_string());
  return static_cast<const StringObject*>(object_)->text;
}
std::string_view Value::as_bytes() const {
  LIAISON_ASSERT(kind_ == ValueKind::Bytes);
  return static_cast<const StringObject*>(object_)->text;
}
const ValueList& Value::as_list() const {
  LIAISON_ASSERT(is_list());
  return static_cast<const Boxed<ValueList>*>(object_)->value;
}
const ValueMap& Value::as_map() const {
  LIAISON_ASSERT(is_map());
  return static_cast<const Boxed<ValueMap>*>(object_)->value;
}
NodeId Value::node_id() const {
  LIAISON_ASSERT(is_node());
  const NodeData* data = node_data();
  return data ? data->id : NodeId(id_);
}
RelationshipId Value::relationship_id() const {
  LIAISON_ASSERT(is_relationship());
  const RelationshipData* data = relationship_data();
  return data ? data->id : RelationshipId(id_);
}
const PathData& Value::as_path() const {
  LIAISON_ASSERT(is_path());
  return static_cast<const Boxed<PathData>*>(object_)->value;
}
Date Value::as_date() const {
  LIAISON_ASSERT(kind_ == ValueKind::Date);
  return Date{integer_};
}
LocalTime Value::as_local_time() const {
  LIAISON_ASSERT(kind_ == ValueKind::LocalTime);
  return LocalTime{integer_};
}
Time Value::as_time() const {
  LIAISON_ASSERT(kind_ == ValueKind::Time);
  return Time{LocalTime{integer_}, aux_};
}
LocalDateTime Value::as_local_date_time() const {
  LIAISON_ASSERT(kind_ == ValueKind::LocalDateTime);
  return LocalDateTime{integer_, aux_};
}
const DateTime& Value::as_date_time() const {
  LIAISON_ASSERT(kind_ == ValueKind::DateTime);
  return static_cast<const Boxed<DateTime>*>(object_)->value;
}
const Duration& Value::as_duration() const {
  LIAISON_ASSERT(kind_ == ValueKind::Duration);
  return static_cast<const Boxed<Duration>*>(object_)->value;
}
const Point& Value::as_point() const {
  LIAISON_ASSERT(kind_ == ValueKind::Point);
  return static_cast<const Boxed<Point>*>(object_)->value;
}
const NodeData* Value::node_data() const {
  LIAISON_ASSERT(is_node());
  return is_heap() ? &static_cast<const Boxed<NodeData>*>(object_)->value : nullptr;
}
const RelationshipData* Value::relationship_data() const {
  LIAISON_ASSERT(is_relationship());
  return is_heap() ? &static_cast<const Boxed<RelationshipData>*>(object_)->value : nullptr;
}

const Value* Value::find(std::string_view key) const {
  for (const auto& [name, value] : as_map()) {
    if (name == key) return &value;
  }
  return nullptr;
}

}  // namespace liaison

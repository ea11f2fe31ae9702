#include "json/result_writer.h"

#include <algorithm>

#include "json/text_writer.h"
#include "liaison/engine/temporal.h"
#include "liaison/engine/text.h"

namespace liaison::server {
namespace {

// openCypher's own notation leaves zero seconds out; the protocol always has them. `time_begin` is
// where HH:MM starts.
std::string with_seconds(std::string text, std::size_t time_begin) {
  const std::size_t minute_end = time_begin + 5;
  if (minute_end >= text.size() || text[minute_end] != ':') text.insert(minute_end, ":00");
  return text;
}

std::string date_time_text(std::string text) {
  const std::size_t separator = text.find('T');
  return with_seconds(std::move(text), separator + 1);
}

std::string point_text(const Point& point) {
  std::string text = "SRID=" + std::to_string(point.srid);
  text += point.is_3d() ? ";POINT Z (" : ";POINT (";
  append_float(text, point.x);
  text += ' ';
  append_float(text, point.y);
  if (point.is_3d()) {
    text += ' ';
    append_float(text, point.z);
  }
  return text + ')';
}

// $type and text of the kinds whose content is a text.
struct TypedText {
  const char* type;
  std::string text;
};

TypedText temporal_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::Date:
      return {"Date", to_string(value.as_date())};
    case ValueKind::LocalTime:
      return {"LocalTime", with_seconds(to_string(value.as_local_time()), 0)};
    case ValueKind::Time:
      return {"Time", with_seconds(to_string(value.as_time()), 0)};
    case ValueKind::LocalDateTime:
      return {"LocalDateTime", date_time_text(to_string(value.as_local_date_time()))};
    case ValueKind::DateTime:
      return {value.as_date_time().zone == kNoZone ? "OffsetDateTime" : "ZonedDateTime",
              date_time_text(to_string(value.as_date_time()))};
    default:
      return {"Duration", to_string(value.as_duration())};
  }
}

class ValueWriter {
 public:
  ValueWriter(std::string& out, ValueFormat format) : out_(out), format_(format) {}

  void write(const Value& value) {
    switch (value.kind()) {
      case ValueKind::Null:
        return scalar("Null", "null");
      case ValueKind::Boolean:
        return scalar("Boolean", value.as_boolean() ? "true" : "false");
      case ValueKind::Integer:
        return integer(value.as_integer());
      case ValueKind::Float:
        return number(value.as_float());
      case ValueKind::String:
        return text("String", value.as_string());
      case ValueKind::Bytes:
        return bytes(value.as_bytes());
      case ValueKind::List:
        open("List");
        list(value.as_list());
        return close();
      case ValueKind::Map:
        open("Map");
        map(value.as_map());
        return close();
      case ValueKind::Node:
        return node(value);
      case ValueKind::Relationship:
        return relationship(value);
      case ValueKind::Path:
        return path(value.as_path());
      case ValueKind::Point:
        return text("Point", point_text(value.as_point()));
      case ValueKind::Date:
      case ValueKind::LocalTime:
      case ValueKind::Time:
      case ValueKind::LocalDateTime:
      case ValueKind::DateTime:
      case ValueKind::Duration: {
        const TypedText written = temporal_text(value);
        return text(written.type, written.text);
      }
    }
  }

 private:
  bool is_typed() const { return format_ == ValueFormat::Typed; }
  void open(std::string_view type) {
    if (!is_typed()) return;
    out_ += "{\"$type\":\"";
    out_ += type;
    out_ += "\",\"_value\":";
  }
  void close() {
    if (is_typed()) out_ += '}';
  }
  void scalar(std::string_view type, std::string_view json) {
    open(type);
    out_ += json;
    close();
  }
  void text(std::string_view type, std::string_view content) {
    open(type);
    append_string(out_, content);
    close();
  }
  void integer(std::int64_t value) {
    open("Integer");
    if (is_typed()) out_ += '"';
    append_integer(out_, value);
    if (is_typed()) out_ += '"';
    close();
  }
  void number(double value) {
    open("Float");
    const bool is_quoted = is_typed() || value != value || value - value != 0;
    if (is_quoted) out_ += '"';
    append_float(out_, value);
    if (is_quoted) out_ += '"';
    close();
  }
  void bytes(std::string_view content) {
    open("Base64");
    out_ += '"';
    append_base64(out_, content);
    out_ += '"';
    close();
  }
  void list(const ValueList& values) {
    Separator comma;
    out_ += '[';
    for (const Value& value : values) {
      out_ += comma.next();
      write(value);
    }
    out_ += ']';
  }
  void map(const ValueMap& entries) {
    Separator comma;
    out_ += '{';
    for (const auto& [key, value] : entries) {
      out_ += comma.next();
      append_string(out_, key);
      out_ += ':';
      write(value);
    }
    out_ += '}';
  }
  // Members of nodes and relationships have one name in plain and another in typed JSON.
  void member(std::string_view before, std::string_view plain, std::string_view typed) {
    out_ += before;
    out_ += '"';
    out_ += is_typed() ? typed : plain;
    out_ += "\":";
  }
  // Opaque to clients: the same text as elementId() gives.
  void element_id(std::uint64_t id) {
    out_ += '"';
    out_ += std::to_string(id);
    out_ += '"';
  }
  void node(const Value& value) {
    static const NodeData kEmpty;
    const NodeData* found = value.node_data();
    const NodeData& data = found != nullptr ? *found : kEmpty;
    open("Node");
    member("{", "elementId", "_element_id");
    element_id(value.node_id().value);
    member(",", "labels", "_labels");
    Separator comma;
    out_ += '[';
    for (const std::string& label : data.labels) {
      out_ += comma.next();
      append_string(out_, label);
    }
    out_ += ']';
    member(",", "properties", "_properties");
    map(data.properties);
    out_ += '}';
    close();
  }
  void relationship(const Value& value) {
    static const RelationshipData kEmpty;
    const RelationshipData* found = value.relationship_data();
    const RelationshipData& data = found != nullptr ? *found : kEmpty;
    open("Relationship");
    member("{", "elementId", "_element_id");
    element_id(value.relationship_id().value);
    member(",", "startNodeElementId", "_start_node_element_id");
    element_id(data.source.value);
    member(",", "endNodeElementId", "_end_node_element_id");
    element_id(data.target.value);
    member(",", "type", "_type");
    append_string(out_, data.type);
    member(",", "properties", "_properties");
    map(data.properties);
    out_ += '}';
    close();
  }
  void path(const PathData& data) {
    open("Path");
    out_ += '[';
    for (std::size_t i = 0; i < data.nodes.size(); ++i) {
      if (i > 0) {
        out_ += ',';
        write(data.relationships[i - 1]);
        out_ += ',';
      }
      write(data.nodes[i]);
    }
    out_ += ']';
    close();
  }

  std::string& out_;
  ValueFormat format_;
};

void append_count(std::string& out, std::string_view name, std::uint64_t count) {
  out += ",\"";
  out += name;
  out += "\":";
  out += std::to_string(count);
}

}  // namespace

void append_value(std::string& out, const Value& value, ValueFormat format) {
  ValueWriter(out, format).write(value);
}

void append_counters(std::string& out, const query::Counters& counters) {
  out += "{\"containsUpdates\":";
  out += counters.contains_updates() ? "true" : "false";
  append_count(out, "nodesCreated", counters.nodes_created);
  append_count(out, "nodesDeleted", counters.nodes_deleted);
  append_count(out, "relationshipsCreated", counters.relationships_created);
  append_count(out, "relationshipsDeleted", counters.relationships_deleted);
  append_count(out, "propertiesSet", counters.properties_set);
  append_count(out, "labelsAdded", counters.labels_added);
  append_count(out, "labelsRemoved", counters.labels_removed);
  append_count(out, "indexesAdded", counters.indexes_added);
  append_count(out, "indexesRemoved", counters.indexes_removed);
  append_count(out, "constraintsAdded", counters.constraints_added);
  append_count(out, "constraintsRemoved", counters.constraints_removed);
  // There is no system database, so nothing ever updates it.
  out += ",\"containsSystemUpdates\":false,\"systemUpdates\":0}";
}

void append_plan(std::string& out, const query::PlanView& plan, bool is_profiled,
                 ValueFormat format) {
  out += "{\"operatorType\":";
  append_string(out, plan.operator_type);
  out += ",\"arguments\":{";
  Separator comma;
  for (const auto& [name, value] : plan.arguments) {
    out += comma.next();
    append_string(out, name);
    out += ':';
    append_value(out, value, format);
  }
  out += "},\"identifiers\":[";
  comma = Separator();
  for (const std::string& identifier : plan.identifiers) {
    out += comma.next();
    append_string(out, identifier);
  }
  out += ']';
  if (is_profiled) {
    // Storage accesses are not counted per operator; the fields are part of the protocol.
    out += ",\"dbHits\":0";
    append_count(out, "records", plan.rows.value_or(0));
    append_count(out, "time", plan.time_ns.value_or(0));
    out += ",\"pageCacheHits\":0,\"pageCacheMisses\":0,\"pageCacheHitRatio\":0.0";
    out += ",\"hasPageCacheStats\":false";
  }
  out += ",\"children\":[";
  comma = Separator();
  for (const query::PlanView& child : plan.children) {
    out += comma.next();
    append_plan(out, child, is_profiled, format);
  }
  out += "]}";
}

void append_position(std::string& out, const SourceSpan& span, std::string_view statement) {
  out += "{\"offset\":";
  out += std::to_string(text::length(statement.substr(0, std::min(span.begin, statement.size()))));
  append_count(out, "line", span.line);
  append_count(out, "column", span.column);
  out += '}';
}

void append_notifications(std::string& out, std::span<const query::Notification> notifications,
                          std::string_view statement) {
  Separator comma;
  out += '[';
  for (const query::Notification& notification : notifications) {
    out += comma.next();
    out += "{\"code\":";
    append_string(out, notification.code);
    out += ",\"title\":";
    append_string(out, notification.title);
    out += ",\"description\":";
    append_string(out, notification.description);
    out += ",\"severity\":";
    append_string(out, notification.severity);
    out += ",\"category\":";
    append_string(out, notification.category);
    if (notification.span) {
      out += ",\"position\":";
      append_position(out, *notification.span, statement);
    }
    out += '}';
  }
  out += ']';
}

}  // namespace liaison::server

// The header of a file for bulk load: what each column is. The notation:
//
//   name             a property, text               name:TYPE[]            a list of them
//   name:TYPE        a property of a type           name:point{crs:WGS-84}, name:time{timezone:+02}
//   :ID              the node's id, not stored      id:ID                  and stored as `id`
//   :ID(Space)       ids of a space of their own    id:ID(Space){type:int} stored with a type
//   :START_ID(Space), :END_ID(Space)                ends of a relationship
//   :LABEL           labels, separated like lists   :TYPE                  the relationship's type
//   :IGNORE          skipped, with or without name  an empty field         skipped
// Types: int long short byte float double boolean string char date localtime time localdatetime
// datetime duration point; the letters' case does not matter.
// Thread-safety: pure functions over plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "liaison/engine/temporal.h"

namespace liaison::engine {

enum class ColumnRole : std::uint8_t { Property, Id, StartId, EndId, Type, Label, Ignore };

enum class ColumnType : std::uint8_t {
  Integer,
  Float,
  Boolean,
  String,
  Date,
  LocalTime,
  Time,
  LocalDateTime,
  DateTime,
  Duration,
  Point,
};

struct HeaderColumn {
  ColumnRole role = ColumnRole::Property;
  std::string name;  // property key; empty: not stored
  ColumnType type = ColumnType::String;
  bool is_list = false;
  std::string space;               // of ids
  bool has_declared_type = false;  // of ids
  Zone zone;                       // of times and datetimes without one
  std::uint32_t srid = 0;          // of points without one; 0: by their coordinates
};

enum class HeaderKind : std::uint8_t { Nodes, Relationships };

// `place` ("a.csv, line 1") starts error messages. Throws InputError: an unknown type or option,
// a column that the kind of file cannot have or has twice, a relationship without ends.
std::vector<HeaderColumn> parse_header(std::span<const std::string> fields, HeaderKind kind,
                                       const std::string& place);

}  // namespace liaison::engine

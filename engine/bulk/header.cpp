#include "bulk/header.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<ColumnType> column_type(const std::string& name) {
  static const std::map<std::string, ColumnType> kTypes = {
      {"int", ColumnType::Integer},       {"integer", ColumnType::Integer},
      {"long", ColumnType::Integer},      {"short", ColumnType::Integer},
      {"byte", ColumnType::Integer},      {"float", ColumnType::Float},
      {"double", ColumnType::Float},      {"boolean", ColumnType::Boolean},
      {"string", ColumnType::String},     {"char", ColumnType::String},
      {"date", ColumnType::Date},         {"localtime", ColumnType::LocalTime},
      {"time", ColumnType::Time},         {"localdatetime", ColumnType::LocalDateTime},
      {"datetime", ColumnType::DateTime}, {"duration", ColumnType::Duration},
      {"point", ColumnType::Point}};
  const auto found = kTypes.find(name);
  return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

std::uint32_t srid_of(const std::string& crs) {
  static const std::map<std::string, std::uint32_t> kSystems = {
      {"cartesian", 7203}, {"cartesian-3d", 9157}, {"wgs-84", 4326}, {"wgs-84-3d", 4979}};
  const auto found = kSystems.find(crs);
  return found == kSystems.end() ? 0 : found->second;
}

// One field of a header taken apart: name:TYPE(space){option:value, ...}
class HeaderField {
 public:
  HeaderField(std::string_view text, const std::string& place) : place_(place), text_(text) {
    text = trim(text);
    if (const auto inside = take_bracketed(text, '{', '}')) options_ = *inside;
    if (const auto inside = take_bracketed(text, '(', ')')) space_ = std::string(trim(*inside));
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
      name_ = std::string(text);
    } else {
      name_ = std::string(trim(text.substr(0, colon)));
      type_ = lower(trim(text.substr(colon + 1)));
    }
  }

  HeaderColumn column() const {
    HeaderColumn column;
    column.name = name_;
    column.space = space_;
    if (name_.empty() && type_.empty()) {
      if (!space_.empty() || !options_.empty()) fail("has no name");
      column.role = ColumnRole::Ignore;
      return column;
    }
    column.role = role();
    if (column.role == ColumnRole::Property) read_type(column);
    read_options(column);
    const bool is_id = column.role == ColumnRole::Id || column.role == ColumnRole::StartId ||
                       column.role == ColumnRole::EndId;
    if (!is_id && !space_.empty()) fail("has an id space and is no id");
    if (column.role != ColumnRole::Property && column.role != ColumnRole::Id) column.name.clear();
    return column;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(place_ + ": column '" + std::string(text_) + "' " + what + ".");
  }

  // Cuts `open`...`close` off the end and returns what is inside.
  std::optional<std::string_view> take_bracketed(std::string_view& text, char open,
                                                 char close) const {
    if (text.empty() || text.back() != close) return std::nullopt;
    const std::size_t start = text.find(open);
    if (start == std::string_view::npos) fail(std::string("lacks a '") + open + "'");
    const std::string_view inside = text.substr(start + 1, text.size() - start - 2);
    text = trim(text.substr(0, start));
    return inside;
  }

  ColumnRole role() const {
    static const std::map<std::string, ColumnRole> kRoles = {
        {"id", ColumnRole::Id},        {"start_id", ColumnRole::StartId},
        {"end_id", ColumnRole::EndId}, {"type", ColumnRole::Type},
        {"label", ColumnRole::Label},  {"ignore", ColumnRole::Ignore}};
    const auto found = kRoles.find(type_);
    return found == kRoles.end() ? ColumnRole::Property : found->second;
  }

  void read_type(HeaderColumn& column) const {
    if (name_.empty()) fail("has no name");
    std::string type = type_;
    column.is_list = type.ends_with("[]");
    if (column.is_list) type.resize(type.size() - 2);
    if (type_.empty()) return;  // text
    const auto found = column_type(type);
    if (!found) {
      fail("has the unknown type '" + type +
           "'; types are int, long, float, double, boolean, string, date, localtime, time, "
           "localdatetime, datetime, duration, point, and lists of them like int[]");
    }
    column.type = *found;
  }

  void read_options(HeaderColumn& column) const {
    std::string_view rest = options_;
    while (!trim(rest).empty()) {
      const std::size_t comma = rest.find(',');
      const std::string_view option = trim(rest.substr(0, comma));
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      const std::size_t colon = option.find(':');
      if (colon == std::string_view::npos) fail("has an option without a value");
      std::string_view value = trim(option.substr(colon + 1));
      if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') &&
          value.back() == value.front()) {
        value = value.substr(1, value.size() - 2);
      }
      read_option(column, lower(trim(option.substr(0, colon))), value);
    }
  }

  void read_option(HeaderColumn& column, const std::string& name, std::string_view value) const {
    if (column.role == ColumnRole::Id && (name == "type" || name == "id-type")) {
      const auto type = column_type(lower(value));
      if (type != ColumnType::Integer && type != ColumnType::String) {
        fail("has an id type that is neither int, long nor string");
      }
      column.type = *type;
      column.has_declared_type = true;
    } else if (name == "timezone" &&
               (column.type == ColumnType::Time || column.type == ColumnType::DateTime)) {
      try {
        column.zone = parse_zone(value);
      } catch (const TemporalError& error) {
        fail(std::string("has a bad time zone: ") + error.what());
      }
    } else if (name == "crs" && column.type == ColumnType::Point) {
      column.srid = srid_of(lower(value));
      if (column.srid == 0) {
        fail(
            "has an unknown coordinate system; there are cartesian, cartesian-3D, WGS-84 and "
            "WGS-84-3D");
      }
    } else {
      fail("has the option '" + name + "', which it cannot have");
    }
  }

  const std::string& place_;
  std::string_view text_;
  std::string name_;
  std::string type_;
  std::string space_;
  std::string options_;
};

}  // namespace

std::vector<HeaderColumn> parse_header(std::span<const std::string> fields, HeaderKind kind,
                                       const std::string& place) {
  std::vector<HeaderColumn> columns;
  const auto fail = [&](const std::string& what) { throw InputError(place + ": " + what); };
  for (const std::string& field : fields) columns.push_back(HeaderField(field, place).column());

  const auto count = [&](ColumnRole role) {
    return std::count_if(columns.begin(), columns.end(),
                         [=](const HeaderColumn& column) { return column.role == role; });
  };
  const bool is_nodes = kind == HeaderKind::Nodes;
  const auto require = [&](ColumnRole role, const char* name, bool is_allowed, bool is_needed) {
    const auto found = count(role);
    if (found > 0 && !is_allowed) {
      fail(std::string(is_nodes ? "a file of nodes" : "a file of relationships") +
           " cannot have a column " + name + ".");
    }
    if (found > 1) fail(std::string("there are two columns ") + name + ".");
    if (found == 0 && is_needed) {
      fail(std::string("there is no column ") + name +
           "; the header of a file of relationships has :START_ID and :END_ID.");
    }
  };
  require(ColumnRole::Id, ":ID", is_nodes, false);
  require(ColumnRole::Label, ":LABEL", is_nodes, false);
  require(ColumnRole::StartId, ":START_ID", !is_nodes, !is_nodes);
  require(ColumnRole::EndId, ":END_ID", !is_nodes, !is_nodes);
  require(ColumnRole::Type, ":TYPE", !is_nodes, false);

  std::vector<std::string> names;
  for (const HeaderColumn& column : columns) {
    if (column.name.empty() || column.role == ColumnRole::Ignore) continue;
    if (std::find(names.begin(), names.end(), column.name) != names.end()) {
      fail("there are two columns for the property '" + column.name + "'.");
    }
    names.push_back(column.name);
  }
  return columns;
}

}  // namespace liaison::engine

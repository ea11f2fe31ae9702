#include "api/procedure_table.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "api/error_response.h"
#include "liaison/engine/compare.h"

namespace liaison::server {
namespace {

using query::StaticType;

[[noreturn]] void refuse(const std::string& message) {
  throw RequestError(400, "Neo.ClientError.Request.Invalid", message);
}

struct Field {
  std::string name;
  StaticType type = StaticType::any();
  bool nullable = false;
};

// Reads "name(field :: TYPE?, ..) :: (field :: TYPE, ..)" from left to right.
class SignatureReader {
 public:
  explicit SignatureReader(std::string_view text) : rest_(text) {}

  std::string name() { return std::string(word()); }
  void separator() { expect("::"); }
  std::vector<Field> fields() {
    std::vector<Field> result;
    if (accept("VOID")) return result;
    expect("(");
    while (!accept(")")) {
      if (!result.empty()) expect(",");
      Field field;
      field.name = word();
      expect("::");
      field.type = type();
      field.nullable = accept("?");
      result.push_back(std::move(field));
    }
    return result;
  }
  void end() {
    skip_space();
    if (!rest_.empty()) refuse("The signature goes on after its end.");
  }

 private:
  void skip_space() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool accept(std::string_view token) {
    skip_space();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  void expect(std::string_view token) {
    if (!accept(token)) refuse("The signature lacks `" + std::string(token) + "`.");
  }
  std::string_view word() {
    skip_space();
    const std::size_t size = std::min(rest_.find_first_of(" (),:?"), rest_.size());
    if (size == 0) refuse("The signature lacks a name.");
    const std::string_view result = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return result;
  }
  StaticType type() {
    if (accept("LIST OF ") || accept("LIST? OF ")) {
      const StaticType element = type();
      accept("?");
      return StaticType::list_of(element);
    }
    static const std::array<std::pair<std::string_view, StaticType>, 18> kTypes = {{
        {"ANY", StaticType::any()},
        {"BOOLEAN", StaticType::of(ValueKind::Boolean)},
        {"STRING", StaticType::of(ValueKind::String)},
        {"INTEGER", StaticType::of(ValueKind::Integer)},
        {"FLOAT", StaticType::of(ValueKind::Float)},
        {"NUMBER", StaticType::number()},
        {"MAP", StaticType::of(ValueKind::Map)},
        {"LIST", StaticType::of(ValueKind::List)},
        {"NODE", StaticType::of(ValueKind::Node)},
        {"RELATIONSHIP", StaticType::of(ValueKind::Relationship)},
        {"PATH", StaticType::of(ValueKind::Path)},
        {"DATE", StaticType::of(ValueKind::Date)},
        {"TIME", StaticType::of(ValueKind::Time)},
        {"LOCALTIME", StaticType::of(ValueKind::LocalTime)},
        {"DATETIME", StaticType::of(ValueKind::DateTime)},
        {"LOCALDATETIME", StaticType::of(ValueKind::LocalDateTime)},
        {"DURATION", StaticType::of(ValueKind::Duration)},
        {"POINT", StaticType::of(ValueKind::Point)},
    }};
    const std::string_view name = word();
    for (const auto& [known, type] : kTypes) {
      if (name == known) return type;
    }
    refuse("The signature has an unknown type.");
  }

  std::string_view rest_;
};

// Positions in a row of the named fields.
std::vector<std::size_t> positions(const std::vector<Field>& fields,
                                   const std::vector<std::string>& columns) {
  std::vector<std::size_t> result;
  for (const Field& field : fields) {
    const auto found = std::find(columns.begin(), columns.end(), field.name);
    if (found == columns.end()) refuse("The table has no column `" + field.name + "`.");
    result.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  return result;
}

// The rows with the arguments' and the results' places in them, shared by all copies of the spec.
struct Lookup {
  std::vector<ValueList> rows;
  std::vector<std::size_t> inputs;
  std::vector<std::size_t> outputs;

  void run(std::span<const Value> arguments, const query::ProcedureSink& sink) const {
    for (const ValueList& row : rows) {
      bool is_match = true;
      // Sameness, not `=`: a null argument finds the rows with null.
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        is_match = is_match && equivalent(row[inputs[i]], arguments[i]);
      }
      if (!is_match) continue;
      ValueList result;
      for (const std::size_t output : outputs) result.push_back(row[output]);
      sink(result);
    }
  }
};

}  // namespace

query::ProcedureSpec make_table_procedure(std::string_view signature, ProcedureTable table) {
  SignatureReader reader(signature);
  query::ProcedureSpec spec;
  spec.name = reader.name();
  const std::vector<Field> inputs = reader.fields();
  reader.separator();
  const std::vector<Field> outputs = reader.fields();
  reader.end();
  for (const Field& field : inputs) {
    spec.arguments.push_back({field.name, field.type, field.nullable, std::nullopt});
  }
  for (const Field& field : outputs) spec.results.push_back({field.name, field.type});
  for (const ValueList& row : table.rows) {
    if (row.size() != table.columns.size()) refuse("A row is not as long as the list of columns.");
  }
  const auto lookup = std::make_shared<Lookup>();
  if (!table.columns.empty()) {
    lookup->inputs = positions(inputs, table.columns);
    lookup->outputs = positions(outputs, table.columns);
    lookup->rows = std::move(table.rows);
  }
  spec.doc = "A procedure from a table.";
  spec.run = [lookup](const query::ProcedureContext&, std::span<const Value> arguments,
                      const query::ProcedureSink& sink) { lookup->run(arguments, sink); };
  return spec;
}

}  // namespace liaison::server

#include "procedures/listing.h"

namespace liaison::query {

ProcedureSpec listing(std::string name, ProcedureMode mode, std::vector<ProcedureResult> results,
                      std::string doc,
                      void (*run)(const ProcedureContext&, std::span<const Value>,
                                  const ProcedureSink&)) {
  ProcedureSpec spec;
  spec.name = std::move(name);
  spec.mode = mode;
  spec.arguments = {{"filter", StaticType::of(ValueKind::String), true, Value("")},
                    {"names", StaticType::any(), true, Value()}};
  spec.results = std::move(results);
  spec.doc = std::move(doc);
  spec.run = run;
  return spec;
}

std::string filter_of(std::span<const Value> arguments) {
  if (arguments.empty() || !arguments[0].is_string()) return {};
  return std::string(arguments[0].as_string());
}

bool has_word(const std::string& filter, std::string_view word) {
  return (" " + filter + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

std::string quoted_name(std::string_view name) {
  std::string result = "`";
  for (const char c : name) {
    if (c == '`') result += '`';
    result += c;
  }
  return result + "`";
}

}  // namespace liaison::query

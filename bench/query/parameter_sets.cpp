#include "query/parameter_sets.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace liaison::bench {
namespace {

using Json = nlohmann::json;

Value value_of(const Json& json) {
  if (json.is_number_integer()) return Value(json.get<std::int64_t>());
  if (json.is_number()) return Value(json.get<double>());
  if (json.is_string()) return Value(json.get<std::string>());
  throw std::runtime_error("a parameter that is neither number nor text: " + json.dump());
}

Value literal_of(const std::string& text) {
  if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
    return Value(text.substr(1, text.size() - 2));
  }
  return Value(static_cast<std::int64_t>(std::stoll(text)));
}

}  // namespace

struct ParameterSets::Impl {
  Json values;
  std::string path;

  const Json& at(const std::string& name) const {
    const auto found = values.find(name);
    if (found == values.end()) throw std::runtime_error(path + " has no " + name);
    return *found;
  }

  // One value, or as many as the list gives.
  std::vector<Value> values_of(const BenchParameter& parameter) const {
    switch (parameter.source) {
      case BenchParameter::Source::Literal:
        return {literal_of(parameter.from)};
      case BenchParameter::Source::Named:
        return {value_of(at(parameter.from))};
      case BenchParameter::Source::Element:
        return {value_of(at(parameter.from).at(parameter.position))};
      case BenchParameter::Source::Each:
        break;
    }
    std::vector<Value> result;
    for (const Json& element : at(parameter.from)) {
      if (result.size() == parameter.position) break;
      result.push_back(value_of(element));
    }
    return result;
  }
};

ParameterSets::ParameterSets(const std::string& path) : impl_(std::make_unique<Impl>()) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(path + " cannot be read");
  impl_->values = Json::parse(in);
  impl_->path = path;
}

ParameterSets::~ParameterSets() = default;

std::vector<query::Parameters> ParameterSets::of(const BenchQuery& query) const {
  std::vector<query::Parameters> sets(1);
  for (const BenchParameter& parameter : query.parameters) {
    const std::vector<Value> values = impl_->values_of(parameter);
    if (values.empty()) throw std::runtime_error(query.name + ": no value for $" + parameter.name);
    const std::size_t count = std::max(sets.size(), values.size());
    const std::size_t before = sets.size();
    for (std::size_t i = before; i < count; ++i) sets.push_back(sets[i % before]);
    for (std::size_t i = 0; i < count; ++i) {
      sets[i].emplace_back(parameter.name, values[i % values.size()]);
    }
  }
  return sets;
}

}  // namespace liaison::bench

#include "bind/index_options.h"

#include <algorithm>
#include <vector>

#include "bind/binder_impl.h"
#include "bind/suggestion.h"
#include "liaison/engine/full_text.h"

namespace liaison::query {
namespace {

struct Providers {
  IndexKind kind;
  const char* what;
  std::vector<std::string> names;
  std::vector<std::string> settings;
};

const Providers& providers_of(IndexKind kind) {
  static const std::vector<Providers> all = {
      {IndexKind::Range, "a range index", {"range-1.0"}, {}},
      {IndexKind::Text, "a text index", {"text-1.0", "text-2.0"}, {}},
      {IndexKind::Name, "a name index", {"names-1.0"}, {}},
      {IndexKind::FullText,
       "a full-text index",
       {"fulltext-1.0"},
       {"fulltext.analyzer", "fulltext.eventually_consistent"}},
      {IndexKind::Point,
       "a point index",
       {"point-1.0"},
       {"spatial.cartesian.min", "spatial.cartesian.max", "spatial.cartesian-3d.min",
        "spatial.cartesian-3d.max", "spatial.wgs-84.min", "spatial.wgs-84.max",
        "spatial.wgs-84-3d.min", "spatial.wgs-84-3d.max"}}};
  return *std::find_if(all.begin(), all.end(),
                       [&](const Providers& providers) { return providers.kind == kind; });
}

[[noreturn]] void fail_value(const std::string& message, const SourceSpan& span) {
  fail("InvalidArgumentValue", message, span);
}

template <class T>
const T* literal_of(const ast::Expression& expression) {
  const auto* literal = std::get_if<ast::Literal>(&expression.node);
  return literal == nullptr ? nullptr : std::get_if<T>(&literal->value);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void check_config(const ast::Expression& value, const Providers& providers,
                  IndexSettings& settings) {
  const auto* map = std::get_if<ast::MapLiteral>(&value.node);
  if (map == nullptr) fail_value("indexConfig is a map of settings", value.span);
  for (const ast::MapEntry& entry : map->entries) {
    const std::string& key = entry.key.text;
    if (std::find(providers.settings.begin(), providers.settings.end(), key) ==
        providers.settings.end()) {
      fail_value("There is no setting `" + key + "` of " + providers.what +
                     (providers.settings.empty() ? "; it has none"
                                                 : suggestion_text(key, providers.settings)),
                 entry.key.span);
    }
    if (key == "fulltext.analyzer") {
      const std::string* name = literal_of<std::string>(*entry.value);
      std::vector<std::string> known;
      for (const AnalyzerInfo& info : full_text_analyzers()) known.emplace_back(info.name);
      if (name == nullptr || std::find(known.begin(), known.end(), *name) == known.end()) {
        fail_value("An analyzer is one of these, in quotes: " + listed(known), entry.value->span);
      }
      settings.analyzer = *name;
    } else if (key == "fulltext.eventually_consistent") {
      // It is consistent at once, whichever is said.
      if (literal_of<bool>(*entry.value) == nullptr) {
        fail_value("fulltext.eventually_consistent is true or false", entry.value->span);
      }
    }
  }
}

}  // namespace

IndexKind bound_index_kind(ast::IndexKind kind, const SourceSpan& span) {
  switch (kind) {
    case ast::IndexKind::Range:
    case ast::IndexKind::Lookup:
      return IndexKind::Range;
    case ast::IndexKind::Text:
      return IndexKind::Text;
    case ast::IndexKind::Names:
      return IndexKind::Name;
    case ast::IndexKind::FullText:
      return IndexKind::FullText;
    case ast::IndexKind::Point:
      return IndexKind::Point;
    case ast::IndexKind::Vector:
      fail_unsupported("CREATE VECTOR INDEX", span);
  }
  fail_unsupported("This kind of index", span);
}

IndexSettings check_index_options(const ast::Expression* options, IndexKind kind) {
  IndexSettings settings;
  if (options == nullptr) return settings;
  const auto* map = std::get_if<ast::MapLiteral>(&options->node);
  if (map == nullptr) fail_unsupported("OPTIONS that are not written as a map", options->span);
  const Providers& providers = providers_of(kind);
  for (const ast::MapEntry& entry : map->entries) {
    if (entry.key.text == "indexConfig") {
      check_config(*entry.value, providers, settings);
    } else if (entry.key.text == "indexProvider") {
      const std::string* name = literal_of<std::string>(*entry.value);
      if (name == nullptr || std::find(providers.names.begin(), providers.names.end(), *name) ==
                                 providers.names.end()) {
        fail_value(std::string("The provider of ") + providers.what + " is " +
                       listed(providers.names) + ", in quotes",
                   entry.value->span);
      }
    } else {
      fail_value("There is no option `" + entry.key.text + "`" +
                     suggestion_text(entry.key.text, {"indexProvider", "indexConfig"}),
                 entry.key.span);
    }
  }
  return settings;
}

}  // namespace liaison::query

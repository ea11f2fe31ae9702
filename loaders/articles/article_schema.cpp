#include "articles/article_schema.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/entity_resolver.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

constexpr std::string_view kEntityLabels[] = {"Agency",     "Official", "Country", "Place",
                                              "Conference", "Treaty",   "Topic"};

const IndexDefinition* find_name_index(const Catalog& catalog, std::string_view label) {
  const auto id = catalog.label(label);
  const auto name = catalog.property_key("name");
  if (!id || !name) return nullptr;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.kind == IndexKind::Name && index.token == id->value &&
        std::find(index.keys.begin(), index.keys.end(), *name) != index.keys.end()) {
      return &index;
    }
  }
  return nullptr;
}

// `wanted`, unless something has that name; then the engine chooses one.
std::string free_name(const Catalog& catalog, std::string wanted) {
  const auto taken = [&](const auto& definition) { return definition.name == wanted; };
  const auto& indexes = catalog.indexes();
  const auto& constraints = catalog.constraints();
  if (std::any_of(indexes.begin(), indexes.end(), taken) ||
      std::any_of(constraints.begin(), constraints.end(), taken)) {
    return {};
  }
  return wanted;
}

void declare_unique(const GraphReader& reader, GraphWriter& writer, std::string_view label,
                    std::string_view key) {
  if (find_key_index(reader.catalog(), label, key) != nullptr) return;
  ConstraintDefinition unique;
  unique.name =
      free_name(reader.catalog(), text::to_lower(label) + "_" + std::string(key) + "_unique");
  unique.token = writer.label(label).value;
  unique.keys = {writer.property_key(key)};
  writer.create_constraint(std::move(unique));
}

void declare_names(const GraphReader& reader, GraphWriter& writer, std::string_view label) {
  if (find_name_index(reader.catalog(), label) != nullptr) return;
  IndexDefinition names;
  names.name = free_name(reader.catalog(), text::to_lower(label) + "_names");
  names.kind = IndexKind::Name;
  names.token = writer.label(label).value;
  names.keys = {writer.property_key("name"), writer.property_key("aliases")};
  writer.create_index(std::move(names));
}

}  // namespace

std::span<const std::string_view> entity_labels() {
  return kEntityLabels;
}

bool has_article_schema(const Catalog& catalog) {
  return find_key_index(catalog, kArticleLabel, kArticleKey) != nullptr &&
         std::all_of(std::begin(kEntityLabels), std::end(kEntityLabels),
                     [&](std::string_view label) {
                       return find_key_index(catalog, label, kEntityKey) != nullptr &&
                              find_name_index(catalog, label) != nullptr;
                     });
}

void declare_article_schema(const GraphReader& reader, GraphWriter& writer) {
  declare_unique(reader, writer, kArticleLabel, kArticleKey);
  for (const std::string_view label : kEntityLabels) {
    declare_unique(reader, writer, label, kEntityKey);
    declare_names(reader, writer, label);
  }
}

}  // namespace liaison::loaders

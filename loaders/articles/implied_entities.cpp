// Entities that a rule needs although the text has no mention of them, made once an article.
#include "articles/coreference.h"
#include "articles/entity_names.h"
#include "articles/mentions.h"

namespace liaison::loaders {
namespace {

// Where an article has no country for "Bộ Công an", its home is meant.
constexpr std::string_view kHomeCountry = "VN";

// The article's entity with the key; where there is none yet, a new one that `fill` completes.
template <class Fill>
int ensure(Document& doc, EntityLabel label, std::string key, Fill fill) {
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    if (doc.entities[e].key == key) return static_cast<int>(e);
  }
  Entity made;
  made.label = label;
  made.key = std::move(key);
  fill(made);
  doc.entities.push_back(std::move(made));
  return static_cast<int>(doc.entities.size() - 1);
}

}  // namespace

int entity_of_row(const Document& doc, EntityLabel label, int row) {
  for (std::size_t e = 0; row >= 0 && e < doc.entities.size(); ++e) {
    if (doc.entities[e].label == label && doc.entities[e].row == row) return static_cast<int>(e);
  }
  return -1;
}

int ensure_agency(Document& doc, const Mention& m) {
  if (m.row >= 0) return ensure_organisation(doc, m.row);
  const int home = doc.rules().country_by_code(kHomeCountry);
  std::string stem = agency_stem(doc, m);
  int country = m.country;
  if (stem.starts_with("bo ") && country < 0 && m.countries == 0) country = home;
  if (stem == "cong an" && country == home) stem = "bo cong an";
  std::string key = "agency:" + stem;
  if (country >= 0)
    key += "|" + doc.rules().row(Table::Countries, static_cast<std::size_t>(country)).first(0);
  return ensure(doc, EntityLabel::Agency, key, [&](Entity& e) {
    e.name = exact_name(doc.surface(m.begin, m.end));
    e.country = country;
  });
}

NamedParty party_at(Document& doc, std::size_t i, std::size_t limit) {
  NamedParty party;
  if (const auto country = country_at(doc, i);
      country && country->begin == i && country->end <= limit) {
    return {ensure_country(doc, country->row), country->end};
  }
  for (const auto& found : {agency_at(doc, i), organisation_at(doc, i)}) {
    if (found && found->begin == i && found->end <= limit)
      return {ensure_agency(doc, *found), found->end};
  }
  return party;
}

int ensure_country(Document& doc, int row) {
  if (const int known = entity_of_row(doc, EntityLabel::Country, row); known >= 0) return known;
  const RuleRow& country = doc.rules().row(Table::Countries, static_cast<std::size_t>(row));
  const std::string key = "country:" + country.first(0);
  return ensure(doc, EntityLabel::Country, key, [&](Entity& e) {
    e.name = country.first(1);
    e.row = row;
  });
}

int ensure_organisation(Document& doc, int row) {
  if (const int known = entity_of_row(doc, EntityLabel::Agency, row); known >= 0) return known;
  const RuleRow& organisation =
      doc.rules().row(Table::Organisations, static_cast<std::size_t>(row));
  const std::string key = "agency:" + fold_key(organisation.first(0));
  return ensure(doc, EntityLabel::Agency, key, [&](Entity& e) {
    e.name = organisation.first(0);
    e.row = row;
  });
}

int ensure_ministry(Document& doc, int ministry, int country) {
  const RuleRow& row = doc.rules().row(Table::Ministries, static_cast<std::size_t>(ministry));
  if (country < 0) country = doc.rules().country_by_code(kHomeCountry);
  const RuleRow& state = doc.rules().row(Table::Countries, static_cast<std::size_t>(country));
  const std::string key = "agency:bo " + fold_key(row.first(0)) + "|" + state.first(0);
  return ensure(doc, EntityLabel::Agency, key, [&](Entity& e) {
    e.name = "Bộ " + row.first(0) + " " + state.first(1);
    e.country = country;
  });
}

int ensure_statement(Document& doc, int conference, std::string_view surface) {
  const Entity& of = doc.entities[static_cast<std::size_t>(conference)];
  const std::string key = "treaty:" + fold_key(surface) + "@" + of.key;
  return ensure(doc, EntityLabel::Treaty, key, [&](Entity& e) {
    e.name = std::string(surface) + " " + of.name;
    e.aliases.push_back(exact_name(surface));
  });
}

}  // namespace liaison::loaders

#include "articles/coreference.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "articles/entity_names.h"
#include "articles/mentions.h"

namespace liaison::loaders {
namespace {

using Words = std::vector<std::string_view>;

// How many of the words `a` are among `b`.
std::size_t common(const Words& a, const Words& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](std::string_view word) {
    return std::find(b.begin(), b.end(), word) != b.end();
  }));
}

bool subset(const Words& small, const Words& large) {
  return common(small, large) == small.size();
}

// "15th Congress": the name is its head noun alone.
bool only_head(const std::string& stem) {
  static const std::unordered_set<std::string_view> kHeads = {
      "congress", "summit",  "dialogue", "session",   "forum",   "workshop", "seminar",
      "assembly", "dai hoi", "dien dan", "symposium", "retreat", "edition"};
  return kHeads.contains(stem);
}

// What part of the words of the shorter one stands in the longer one; 0 for less than two words.
double shared(const Words& a, const Words& b) {
  const std::size_t both = common(a, b);
  return both < 2 ? 0
                  : static_cast<double>(both) / static_cast<double>(std::min(a.size(), b.size()));
}

// True if it is a new one.
bool add_alias(Entity& entity, std::string_view surface) {
  const auto known = [&](std::string_view name) {
    return name == entity.name ||
           std::find(entity.aliases.begin(), entity.aliases.end(), name) != entity.aliases.end();
  };
  // Nearly always it stands there just so.
  if (known(surface)) return false;
  std::string name = exact_name(surface);
  if (known(name)) return false;
  entity.aliases.push_back(std::move(name));
  return true;
}

std::string number_key(const std::string& number) {
  std::string out = number;
  while (out.size() > 1 && out[0] == '0') out.erase(0, 1);
  return out;
}

class Resolver {
 public:
  explicit Resolver(Document& document) : doc_(document) {}

  void run() {
    drop_unconfirmed();
    for (std::size_t i = 0; i < doc_.mentions.size(); ++i) {
      Mention& m = doc_.mentions[i];
      if (m.begin == m.end) continue;
      if (m.label == EntityLabel::Agency) note_parenthesised_country(m);
    }
    // "LONG FORM (SOMTC 20)": the acronym says which series it is.
    for (const Mention& acronym : doc_.mentions) {
      if (!acronym.acronym || acronym.label != EntityLabel::Conference || acronym.begin < 2)
        continue;
      const int index = doc_.mention_at(acronym.begin - 2);
      if (index < 0) continue;
      Mention& before = doc_.mentions[static_cast<std::size_t>(index)];
      if (before.label != EntityLabel::Conference || before.end + 1 != acronym.begin) continue;
      if (before.series < 0) before.series = acronym.series;
      if (before.number.empty()) before.number = acronym.number;
    }
    // Numbered conferences first: what has no number may be one of them.
    for (const bool numbered : {true, false}) {
      for (std::size_t i = 0; i < doc_.mentions.size(); ++i) {
        Mention& m = doc_.mentions[i];
        if (m.begin == m.end || m.label != EntityLabel::Conference || m.number.empty() == numbered)
          continue;
        if (!m.acronym) resolve_conference(static_cast<int>(i));
      }
    }
    for (std::size_t i = 0; i < doc_.mentions.size(); ++i) {
      Mention& m = doc_.mentions[i];
      if (m.begin == m.end || m.entity >= 0) continue;
      const int index = static_cast<int>(i);
      switch (m.label) {
        case EntityLabel::Country:
          link(index, ensure_country(doc_, m.row));
          break;
        case EntityLabel::Place:
          resolve_place(index);
          break;
        case EntityLabel::Topic:
          resolve_topic(index);
          break;
        case EntityLabel::Official:
          resolve_official(index);
          break;
        case EntityLabel::Treaty:
          resolve_treaty(index);
          break;
        case EntityLabel::Agency:
          resolve_agency(index);
          break;
        case EntityLabel::Conference:
          resolve_conference(index);
          break;
      }
    }
    order_names();
  }

 private:
  void link(int mention, int entity) {
    Mention& m = doc_.mentions[static_cast<std::size_t>(mention)];
    m.entity = entity;
    Entity& e = doc_.entities[static_cast<std::size_t>(entity)];
    e.mentions.push_back(mention);
    const bool is_new = add_alias(e, doc_.surface(m.begin, m.end));
    if (is_new && e.label == EntityLabel::Agency) {
      e.folded_aliases.push_back(doc_.folded(m.begin, m.end));
    }
  }

  int find(const std::string& key) const {
    for (std::size_t e = 0; e < doc_.entities.size(); ++e) {
      if (doc_.entities[e].key == key) return static_cast<int>(e);
    }
    return -1;
  }

  int make(EntityLabel label, const std::string& key, std::string_view name) {
    Entity e;
    e.label = label;
    e.key = key;
    e.name = exact_name(name);
    doc_.entities.push_back(std::move(e));
    return static_cast<int>(doc_.entities.size() - 1);
  }

  // "Hội nghị trù bị khu vực" stays only if a full name begins with it.
  void drop_unconfirmed() {
    for (std::size_t i = 0; i < doc_.mentions.size(); ++i) {
      const Mention& weak = doc_.mentions[i];
      if (!weak.weak || weak.begin == weak.end) continue;
      const std::string name = fold_key(doc_.surface(weak.begin, weak.end));
      bool confirmed = false;
      for (const Mention& m : doc_.mentions) {
        confirmed =
            confirmed || (m.label == EntityLabel::Conference && !m.weak && m.begin != m.end &&
                          fold_key(doc_.surface(m.begin, m.end)).starts_with(name));
      }
      if (!confirmed) doc_.drop_mention(static_cast<int>(i));
    }
  }

  void note_parenthesised_country(Mention& m) {
    if (m.country >= 0 || !doc_.is(m.end, "(")) return;
    const int inner = doc_.mention_at(m.end + 1);
    if (inner < 0) return;
    const Mention& country = doc_.mentions[static_cast<std::size_t>(inner)];
    if (country.label == EntityLabel::Country && !country.acronym && doc_.is(country.end, ")")) {
      m.country = country.row;
      m.countries = 1;
    }
  }

  void resolve_place(int index) {
    const Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    if (const int known = entity_of_row(doc_, EntityLabel::Place, m.row); known >= 0) {
      link(index, known);
      return;
    }
    std::string name;
    int country = m.country;
    if (m.row >= 0) {
      const RuleRow& row = doc_.rules().row(Table::Places, static_cast<std::size_t>(m.row));
      name = row.first(0);
      country = doc_.rules().country_by_code(row.first(1));
    } else {
      std::size_t begin = m.begin;
      while (begin + 1 < m.end && !(doc_.is_capital(begin) && !doc_.is(begin, "thành"))) ++begin;
      name = doc_.surface(begin, m.end);
    }
    const std::string key = "place:" + fold_key(name);
    int e = find(key);
    if (e < 0) {
      e = make(EntityLabel::Place, key, name);
      doc_.entities[static_cast<std::size_t>(e)].row = m.row;
      doc_.entities[static_cast<std::size_t>(e)].country = country;
    }
    link(index, e);
  }

  void resolve_topic(int index) {
    const Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    int e = entity_of_row(doc_, EntityLabel::Topic, m.row);
    if (e < 0) {
      const RuleRow& row = doc_.rules().row(Table::Topics, static_cast<std::size_t>(m.row));
      const std::string key = "topic:" + row.first(0);
      e = find(key);
      if (e < 0) {
        e = make(EntityLabel::Topic, key, row.first(1));
        doc_.entities[static_cast<std::size_t>(e)].row = m.row;
      }
    }
    link(index, e);
  }

  void resolve_official(int index) {
    const Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    const std::string_view surface = doc_.surface(m.begin, m.end);
    const std::string bare = official_key(doc_.folded(m.begin, m.end));
    const std::string key = "official:" + bare;
    int e = find(key);
    // A shorter form of a longer name, or the other way round.
    for (std::size_t k = 0; e < 0 && k < doc_.entities.size(); ++k) {
      if (doc_.entities[k].label != EntityLabel::Official) continue;
      const std::string_view other = std::string_view(doc_.entities[k].key).substr(9);
      const auto tail = [](std::string_view s, std::string_view end) {
        return s.size() > end.size() && s.ends_with(end) && s[s.size() - end.size() - 1] == ' ';
      };
      if (tail(other, bare) || tail(bare, other)) e = static_cast<int>(k);
    }
    if (e < 0) e = make(EntityLabel::Official, key, surface);
    link(index, e);
  }

  void resolve_treaty(int index) {
    const Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    const std::string_view surface = doc_.surface(m.begin, m.end);
    for (std::size_t k = 0; k < doc_.entities.size() && m.end == m.begin + 1; ++k) {
      const Entity& e = doc_.entities[k];
      if (e.label != EntityLabel::Treaty ||
          std::find(e.aliases.begin(), e.aliases.end(), surface) == e.aliases.end())
        continue;
      link(index, static_cast<int>(k));
      return;
    }
    if (m.acronym) {
      for (int k = index - 1; k >= 0; --k) {
        const Mention& before = doc_.mentions[static_cast<std::size_t>(k)];
        if (before.end + 1 != m.begin || before.entity < 0) continue;
        link(index, before.entity);
        return;
      }
    }
    const std::string key = "treaty:" + doc_.folded(m.begin, m.end);
    const bool counted = doc_.is_number(m.begin);
    int e = -1;
    for (std::size_t k = 0; k < doc_.entities.size() && !counted; ++k) {
      if (doc_.entities[k].label != EntityLabel::Treaty) continue;
      const std::string& other = doc_.entities[k].key;
      const auto tail = [](const std::string& whole, const std::string& part) {
        const std::string name = " " + part.substr(part.find(':') + 1);
        return std::count(name.begin(), name.end(), ' ') >= 4 && whole.ends_with(name);
      };
      if (other == key || other.starts_with(key + " ") || key.starts_with(other + " ") ||
          tail(other, key) || tail(key, other))
        e = static_cast<int>(k);
    }
    if (e < 0) e = make(EntityLabel::Treaty, key, surface);
    link(index, e);
  }

  void resolve_agency(int index) {
    Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    if (m.acronym) {
      // Stands for the mention before it, whatever else it may mean elsewhere.
      for (int k = index - 1; k >= 0; --k) {
        const Mention& before = doc_.mentions[static_cast<std::size_t>(k)];
        if (before.end + 1 == m.begin && before.entity >= 0) {
          link(index, before.entity);
          return;
        }
      }
    }
    const std::string folded = doc_.folded(m.begin, m.end);
    // An acronym introduced in this article.
    for (std::size_t k = 0; k < doc_.entities.size(); ++k) {
      const Entity& e = doc_.entities[k];
      if (e.label != EntityLabel::Agency || m.country != e.country) continue;
      if (std::find(e.folded_aliases.begin(), e.folded_aliases.end(), folded) !=
          e.folded_aliases.end()) {
        link(index, static_cast<int>(k));
        return;
      }
    }
    if (m.row >= 0) {
      link(index, ensure_organisation(doc_, m.row));
      return;
    }
    // A known acronym behind a long form spelled in yet another way.
    if (const int row = known_by_acronym(m); row >= 0) {
      m.parent = doc_.rules().find(
          Table::Organisations,
          doc_.rules().row(Table::Organisations, static_cast<std::size_t>(row)).first(2));
      link(index, ensure_organisation(doc_, row));
      return;
    }
    const int e = ensure_agency(doc_, m);
    link(index, e);
  }

  // Row of the organisation whose acronym stands in parentheses behind `m`, if it cannot be another
  // body's: five letters and more, or a long form that shares half of the words.
  int known_by_acronym(const Mention& m) const {
    if (!doc_.is(m.end, "(") || doc_.mention_at(m.end + 1) < 0) return -1;
    const Mention& acronym = doc_.mentions[static_cast<std::size_t>(doc_.mention_at(m.end + 1))];
    if (!acronym.acronym) return -1;
    const std::string_view letters = doc_.surface(acronym.begin, acronym.end);
    const int row = doc_.rules().find(Table::Organisations, letters);
    if (row < 0 || m.countries > 0) return -1;
    if (letters.size() >= 5) return row;
    const std::string folded = doc_.folded(m.begin, m.end);
    const Words words = words_of(folded);
    for (const auto& column :
         doc_.rules().row(Table::Organisations, static_cast<std::size_t>(row)).columns) {
      for (const std::string& name : column) {
        const std::string other_folded = fold_key(name);
        const Words other = words_of(other_folded);
        if (common(words, other) * 2 >= std::max(words.size(), other.size())) return row;
      }
    }
    return -1;
  }

  void resolve_conference(int index) {
    Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    if (m.acronym) {
      for (int k = index - 1; k >= 0; --k) {
        const Mention& before = doc_.mentions[static_cast<std::size_t>(k)];
        if (before.end + 1 != m.begin || before.entity < 0) continue;
        Entity& e = doc_.entities[static_cast<std::size_t>(before.entity)];
        if (e.series < 0) e.series = m.series;
        link(index, before.entity);
        return;
      }
    }
    for (std::size_t k = 0; k < doc_.entities.size() && m.end == m.begin + 1; ++k) {
      const Entity& e = doc_.entities[k];
      const std::string_view surface = doc_.surface(m.begin, m.end);
      if (e.label != EntityLabel::Conference ||
          std::find(e.aliases.begin(), e.aliases.end(), surface) == e.aliases.end())
        continue;
      link(index, static_cast<int>(k));
      return;
    }
    const std::string stem = conference_stem(doc_, m);
    const std::string number = number_key(m.number);
    const Words words = words_of(stem);
    int e = -1;
    for (std::size_t k = 0; k < doc_.entities.size() && e < 0; ++k) {
      const Entity& other = doc_.entities[k];
      if (other.label != EntityLabel::Conference) continue;
      if (m.kind == "signing" && other.kind == "signing") e = static_cast<int>(k);
      if (!number.empty() && !other.number.empty() && number != other.number) continue;
      if (m.series >= 0 && other.series >= 0) {
        if (m.series == other.series && (number == other.number || number.empty()))
          e = static_cast<int>(k);
        continue;
      }
      const bool same_number = number == other.number;
      const Words others = words_of(other.stem);
      const bool close = subset(words, others) || subset(others, words);
      // A session's number says nearly all: the rest may be spelled in another way.
      if (same_number && !number.empty() && m.kind == other.kind && m.kind == "session" &&
          shared(words, others) * 2 >= 1)
        e = static_cast<int>(k);
      if (same_number && !number.empty() && m.kind == other.kind && m.country == other.country &&
          shared(words, others) >= 0.75)
        e = static_cast<int>(k);
      if (same_number && close && !stem.empty() && m.kind == other.kind && words.size() >= 1)
        e = static_cast<int>(k);
      if (number.empty() && !other.number.empty() && words.size() >= 3 && subset(words, others))
        e = static_cast<int>(k);
      if (number.empty() && other.number.empty() && words.size() >= 2 && subset(words, others) &&
          m.kind == other.kind)
        e = static_cast<int>(k);
    }
    if (e < 0) {
      e = make(EntityLabel::Conference, "", doc_.surface(m.begin, m.end));
      Entity& entity = doc_.entities[static_cast<std::size_t>(e)];
      entity.series = m.series;
      entity.number = number;
      entity.kind = m.kind;
      entity.stem = stem;
      entity.parent = m.parent;
      entity.country = m.country;
      // "Hội nghị lần thứ hai": the same series as the conference of that kind with a name.
      if (!number.empty() && (words.size() == 0 || only_head(stem))) {
        for (std::size_t k = 0; k + 1 < doc_.entities.size(); ++k) {
          const Entity& other = doc_.entities[k];
          if (other.label == EntityLabel::Conference && other.kind == m.kind &&
              !other.stem.empty() && other.number != number) {
            entity.stem = other.stem;
            entity.series = other.series;
            break;
          }
        }
      }
    }
    Entity& entity = doc_.entities[static_cast<std::size_t>(e)];
    if (stem.size() > entity.stem.size() && m.number == entity.number) entity.stem = stem;
    if (entity.series < 0) entity.series = m.series;
    entity.key = conference_key(entity);
    link(index, e);
  }

  std::string conference_key(const Entity& e) const {
    std::string key = "conference:";
    if (e.series >= 0) {
      key += doc_.rules().row(Table::ConferenceSeries, static_cast<std::size_t>(e.series)).first(0);
    } else {
      key += e.kind + ":" + e.stem;
    }
    return key + ":" + e.number;
  }

  // The longest surface is the name of conferences and treaties; tables name the rest.
  void order_names() {
    for (Entity& e : doc_.entities) {
      if (e.label == EntityLabel::Conference && e.series >= 0 && !e.number.empty()) {
        const std::string& base =
            doc_.rules().row(Table::ConferenceSeries, static_cast<std::size_t>(e.series)).first(1);
        const std::string full =
            base + (e.number.find('-') == std::string::npos ? " lần thứ " : " ") + e.number;
        const std::string old = e.name;
        e.name = full;
        add_alias(e, old);
      }
      std::erase(e.aliases, e.name);
    }
  }

  Document& doc_;
};

}  // namespace

void resolve_entities(Document& document) {
  Resolver(document).run();
}

Focus::Focus(const Document& document) : document_(document) {
  for (const Mention& m : document.mentions) {
    if (m.begin == m.end || m.label != EntityLabel::Conference || m.entity < 0) continue;
    main_ = m.entity;
    return;
  }
}

int Focus::resolve(std::string_view kind, std::size_t token) const {
  const auto kind_of = [&](int e) -> std::string_view {
    return document_.entities[static_cast<std::size_t>(e)].kind;
  };
  if (main_ >= 0 && kind_of(main_) == kind) return main_;
  int latest = -1;
  for (const Mention& m : document_.mentions) {
    if (m.begin == m.end || m.label != EntityLabel::Conference || m.entity < 0) continue;
    // One that is announced later is not meant yet.
    if (m.begin >= token) continue;
    if (kind_of(m.entity) == kind) latest = m.entity;
  }
  if (latest >= 0) return latest;
  if (kind == "conference" || kind == "session" || kind == "congress" || kind == "meeting" ||
      kind == "forum" || kind == "english")
    return main_;
  return -1;
}

}  // namespace liaison::loaders

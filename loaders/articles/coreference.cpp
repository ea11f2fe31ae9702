#include "articles/coreference.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "articles/mentions.h"

namespace liaison::loaders {
namespace {

std::string fold_key(std::string_view name) {
  return text::name_key(name, text::NameLevel::Folded);
}

// Where an article has no country for "Bộ Công an", its home is meant.
constexpr std::string_view kHomeCountry = "VN";

std::vector<std::string> words_of(const std::string& folded) {
  std::vector<std::string> out;
  for (const RawToken& token : split(folded)) {
    if (token.kind != RawToken::Kind::Punctuation)
      out.push_back(folded.substr(token.begin, token.end - token.begin));
  }
  return out;
}

bool subset(const std::string& small, const std::string& large) {
  const auto a = words_of(small);
  const auto b = words_of(large);
  return std::all_of(a.begin(), a.end(), [&](const std::string& w) {
    return std::find(b.begin(), b.end(), w) != b.end();
  });
}

void add_alias(Entity& entity, std::string_view surface) {
  const std::string name = text::name_key(surface, text::NameLevel::Exact);
  if (name == entity.name ||
      std::find(entity.aliases.begin(), entity.aliases.end(), name) != entity.aliases.end())
    return;
  entity.aliases.push_back(name);
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
    add_alias(e, doc_.surface(m.begin, m.end));
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
    e.name = text::name_key(name, text::NameLevel::Exact);
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
    const RuleRow& row = doc_.rules().row(Table::Topics, static_cast<std::size_t>(m.row));
    const std::string key = "topic:" + row.first(0);
    int e = find(key);
    if (e < 0) e = make(EntityLabel::Topic, key, row.first(1));
    link(index, e);
  }

  void resolve_official(int index) {
    const Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
    const std::string_view surface = doc_.surface(m.begin, m.end);
    const std::string bare = official_key(surface);
    int e = find("official:" + bare);
    // A shorter form of a longer name, or the other way round.
    for (std::size_t k = 0; e < 0 && k < doc_.entities.size(); ++k) {
      if (doc_.entities[k].label != EntityLabel::Official) continue;
      const std::string other = doc_.entities[k].key.substr(9);
      const auto tail = [](const std::string& s, const std::string& end) {
        return s.size() > end.size() && s.ends_with(end) && s[s.size() - end.size() - 1] == ' ';
      };
      if (tail(other, bare) || tail(bare, other)) e = static_cast<int>(k);
    }
    if (e < 0) e = make(EntityLabel::Official, "official:" + bare, surface);
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
    std::string key = "treaty:" + fold_key(surface);
    const bool counted = doc_.is_number(m.begin);
    int e = -1;
    for (std::size_t k = 0; k < doc_.entities.size() && !counted; ++k) {
      if (doc_.entities[k].label != EntityLabel::Treaty) continue;
      const std::string other = doc_.entities[k].key;
      if (other == key || other.starts_with(key + " ") || key.starts_with(other + " "))
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
    const std::string surface = fold_key(doc_.surface(m.begin, m.end));
    // An acronym introduced in this article.
    for (std::size_t k = 0; k < doc_.entities.size(); ++k) {
      const Entity& e = doc_.entities[k];
      if (e.label != EntityLabel::Agency) continue;
      for (const std::string& alias : e.aliases) {
        if (fold_key(alias) == surface && m.country == e.country) {
          link(index, static_cast<int>(k));
          return;
        }
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
    const auto words = words_of(fold_key(doc_.surface(m.begin, m.end)));
    for (const auto& column :
         doc_.rules().row(Table::Organisations, static_cast<std::size_t>(row)).columns) {
      for (const std::string& name : column) {
        const auto other = words_of(fold_key(name));
        const auto common = std::count_if(words.begin(), words.end(), [&](const std::string& w) {
          return std::find(other.begin(), other.end(), w) != other.end();
        });
        if (static_cast<std::size_t>(common) * 2 >= std::max(words.size(), other.size()))
          return row;
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
    const std::size_t stem_words = words_of(stem).size();
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
      const bool close = subset(stem, other.stem) || subset(other.stem, stem);
      if (same_number && close && !stem.empty() && m.kind == other.kind && stem_words >= 1)
        e = static_cast<int>(k);
      if (number.empty() && !other.number.empty() && stem_words >= 3 && subset(stem, other.stem))
        e = static_cast<int>(k);
      if (number.empty() && other.number.empty() && stem_words >= 2 && (subset(stem, other.stem)) &&
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
      // "Hội nghị lần thứ hai": the same series as the conference of that kind with a name.
      if (!number.empty() && stem_words == 0) {
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

std::string official_key(std::string_view name) {
  // Titles of honour belong to the mention but not to the identity.
  static const std::unordered_set<std::string_view> kHonours = {
      "samdech", "krolahom", "techo", "tea",    "tan",      "sri",
      "dato",    "datuk",    "tun",   "sheikh", "pengiran", "seri"};
  std::string out;
  const std::string folded = fold_key(name);
  const auto tokens = split(folded);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string word = folded.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    if (tokens[i].kind == RawToken::Kind::Punctuation) continue;
    if (kHonours.contains(word) && tokens.size() - i > 2 && kept == 0) {
      // "Tan" is a title only as "Tan Sri".
      const bool next_sri =
          folded.substr(tokens[i + 1].begin, tokens[i + 1].end - tokens[i + 1].begin) == "sri";
      if (word != "tan" || next_sri) continue;
    }
    out += (out.empty() ? "" : " ") + word;
    ++kept;
  }
  return out;
}

std::string agency_stem(const Document& doc, const Mention& m) {
  // English ministries and departments go by their Vietnamese names.
  std::string name;
  for (std::size_t i = m.begin; i < m.end;) {
    const auto country = country_at(doc, i);
    if (country && country->begin == i && country->end <= m.end) {
      if (name.ends_with(" cua") || name.ends_with(" of")) name.erase(name.rfind(' '));
      i = country->end;
      continue;
    }
    const RawToken::Kind kind = doc.tokens[i].kind;
    if (kind != RawToken::Kind::Punctuation) {
      const PhraseHit* demonym = doc.longest(i, Table::Countries);
      if (demonym != nullptr && demonym->column == 3 && doc.is_capital(i) && i == m.begin) {
        i += demonym->length;
        continue;
      }
      name += (name.empty() ? "" : " ") + text::fold(doc.surface(i));
    }
    ++i;
  }
  if (name.ends_with(" of")) name.resize(name.size() - 3);
  if (const int row = doc.rules().find(Table::Ministries, name); row >= 0) {
    // Only the English names of the whole ministry, not those of its field.
    const RuleRow& ministry = doc.rules().row(Table::Ministries, static_cast<std::size_t>(row));
    if (ministry.columns.size() > 1) {
      for (const std::string& english : ministry.columns[1]) {
        if (fold_key(english) == name) return "bo " + fold_key(ministry.first(0));
      }
    }
  }
  if (const int row = doc.rules().find(Table::Translations, name); row >= 0) {
    return fold_key(doc.rules().row(Table::Translations, static_cast<std::size_t>(row)).first(0));
  }
  return name;
}

std::string conference_stem(const Document& doc, const Mention& m) {
  static const std::unordered_set<std::string_view> kDropped = {
      "hoi",  "nghi",  "ky",  "hop", "doi",        "thoai",   "toa",   "dam", "thao",
      "truc", "tuyen", "lan", "thu", "conference", "meeting", "ve",    "on",  "cac",
      "nuoc", "cua",   "of",  "va",  "and",        "khoa",    "phien", "the"};
  std::string out;
  for (std::size_t i = m.begin; i < m.end; ++i) {
    if (const Ordinal o = ordinal_at(doc, i); o.end > i) {
      i = o.end - 1;
      continue;
    }
    if (doc.is(i, "(")) {
      while (i < m.end && !doc.is(i, ")")) ++i;
      continue;
    }
    if (doc.tokens[i].kind == RawToken::Kind::Punctuation || !english_ordinal(doc, i).empty())
      continue;
    if (doc.surface(i) == m.number) continue;
    const std::string word = text::fold(doc.surface(i));
    // A body goes by its canonical name, so that "In-tơ-pôn" and "INTERPOL" meet.
    const PhraseHit* body = doc.longest(i, Table::Organisations);
    if (body != nullptr && doc.is_capital(i) && i + body->length <= m.end) {
      out += (out.empty() ? "" : " ") + fold_key(doc.row(*body).first(0));
      i += body->length - 1;
      continue;
    }
    if (doc.is(i, "general") && doc.is(i + 1, "assembly")) {
      out += (out.empty() ? "" : " ") + std::string("dai hoi dong");
      ++i;
      continue;
    }
    if (word == "dai" && doc.is(i + 1, "hội") && doc.is(i + 2, "đồng")) {
      out += (out.empty() ? "" : " ") + std::string("dai hoi dong");
      i += 2;
      continue;
    }
    if (kDropped.contains(word)) continue;
    out += (out.empty() ? "" : " ") + word;
  }
  // The order of a body and its assembly differs between languages.
  if (out.find("dai hoi dong") != std::string::npos) {
    auto words = words_of(out);
    std::sort(words.begin(), words.end());
    out.clear();
    for (const auto& w : words) out += (out.empty() ? "" : " ") + w;
  }
  return out;
}

void resolve_entities(Document& document) {
  Resolver(document).run();
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
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    if (doc.entities[e].key == key) return static_cast<int>(e);
  }
  Entity e;
  e.label = EntityLabel::Agency;
  e.key = key;
  e.name = text::name_key(doc.surface(m.begin, m.end), text::NameLevel::Exact);
  e.country = country;
  doc.entities.push_back(std::move(e));
  return static_cast<int>(doc.entities.size() - 1);
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
  const RuleRow& country = doc.rules().row(Table::Countries, static_cast<std::size_t>(row));
  const std::string key = "country:" + country.first(0);
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    if (doc.entities[e].key == key) return static_cast<int>(e);
  }
  Entity e;
  e.label = EntityLabel::Country;
  e.key = key;
  e.name = country.first(1);
  e.row = row;
  doc.entities.push_back(std::move(e));
  return static_cast<int>(doc.entities.size() - 1);
}

int ensure_organisation(Document& doc, int row) {
  const RuleRow& organisation =
      doc.rules().row(Table::Organisations, static_cast<std::size_t>(row));
  const std::string key = "agency:" + fold_key(organisation.first(0));
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    if (doc.entities[e].key == key) return static_cast<int>(e);
  }
  Entity e;
  e.label = EntityLabel::Agency;
  e.key = key;
  e.name = organisation.first(0);
  e.row = row;
  doc.entities.push_back(std::move(e));
  return static_cast<int>(doc.entities.size() - 1);
}

int ensure_ministry(Document& doc, int ministry, int country) {
  const RuleRow& row = doc.rules().row(Table::Ministries, static_cast<std::size_t>(ministry));
  if (country < 0) country = doc.rules().country_by_code(kHomeCountry);
  const RuleRow& state = doc.rules().row(Table::Countries, static_cast<std::size_t>(country));
  const std::string key = "agency:bo " + fold_key(row.first(0)) + "|" + state.first(0);
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    if (doc.entities[e].key == key) return static_cast<int>(e);
  }
  Entity e;
  e.label = EntityLabel::Agency;
  e.key = key;
  e.name = "Bộ " + row.first(0) + " " + state.first(1);
  e.country = country;
  doc.entities.push_back(std::move(e));
  return static_cast<int>(doc.entities.size() - 1);
}

int ensure_statement(Document& doc, int conference, std::string_view surface) {
  const Entity& of = doc.entities[static_cast<std::size_t>(conference)];
  const std::string key = "treaty:" + fold_key(surface) + "@" + of.key;
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    if (doc.entities[e].key == key) return static_cast<int>(e);
  }
  Entity e;
  e.label = EntityLabel::Treaty;
  e.key = key;
  e.name = std::string(surface) + " " + of.name;
  e.aliases.push_back(text::name_key(surface, text::NameLevel::Exact));
  doc.entities.push_back(std::move(e));
  return static_cast<int>(doc.entities.size() - 1);
}

Focus::Focus(const Document& document) : document_(document) {
  for (const Mention& m : document.mentions) {
    if (m.begin == m.end || m.label != EntityLabel::Conference || m.entity < 0) continue;
    main_ = m.entity;
    return;
  }
}

int Focus::resolve(std::string_view kind, int sentence) const {
  const auto kind_of = [&](int e) -> std::string_view {
    return document_.entities[static_cast<std::size_t>(e)].kind;
  };
  if (main_ >= 0 && kind_of(main_) == kind) return main_;
  int latest = -1;
  for (const Mention& m : document_.mentions) {
    if (m.begin == m.end || m.label != EntityLabel::Conference || m.entity < 0) continue;
    if (kind_of(m.entity) != kind) continue;
    if (latest < 0 || document_.sentence_of(m.begin) <= sentence) latest = m.entity;
  }
  if (latest >= 0) return latest;
  if (kind == "conference" || kind == "session" || kind == "congress" || kind == "meeting" ||
      kind == "forum" || kind == "english")
    return main_;
  return -1;
}

}  // namespace liaison::loaders

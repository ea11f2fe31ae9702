// HOLDS_POST from titles and appositions; PART_OF from names, appositions and "CITY, COUNTRY".
#include "articles/relations/relations.h"

#include <algorithm>

namespace liaison::loaders {
namespace {

constexpr double kTitleConfidence = 0.9;
constexpr double kNameConfidence = 0.95;

struct Ranks {
  std::vector<std::pair<int, std::string>> known;
  void note(int entity, const std::string& rank) {
    if (rank.empty()) return;
    for (auto& [e, r] : known) {
      if (e == entity) return;
    }
    known.emplace_back(entity, rank);
  }
  std::string of(int entity) const {
    for (const auto& [e, r] : known) {
      if (e == entity) return r;
    }
    return "";
  }
};

class Posts {
 public:
  explicit Posts(RelationContext& context) : c_(context), doc_(context.document) {}

  void run() {
    for (const SentenceView& view : c_.views) {
      for (const Phrase& p : view.phrases) {
        const int person = p.kind == Phrase::Kind::Person ? p.entity : p.leader;
        if (person >= 0 && !(p.kind == Phrase::Kind::Delegation && p.anaphor))
          ranks_.note(person, p.rank);
      }
    }
    for (const SentenceView& view : c_.views) {
      int last_agency = -1;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Person) hold(view, p, p.entity, last_agency);
        if (p.kind == Phrase::Kind::Delegation && p.leader >= 0 && !p.anaphor)
          hold(view, p, p.leader, last_agency);
        if (p.kind == Phrase::Kind::Body &&
            doc_.entities[static_cast<std::size_t>(p.entity)].label == EntityLabel::Agency)
          last_agency = p.entity;
      }
    }
    for (const SentenceView& view : c_.views) {
      appointments(view);
      offices(view);
    }
    parts();
  }

 private:
  // HOLDS_POST of one post read anywhere; false if its body is not known.
  bool hold_one(const SentenceView& view, const PostPhrase& post, int person,
                std::string_view rule) {
    int body = -1;
    if (post.body >= 0) {
      const Mention& m = doc_.mentions[static_cast<std::size_t>(post.body)];
      if (m.label != EntityLabel::Conference) body = m.entity;
    } else if (post.ministry >= 0) {
      body = ensure_ministry(doc_, post.ministry, post.country);
    } else if (post.country >= 0) {
      body = ensure_country(doc_, post.country);
    } else if (post.scope == "state" && home_name(person)) {
      body = ensure_country(doc_, doc_.rules().country_by_code("VN"));
    }
    if (body < 0) return false;
    c_.facts.add("HOLDS_POST", person, body, view.index, rule, 0.85,
                 {{"title", post.title}, {"rank", ranks_.of(person)}});
    return true;
  }

  // "bổ nhiệm PERSON ... giữ chức POST", "PERSON được bổ nhiệm làm POST", "named PERSON as POST".
  void appointments(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "appoint")) {
      const Phrase* person = nullptr;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Person && p.entity >= 0 && p.begin >= cue.end &&
            p.begin <= cue.end + 3 && person == nullptr)
          person = &p;
      }
      std::size_t from = person != nullptr ? person->end : cue.end;
      if (person == nullptr) {
        for (const Phrase* p : subject_before(doc_, view, cue.begin)) {
          if (p->kind == Phrase::Kind::Person) person = p;
        }
      }
      if (person == nullptr) continue;
      for (std::size_t k = from; k < view.end && k < from + 24; ++k) {
        const bool introduced =
            k == from || preceded_by(doc_, k, {"làm", "chức", "vụ", "as", "giữ", "trí", "the"});
        if (!introduced) continue;
        const PostPhrase post = post_at(doc_, k, view.end);
        if (post.end > k && hold_one(view, post, person->entity, "post.appointed")) break;
      }
    }
  }

  // "PERSON từng giữ các chức vụ POST, POST", "PERSON hiện là POST".
  void offices(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "office")) {
      int person = -1;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Person && p.entity >= 0 && p.end <= cue.begin && person < 0)
          person = p.entity;
      }
      if (person < 0 || !cues_in(doc_, view, "appoint").empty() ||
          !cues_in(doc_, view, "elect").empty())
        continue;
      for (std::size_t k = cue.end; k < view.end;) {
        if (doc_.is(k, ":") || doc_.is(k, "the") || doc_.is(k, "as")) ++k;
        const PostPhrase post = post_at(doc_, k, view.end);
        if (post.end == k || !hold_one(view, post, person, "post.office")) break;
        k = post.end;
        if (!(doc_.is(k, ",") || doc_.is(k, "và") || doc_.is(k, "and") || doc_.is(k, "kiêm")))
          break;
        ++k;
      }
    }
  }

  // The country that a state post goes to: of the next body in the same apposition, or the only
  // other country that the person's posts name.
  int country_of(const std::vector<PostPhrase>& posts, std::size_t from) const {
    for (std::size_t step = 0; step < posts.size(); ++step) {
      const PostPhrase& post = posts[(from + step) % posts.size()];
      if (post.country >= 0) return post.country;
      if (post.body >= 0) {
        const Mention& body = doc_.mentions[static_cast<std::size_t>(post.body)];
        if (body.label == EntityLabel::Country) return body.row;
        if (body.country >= 0) return body.country;
        for (const int parent : post.parents) {
          if (doc_.mentions[static_cast<std::size_t>(parent)].country >= 0)
            return doc_.mentions[static_cast<std::size_t>(parent)].country;
        }
      }
      if (post.ministry >= 0) return doc_.rules().country_by_code("VN");
    }
    return -1;
  }

  bool home_name(int person) const {
    const auto& mentions = doc_.entities[static_cast<std::size_t>(person)].mentions;
    if (mentions.empty()) return false;
    const Mention& m = doc_.mentions[static_cast<std::size_t>(mentions[0])];
    return doc_.longest(m.begin, Table::Surnames) != nullptr;
  }

  void hold(const SentenceView& view, const Phrase& p, int person, int last_agency) {
    const std::string rank = ranks_.of(person);
    for (std::size_t i = 0; i < p.posts.size(); ++i) {
      const PostPhrase& post = p.posts[i];
      int body = -1;
      if (post.body >= 0) {
        const Mention& m = doc_.mentions[static_cast<std::size_t>(post.body)];
        if (m.label == EntityLabel::Conference)
          continue;  // "Chủ tịch Hội nghị": a role, not a post
        body = m.entity;
        if (post.scope == "state" && m.label == EntityLabel::Agency && m.country >= 0)
          body = ensure_country(doc_, m.country);
      } else if (post.ministry >= 0) {
        int country = post.country;
        // "Cambodian Deputy Prime Minister and Minister of Interior": one country for all.
        for (const PostPhrase& other : p.posts) {
          if (country < 0 && other.ministry < 0 && (other.country >= 0 || other.body >= 0))
            country = country_of({other}, 0);
        }
        body = ensure_ministry(doc_, post.ministry, country);
      } else if (post.scope == "ministry" && p.kind == Phrase::Kind::Delegation && p.entity >= 0 &&
                 doc_.entities[static_cast<std::size_t>(p.entity)].label == EntityLabel::Agency) {
        // "Đoàn Bộ Tư pháp do Bộ trưởng X làm Trưởng đoàn".
        body = p.entity;
      } else if (post.body_anaphor) {
        body = last_agency;
      } else if (post.country >= 0) {
        body = ensure_country(doc_, post.country);
      } else if (post.scope == "state") {
        int country = country_of(p.posts, i);
        // "Thủ tướng Phạm Minh Chính": the home country's, if the name is of that country.
        if (country < 0 && home_name(person)) country = doc_.rules().country_by_code("VN");
        if (country >= 0) body = ensure_country(doc_, country);
      }
      if (body < 0) continue;
      c_.facts.add("HOLDS_POST", person, body, view.index, "post.title", kTitleConfidence,
                   {{"title", post.title}, {"rank", rank}});
      int child = body;
      for (const int parent : post.parents) {
        const int above = doc_.mentions[static_cast<std::size_t>(parent)].entity;
        c_.facts.add("PART_OF", child, above, view.index, "part_of.apposition", kTitleConfidence);
        child = above;
      }
    }
    if (!p.affiliations.empty() && p.posts.empty()) {
      const int body = doc_.mentions[static_cast<std::size_t>(p.affiliations[0])].entity;
      c_.facts.add("HOLDS_POST", person, body, view.index, "post.affiliation", 0.7,
                   {{"rank", rank}});
    }
  }

  // The parent of a body of the table stands in this very name: "Văn phòng Liên hợp quốc về ...",
  // where "UNODC" alone says nothing.
  bool names_parent(const Mention& m) const {
    for (std::size_t i = m.begin + 1; i < m.end; ++i) {
      const PhraseHit* hit = doc_.longest(i, Table::Organisations);
      if (hit != nullptr && static_cast<int>(hit->row) == m.parent) return true;
    }
    // At its start the whole name hides a shorter one: "UN Office on ...".
    const RuleRow& parent =
        doc_.rules().row(Table::Organisations, static_cast<std::size_t>(m.parent));
    const std::string_view name = doc_.surface(m.begin, m.end);
    for (std::size_t column = 0; column < 2 && column < parent.columns.size(); ++column) {
      for (const std::string& alternative : parent.columns[column]) {
        if (name.starts_with(alternative) && name.substr(alternative.size()).starts_with(' '))
          return true;
      }
    }
    return false;
  }

  void parts() {
    for (const SentenceView& view : c_.views) {
      int last = -1;
      for (std::size_t i = view.begin; i < view.end; ++i) {
        const int index = doc_.mention_at(i);
        if (index < 0 || index == last) continue;
        last = index;
        const Mention m = doc_.mentions[static_cast<std::size_t>(index)];
        if (m.label == EntityLabel::Agency && !m.acronym) {
          if (m.country >= 0 && m.countries == 1) {
            c_.facts.add("PART_OF", m.entity, ensure_country(doc_, m.country), view.index,
                         "part_of.name", kNameConfidence);
          } else if (m.parent >= 0 && (m.row < 0 || names_parent(m))) {
            c_.facts.add("PART_OF", m.entity, ensure_organisation(doc_, m.parent), view.index,
                         "part_of.name", kNameConfidence);
          }
          int child = m.entity;
          for (const int parent : agency_parents(doc_, index, view.end)) {
            const int above = doc_.mentions[static_cast<std::size_t>(parent)].entity;
            c_.facts.add("PART_OF", child, above, view.index, "part_of.apposition",
                         kTitleConfidence);
            child = above;
          }
        }
        if (m.label == EntityLabel::Place && (doc_.is(m.end, ",") || doc_.is(m.end, "("))) {
          const int next = doc_.mention_at(m.end + 1);
          if (next >= 0 &&
              doc_.mentions[static_cast<std::size_t>(next)].label == EntityLabel::Country) {
            const Mention& country = doc_.mentions[static_cast<std::size_t>(next)];
            const int known = doc_.entities[static_cast<std::size_t>(m.entity)].country;
            if (known < 0 || known == country.row)
              c_.facts.add("PART_OF", m.entity, country.entity, view.index, "part_of.place",
                           kNameConfidence);
          }
        }
      }
    }
  }

  RelationContext& c_;
  Document& doc_;
  Ranks ranks_;
};

}  // namespace

void relate_posts(RelationContext& context) {
  Posts(context).run();
}

}  // namespace liaison::loaders

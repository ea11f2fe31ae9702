#include "articles/phrases.h"

#include <algorithm>

#include "articles/mentions.h"
#include "articles/post_phrases.h"

namespace liaison::loaders {
namespace {

class ViewBuilder {
 public:
  ViewBuilder(Document& document, const Focus& focus) : doc_(document), focus_(focus) {}

  std::vector<SentenceView> build() {
    std::vector<SentenceView> views;
    bool aside = false;
    for (std::size_t s = 0; s < doc_.sentences().size(); ++s) {
      const Sentence& sentence = doc_.sentences()[s];
      SentenceView view;
      view.index = static_cast<int>(s);
      view.begin = sentence.begin;
      view.end = sentence.end;
      while (view.begin < view.end && doc_.tokens[view.begin].noise) ++view.begin;
      if (view.begin == view.end) continue;
      phrases(view);
      settle_conference(view);
      bool aside_cue = false;
      for (std::size_t i = view.begin; i < view.end; ++i) {
        if (doc_.cue(i, "aside") != nullptr && !inside_mention_start(i)) aside_cue = true;
      }
      if (aside_cue)
        aside = true;
      else if (view.told)
        aside = false;
      view.aside = aside;
      views.push_back(std::move(view));
    }
    return views;
  }

 private:
  bool inside_mention_start(std::size_t i) const { return doc_.mention_at(i) >= 0; }

  // The person phrase around an official: titles before, posts in apposition after.
  Phrase person(std::size_t name_begin, const SentenceView& view, std::size_t floor) {
    const Mention& m = doc_.mentions[static_cast<std::size_t>(doc_.mention_at(name_begin))];
    Phrase p;
    p.kind = Phrase::Kind::Person;
    p.entity = m.entity;
    p.begin = m.begin;
    p.end = m.end;
    // Left: the longest chain of titles that ends at the name.
    std::size_t best = m.begin;
    for (std::size_t start = m.begin; start-- > floor;) {
      if (m.begin - start > 40) break;
      std::size_t at = start;
      std::vector<PostPhrase> posts;
      std::string rank;
      bool moved = true;
      while (at < m.begin && moved) {
        moved = false;
        if (const PhraseHit* hit = doc_.longest(at, Table::Ranks);
            hit != nullptr && doc_.is_capital(at) && doc_.mention_at(at) < 0) {
          rank = doc_.surface(at, at + hit->length);
          at += hit->length;
          moved = true;
          continue;
        }
        if (const PhraseHit* hit = doc_.longest(at, Table::Honorifics);
            hit != nullptr && doc_.mention_at(at) < 0) {
          at += hit->length;
          if (doc_.is(at, ".")) ++at;
          moved = true;
          continue;
        }
        PostPhrase post = post_at(doc_, at, m.begin);
        if (post.end > at && post.end <= m.begin) {
          posts.push_back(post);
          at = post.end;
          moved = true;
          continue;
        }
        if (!posts.empty() &&
            (doc_.is(at, ",") || doc_.is(at, "kiêm") || doc_.is(at, "và") || doc_.is(at, "and")) &&
            at + 1 < m.begin) {
          ++at;
          moved = true;
        }
      }
      if (at != m.begin) continue;
      // A chain that starts inside another title is a part of a longer one: keep looking left, but
      // not past "và", which begins the next person.
      best = start;
      p.posts = posts;
      p.rank = rank;
    }
    p.begin = best;
    if (p.begin > floor && !p.posts.empty() && doc_.language == "en") {
      const PostPhrase& first = p.posts.front();
      if (first.body >= 0 && doc_.mentions[static_cast<std::size_t>(first.body)].end == p.begin)
        p.begin = doc_.mentions[static_cast<std::size_t>(first.body)].begin;
      else if (first.country >= 0 && first.ministry < 0)
        --p.begin;
    }
    apposition(p, view);
    return p;
  }

  void apposition(Phrase& p, const SentenceView& view) {
    std::size_t at = p.end;
    bool first = true;
    for (;;) {
      std::size_t k = at;
      if (doc_.is(k, ",") || dash(doc_, k) || doc_.is(k, "("))
        ++k;
      else if (!first && (doc_.is(k, "kiêm") || doc_.is(k, "và") || doc_.is(k, "and")))
        ++k;
      else
        break;
      if (doc_.is(k, "đồng") && doc_.is(k + 1, "thời")) k += 2;
      if (doc_.is(k, "kiêm") || doc_.is(k, "the") || doc_.is(k, "là")) ++k;
      const PostPhrase post = post_at(doc_, k, view.end);
      if (post.end > k) {
        // The posts of the next person: "..., Bộ trưởng Bộ Công an và Phó Thủ tướng ... Sar Kheng".
        std::size_t chain = post.end;
        bool next_person = false;
        for (int steps = 0; steps < 4 && !next_person; ++steps) {
          if (starts(doc_, chain, EntityLabel::Official)) next_person = true;
          std::size_t probe = chain;
          if (const PhraseHit* rank = doc_.longest(probe, Table::Ranks);
              rank && doc_.is_capital(probe))
            probe += rank->length;
          if (const PhraseHit* honorific = doc_.longest(probe, Table::Honorifics); honorific)
            probe += honorific->length;
          if (starts(doc_, probe, EntityLabel::Official)) next_person = true;
          if (doc_.is(chain, ",") || doc_.is(chain, "kiêm")) ++chain;
          const PostPhrase more = post_at(doc_, chain, view.end);
          if (more.end == chain) break;
          chain = more.end;
        }
        if (next_person && doc_.is(k - 1, "và")) break;
        if (next_person && starts(doc_, post.end, EntityLabel::Official)) break;
        p.posts.push_back(post);
        at = p.end = post.end;
        first = false;
        continue;
      }
      if (first && starts(doc_, k, EntityLabel::Agency) && !starts_list(k)) {
        // An affiliation: "Ông Phạm Quang Huy, Bộ Công an Việt Nam, ...".
        const Mention& body = *mention(doc_, k);
        std::vector<int> parents;
        const std::size_t end = parent_chain(doc_, body.end, view.end, doc_.mention_at(k), parents);
        const bool closed =
            doc_.is(end, ",") || end >= view.end || doc_.is(end, ")") || doc_.is(end, ".");
        if (closed) {
          p.affiliations.push_back(doc_.mention_at(k));
          p.affiliations.insert(p.affiliations.end(), parents.begin(), parents.end());
          p.end = end;
        }
      }
      break;
    }
  }

  // "A, B, C và D": an agency after a comma that goes on as a list is no affiliation.
  bool starts_list(std::size_t k) const {
    const Mention* m = mention(doc_, k);
    std::size_t at = m->end;
    return (doc_.is(at, ",") && starts(doc_, at + 1, EntityLabel::Agency)) || doc_.is(at, "và");
  }

  // "Đoàn đại biểu X [do PERSON dẫn đầu]", "Vietnamese delegation", "a delegation of X".
  bool delegation(SentenceView& view, std::size_t& i) {
    const PhraseHit* cue = doc_.cue(i, "delegation");
    if (cue == nullptr || doc_.mention_at(i) >= 0) return false;
    if (i > view.begin && (doc_.is(i - 1, "trưởng") || doc_.is(i - 1, "các") ||
                           (doc_.is(i - 1, "of") && !doc_.is(i, "a"))))
      return false;
    Phrase p;
    p.kind = Phrase::Kind::Delegation;
    p.begin = i;
    p.end = i + cue->length;
    p.anaphor = true;
    if (doc_.is(i, "đoàn") && cue->length == 1 && !doc_.is_capital(i)) {
      // "đoàn Việt Nam", "Thứ trưởng và đoàn", never "trao đổi đoàn", "tập đoàn".
      const bool body_next =
          starts(doc_, i + 1, EntityLabel::Country) || starts(doc_, i + 1, EntityLabel::Agency);
      const bool after_and = i > view.begin && doc_.is(i - 1, "và");
      if (!body_next && !after_and) return false;
    }
    std::size_t at = p.end;
    for (int steps = 0; steps < 5; ++steps) {
      if (doc_.is(at, "của") || doc_.is(at, "of") || doc_.is(at, "the") || doc_.is(at, "from") ||
          (doc_.is_small(at) && doc_.longest(at, Table::NameWords) != nullptr)) {
        const PhraseHit* word = doc_.longest(at, Table::NameWords);
        at += word != nullptr ? word->length : 1;
        continue;
      }
      break;
    }
    if (starts(doc_, at, EntityLabel::Country) || starts(doc_, at, EntityLabel::Agency)) {
      p.entity = mention(doc_, at)->entity;
      p.end = mention(doc_, at)->end;
      p.anaphor = false;
    } else if (i > view.begin) {
      const PhraseHit* demonym = doc_.longest(i - 1, Table::Countries);
      if (demonym != nullptr && demonym->column == 3 && doc_.is_capital(i - 1)) {
        p.entity = ensure_country(doc_, static_cast<int>(demonym->row));
        p.begin = i - 1;
        p.anaphor = false;
      }
    }
    if (p.anaphor) {
      p.entity = last_delegation_;
      p.leader = last_leader_;
    }
    // "gồm đại diện A, B và C".
    if (doc_.is(p.end, "gồm") || doc_.is(p.end, "bao")) {
      std::size_t k = p.end + (doc_.is(p.end, "bao") ? 2 : 1);
      while (doc_.cue(k, "representative") != nullptr) k += doc_.cue(k, "representative")->length;
      while (starts(doc_, k, EntityLabel::Agency)) {
        if (!mention(doc_, k)->acronym) p.members.push_back(mention(doc_, k)->entity);
        k = body_tail(doc_, mention(doc_, k)->end);
        p.end = k;
        if (doc_.is(k, ",") || doc_.is(k, "và")) ++k;
        while (doc_.cue(k, "representative") != nullptr && doc_.mention_at(k) < 0)
          k += doc_.cue(k, "representative")->length;
      }
    }
    // "do PERSON ... dẫn đầu | làm Trưởng đoàn".
    if (doc_.is(p.end, "do")) {
      std::size_t name = p.end + 1;
      while (name < view.end && !starts(doc_, name, EntityLabel::Official)) ++name;
      if (name < view.end) {
        const Phrase leader = person(name, view, p.end + 1);
        std::size_t k = leader.end;
        if (doc_.is(k, ",")) ++k;
        const PhraseHit* lead = doc_.cue(k, "lead");
        if (lead != nullptr && leader.begin == p.end + 1) {
          p.leader = leader.entity;
          p.posts = leader.posts;
          p.rank = leader.rank;
          p.affiliations = leader.affiliations;
          p.end = k + lead->length;
          if (doc_.is(p.end, ",")) ++p.end;
        }
      }
    }
    if (!p.anaphor) {
      last_delegation_ = p.entity;
      last_leader_ = p.leader;
    }
    view.phrases.push_back(p);
    i = p.end;
    return true;
  }

  bool conference_anaphor(SentenceView& view, std::size_t& i) {
    static const std::vector<std::vector<std::string>> kParts = {
        {"phiên", "toàn", "thể"}, {"phiên", "khai", "mạc"}, {"phiên", "bế", "mạc"},
        {"lễ", "khai", "mạc"},    {"lễ", "bế", "mạc"},      {"phiên", "họp", "toàn", "thể"}};
    const PhraseHit* head = doc_.longest(i, Table::ConferenceHeads);
    Phrase p;
    p.kind = Phrase::Kind::Conference;
    p.begin = i;
    p.anaphor = true;
    const bool may_be_part = doc_.is(i, "phiên") || doc_.is(i, "lễ");
    for (const auto& words : kParts) {
      if (!may_be_part) break;
      bool same = true;
      for (std::size_t k = 0; k < words.size() && same; ++k) same = doc_.is(i + k, words[k]);
      if (!same) continue;
      p.end = i + words.size();
      p.part = true;
    }
    if (p.part) {
      p.entity = focus_.main();
      view.phrases.push_back(p);
      i = p.end;
      return true;
    }
    if (const PhraseHit* event = doc_.cue(i, "event"); event != nullptr && doc_.mention_at(i) < 0) {
      p.end = i + event->length;
      p.entity = focus_.main();
      if (p.entity < 0) return false;
      view.phrases.push_back(p);
      i = p.end;
      return true;
    }
    if (head == nullptr || doc_.mention_at(i) >= 0) return false;
    const std::string& kind = doc_.row(*head).first(1);
    const bool the = i > view.begin && doc_.is(i - 1, "the");
    if (!doc_.is_capital(i) && kind != "conference" && kind != "session" &&
        !(kind == "english" && the))
      return false;
    if (i > view.begin &&
        (doc_.is(i - 1, "các") || doc_.is(i - 1, "những") || doc_.is(i - 1, "cuộc")))
      return false;
    if (kind == "english" && !(i > view.begin && (doc_.is(i - 1, "the")))) return false;
    p.end = i + head->length;
    // "Kỳ họp Đại hội đồng lần này" is one anaphor.
    while (const PhraseHit* more = doc_.longest(p.end, Table::ConferenceHeads)) {
      if (doc_.mention_at(p.end) >= 0) break;
      p.end += more->length;
    }
    if (doc_.is(p.end, "lần") && doc_.is(p.end + 1, "này")) p.end += 2;
    p.entity = focus_.resolve(kind == "english" ? "session" : std::string_view(kind), view.index);
    if (p.entity < 0) return false;
    view.phrases.push_back(p);
    i = p.end;
    return true;
  }

  bool group(SentenceView& view, std::size_t& i) {
    const PhraseHit* cue = doc_.cue(i, "group");
    if (cue == nullptr || doc_.mention_at(i) >= 0) return false;
    Phrase p;
    p.kind = Phrase::Kind::Group;
    p.begin = i;
    p.end = i + cue->length;
    if (starts(doc_, p.end, EntityLabel::Agency) && mention(doc_, p.end)->row >= 0)
      p.end = mention(doc_, p.end)->end;
    view.phrases.push_back(p);
    i = p.end;
    return true;
  }

  int body_entity(const PostPhrase& post) {
    if (post.body >= 0) return doc_.mentions[static_cast<std::size_t>(post.body)].entity;
    return post.ministry >= 0 ? ensure_ministry(doc_, post.ministry, post.country) : -1;
  }

  void remember(const PostPhrase& post, int person) {
    const int body = body_entity(post);
    if (body >= 0) holders_.push_back({text::fold(post.title), body, person});
  }

  // "Trưởng SOMTC - Philippines kêu gọi", "tiếp Tổng Giám đốc Cơ quan X": a post with its body but
  // without a name. It is who was said to hold that post, or nobody known; the body does not act.
  bool unnamed(SentenceView& view, std::size_t& i) {
    if (doc_.longest(i, Table::Posts) == nullptr && !is_post_prefix(doc_, i)) return false;
    const PostPhrase post = post_at(doc_, i, view.end);
    if (post.end == i || (post.body < 0 && post.ministry < 0)) return false;
    if (post.body >= 0) {
      const Mention& body = doc_.mentions[static_cast<std::size_t>(post.body)];
      if (body.label == EntityLabel::Conference || body.begin < i) return false;
    }
    std::size_t next = post.end;
    if (const PhraseHit* rank = doc_.longest(next, Table::Ranks); rank && doc_.is_capital(next))
      next += rank->length;
    if (const PhraseHit* honorific = doc_.longest(next, Table::Honorifics))
      next += honorific->length;
    if (doc_.is(next, ",") || doc_.is(next, "kiêm")) ++next;
    if (starts(doc_, next, EntityLabel::Official)) return false;
    Phrase p;
    p.kind = Phrase::Kind::Person;
    p.begin = i;
    p.end = post.end;
    p.anaphor = true;
    const int body = body_entity(post);
    for (const Holder& holder : holders_) {
      if (holder.body == body && holder.title == text::fold(post.title)) p.entity = holder.person;
    }
    view.phrases.push_back(p);
    i = p.end;
    return true;
  }

  void phrases(SentenceView& view) {
    std::size_t floor = view.begin;
    for (std::size_t i = view.begin; i < view.end;) {
      if (doc_.tokens[i].noise) {
        ++i;
        continue;
      }
      const int index = doc_.mention_at(i);
      if (index >= 0) {
        const Mention& m = doc_.mentions[static_cast<std::size_t>(index)];
        if (m.label == EntityLabel::Official) {
          Phrase p = person(m.begin, view, floor);
          while (!view.phrases.empty() && view.phrases.back().begin >= p.begin)
            view.phrases.pop_back();
          // What stood before as a body of its own ("INTERPOL President Kim") is inside now.
          while (!view.phrases.empty() && view.phrases.back().end > p.begin)
            view.phrases.pop_back();
          i = std::max(p.end, m.end);
          floor = i;
          for (const PostPhrase& post : p.posts) remember(post, p.entity);
          view.phrases.push_back(std::move(p));
          continue;
        }
        Phrase p;
        p.begin = m.begin;
        p.end = m.end;
        p.entity = m.entity;
        switch (m.label) {
          case EntityLabel::Agency:
          case EntityLabel::Country:
            p.kind = Phrase::Kind::Body;
            break;
          case EntityLabel::Conference:
            p.kind = Phrase::Kind::Conference;
            break;
          case EntityLabel::Treaty:
            p.kind = Phrase::Kind::Treaty;
            break;
          case EntityLabel::Place:
            p.kind = Phrase::Kind::Place;
            break;
          default:
            p.kind = Phrase::Kind::Topic;
            break;
        }
        i = m.end;
        // The acronym in parentheses belongs to the name before it.
        while (doc_.is(i, "(") && mention(doc_, i + 1) != nullptr &&
               mention(doc_, i + 1)->acronym && doc_.is(mention(doc_, i + 1)->end, ")")) {
          i = mention(doc_, i + 1)->end + 1;
          p.end = i;
        }
        if (p.kind == Phrase::Kind::Body && m.label == EntityLabel::Agency) {
          std::vector<int> parents;
          const std::size_t end = parent_chain(doc_, p.end, view.end, index, parents);
          p.end = std::max(p.end, end);
          i = std::max(i, end);
        }
        // "nước chủ nhà X" keeps its cue; "đại diện X" stands for X.
        if (p.kind == Phrase::Kind::Body && p.begin > view.begin) {
          for (std::size_t back = 1; back <= 3 && p.begin >= view.begin + back; ++back) {
            const PhraseHit* representative = doc_.cue(p.begin - back, "representative");
            if (representative != nullptr && representative->length == back) {
              p.begin -= back;
              break;
            }
          }
        }
        p.locative = p.kind == Phrase::Kind::Body && locative(view, m.begin, m.label);
        view.phrases.push_back(std::move(p));
        continue;
      }
      if (unnamed(view, i) || group(view, i) || delegation(view, i) || conference_anaphor(view, i))
        continue;
      ++i;
    }
  }

  // "tại X", "in X", and the country behind a city: "Lyon, Pháp".
  bool locative(const SentenceView& view, std::size_t begin, EntityLabel label) const {
    if (begin == view.begin) return false;
    // "tại trụ sở Bộ Công an, Đại tướng ..."
    if (doc_.is(begin - 1, "sở")) return true;
    if (label != EntityLabel::Country) return false;
    if (doc_.is(begin - 1, "tại") || doc_.is(begin - 1, "ở") || doc_.is(begin - 1, "in"))
      return true;
    return doc_.is(begin - 1, ",") && !view.phrases.empty() &&
           view.phrases.back().end + 1 == begin && view.phrases.back().kind == Phrase::Kind::Place;
  }

  void settle_conference(SentenceView& view) {
    view.conference = focus_.main();
    // "tại CONF", "At CONF": the scene; else the first conference or anaphor told.
    int told = -1;
    for (const Phrase& p : view.phrases) {
      if (p.kind != Phrase::Kind::Conference || p.entity < 0) continue;
      const bool scene =
          p.begin > view.begin && (doc_.is(p.begin - 1, "tại") || doc_.is(p.begin - 1, "dự"));
      if (scene) {
        told = p.entity;
        break;
      }
      if (told < 0 && p.anaphor) told = p.entity;
      if (told < 0 && p.entity == focus_.main()) told = p.entity;
    }
    if (told >= 0) {
      view.conference = told;
      view.told = true;
    }
    for (const Phrase& p : view.phrases)
      view.told = view.told || (p.kind == Phrase::Kind::Conference && p.entity == focus_.main());
  }

  struct Holder {
    std::string title;  // folded
    int body;
    int person;
  };

  Document& doc_;
  const Focus& focus_;
  std::vector<Holder> holders_;
  int last_delegation_ = -1;
  int last_leader_ = -1;
};

}  // namespace

std::vector<SentenceView> build_views(Document& document, const Focus& focus) {
  return ViewBuilder(document, focus).build();
}

}  // namespace liaison::loaders

#include "articles/phrases.h"

#include <algorithm>

#include "articles/mentions.h"
#include "articles/post_phrases.h"
#include "articles/view_builder.h"

namespace liaison::loaders {

namespace {

// "Tại các buổi làm việc", "tại cuộc gặp": a bilateral encounter as the scene.
bool at_bilateral(const Document& doc, std::size_t i) {
  if (!doc.is(i, "tại") && !doc.is(i, "trong")) return false;
  std::size_t k = i + 1;
  while (doc.is(k, "các") || doc.is(k, "những") || doc.is(k, "buổi") || doc.is(k, "cuộc")) ++k;
  if (doc.mention_at(k) >= 0 || k > i + 3) return false;
  if (doc.is(k, "hội")) return doc.is(k + 1, "đàm") || doc.is(k + 1, "kiến");
  if (k == i + 1) return false;
  return doc.is(k, "gặp") || doc.is(k, "tiếp") || (doc.is(k, "làm") && doc.is(k + 1, "việc")) ||
         (doc.is(k, "điện") && doc.is(k + 1, "đàm"));
}

}  // namespace

std::vector<SentenceView> ViewBuilder::build() {
  std::vector<SentenceView> views;
  bool aside = false;
  for (std::size_t s = 0; s < doc_.sentences().size(); ++s) {
    const Sentence& sentence = doc_.sentences()[s];
    SentenceView view;
    view.index = static_cast<int>(s);
    view.cues = sentence.cues;
    view.begin = sentence.begin;
    view.end = sentence.end;
    while (view.begin < view.end && doc_.tokens[view.begin].noise) ++view.begin;
    if (view.begin == view.end) continue;
    phrases(view);
    settle_conference(view);
    bool aside_cue = false;
    for (std::size_t i = view.begin; i < view.end; ++i) {
      if ((doc_.cue(i, "aside") != nullptr && doc_.mention_at(i) < 0) || at_bilateral(doc_, i))
        aside_cue = true;
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

// The person phrase around an official: titles before, posts in apposition after.
Phrase ViewBuilder::person(std::size_t name_begin, const SentenceView& view, std::size_t floor) {
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
  if (p.begin > floor && !p.posts.empty() && doc_.is_english()) {
    const PostPhrase& first = p.posts.front();
    if (first.body >= 0 && doc_.mentions[static_cast<std::size_t>(first.body)].end == p.begin)
      p.begin = doc_.mentions[static_cast<std::size_t>(first.body)].begin;
    else if (p.begin >= floor + 3 && doc_.is(p.begin - 1, "s") &&
             mention(doc_, p.begin - 3) != nullptr)
      p.begin = mention(doc_, p.begin - 3)->begin;  // "Europol's Executive Director"
    else if (first.country >= 0 && first.ministry < 0)
      --p.begin;
  }
  apposition(p, view);
  return p;
}

void ViewBuilder::apposition(Phrase& p, const SentenceView& view) {
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
    // "Trưởng đoàn Việt Nam": a role; who is led belongs to it.
    if ((doc_.is(k, "trưởng") && doc_.is(k + 1, "đoàn")) ||
        (doc_.is(k, "head") && doc_.is(k + 1, "of") && doc_.is(k + 2, "delegation"))) {
      std::size_t led = k + (doc_.is(k, "head") ? 3 : 2);
      while (doc_.is(led, "đại") || doc_.is(led, "biểu") || doc_.is(led, "công") ||
             doc_.is(led, "tác") || doc_.is(led, "của"))
        ++led;
      p.heads = true;
      if (starts(doc_, led, EntityLabel::Country) || starts(doc_, led, EntityLabel::Agency)) {
        p.leads = mention(doc_, led)->entity;
        led = mention(doc_, led)->end;
      }
      at = p.end = led;
      first = false;
      continue;
    }
    // "UNODC Regional Representative": the body stands before its post.
    if (doc_.is_english() && starts(doc_, k, EntityLabel::Agency)) {
      const PostPhrase behind = post_at(doc_, mention(doc_, k)->end, view.end);
      if (behind.end > mention(doc_, k)->end && behind.body == doc_.mention_at(k) &&
          !starts(doc_, behind.end, EntityLabel::Official)) {
        p.posts.push_back(behind);
        at = p.end = behind.end;
        first = false;
        continue;
      }
    }
    if (first && doc_.is(k, "đại") && doc_.is(k + 1, "diện") && doc_.is_small(k) &&
        starts(doc_, k + 2, EntityLabel::Agency))
      k += 2;
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
bool ViewBuilder::starts_list(std::size_t k) const {
  const Mention* m = mention(doc_, k);
  std::size_t at = m->end;
  return (doc_.is(at, ",") && starts(doc_, at + 1, EntityLabel::Agency)) || doc_.is(at, "và");
}

void ViewBuilder::phrases(SentenceView& view) {
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
        while (!view.phrases.empty() && view.phrases.back().end > p.begin) view.phrases.pop_back();
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
      while (doc_.is(i, "(") && mention(doc_, i + 1) != nullptr && mention(doc_, i + 1)->acronym &&
             doc_.is(mention(doc_, i + 1)->end, ")")) {
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
    if (!may_start(i) ||
        !(unnamed(view, i) || group(view, i) || delegation(view, i) || conference_anaphor(view, i)))
      ++i;
  }
}

// "tại X", "in X", and the country behind a city: "Lyon, Pháp".
bool ViewBuilder::locative(const SentenceView& view, std::size_t begin, EntityLabel label) const {
  if (begin == view.begin) return false;
  // "tại trụ sở Bộ Công an, Đại tướng ..."
  if (doc_.is(begin - 1, "sở")) return true;
  if (label != EntityLabel::Country) return false;
  if (doc_.is(begin - 1, "tại") || doc_.is(begin - 1, "ở") || doc_.is(begin - 1, "in")) return true;
  return doc_.is(begin - 1, ",") && !view.phrases.empty() && view.phrases.back().end + 1 == begin &&
         view.phrases.back().kind == Phrase::Kind::Place;
}

void ViewBuilder::settle_conference(SentenceView& view) {
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

std::vector<SentenceView> build_views(Document& document, const Focus& focus) {
  return ViewBuilder(document, focus).build();
}

}  // namespace liaison::loaders

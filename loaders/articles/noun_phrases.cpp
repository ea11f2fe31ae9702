// Noun phrases around no name of a person: delegations, groups, anaphors of conferences, posts that
// stand for who holds them.
#include <algorithm>

#include "articles/mentions.h"
#include "articles/post_phrases.h"
#include "articles/view_builder.h"

namespace liaison::loaders {

bool ViewBuilder::may_start(std::size_t i) const {
  constexpr std::uint32_t kTables = table_bit(Table::Posts) | table_bit(Table::ConferenceHeads);
  constexpr std::uint64_t kCues = cue_bit(WordKey("delegation").hash) |
                                  cue_bit(WordKey("group").hash) | cue_bit(WordKey("event").hash);
  static constexpr WordSet kWords({"counterpart", "đồng", "phiên", "lễ", "các", "hai", "ba", "bốn",
                                   "những", "phó", "quyền", "nguyên", "cựu", "deputy", "vice",
                                   "former", "acting", "assistant"});
  return doc_.has_any(i, kTables) || (doc_.tokens[i].cues & kCues) != 0 || doc_.is_in(i, kWords);
}

void ViewBuilder::led(Phrase& p, const SentenceView& view) {
  // "gồm 12 thành viên": a few words and numbers may stand before.
  std::size_t by = p.end;
  while (by < p.end + 7 && by < view.end && !doc_.is(by, "do") && doc_.cue(by, "lead") == nullptr &&
         doc_.mention_at(by) < 0 && (doc_.is_small(by) || doc_.is_number(by) || doc_.is(by, ",")))
    ++by;
  const bool before_name = doc_.is(by, "do");
  const PhraseHit* led_by = doc_.cue(by, "lead");
  std::size_t first = by + 1;  // of the leader's phrase
  if (!before_name) {
    if (led_by == nullptr) return;
    first = by + led_by->length;
    if (doc_.is(first, "by")) ++first;
    if (!doc_.is(first - 1, "by")) return;
  }
  std::size_t name = first;
  while (name < view.end && !starts(doc_, name, EntityLabel::Official)) ++name;
  if (name >= view.end) return;
  const Phrase leader = person(name, view, first);
  if (leader.begin > first + (doc_.is(first, "the") ? 1 : 0)) return;
  std::size_t end = leader.end;
  if (before_name) {
    if (doc_.is(end, ",")) ++end;
    const PhraseHit* lead = doc_.cue(end, "lead");
    if (lead == nullptr) return;
    end += lead->length;
  }
  p.leader = leader.entity;
  p.posts = leader.posts;
  p.rank = leader.rank;
  p.affiliations = leader.affiliations;
  p.end = end;
  if (doc_.is(p.end, ",")) ++p.end;
}

// "Đoàn đại biểu X [do PERSON dẫn đầu]", "Vietnamese delegation", "a delegation of X".
bool ViewBuilder::delegation(SentenceView& view, std::size_t& i) {
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
    if (const int acronym = doc_.mention_at(p.end + 1);
        acronym >= 0 && doc_.mentions[static_cast<std::size_t>(acronym)].acronym)
      p.end = body_tail(doc_, p.end);
    p.anaphor = false;
  } else if (i > view.begin) {
    const PhraseHit* demonym = doc_.longest(i - 1, Table::Countries);
    if (demonym != nullptr && demonym->column == 3 && doc_.is_capital(i - 1)) {
      p.entity = ensure_country(doc_, static_cast<int>(demonym->row));
      p.begin = i - 1;
      p.anaphor = false;
    }
  }
  // "Vietnam's delegation".
  if (p.anaphor && i >= view.begin + 3 && doc_.is(i - 1, "s") &&
      (doc_.is(i - 2, "'") || doc_.is(i - 2, "’")) && mention(doc_, i - 3) != nullptr &&
      mention(doc_, i - 3)->label == EntityLabel::Country) {
    p.entity = mention(doc_, i - 3)->entity;
    p.anaphor = false;
  }
  // "PERSON dẫn đầu Đoàn ...".
  if (i >= view.begin + 2 && !view.phrases.empty() &&
      view.phrases.back().kind == Phrase::Kind::Person) {
    for (std::size_t back = 1; back <= 3 && i >= view.begin + back; ++back) {
      const PhraseHit* lead = doc_.cue(i - back, "lead");
      if (lead != nullptr && lead->length == back && view.phrases.back().end + 2 >= i - back)
        p.leader = view.phrases.back().entity;
    }
  }
  if (p.anaphor) {
    p.entity = last_delegation_;
    if (p.leader < 0) p.leader = last_leader_;
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
  led(p, view);
  if (!p.anaphor) {
    last_delegation_ = p.entity;
    last_leader_ = p.leader;
  }
  view.phrases.push_back(p);
  i = p.end;
  return true;
}

bool ViewBuilder::conference_anaphor(SentenceView& view, std::size_t& i) {
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
  // "the conference", "The three-day conference".
  std::size_t article = i;
  while (article > view.begin && article + 4 > i &&
         (doc_.is_small(article - 1) || doc_.is(article - 1, "-") ||
          (doc_.is(article - 1, "general") && doc_.is(i, "assembly"))) &&
         !doc_.is(article - 1, "the") && doc_.mention_at(article - 1) < 0 &&
         english_ordinal(doc_, article - 1).empty() && !doc_.is(article - 1, "last") &&
         !doc_.is(article - 1, "previous") && !doc_.is(article - 1, "next"))
    --article;
  const bool the =
      article > view.begin && doc_.is(article - 1, "the") && (article == i || doc_.is_english());
  // In small letters others are anaphors where something happens at them.
  const bool at = kind != "signing" && kind != "press" && kind != "training" &&
                  preceded_by(doc_, i, {"tại", "dự", "trì", "mạc", "thúc", "lề", "khổ", "trong"});
  if (!doc_.is_capital(i) && kind != "conference" && kind != "session" && !at &&
      !(kind == "english" && the))
    return false;
  if (i > view.begin &&
      (doc_.is(i - 1, "các") || doc_.is(i - 1, "những") || doc_.is(i - 1, "cuộc")))
    return false;
  if (kind == "english" && !the) return false;
  p.end = i + head->length;
  // "Kỳ họp Đại hội đồng lần này" is one anaphor.
  while (const PhraseHit* more = doc_.longest(p.end, Table::ConferenceHeads)) {
    if (doc_.mention_at(p.end) >= 0) break;
    p.end += more->length;
  }
  if (doc_.is(p.end, "lần") && doc_.is(p.end + 1, "này")) p.end += 2;
  p.entity = focus_.resolve(kind == "english" ? "session" : std::string_view(kind), i);
  if (p.entity < 0) return false;
  view.phrases.push_back(p);
  i = p.end;
  return true;
}

// "các Bộ trưởng", "hai Thứ trưởng": a number of people of a post, none named.
bool ViewBuilder::holders_in_general(std::size_t i) const {
  const PhraseHit* post = doc_.longest(i + 1, Table::Posts);
  if (post == nullptr) return false;
  if (!(doc_.is(i, "các") || doc_.is(i, "hai") || doc_.is(i, "ba") || doc_.is(i, "bốn") ||
        doc_.is(i, "những")) ||
      doc_.mention_at(i) >= 0 || doc_.mention_at(i + 1) >= 0)
    return false;
  const std::size_t end = i + 1 + post->length;
  return doc_.mention_at(end) < 0 && !doc_.is_capital(end);
}

bool ViewBuilder::group(SentenceView& view, std::size_t& i) {
  const PhraseHit* cue = doc_.cue(i, "group");
  Phrase p;
  if (cue == nullptr && holders_in_general(i)) {
    p.kind = Phrase::Kind::Group;
    p.begin = i;
    p.end = i + 1 + doc_.longest(i + 1, Table::Posts)->length;
    view.phrases.push_back(p);
    i = p.end;
    return true;
  }
  if (cue == nullptr || doc_.mention_at(i) >= 0) return false;
  p.kind = Phrase::Kind::Group;
  p.begin = i;
  p.end = i + cue->length;
  if (starts(doc_, p.end, EntityLabel::Agency) && mention(doc_, p.end)->row >= 0)
    p.end = mention(doc_, p.end)->end;
  // "participants from more than 150 countries", "các đại biểu đến từ 20 quốc gia".
  std::size_t from = p.end;
  if (doc_.is(from, "đến")) ++from;
  if (doc_.is(from, "from") || doc_.is(from, "từ")) {
    std::size_t k = from + 1;
    while (k < from + 8 && k < view.end && doc_.mention_at(k) < 0 &&
           (doc_.is_small(k) || doc_.is_number(k) || doc_.is(k, ".") || doc_.is(k, ","))) {
      if (doc_.is(k, "countries") || doc_.is(k, "states") || doc_.is(k, "nations") ||
          doc_.is(k, "territories") || doc_.is(k, "gia") || doc_.is(k, "nước")) {
        p.end = k + 1;
        break;
      }
      ++k;
    }
  }
  view.phrases.push_back(p);
  i = p.end;
  return true;
}

int ViewBuilder::body_entity(const PostPhrase& post) {
  if (post.body >= 0) return doc_.mentions[static_cast<std::size_t>(post.body)].entity;
  return post.ministry >= 0 ? ensure_ministry(doc_, post.ministry, post.country) : -1;
}

void ViewBuilder::remember(const PostPhrase& post, int person) {
  holders_.push_back({text::fold(post.title), body_entity(post), person});
}

// "Trưởng SOMTC - Philippines kêu gọi", "tiếp Tổng Giám đốc Cơ quan X": a post with its body but
// without a name. It is who was said to hold that post, or nobody known; the body does not act.
// "Thứ trưởng cũng đề nghị", "the deputy minister met": whoever was last said to hold that post.
bool ViewBuilder::post_anaphor(SentenceView& view, const PostPhrase& post, std::size_t& i) {
  const bool the = i > view.begin && doc_.is(i - 1, "the");
  if (post.country >= 0 || post.body_anaphor || (doc_.is_english() && !the)) return false;
  if (doc_.mention_at(post.end) >= 0 || doc_.is_capital(post.end) || doc_.is(post.end, ",") ||
      doc_.is(post.end, "của") || doc_.is(post.end, "of") || doc_.is(post.end, "kiêm"))
    return false;
  if (preceded_by(doc_, i,
                  {"hai", "ba", "các", "những", "chức", "làm", "cấp", "nguyên", "cựu", "một"}))
    return false;
  const std::string title = text::fold(post.title);
  int person = -1;
  for (const Holder& holder : holders_) {
    if (holder.title == title || holder.title.starts_with(title + " ")) person = holder.person;
  }
  if (person < 0) return false;
  Phrase p;
  p.kind = Phrase::Kind::Person;
  p.begin = i;
  p.end = post.end;
  p.anaphor = true;
  p.entity = person;
  view.phrases.push_back(p);
  i = p.end;
  return true;
}

// "his Lao counterpart", "người đồng cấp Lào": who was last said to hold a post there.
bool ViewBuilder::counterpart(SentenceView& view, std::size_t& i) {
  int country = -1;
  std::size_t end = i;
  if (doc_.is(i, "counterpart")) {
    const PhraseHit* demonym = i > view.begin ? doc_.longest(i - 1, Table::Countries) : nullptr;
    if (demonym != nullptr && demonym->column == 3) country = static_cast<int>(demonym->row);
    end = i + 1;
  } else if (doc_.is(i, "đồng") && doc_.is(i + 1, "cấp") &&
             starts(doc_, i + 2, EntityLabel::Country)) {
    country = mention(doc_, i + 2)->row;
    end = mention(doc_, i + 2)->end;
  }
  if (country < 0 || starts(doc_, end, EntityLabel::Official)) return false;
  int person = -1;
  for (const Holder& holder : holders_) {
    if (holder.body < 0) continue;
    const Entity& body = doc_.entities[static_cast<std::size_t>(holder.body)];
    if (body.country == country || (body.label == EntityLabel::Country && body.row == country))
      person = holder.person;
  }
  if (person < 0) return false;
  Phrase p;
  p.kind = Phrase::Kind::Person;
  p.begin = i;
  p.end = end;
  p.anaphor = true;
  p.entity = person;
  view.phrases.push_back(p);
  i = end;
  return true;
}

bool ViewBuilder::unnamed(SentenceView& view, std::size_t& i) {
  if (counterpart(view, i)) return true;
  if (doc_.longest(i, Table::Posts) == nullptr && !is_post_prefix(doc_, i)) return false;
  const PostPhrase post = post_at(doc_, i, view.end);
  if (post.end == i) return false;
  if (post.body < 0 && post.ministry < 0) return post_anaphor(view, post, i);
  if (post.body >= 0) {
    const Mention& body = doc_.mentions[static_cast<std::size_t>(post.body)];
    if (body.label == EntityLabel::Conference || body.begin < i) return false;
  }
  std::size_t next = post.end;
  if (const PhraseHit* rank = doc_.longest(next, Table::Ranks); rank && doc_.is_capital(next))
    next += rank->length;
  if (const PhraseHit* honorific = doc_.longest(next, Table::Honorifics)) next += honorific->length;
  if (doc_.is(next, ",") || doc_.is(next, "kiêm")) ++next;
  if (starts(doc_, next, EntityLabel::Official)) return false;
  Phrase p;
  p.kind = Phrase::Kind::Person;
  p.begin = i;
  p.end = post.end;
  p.anaphor = true;
  const int body = body_entity(post);
  for (const Holder& holder : holders_) {
    if (holder.body == body && body >= 0 && holder.title == text::fold(post.title))
      p.entity = holder.person;
  }
  view.phrases.push_back(p);
  i = p.end;
  return true;
}

}  // namespace liaison::loaders

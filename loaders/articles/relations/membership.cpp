// ELECTED_TO and MEMBER_OF.
#include "articles/relations/relations.h"

namespace liaison::loaders {
namespace {

// "nhiệm kỳ 2026-2029", "the 2019-2024 term".
std::string term_in(const Document& doc, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (!doc.is_number(i) || doc.surface(i).size() != 4 ||
        !(doc.is(i + 1, "-") || doc.is(i + 1, "–")) || !doc.is_number(i + 2))
      continue;
    const bool vietnamese = i >= 2 && doc.is(i - 1, "kỳ") && doc.is(i - 2, "nhiệm");
    const bool english =
        doc.is(i + 3, "term") ||
        (i >= 1 && (doc.is(i - 1, "for") || doc.is(i - 1, "term") || doc.is(i - 1, "the")));
    if (vietnamese || english)
      return std::string(doc.surface(i)) + "-" + std::string(doc.surface(i + 2));
  }
  return "";
}

void elected(RelationContext& c) {
  Document& doc = c.document;
  for (const SentenceView& view : c.views) {
    for (const CueHit& cue : cues_in(doc, view, "elect")) {
      // "bầu PERSON, ..., làm POST ORG nhiệm kỳ T".
      const Phrase* person = nullptr;
      for (const Phrase& p : view.phrases) {
        if (p.kind != Phrase::Kind::Person || p.entity < 0 || p.anaphor) continue;
        if (p.begin >= cue.end && p.begin <= cue.end + 4) person = &p;
      }
      std::size_t from = person != nullptr ? person->end : cue.end;
      if (person == nullptr) {
        const auto subject = subject_before(doc, view, cue.begin);
        for (const Phrase* p : subject) {
          if (p->kind == Phrase::Kind::Person) person = p;
        }
      }
      if (person == nullptr) continue;
      for (std::size_t k = from; k < view.end && k < from + 24; ++k) {
        if (doc.is(k, ";")) break;
        std::size_t at = k;
        int before_body = -1;
        if (const int m = doc.mention_at(k); m >= 0) {
          // English: "INTERPOL Secretary General".
          before_body = m;
          at = doc.mentions[static_cast<std::size_t>(m)].end;
        }
        const bool introduced =
            k > from && preceded_by(doc, k, {"làm", "as", "giữ", "chức", "vụ", "vị", "trí", "là"});
        if (!introduced && doc.is_vietnamese() && !(k == from)) continue;
        const PostPhrase post = post_at(doc, at, view.end);
        if (post.end == at) continue;
        int body = post.body >= 0 ? doc.mentions[static_cast<std::size_t>(post.body)].entity : -1;
        if (body < 0 && before_body >= 0)
          body = doc.mentions[static_cast<std::size_t>(before_body)].entity;
        if (body < 0 || doc.entities[static_cast<std::size_t>(body)].label != EntityLabel::Agency)
          continue;
        c.facts.add("ELECTED_TO", person->entity, body, view.index, "elected.verb", 0.9,
                    {{"title", post.title}, {"term", term_in(doc, post.begin, view.end)}});
        break;
      }
    }
  }
}

void members(RelationContext& c) {
  Document& doc = c.document;
  const auto label = [&](const Phrase& p) {
    return doc.entities[static_cast<std::size_t>(p.entity)].label;
  };
  for (const SentenceView& view : c.views) {
    for (const CueHit& cue : cues_in(doc, view, "chairmanship")) {
      const int inner = doc.mention_at(cue.end);
      if (inner < 0) continue;
      const Mention body = doc.mentions[static_cast<std::size_t>(inner)];
      if (body.label != EntityLabel::Agency) continue;
      // The nearest country or agency to the left takes over; "từ Y" hands over.
      const Phrase* left = nullptr;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Body && p.end <= cue.begin) left = &p;
      }
      if (left != nullptr && cue.begin - left->end <= 6 && left->entity != body.entity)
        c.facts.add("MEMBER_OF", left->entity, body.entity, view.index, "member.chair", 0.9,
                    {{"role", "chair"}});
      if (doc.is(body.end, "từ") || doc.is(body.end, "from") || doc.is(body.end, "cho")) {
        const Phrase* other = phrase_at(view, body.end + 1);
        if (other != nullptr && other->kind == Phrase::Kind::Body)
          c.facts.add("MEMBER_OF", other->entity, body.entity, view.index, "member.chair", 0.85,
                      {{"role", "chair"}});
      }
    }
    for (const CueHit& cue : cues_in(doc, view, "membership")) {
      const Phrase* body = nullptr;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Body && p.begin >= cue.end && p.begin <= cue.end + 4) {
          body = &p;
          break;
        }
      }
      if (body == nullptr || label(*body) != EntityLabel::Agency) continue;
      std::string role = "member";
      for (std::size_t k = cue.begin; k < cue.end; ++k) {
        if (doc.is(k, "quan")) role = "observer";
        if (doc.is(k, "thoại")) role = "dialogue_partner";
      }
      for (const Phrase* p : subject_before(doc, view, cue.begin)) {
        if (p->kind == Phrase::Kind::Body)
          c.facts.add("MEMBER_OF", p->entity, body->entity, view.index, "member.verb", 0.85,
                      {{"role", role}});
      }
    }
  }
}

}  // namespace

void relate_membership(RelationContext& context) {
  elected(context);
  members(context);
}

}  // namespace liaison::loaders

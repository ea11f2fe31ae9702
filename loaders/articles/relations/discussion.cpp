// DISCUSSED: the conference, its body or all of its delegates treat a topic, text or conference.
#include "articles/relations/relations.h"

namespace liaison::loaders {
namespace {

// The body as a whole, whose conference this is: INTERPOL at its general assembly.
bool owns(const Document& doc, int agency, int conference) {
  if (agency < 0 || conference < 0) return false;
  const Entity& body = doc.entities[static_cast<std::size_t>(agency)];
  const Entity& of = doc.entities[static_cast<std::size_t>(conference)];
  if (body.row < 0 || of.kind != "session") return false;
  return of.parent == body.row;
}

}  // namespace

void relate_discussion(RelationContext& c) {
  const Document& doc = c.document;
  for (const SentenceView& view : c.views) {
    if (view.aside || view.conference < 0) continue;
    std::size_t from = view.end;
    int conference = view.conference;
    for (const CueHit& cue : cues_in(doc, view, "discuss")) {
      if (preceded_by(doc, cue.begin, {"sự", "việc", "các", "cuộc", "thông", "lời"})) continue;
      bool subject = false;
      for (const Phrase* p : subject_before(doc, view, cue.begin)) {
        if (p->kind == Phrase::Kind::Group) subject = true;
        if (p->kind == Phrase::Kind::Conference && p->entity >= 0) {
          subject = true;
          conference = p->entity;
        }
        if (p->kind == Phrase::Kind::Body && owns(doc, p->entity, view.conference)) subject = true;
      }
      if (!subject) continue;
      from = std::min(from, cue.end);
    }
    // "Theo các đại biểu, ..." states what they said.
    for (const CueHit& cue : cues_in(doc, view, "according")) {
      if (cue.begin <= view.begin + 1) from = std::min(from, cue.end);
    }
    // The same of any group: "Theo các chuyên gia, ..." by "Theo" and what it names.
    if (doc.is(view.begin, "theo") || doc.is(view.begin, "according")) {
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Group && p.begin <= view.begin + 3)
          from = std::min(from, p.end);
      }
    }
    // Objects end where another act begins ("debated and passed ...").
    std::size_t until = view.end;
    for (const CueHit& cue : cues_in(doc, view, "adopt")) {
      if (cue.begin >= from && !preceded_by(doc, cue.begin, {"để", "việc", "to"}) &&
          (doc.is(cue.begin, "passed") || doc.is(cue.begin, "adopted") ||
           doc.is(cue.begin, "approved")))
        until = std::min(until, cue.begin);
    }
    // "thống nhất thông qua Thông cáo chung": the text is adopted, not discussed.
    const auto adopted = [&](const Phrase& p) {
      if (p.kind != Phrase::Kind::Treaty) return false;
      for (const CueHit& cue : cues_in(doc, view, "adopt")) {
        if (cue.end <= p.begin && p.begin - cue.end <= 2 && cue.begin + 4 > from &&
            !preceded_by(doc, cue.begin, {"để", "việc", "to", "nhằm"}))
          return true;
      }
      return false;
    };
    for (const Phrase& p : view.phrases) {
      if (p.begin < from || p.begin >= until || adopted(p)) continue;
      const bool object = p.kind == Phrase::Kind::Topic || p.kind == Phrase::Kind::Treaty ||
                          p.kind == Phrase::Kind::Conference;
      if (!object || p.entity < 0) continue;
      if (p.kind == Phrase::Kind::Conference) {
        if (p.entity == conference || p.part) continue;
        if (preceded_by(doc, p.begin, {"kể", "từ", "tại"})) continue;
      }
      c.facts.add("DISCUSSED", conference, p.entity, view.index, "discussed.verb", 0.8);
    }
    // A bare "Công ước" after the verb is the one text of that kind in the article.
    for (std::size_t k = from; k < until; ++k) {
      const PhraseHit* head = doc.longest(k, Table::TreatyHeads);
      if (head == nullptr || doc.mention_at(k) >= 0 || !doc.is_capital(k)) continue;
      for (std::size_t e = doc.entities.size(); e-- > 0;) {
        const Entity& entity = doc.entities[e];
        if (entity.label != EntityLabel::Treaty ||
            !entity.key.starts_with("treaty:" + text::fold(doc.surface(k, k + head->length))))
          continue;
        c.facts.add("DISCUSSED", conference, static_cast<int>(e), view.index, "discussed.anaphor",
                    0.7);
        break;
      }
    }
    // "A nằm trong nghị trình của B".
    for (const CueHit& cue : cues_in(doc, view, "agenda")) {
      const Phrase* of = conference_after(view, cue.end);
      if (of == nullptr) continue;
      for (const Phrase& p : view.phrases) {
        const bool object = p.kind == Phrase::Kind::Topic || p.kind == Phrase::Kind::Treaty ||
                            p.kind == Phrase::Kind::Conference;
        if (object && p.end <= cue.begin)
          c.facts.add("DISCUSSED", of->entity, p.entity, view.index, "discussed.agenda", 0.85);
      }
    }
  }
}

}  // namespace liaison::loaders

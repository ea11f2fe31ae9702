// PRECEDES: a conference prepares another, or is named as the earlier one.
#include "articles/relations/relations.h"

#include <cstdlib>

namespace liaison::loaders {
namespace {

int number_of(const Entity& e) {
  return e.number.empty() ? 0 : std::atoi(e.number.c_str());
}

bool same_series(const Entity& a, const Entity& b) {
  if (a.series >= 0 || b.series >= 0) return a.series == b.series;
  if (a.stem.empty() || b.stem.empty()) return false;
  return a.stem == b.stem || a.stem.starts_with(b.stem) || b.stem.starts_with(a.stem);
}

}  // namespace

void relate_order(RelationContext& c) {
  const Document& doc = c.document;
  const int main = c.focus.main();
  if (main < 0) return;
  for (const SentenceView& view : c.views) {
    for (const Phrase& p : view.phrases) {
      if (p.kind != Phrase::Kind::Conference || p.anaphor || p.entity == main || p.entity < 0)
        continue;
      const Entity& other = doc.entities[static_cast<std::size_t>(p.entity)];
      const Entity& of = doc.entities[static_cast<std::size_t>(main)];
      // An earlier edition of the same series.
      if (same_series(other, of) && number_of(other) > 0 && number_of(other) < number_of(of)) {
        c.facts.add("PRECEDES", p.entity, main, view.index, "precedes.edition", 0.85);
      }
      if (same_series(other, of) && number_of(other) > number_of(of) && number_of(of) > 0) {
        c.facts.add("PRECEDES", main, p.entity, view.index, "precedes.edition", 0.8);
      }
    }
    for (const CueHit& cue : cues_in(doc, view, "before")) {
      if (cue.begin > view.begin + 1) continue;
      const Phrase* next = conference_after(view, cue.end);
      if (next != nullptr && !next->anaphor && next->entity != main)
        c.facts.add("PRECEDES", next->entity, main, view.index, "precedes.before", 0.75);
    }
    for (const CueHit& cue : cues_in(doc, view, "after")) {
      // "Sau khi kết thúc A, ... B".
      if (cue.begin > view.begin + 1) continue;
      const Phrase* first = conference_after(view, cue.end);
      if (first == nullptr || first->begin > cue.end + 4) continue;
      const Phrase* second = conference_after(view, first->end);
      if (second != nullptr && !second->anaphor)
        c.facts.add("PRECEDES", first->entity, second->entity, view.index, "precedes.after", 0.8);
    }
    for (const CueHit& cue : cues_in(doc, view, "since")) {
      const Phrase* next = conference_after(view, cue.end);
      if (next != nullptr && next->begin <= cue.end + 1 && !next->anaphor)
        c.facts.add("PRECEDES", next->entity, main, view.index, "precedes.since", 0.75);
    }
    for (const CueHit& cue : cues_in(doc, view, "prepare")) {
      const Phrase* next = conference_after(view, cue.end);
      if (next == nullptr || next->anaphor || next->begin > cue.end + 3) continue;
      // "công tác chuẩn bị cho B" is on somebody's agenda, no preparation by A.
      if (preceded_by(doc, cue.begin, {"tác", "việc", "sự", "để"})) continue;
      if (doc.entities[static_cast<std::size_t>(next->entity)].kind == "signing") continue;
      const Phrase* left = conference_before(view, cue.begin);
      if (next->entity == main) {
        if (left == nullptr) continue;
      }
      const int first = left != nullptr ? left->entity : main;
      c.facts.add("PRECEDES", first, next->entity, view.index, "precedes.prepares", 0.8);
    }
  }
}

}  // namespace liaison::loaders

// MET and VISITED: bilateral encounters and official travel.
#include "articles/relations/relations.h"

namespace liaison::loaders {
namespace {

// Persons of a phrase; a delegation meets through its leader if it is named right there.
std::vector<int> who(const Phrase& p) {
  if (p.kind == Phrase::Kind::Person) return {p.entity};
  if (p.kind == Phrase::Kind::Body) return {p.entity};
  if (p.kind == Phrase::Kind::Delegation)
    return {p.leader >= 0 && !p.anaphor ? p.leader : p.entity};
  return {};
}

bool is_country(const Document& doc, int entity) {
  return doc.entities[static_cast<std::size_t>(entity)].label == EntityLabel::Country;
}

}  // namespace

void relate_meetings(RelationContext& c) {
  Document& doc = c.document;
  for (const SentenceView& view : c.views) {
    for (const CueHit& cue : cues_in(doc, view, "meet")) {
      if (doc.is(cue.begin, "tiếp") && cue.end == cue.begin + 1 &&
          (doc.is(cue.end, "tục") || doc.is(cue.end, "nhận") || doc.is(cue.end, "nối")))
        continue;
      const auto subject = subject_before(doc, view, cue.begin);
      if (subject.empty()) continue;
      // The other side follows at once, over further cues of the same kind ("gặp, làm việc với").
      std::size_t from = cue.end;
      for (std::size_t k = cue.end; k < view.end && k < cue.end + 12; ++k) {
        if (phrase_at(view, k) != nullptr) break;
        from = k + 1;
        if (doc.is(k, "tại")) break;
      }
      const auto others = list_from(doc, view, from);
      if (others.empty() || others.front()->begin > cue.end + 12 ||
          doc.is(others.front()->begin - 1, "tại"))
        continue;
      std::map<std::string, std::string> attributes;
      if (const DateExpression* date = date_in(c, view);
          date != nullptr && date->finish.empty() && date->start.day != 0)
        attributes["date"] = date->start.iso();
      for (const Phrase* left : subject) {
        // "Thứ trưởng X và đoàn": the party behind the person is no second side.
        if (left->kind == Phrase::Kind::Delegation && left->anaphor && subject.size() > 1) continue;
        for (const Phrase* right : others) {
          bool apart = false;
          for (std::size_t k = others.front()->end; k < right->begin; ++k)
            apart = apart || doc.is(k, ";");
          if (apart) break;
          for (const int a : who(*left)) {
            for (const int b : who(*right)) {
              if (a < 0 || b < 0 || is_country(doc, a) || is_country(doc, b)) continue;
              c.facts.add("MET", a, b, view.index, "met.verb", 0.85, attributes);
            }
          }
        }
      }
    }
    for (const CueHit& cue : cues_in(doc, view, "visit")) {
      const auto subject = subject_before(doc, view, cue.begin);
      if (subject.empty()) continue;
      for (const Phrase* right : list_from(doc, view, cue.end)) {
        if (right->kind != Phrase::Kind::Body || !is_country(doc, right->entity)) continue;
        if (right == nullptr || right->begin > cue.end + 40) break;
        std::map<std::string, std::string> attributes;
        if (const DateExpression* date = date_in(c, view); date != nullptr) {
          attributes["start_date"] = date->start.iso();
          if (!date->finish.empty()) attributes["end_date"] = date->finish.iso();
        }
        for (const Phrase* left : subject) {
          for (const int a : who(*left)) {
            if (a >= 0 && !is_country(doc, a))
              c.facts.add("VISITED", a, right->entity, view.index, "visited.verb", 0.85,
                          attributes);
          }
        }
      }
    }
  }
}

}  // namespace liaison::loaders

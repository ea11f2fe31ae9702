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

// Somebody met somebody earlier in the sentence.
bool meets_before(const Document& doc, const SentenceView& view, std::size_t i) {
  for (const CueHit& cue : cues_in(doc, view, "meet")) {
    if (cue.begin < i && !subject_before(doc, view, cue.begin).empty()) return true;
  }
  return false;
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
      auto subject = subject_before(doc, view, cue.begin);
      // "... đã chào X và làm việc với Y": the second verb has the subject of the first.
      if (preceded_by(doc, cue.begin, {"và", ",", "and"})) {
        if (auto earlier = subject_of_earlier(doc, view, cue.begin);
            subject.empty() || (!earlier.empty() && meets_before(doc, view, cue.begin)))
          subject = std::move(earlier);
      }
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
          // "met with X, and the Minister asked ...": a new clause begins there.
          if (right->kind == Phrase::Kind::Person && right->anaphor && right != others.front())
            break;
          // "tiếp PERSON và Đoàn": who came along is no side of its own.
          if (right->kind == Phrase::Kind::Delegation && right->anaphor && right != others.front())
            continue;
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
      auto subject = subject_before(doc, view, cue.begin);
      // "... tiếp X nhân dịp đoàn thăm chính thức COUNTRY": the guest named last before it.
      if (subject.empty()) {
        bool occasion = false;
        for (const CueHit& hit : cues_in(doc, view, "occasion"))
          occasion = occasion || (hit.end <= cue.begin && cue.begin - hit.end <= 4);
        for (const Phrase& p : view.phrases) {
          if (occasion && p.kind == Phrase::Kind::Person && p.end <= cue.begin) subject = {&p};
        }
      }
      // "met X as part of his official visit to Y": the journey of who acts in the sentence.
      if (subject.empty() && (doc.is(cue.end - 1, "to") || doc.is(cue.begin, "chuyến"))) {
        for (const Phrase& p : view.phrases) {
          const bool actor = p.kind == Phrase::Kind::Person || p.kind == Phrase::Kind::Delegation;
          if (!actor || p.end > cue.begin) continue;
          // "received X, who is on an official visit to Y": X.
          const bool relative = doc.is(p.end, "who") || (doc.is(p.end, ",") && doc.is(p.end + 1, "who"));
          if (subject.empty() || relative) subject = {&p};
        }
      }
      if (subject.empty()) continue;
      std::size_t tail = cue.end;
      bool any = false;
      for (const Phrase& p : view.phrases) {
        if (p.begin < cue.end) continue;
        if (p.kind != Phrase::Kind::Body || !is_country(doc, p.entity)) {
          if (any) break;
          continue;
        }
        if (p.begin > tail + (any ? 2 : 6)) break;
        any = true;
        tail = p.end;
        const Phrase* right = &p;
        std::map<std::string, std::string> attributes;
        // A range of days is the trip's; a single day may be that of the meeting told beside it.
        const DateExpression* date = date_in(c, view);
        for (const DateExpression& e : c.dates) {
          if (e.begin >= view.begin && e.begin < view.end && !e.finish.empty()) date = &e;
        }
        // "đang thăm": the day is of what is told beside it.
        if (date != nullptr && date->finish.empty() && preceded_by(doc, cue.begin, {"đang"}))
          date = nullptr;
        if (date != nullptr) {
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

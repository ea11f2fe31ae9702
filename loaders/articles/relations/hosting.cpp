// HOSTED ("do X chủ trì", "X đăng cai", "nước chủ nhà X"), HELD_IN, and a conference within
// another.
#include "articles/relations/relations.h"

namespace liaison::loaders {
namespace {

bool body(const Phrase& p) {
  return p.kind == Phrase::Kind::Body;
}

void hosted(RelationContext& c) {
  Document& doc = c.document;
  for (const SentenceView& view : c.views) {
    for (const CueHit& cue : cues_in(doc, view, "host")) {
      const bool organise = doc.is(cue.begin, "tổ") || doc.is(cue.begin, "held");
      // "công tác tổ chức", "các tổ chức": a noun.
      if (organise && preceded_by(doc, cue.begin,
                                  {"tác", "các", "việc", "của", "những", "được", "phi", "were",
                                   "was", "be", "is"}))
        continue;
      if (preceded_by(doc, cue.begin, {"to"}) &&
          !(cue.begin >= 2 && (doc.is(cue.begin - 2, "scheduled") || doc.is(cue.begin - 2, "due") ||
                               doc.is(cue.begin - 2, "set") || doc.is(cue.begin - 2, "expected"))))
        continue;
      const Phrase* after = conference_after(view, cue.end);
      const Phrase* before = conference_before(view, cue.begin);
      // Passive: "CONF do X chủ trì", "hosted by X".
      const auto subject = subject_before(doc, view, cue.begin);
      if (!subject.empty() && subject.front()->begin > 0 &&
          (doc.is(subject.front()->begin - 1, "do") ||
           (doc.is(subject.front()->begin - 1, "phía") &&
            doc.is(subject.front()->begin - 2, "do")) ||
           (doc.is(subject.front()->begin - 1, "nước") &&
            doc.is(subject.front()->begin - 2, "do")))) {
        const Phrase* conference = conference_before(view, subject.front()->begin);
        const int entity = conference != nullptr ? conference->entity : view.conference;
        for (const Phrase* p : subject) {
          if (body(*p))
            c.facts.add("HOSTED", p->entity, entity, view.index, "hosted.passive", 0.95);
          if (p->kind == Phrase::Kind::Person)
            c.facts.add("ATTENDED", p->entity, entity, view.index, "hosted.person", 0.9,
                        {{"role", "chair"}});
        }
        continue;
      }
      if (doc.is(cue.end, "by")) {
        const int entity = before != nullptr ? before->entity : view.told ? view.conference : -1;
        const auto hosts = list_from(doc, view, cue.end);
        if (entity < 0 || hosts.empty() || hosts.front()->begin > cue.end + 2) continue;
        for (const Phrase* p : hosts) {
          if (body(*p))
            c.facts.add("HOSTED", p->entity, entity, view.index, "hosted.passive", 0.95);
          if (p->kind == Phrase::Kind::Person)
            c.facts.add("ATTENDED", p->entity, entity, view.index, "hosted.person", 0.9,
                        {{"role", "chair"}});
        }
        continue;
      }
      if (subject.empty()) continue;
      // "X, in cooperation with Y, organised": X too.
      std::vector<const Phrase*> hosts = subject;
      for (const CueHit& with : cues_in(doc, view, "partner")) {
        const std::size_t first = subject.front()->begin;
        if (with.end > first || first - with.end > 1 || with.begin < view.begin + 2) continue;
        const Phrase* left = phrase_at(view, with.begin - (doc.is(with.begin - 1, ",") ? 2 : 1));
        if (left != nullptr && body(*left)) hosts.push_back(left);
      }
      // "A and B held their dialogue": both took part.
      if (organise && doc.is(cue.begin, "held") && subject.size() > 1) continue;
      // Active: the object follows, or stands before a relative clause ("CONF, which X hosted").
      const Phrase* object = nullptr;
      if (after != nullptr && after->begin <= cue.end + 8) object = after;
      bool relative = false;
      for (std::size_t k = before != nullptr ? before->end : cue.begin; k < cue.begin; ++k)
        relative = relative || doc.is(k, "which");
      if (relative && before != nullptr) object = before;
      if (object == nullptr) continue;
      for (const Phrase* p : hosts) {
        if (body(*p)) {
          c.facts.add("HOSTED", p->entity, object->entity, view.index, "hosted.active", 0.9);
        } else if (p->kind == Phrase::Kind::Delegation && p->entity >= 0) {
          c.facts.add("HOSTED", p->entity, object->entity, view.index, "hosted.delegation", 0.8);
        } else if (p->kind == Phrase::Kind::Person) {
          c.facts.add("ATTENDED", p->entity, object->entity, view.index, "hosted.person", 0.9,
                      {{"role", "chair"}});
        }
      }
    }
    // "dưới sự chủ trì của X".
    for (const CueHit& cue : cues_in(doc, view, "chair_noun")) {
      const Phrase* conference = conference_before(view, cue.begin);
      const int entity = conference != nullptr ? conference->entity : view.conference;
      // "... của hai Bộ trưởng".
      for (const Phrase& p : view.phrases) {
        if (p.kind != Phrase::Kind::Group || p.begin != cue.end || !names_ministers(doc, p))
          continue;
        for (const int person : ministers(c, -1))
          c.facts.add("ATTENDED", person, entity, view.index, "hosted.person", 0.8,
                      {{"role", "chair"}});
      }
      for (const Phrase* by : list_from(doc, view, cue.end)) {
        if (body(*by))
          c.facts.add("HOSTED", by->entity, entity, view.index, "hosted.chair_noun", 0.85);
        if (by->kind == Phrase::Kind::Person)
          c.facts.add("ATTENDED", by->entity, entity, view.index, "hosted.person", 0.9,
                      {{"role", "chair"}});
      }
    }
    // "nước chủ nhà X", "X, nước đăng cai CONF", "với vai trò là chủ nhà của CONF, X".
    for (const CueHit& cue : cues_in(doc, view, "owner")) {
      const Phrase* right = phrase_at(view, cue.end);
      if (right != nullptr && body(*right)) {
        const Phrase* conference = conference_after(view, cue.end);
        c.facts.add("HOSTED", right->entity,
                    conference != nullptr ? conference->entity : view.conference, view.index,
                    "hosted.owner", 0.9);
        continue;
      }
      const Phrase* conference = conference_after(view, cue.end);
      if (conference == nullptr || conference->begin > cue.end + 3) continue;
      if (cue.begin >= 2 && doc.is(cue.begin - 1, ",")) {
        const Phrase* left = phrase_at(view, cue.begin - 2);
        if (left != nullptr && body(*left)) {
          c.facts.add("HOSTED", left->entity, conference->entity, view.index, "hosted.owner", 0.9);
          continue;
        }
      }
      if (doc.is(conference->end, ",")) {
        const Phrase* next = phrase_at(view, conference->end + 1);
        if (next != nullptr && body(*next))
          c.facts.add("HOSTED", next->entity, conference->entity, view.index, "hosted.owner", 0.9);
      }
    }
  }
}

bool at_word(const Document& doc, std::size_t i) {
  return doc.is(i, "tại") || doc.is(i, "ở") || doc.is(i, "in") || doc.is(i, "at");
}

void held_in(RelationContext& c) {
  Document& doc = c.document;
  std::vector<int> placed;
  // Places first; a country alone only where the article gives no place.
  for (const bool country_round : {false, true}) {
    for (const SentenceView& view : c.views) {
      for (const Phrase& p : view.phrases) {
        const bool place = p.kind == Phrase::Kind::Place;
        const bool country = body(p) && doc.entities[static_cast<std::size_t>(p.entity)].label ==
                                            EntityLabel::Country;
        if (country_round ? !country : !place) continue;
        std::size_t before = p.begin;
        if (before >= 2 && doc.is(before - 1, "đô") && doc.is(before - 2, "thủ")) before -= 2;
        const bool scene = before > view.begin && at_word(doc, before - 1);
        // "Hà Nội đón ... về dự CONF": the city receives.
        const bool receives = place && doc.is(p.end, "đón");
        if (!scene && !receives) continue;
        const Phrase* left = conference_before(view, before);
        const Phrase* right = conference_after(view, p.end);
        const Phrase* target = nullptr;
        const bool leading = before <= view.begin + 12 && (left == nullptr);
        if (leading && right != nullptr)
          target = right;
        else if (left != nullptr && !left->part)
          target = left;
        if (target == nullptr || (view.aside && target->anaphor)) continue;
        // An anaphor needs a verb of taking place; "phát biểu tại Tọa đàm ... tại Hà Nội" has none.
        if (target->anaphor && target == left) {
          bool verb = false;
          for (const CueHit& cue : cues_in(doc, view, "held"))
            verb = verb || (cue.begin >= left->end && cue.end <= before);
          // "co-chaired the conference in Hanoi".
          for (const CueHit& cue : cues_in(doc, view, "host"))
            verb = verb || (cue.end <= left->begin && left->begin - cue.end <= 2 &&
                            before == left->end + 1);
          if (!verb) continue;
        }
        if (target == left) {
          // Something else may be what stands there: a text signed, a body, another verb's place.
          bool barrier = distance(doc, left->end, before) > 24;
          for (const Phrase& other : view.phrases) {
            if (other.begin >= left->end && other.end < before &&
                other.kind == Phrase::Kind::Treaty)
              barrier = true;
          }
          // A verb of taking place right before it settles the matter: "... diễn ra tại X".
          for (const CueHit& cue : cues_in(doc, view, "held")) {
            if (cue.begin >= left->end && cue.end <= before && before - cue.end <= 2)
              barrier = false;
          }
          if (barrier) continue;
        }
        if (country_round) {
          bool already = false;
          for (const int e : placed) already = already || e == target->entity;
          if (already || target->anaphor) continue;
        }
        // Of several conferences one right after the other, the first takes the place.
        c.facts.add("HELD_IN", target->entity, p.entity, view.index,
                    place ? "held_in.place" : "held_in.country", place ? 0.9 : 0.7);
        placed.push_back(target->entity);
      }
    }
    // "Lễ ký tại Hà Nội": the place inside the name.
    if (!country_round) {
      for (const Mention& m : doc.mentions) {
        if (m.begin == m.end || m.label != EntityLabel::Conference || m.kind != "signing") continue;
        for (std::size_t k = m.begin; k + 1 < m.end; ++k) {
          if (!doc.is(k, "tại")) continue;
          const PhraseHit* hit = doc.longest(k + 1, Table::Places);
          if (hit == nullptr) continue;
          const std::string key =
              "place:" + text::name_key(doc.row(*hit).first(0), text::NameLevel::Folded);
          for (std::size_t e = 0; e < doc.entities.size(); ++e) {
            if (doc.entities[e].key == key)
              c.facts.add("HELD_IN", m.entity, static_cast<int>(e), doc.sentence_of(m.begin),
                          "held_in.name", 0.85);
          }
        }
      }
    }
  }
}

void within(RelationContext& c) {
  Document& doc = c.document;
  for (const SentenceView& view : c.views) {
    for (const CueHit& cue : cues_in(doc, view, "within")) {
      const Phrase* left = conference_before(view, cue.begin);
      const Phrase* right = conference_after(view, cue.end);
      if (left != nullptr && right != nullptr && cue.begin - left->end <= 8 &&
          right->begin - cue.end <= 3) {
        c.facts.add("PART_OF", left->entity, right->entity, view.index, "part_of.within", 0.9);
      } else if (left == nullptr && right != nullptr && right->begin - cue.end <= 3) {
        // "Trong khuôn khổ Hội nghị, ... tổ chức Tọa đàm".
        const Phrase* next = conference_after(view, right->end);
        if (next != nullptr && !next->anaphor)
          c.facts.add("PART_OF", next->entity, right->entity, view.index, "part_of.within", 0.85);
      }
    }
    for (const CueHit& cue : cues_in(doc, view, "occasion")) {
      // "Nhân dịp này" is the conference in focus.
      const bool here = doc.is(cue.end, "này");
      const Phrase* right = conference_after(view, cue.end);
      if (here && right != nullptr && !right->anaphor) {
        for (const CueHit& host : cues_in(doc, view, "host")) {
          if (host.end <= right->begin && right->begin - host.end <= 2)
            c.facts.add("PART_OF", right->entity, c.focus.main(), view.index, "part_of.occasion",
                        0.8);
        }
        continue;
      }
      if (right == nullptr || right->begin - cue.end > 3) continue;
      const Phrase* next = conference_after(view, right->end);
      if (next != nullptr && !next->anaphor && next->entity != right->entity) {
        for (const CueHit& host : cues_in(doc, view, "host")) {
          if (host.begin > right->end && host.end <= next->begin)
            c.facts.add("PART_OF", next->entity, right->entity, view.index, "part_of.occasion",
                        0.85);
        }
      }
    }
  }
}

}  // namespace

void relate_hosting(RelationContext& context) {
  hosted(context);
  held_in(context);
  within(context);
}

}  // namespace liaison::loaders

// ATTENDED: who took part, leads a delegation, chairs or observes.
#include "articles/relations/relations.h"

namespace liaison::loaders {
namespace {

class Attendance {
 public:
  explicit Attendance(RelationContext& context) : c_(context), doc_(context.document) {}

  void run() {
    for (const SentenceView& view : c_.views) {
      observer_ = !cues_in(doc_, view, "observer").empty();
      verbs(view);
      nouns(view);
      delegations(view);
      leads(view);
      conduct(view);
      chairs(view);
      presenters(view);
    }
  }

 private:
  void attend(const SentenceView& view, const Phrase& p, int conference, std::string_view rule,
              double confidence) {
    const std::string role = observer_ ? "observer" : "participant";
    switch (p.kind) {
      case Phrase::Kind::Person:
        if (p.heads) {
          c_.facts.add("ATTENDED", p.entity, conference, view.index, "attended.leader", confidence,
                       {{"role", "head_of_delegation"}});
          if (p.leads >= 0)
            c_.facts.add("ATTENDED", p.leads, conference, view.index, "attended.led", confidence,
                         {{"role", role}});
          break;
        }
        [[fallthrough]];
      case Phrase::Kind::Body:
        c_.facts.add("ATTENDED", p.entity, conference, view.index, rule, confidence,
                     {{"role", role}});
        break;
      case Phrase::Kind::Delegation:
        if (!p.anaphor || p.begin + 1 < p.end) {
          if (p.entity >= 0 && !p.anaphor)
            c_.facts.add("ATTENDED", p.entity, conference, view.index, rule, confidence,
                         {{"role", role}});
          for (const int member : p.members)
            c_.facts.add("ATTENDED", member, conference, view.index, rule, confidence,
                         {{"role", role}});
        }
        break;
      default:
        break;
    }
  }

  // The conference of an attending verb: its object, else the one in focus.
  int object_of(const SentenceView& view, std::size_t verb_end) const {
    const Phrase* object = conference_after(view, verb_end);
    if (object != nullptr && object->begin <= verb_end + 10) return object->entity;
    if (const Phrase* before = conference_before(view, verb_end); before != nullptr)
      return before->entity;
    return view.conference;
  }

  void verbs(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "attend")) {
      // "mời ... tham dự", "đại biểu dự Tọa đàm thể hiện": an invitation, a description.
      bool invited = false;
      for (const CueHit& purpose : cues_in(doc_, view, "purpose")) {
        invited = invited || (doc_.is(purpose.begin, "mời") && purpose.begin < cue.begin);
      }
      if (invited) continue;
      // "Cùng dự buổi tiếp có ...", "dự hội đàm": an encounter, no conference.
      if (phrase_at(view, cue.end) == nullptr &&
          (doc_.is(cue.end, "buổi") || doc_.is(cue.end, "cuộc") ||
           (doc_.is(cue.end, "hội") &&
            (doc_.is(cue.end + 1, "đàm") || doc_.is(cue.end + 1, "kiến"))) ||
           (doc_.is(cue.end, "lễ") && doc_.is(cue.end + 1, "đón"))))
        continue;
      const int conference = object_of(view, cue.end);
      if (conference < 0) continue;
      // "tham gia Công ước", "tham gia các hoạt động": only what is a conference is attended.
      if (doc_.is(cue.end - 1, "gia") && !doc_.is(cue.end, "đoàn") &&
          conference_after(view, cue.end) == nullptr &&
          conference_before(view, cue.begin) == nullptr)
        continue;
      const Phrase* joined = phrase_at(view, cue.end);
      if (joined != nullptr && joined->kind == Phrase::Kind::Treaty) continue;
      const auto subject = subject_before(doc_, view, cue.begin);
      // The observers of a sentence are those of its own clause.
      const bool told_observer = observer_;
      for (std::size_t k = cue.end; k < view.end && observer_; ++k) {
        if (doc_.is(k, ";") || (doc_.is(k, ",") && doc_.is(k + 1, "with"))) observer_ = false;
        if (doc_.cue(k, "observer") != nullptr) break;
      }
      for (const Phrase* p : subject) attend(view, *p, conference, "attended.subject", 0.9);
      observer_ = told_observer;
      // "attended ... at the head of a delegation of X".
      for (const CueHit& head : cues_in(doc_, view, "at_head")) {
        for (const Phrase* p : subject) {
          if (p->kind == Phrase::Kind::Person)
            c_.facts.add("ATTENDED", p->entity, conference, view.index, "attended.leader", 0.9,
                         {{"role", "head_of_delegation"}});
        }
        for (const Phrase& p : view.phrases) {
          if (p.kind == Phrase::Kind::Delegation && p.begin >= head.end && p.begin <= head.end + 2)
            attend(view, p, conference, "attended.led", 0.85);
        }
      }
      if (!subject.empty()) continue;
      // "Tham dự Hội nghị có A; B; C", "Có mặt tại lễ khai mạc là ... : A, B".
      const bool opens = cue.begin <= view.begin + 3;
      if (!opens) continue;
      const Phrase* object = conference_after(view, cue.begin);
      std::size_t from = object != nullptr ? object->end : cue.end;
      const std::size_t scan = from;
      bool told = false;
      for (std::size_t k = scan; k < view.end && k < scan + 14; ++k) {
        if (const Phrase* with = phrase_at(view, k + 1); doc_.is(k, "cùng") && with != nullptr &&
                                                         with->kind == Phrase::Kind::Person &&
                                                         with->anaphor) {
          c_.facts.add("ATTENDED", with->entity, conference, view.index, "attended.post_anaphor",
                       0.6, {{"role", "participant"}});
        }
        if (doc_.cue(k, "includes") == nullptr && !doc_.is(k, ":")) continue;
        from = k + 1;
        told = true;
        break;
      }
      // "Nhân dịp tham dự CONF, ..., PERSON đã hội đàm": who acts in the sentence.
      if (!told && object != nullptr && doc_.is(object->end, ",")) {
        const Phrase* next = phrase_at(view, object->end + 1);
        if (next != nullptr && next->kind == Phrase::Kind::Person)
          attend(view, *next, conference, "attended.opening", 0.8);
        if (next != nullptr) continue;
      }
      if (!told && doc_.is(object != nullptr ? object->end : cue.end, "và")) continue;
      // A colon further on opens the list itself: "... cùng các đối tác: A, B".
      for (std::size_t k = from; k < view.end; ++k) {
        if (doc_.is(k, ":") || doc_.cue(k, "includes") != nullptr) {
          bool phrase_between = false;
          for (const Phrase& p : view.phrases)
            phrase_between =
                phrase_between || (p.begin >= from && p.end <= k && p.kind == Phrase::Kind::Person);
          if (!phrase_between) from = k + 1;
        }
        if (phrase_at(view, k) != nullptr && phrase_at(view, k)->kind == Phrase::Kind::Person)
          break;
      }
      list(view, from, conference, "attended.list", 0.85);
    }
  }

  // "A, B và các quan sát viên: C, D": the kind told inside the list holds for what follows it.
  void list(const SentenceView& view, std::size_t from, int conference, std::string_view rule,
            double confidence) {
    const std::vector<const Phrase*> phrases = list_from(doc_, view, from);
    const bool whole = observer_;
    const auto cues = cues_in(doc_, view, "observer");
    if (phrases.empty() || from_abroad(view, from, phrases.front()->begin)) return;
    // "A, B và C; D tham dự với tư cách quan sát viên": D alone.
    std::size_t last_part = phrases.front()->begin;
    for (std::size_t k = phrases.front()->begin; k < phrases.back()->begin; ++k) {
      if (doc_.is(k, ";")) last_part = k;
    }
    bool kind_observer = false;
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      for (std::size_t k = i > 0 ? phrases[i - 1]->end : view.begin;
           i > 0 && k + 1 < phrases[i]->begin; ++k) {
        const bool told = (doc_.is(k, "sát") && doc_.is(k + 1, "viên")) || doc_.is(k, "observers");
        if (told && !preceded_by(doc_, k - 1, {"cách"})) kind_observer = true;
      }
      // "A, B với tư cách quan sát viên và C": B alone; at the end of the list, all of it.
      observer_ = kind_observer;
      for (const CueHit& cue : cues) {
        const std::size_t next = i + 1 < phrases.size() ? phrases[i + 1]->begin : view.end;
        const bool behind = cue.begin >= phrases[i]->end && cue.begin < next;
        bool parted = false;
        for (std::size_t k = phrases.back()->end; k < cue.begin; ++k)
          parted = parted || doc_.is(k, ";");
        const bool whole_list =
            (cue.begin >= phrases.back()->end && !parted && phrases[i]->begin >= last_part) ||
            cue.begin < phrases.front()->begin;
        if (behind || whole_list) observer_ = true;
      }
      const bool group = preceded_by(doc_, phrases[i]->begin, {"nước", "gia"}) ||
                         doc_.is(phrases[i]->end, "member");
      // What stands first behind "đoàn đến từ" is the delegations' own.
      const bool first = i == 0 && preceded_by(doc_, phrases[i]->begin, {"từ", "from"});
      if (!group && (phrases[i]->begin <= from || first || !oblique(phrases[i]->begin)))
        attend(view, *phrases[i], conference, rule, confidence);
    }
    observer_ = whole;
  }

  // "chuyên gia đến từ A, B", "police chiefs from A, B": people from there, unless their
  // delegations are told.
  bool from_abroad(const SentenceView& view, std::size_t from, std::size_t first) const {
    if (!preceded_by(doc_, first, {"từ", "from"})) return false;
    for (std::size_t k = from; k < first; ++k) {
      if (doc_.is(k, "đoàn") || doc_.is(k, "delegations") || doc_.is(k, "delegates") ||
          doc_.is(k, "diện") || doc_.is(k, "representatives"))
        return false;
    }
    return !preceded_by(doc_, from, {"đoàn"}) && from >= view.begin;
  }

  bool oblique(std::size_t i) const {
    return preceded_by(doc_, i, {"của", "of", "từ", "from", "nước", "gia"});
  }

  void nouns(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "attend_noun")) {
      const Phrase* conference = conference_before(view, cue.begin);
      const int entity = conference != nullptr ? conference->entity : view.conference;
      // Groups and counts may open the list: "của 24 nước, A và B".
      list(view, cue.end, entity, "attended.participation", 0.9);
    }
  }

  // "Đoàn ... do PERSON dẫn đầu" attends what the sentence or the article is about.
  void delegations(const SentenceView& view) {
    if (view.aside || view.conference < 0) return;
    const bool visiting = !cues_in(doc_, view, "visit").empty();
    for (const Phrase& p : view.phrases) {
      if (p.kind != Phrase::Kind::Delegation || p.anaphor || p.leader < 0) continue;
      if (visiting && !view.told) continue;
      c_.facts.add("ATTENDED", p.leader, view.conference, view.index, "attended.leader", 0.9,
                   {{"role", "head_of_delegation"}});
      if (p.entity >= 0)
        c_.facts.add("ATTENDED", p.entity, view.conference, view.index, "attended.led", 0.85,
                     {{"role", "participant"}});
    }
  }

  // "Dẫn đầu đoàn X là PERSON", "PERSON headed the X delegation".
  void leads(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "lead")) {
      // "Vietnam's delegation was headed by PERSON".
      if (doc_.is(cue.end, "by") || doc_.is(cue.end - 1, "by")) {
        const Phrase* by = phrase_at(view, doc_.is(cue.end, "by") ? cue.end + 1 : cue.end);
        for (const Phrase* led : subject_before(doc_, view, cue.begin)) {
          if (led->kind != Phrase::Kind::Delegation || by == nullptr ||
              by->kind != Phrase::Kind::Person || view.conference < 0)
            continue;
          c_.facts.add("ATTENDED", by->entity, view.conference, view.index, "attended.leader", 0.9,
                       {{"role", "head_of_delegation"}});
          if (!led->anaphor && led->entity >= 0)
            c_.facts.add("ATTENDED", led->entity, view.conference, view.index, "attended.led", 0.85,
                         {{"role", "participant"}});
        }
        continue;
      }
      // "PERSON làm Trưởng đoàn Việt Nam tham dự CONF".
      if (doc_.is(cue.begin, "làm")) {
        const Phrase* led = phrase_at(view, cue.end);
        const Phrase* at = conference_after(view, cue.end);
        for (const Phrase* p : subject_before(doc_, view, cue.begin)) {
          if (p->kind != Phrase::Kind::Person || at == nullptr) continue;
          c_.facts.add("ATTENDED", p->entity, at->entity, view.index, "attended.leader", 0.9,
                       {{"role", "head_of_delegation"}});
          if (led != nullptr && led->kind == Phrase::Kind::Body && led->begin == cue.end)
            c_.facts.add("ATTENDED", led->entity, at->entity, view.index, "attended.led", 0.85,
                         {{"role", "participant"}});
        }
      }
      const Phrase* delegation = nullptr;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Delegation && p.begin >= cue.end && p.begin <= cue.end + 3)
          delegation = &p;
      }
      if (delegation == nullptr) continue;
      const Phrase* conference = conference_after(view, delegation->end);
      // Who leads a delegation on a visit attends nothing yet.
      if (conference == nullptr && !view.told && !cues_in(doc_, view, "visit").empty()) continue;
      const int entity = conference != nullptr ? conference->entity : view.conference;
      const auto subject = subject_before(doc_, view, cue.begin);
      const Phrase* leader = nullptr;
      for (const Phrase* p : subject) {
        if (p->kind == Phrase::Kind::Person) leader = p;
      }
      if (leader == nullptr && doc_.is(delegation->end, "là"))
        leader = phrase_at(view, delegation->end + 1);
      if (leader == nullptr || leader->kind != Phrase::Kind::Person) continue;
      c_.facts.add("ATTENDED", leader->entity, entity, view.index, "attended.leader", 0.9,
                   {{"role", "head_of_delegation"}});
      if (delegation->entity >= 0)
        c_.facts.add("ATTENDED", delegation->entity, entity, view.index, "attended.led", 0.85,
                     {{"role", "participant"}});
    }
  }

  // "A và B tiến hành Đối thoại".
  void conduct(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "conduct")) {
      const Phrase* object = conference_after(view, cue.end);
      if (object == nullptr || object->begin > cue.end + 3) continue;
      const auto sides = subject_before(doc_, view, cue.begin);
      // One who "held" a conference is its host.
      if (sides.size() < 2 &&
          (doc_.is(cue.begin, "held") || doc_.is(cue.begin, "hold") || doc_.is(cue.begin, "holds")))
        continue;
      for (const Phrase* p : sides) attend(view, *p, object->entity, "attended.conduct", 0.9);
    }
  }

  // "Đồng chủ trì có A và B", "A và B đồng chủ trì", "Chủ tịch Hội nghị", "điều hành phiên khai
  // mạc".
  void chairs(const SentenceView& view) {
    for (const CueHit& cue : cues_in(doc_, view, "host")) {
      if (doc_.is(cue.begin, "tổ") || view.aside) continue;
      const Phrase* object = conference_after(view, cue.end);
      const int entity =
          object != nullptr && object->begin <= cue.end + 3 ? object->entity : view.conference;
      const auto subject = subject_before(doc_, view, cue.begin);
      for (const Phrase* p : subject) {
        if (p->kind == Phrase::Kind::Person)
          c_.facts.add("ATTENDED", p->entity, entity, view.index, "attended.chair", 0.9,
                       {{"role", "chair"}});
      }
      if (subject.empty() && cue.begin <= view.begin + 2) {
        for (const Phrase* p : list_from(doc_, view, cue.end)) {
          if (p->kind == Phrase::Kind::Person)
            c_.facts.add("ATTENDED", p->entity, entity, view.index, "attended.chair", 0.9,
                         {{"role", "chair"}});
        }
      }
    }
    // "PERSON làm Chủ tịch Hội nghị", "was elected President of the Congress".
    for (std::size_t k = view.begin; k + 1 < view.end; ++k) {
      // A post behind one of these, or behind a verb of electing.
      static constexpr WordSet kTakes({"làm", "là", "as"});
      const PhraseHit* elect = doc_.cue(k, "elect");
      if ((elect == nullptr && !doc_.is_in(k, kTakes)) || doc_.mention_at(k) >= 0) continue;
      constexpr std::uint32_t kPosts = table_bit(Table::Posts);
      if (elect == nullptr && !doc_.has_any(k + 1, kPosts) && !doc_.has_any(k + 2, kPosts))
        continue;
      const std::size_t at = k + (elect != nullptr ? elect->length : 1);
      const PostPhrase post = post_at(doc_, at, view.end);
      if (post.end == at) continue;
      std::size_t of = post.end;
      if (doc_.is(of, "of") || doc_.is(of, "của")) ++of;
      if (doc_.is(of, "the")) ++of;
      int conference = -1;
      if (const Phrase* next = phrase_at(view, of);
          next != nullptr && next->kind == Phrase::Kind::Conference)
        conference = next->entity;
      if (post.body >= 0) {
        const Mention& m = doc_.mentions[static_cast<std::size_t>(post.body)];
        if (m.label == EntityLabel::Conference) conference = m.entity;
      }
      if (conference < 0) continue;
      for (const Phrase* p : subject_before(doc_, view, k)) {
        if (p->kind == Phrase::Kind::Person)
          c_.facts.add("ATTENDED", p->entity, conference, view.index, "attended.chair_post", 0.9,
                       {{"role", "chair"}});
      }
    }
    for (const Phrase& p : view.phrases) {
      if (p.kind != Phrase::Kind::Person) continue;
      for (const PostPhrase& post : p.posts) {
        if (post.body < 0) continue;
        const Mention& m = doc_.mentions[static_cast<std::size_t>(post.body)];
        if (m.label == EntityLabel::Conference)
          c_.facts.add("ATTENDED", p.entity, m.entity, view.index, "attended.chair_post", 0.95,
                       {{"role", "chair"}});
      }
    }
  }

  // "Trên diễn đàn, đại diện X trình bày": the body was there.
  void presenters(const SentenceView& view) {
    if (view.aside || view.conference < 0) return;
    for (const CueHit& cue : cues_in(doc_, view, "present")) {
      for (const Phrase* p : subject_before(doc_, view, cue.begin)) {
        if (p->kind != Phrase::Kind::Body || doc_.cue(p->begin, "representative") == nullptr)
          continue;
        attend(view, *p, view.conference, "attended.presented", 0.7);
      }
    }
  }

  RelationContext& c_;
  Document& doc_;
  bool observer_ = false;
};

}  // namespace

void relate_attendance(RelationContext& context) {
  Attendance(context).run();
}

}  // namespace liaison::loaders

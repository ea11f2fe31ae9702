// ADOPTED, SIGNED, PARTY_TO; dates of texts that follow from the meeting.
#include <algorithm>

#include "articles/relations/relations.h"

namespace liaison::loaders {
namespace {

// Of the texts with the head noun of `first`, the one mentioned last before a token; `first` if
// none is.
int latest_before(const Document& doc, int first, std::size_t token) {
  const std::string& key = doc.entities[static_cast<std::size_t>(first)].key;
  const std::string head = key.substr(0, key.find(' ', key.find(' ') + 1));
  int latest = first;
  std::size_t at = 0;
  for (const Mention& m : doc.mentions) {
    if (m.label != EntityLabel::Treaty || m.entity < 0 || m.begin == m.end || m.end > token ||
        m.begin < at)
      continue;
    if (!doc.entities[static_cast<std::size_t>(m.entity)].key.starts_with(head)) continue;
    latest = m.entity;
    at = m.begin;
  }
  return latest;
}

// "Kết thúc hội đàm": no conference ends there.
bool bilateral_end(const Document& doc, std::size_t i) {
  return doc.is(i, "buổi") || doc.is(i, "cuộc") || doc.is(i, "chuyến") ||
         (doc.is(i, "hội") && (doc.is(i + 1, "đàm") || doc.is(i + 1, "kiến")));
}

// The text that a sentence means which begins with a bare head noun ("The agreement was ..."), the
// one told last, or -1.
int told_before(const Document& doc, const SentenceView& view) {
  const std::size_t at = doc.is(view.begin, "the") ? view.begin + 1 : view.begin;
  if (doc.longest(at, Table::TreatyHeads) == nullptr || doc.mention_at(at) >= 0) return -1;
  int latest = -1;
  for (const Mention& m : doc.mentions) {
    if (m.label == EntityLabel::Treaty && m.entity >= 0 && m.begin < m.end && m.end <= view.begin)
      latest = m.entity;
  }
  return latest;
}

void date_by_conference(Document& doc, int treaty, int conference) {
  Entity& text = doc.entities[static_cast<std::size_t>(treaty)];
  if (conference < 0 || text.attributes.contains("date")) return;
  const auto& of = doc.entities[static_cast<std::size_t>(conference)].attributes;
  const auto date = of.find("date");
  if (date != of.end()) text.attributes["date"] = date->second;
}

}  // namespace

// "các Bộ trưởng", "hai Bộ trưởng", "the two ministers".
bool names_ministers(const Document& doc, const Phrase& p) {
  if (doc.cue(p.begin, "ministers") != nullptr) return true;
  const PhraseHit* post = doc.longest(p.begin + 1, Table::Posts);
  return post != nullptr && doc.row(*post).first(1) == "ministry";
}

// Who "các Bộ trưởng" are: officials that the article lists as attending or chairing, with that
// post.
std::vector<int> ministers(const RelationContext& c, int conference) {
  std::vector<int> out;
  if (conference < 0) {
    // Two who talked with each other: the only ones of that post in the article.
    for (const Fact& post : c.facts.facts()) {
      const auto title = post.attributes.find("title");
      if (post.type != "HOLDS_POST" || title == post.attributes.end()) continue;
      if ((title->second == "Bộ trưởng" || title->second == "Minister") &&
          std::find(out.begin(), out.end(), post.head) == out.end())
        out.push_back(post.head);
    }
    return out.size() == 2 ? out : std::vector<int>{};
  }
  for (const Fact& fact : c.facts.facts()) {
    if (fact.type != "ATTENDED" || fact.tail != conference) continue;
    if (c.document.entities[static_cast<std::size_t>(fact.head)].label != EntityLabel::Official)
      continue;
    for (const Fact& post : c.facts.facts()) {
      if (post.type != "HOLDS_POST" || post.head != fact.head) continue;
      const auto title = post.attributes.find("title");
      if (title == post.attributes.end()) continue;
      if (title->second.starts_with("Bộ trưởng") || title->second.starts_with("Minister")) {
        out.push_back(fact.head);
        break;
      }
    }
  }
  return out;
}

void relate_treaties(RelationContext& c) {
  Document& doc = c.document;
  for (const SentenceView& view : c.views) {
    std::vector<const Phrase*> last;
    // "Công ước được X thông qua": the text came out of a body.
    for (const CueHit& cue : cues_in(doc, view, "adopt")) {
      const Phrase* body = nullptr;
      const Phrase* text = nullptr;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Treaty && p.end <= cue.begin) text = &p;
        if (p.kind == Phrase::Kind::Body && p.end == cue.begin &&
            preceded_by(doc, p.begin, {"được"}))
          body = &p;
      }
      if (body == nullptr) continue;
      int treaty = text != nullptr ? text->entity : -1;
      for (std::size_t e = 0; treaty < 0 && e < doc.entities.size(); ++e) {
        // A bare "Công ước" at the start of the sentence: the one of the article.
        const PhraseHit* head = doc.longest(view.begin, Table::TreatyHeads);
        if (head != nullptr && doc.entities[e].label == EntityLabel::Treaty &&
            doc.entities[e].key.starts_with(
                "treaty:" + text::fold(doc.surface(view.begin, view.begin + head->length)))) {
          treaty = latest_before(doc, static_cast<int>(e), view.begin);
        }
      }
      if (treaty < 0 ||
          doc.entities[static_cast<std::size_t>(body->entity)].label != EntityLabel::Agency)
        continue;
      c.facts.add("ADOPTED", body->entity, treaty, view.index, "adopted.passive", 0.85);
    }
    struct Act {
      CueHit cue;
      std::string_view kind;
    };
    std::vector<Act> acts;
    for (const std::string_view kind : {std::string_view("adopt"), std::string_view("sign")}) {
      for (const CueHit& cue : cues_in(doc, view, kind)) acts.push_back({cue, kind});
    }
    std::sort(acts.begin(), acts.end(),
              [](const Act& x, const Act& y) { return x.cue.begin < y.cue.begin; });
    {
      for (const auto& [cue, kind] : acts) {
        if (preceded_by(
                doc, cue.begin,
                {"để", "việc", "mở", "nhằm", "lễ", "to", "được", "chữ", "báo", "công", "đề"}))
          continue;
        // The text right behind the verb, a bare head noun included ("một Tuyên bố chung").
        const Phrase* object = nullptr;
        for (const Phrase& p : view.phrases) {
          if (p.begin >= cue.end && p.begin <= cue.end + 5 && p.kind == Phrase::Kind::Treaty) {
            object = &p;
            break;
          }
        }
        int treaty = object != nullptr ? object->entity : -1;
        bool ended = false;  // "Kết thúc Hội nghị"
        for (const CueHit& ending : cues_in(doc, view, "ending"))
          ended = ended || (ending.begin <= view.begin + 1 && !bilateral_end(doc, ending.end));
        int conference = view.told || ended ? view.conference : -1;
        // "signed ... on the sidelines of the conference": beside it, not by it.
        if (view.aside) conference = -1;
        auto subject = subject_before(doc, view, cue.begin);
        // "ký A và thông qua B": the second verb has the subject of the first.
        if (subject.empty() && preceded_by(doc, cue.begin, {"và", ",", "and"}))
          subject = last.empty() ? subject_of_earlier(doc, view, cue.begin) : last;
        if (!subject.empty()) last = subject;
        // "PERSON, thay mặt X, ký": both sign.
        if (!subject.empty() && preceded_by(doc, subject.front()->begin, {"mặt", "of"})) {
          const Phrase* person = nullptr;
          for (const Phrase& p : view.phrases) {
            if (p.kind == Phrase::Kind::Person && p.entity >= 0 && p.end <= subject.front()->begin)
              person = &p;
          }
          if (person != nullptr && subject.front()->begin - person->end <= 4)
            subject.push_back(person);
        }
        bool delegates = false;
        bool persons = false;
        for (const Phrase* p : subject) {
          if (p->kind == Phrase::Kind::Group || p->kind == Phrase::Kind::Delegation)
            delegates = true;
          // "Ministers adopted ...": at the conference that the article is about.
          if (p->kind == Phrase::Kind::Group && conference < 0 && kind == "adopt" && !view.aside &&
              cues_in(doc, view, "ending").empty())
            conference = view.conference;
          if (p->kind == Phrase::Kind::Conference) {
            delegates = true;
            conference = p->entity;
          }
          if (p->kind == Phrase::Kind::Person || p->kind == Phrase::Kind::Body) persons = true;
        }
        // "debated and passed": the subject of the first of two joined verbs.
        if (subject.empty() && preceded_by(doc, cue.begin, {"and", "và"}) && conference >= 0 &&
            doc.is_english())
          delegates = true;
        // "The agreement was signed by X", "Hiệp định được X ký": the text stands before.
        const bool by = doc.is(cue.end, "by");
        if (by) {
          subject = list_from(doc, view, cue.end);
          if (!subject.empty() && subject.front()->begin > cue.end + 5) subject.clear();
          persons = !subject.empty();
        }
        const bool passive =
            by || (!subject.empty() && preceded_by(doc, subject.front()->begin, {"được", "do"}));
        if (treaty < 0 && passive) {
          for (const Phrase& p : view.phrases) {
            if (p.kind == Phrase::Kind::Treaty && p.end <= cue.begin) treaty = p.entity;
          }
          if (treaty < 0) treaty = told_before(doc, view);
        }
        if (treaty < 0 && conference >= 0 && delegates) {
          for (std::size_t k = cue.end; k < cue.end + 4 && k < view.end; ++k) {
            const PhraseHit* head = doc.longest(k, Table::TreatyHeads);
            if (head == nullptr || doc.mention_at(k) >= 0 || !doc.is_capital(k) || head->length < 2)
              continue;
            Mention m;
            m.label = EntityLabel::Treaty;
            m.begin = k;
            m.end = k + head->length;
            m.entity = treaty = ensure_statement(doc, conference, doc.surface(m.begin, m.end));
            const int index = doc.add_mention(m);
            doc.entities[static_cast<std::size_t>(treaty)].mentions.push_back(index);
            break;
          }
        }
        // "Kết thúc Hội nghị, lãnh đạo ba tỉnh đã ký ...": whoever it was, it came out of there.
        if (treaty >= 0 && ended && conference >= 0) delegates = true;
        if (treaty < 0 || (!delegates && !persons)) continue;
        if (conference >= 0) {
          c.facts.add("ADOPTED", conference, treaty, view.index,
                      kind == "sign" ? "adopted.signed" : "adopted.passed", 0.85);
          date_by_conference(doc, treaty, conference);
        } else if (kind == "adopt") {
          for (const Phrase* p : subject) {
            if (p->kind == Phrase::Kind::Body &&
                doc.entities[static_cast<std::size_t>(p->entity)].label == EntityLabel::Agency) {
              c.facts.add("ADOPTED", p->entity, treaty, view.index, "adopted.body", 0.8);
            }
          }
        }
        if (kind != "sign") continue;
        for (const Phrase* p : subject) {
          if (p->kind == Phrase::Kind::Person || p->kind == Phrase::Kind::Body) {
            c.facts.add("SIGNED", p->entity, treaty, view.index, "signed.subject", 0.9);
          } else if (p->kind == Phrase::Kind::Group && names_ministers(doc, *p)) {
            for (const int signer : ministers(c, conference))
              c.facts.add("SIGNED", signer, treaty, view.index, "signed.group", 0.8);
          }
        }
      }
    }
  }
  // The parties that a text names.
  for (const Mention& m : std::vector<Mention>(doc.mentions)) {
    if (m.begin == m.end || m.label != EntityLabel::Treaty || m.entity < 0) continue;
    const int sentence = doc.sentence_of(m.begin);
    for (std::size_t i = m.begin; i < m.end; ++i) {
      // The states in a conference's name do not become parties of its statement.
      if (i > m.begin && doc.longest(i, Table::ConferenceHeads) != nullptr && doc.is_capital(i))
        break;
      if (doc.is(i, "giữa") || doc.is(i, "between")) {
        for (std::size_t k = i + 1; k < m.end;) {
          Document& d = doc;
          const NamedParty party = party_at(d, k, m.end);
          if (party.entity < 0) {
            ++k;
            continue;
          }
          c.facts.add("PARTY_TO", party.entity, m.entity, sentence, "party.between", 0.9);
          k = party.end;
        }
        break;
      }
      const NamedParty first = party_at(doc, i, m.end);
      if (first.entity >= 0 && (doc.is(first.end, "-") || doc.is(first.end, "–"))) {
        const NamedParty second = party_at(doc, first.end + 1, m.end);
        if (second.entity < 0) continue;
        c.facts.add("PARTY_TO", first.entity, m.entity, sentence, "party.dash", 0.85);
        c.facts.add("PARTY_TO", second.entity, m.entity, sentence, "party.dash", 0.85);
        i = second.end - 1;
        if (doc.is(second.end, "-") || doc.is(second.end, "–")) {
          const NamedParty third = party_at(doc, second.end + 1, m.end);
          if (third.entity >= 0)
            c.facts.add("PARTY_TO", third.entity, m.entity, sentence, "party.dash", 0.85);
        }
        break;
      }
    }
  }
}

}  // namespace liaison::loaders

// SPOKE_AT: an official is the subject of a reporting verb in an article about a conference, unless
// the sentence puts the words elsewhere.
#include "articles/relations/relations.h"

namespace liaison::loaders {

void relate_speech(RelationContext& c) {
  const Document& doc = c.document;
  int last_person = -1;  // whom "ông" or "he" means
  for (const SentenceView& view : c.views) {
    const int before = last_person;
    for (const Phrase& p : view.phrases) {
      if (p.kind == Phrase::Kind::Person && p.entity >= 0) last_person = p.entity;
    }
    if (view.aside || view.conference < 0) continue;
    // The scene is where "tại CONF" or an anaphor says, not any conference spoken about.
    int scene = c.focus.main();
    for (const Phrase& p : view.phrases) {
      if (p.kind == Phrase::Kind::Conference && p.entity >= 0 &&
          preceded_by(doc, p.begin, {"tại", "at", "luận"})) {
        scene = p.entity;
        break;
      }
    }
    const auto spoke = [&](const Phrase& p, std::string_view rule, double confidence) {
      // "PERSON dẫn đầu Đoàn X tham dự và phát biểu": the leader speaks, never the delegation.
      const bool leads = p.kind == Phrase::Kind::Delegation && p.leader >= 0 && !p.anaphor &&
                         rule == "spoke.joined";
      if (p.kind == Phrase::Kind::Person || leads)
        c.facts.add("SPOKE_AT", leads ? p.leader : p.entity, scene, view.index, rule, confidence);
    };
    for (const CueHit& cue : cues_in(doc, view, "speak")) {
      // Nouns and other uses: "lời cam kết", "lễ khai mạc" is a phrase already.
      if (preceded_by(doc, cue.begin, {"lời", "sự", "việc", "các", "để", "nhằm", "được"})) continue;
      auto subject = subject_before(doc, view, cue.begin);
      // "... dẫn đầu Đoàn tham dự và có bài phát biểu": the subject of the first verb.
      const bool joined = subject.empty() && preceded_by(doc, cue.begin, {"và", "and"});
      if (joined) subject = subject_of_earlier(doc, view, cue.begin);
      for (const Phrase* p : subject) spoke(*p, joined ? "spoke.joined" : "spoke.subject", 0.9);
      // "... , said PERSON".
      if (subject.empty() && doc.is_english() && preceded_by(doc, cue.begin, {"\"", "”", ","})) {
        const Phrase* next = phrase_at(view, cue.end);
        if (next != nullptr && next->begin == cue.end) spoke(*next, "spoke.inverted", 0.85);
      }
      // "Ông đề nghị", "he said": a pronoun without a name behind it.
      std::size_t word = cue.begin;
      while (word > view.begin &&
             (doc.is(word - 1, "cũng") || doc.is(word - 1, "đã") || doc.is(word - 1, "also")))
        --word;
      if (preceded_by(doc, word, {"ông", "bà", "he", "she"}) && word - 1 >= view.begin &&
          before >= 0) {
        c.facts.add("SPOKE_AT", before, scene, view.index, "spoke.pronoun", 0.7);
      }
      // "Phát biểu tại Hội nghị, PERSON ...", "Mở đầu, PERSON lưu ý" is a subject already.
      if (cue.begin <= view.begin + 1) {
        for (std::size_t k = cue.end; k < view.end && k < cue.end + 24; ++k) {
          if (!doc.is(k, ",")) continue;
          const Phrase* next = phrase_at(view, k + 1);
          if (next != nullptr && next->begin == k + 1) {
            for (const Phrase* p : list_from(doc, view, k + 1)) spoke(*p, "spoke.opening", 0.9);
            break;
          }
        }
      }
    }
  }
}

}  // namespace liaison::loaders

// Step 6: facts from the phrases of a sentence and the verbs between them, one file a family. Rules
// share the helpers below; each fact names the rule that made it.
// Thread-safety: needs the document for itself.
#pragma once

#include <string_view>
#include <vector>

#include "articles/dates.h"
#include "articles/facts.h"
#include "articles/phrases.h"

namespace liaison::loaders {

struct RelationContext {
  Document& document;
  const Focus& focus;
  const std::vector<SentenceView>& views;
  const std::vector<DateExpression>& dates;
  FactSink& facts;
};

void relate_posts(RelationContext& context);       // HOLDS_POST, PART_OF of bodies and places
void relate_hosting(RelationContext& context);     // HOSTED, HELD_IN, PART_OF of conferences
void relate_attendance(RelationContext& context);  // ATTENDED
void relate_speech(RelationContext& context);      // SPOKE_AT
void relate_discussion(RelationContext& context);  // DISCUSSED
void relate_treaties(RelationContext& context);    // ADOPTED, SIGNED, PARTY_TO
void relate_meetings(RelationContext& context);    // MET, VISITED
void relate_order(RelationContext& context);       // PRECEDES
void relate_membership(RelationContext& context);  // ELECTED_TO, MEMBER_OF

// ---- helpers ----

// A verb or other cue of one kind in a sentence, outside phrases.
struct CueHit {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::vector<CueHit> find_cues(const Document& document, const SentenceView& view, WordKey kind);
inline std::vector<CueHit> cues_in(const Document& document, const SentenceView& view,
                                   WordKey kind) {
  // Nearly always the sentence has none.
  if ((view.cues & cue_bit(kind.hash)) == 0) return {};
  return find_cues(document, view, kind);
}

// The phrase that covers token `i`, or nullptr.
const Phrase* phrase_at(const SentenceView& view, std::size_t i);

// The coordinated phrases that end right before `verb` ("A và B đã | tham dự"), in text order. Only
// adverbs, auxiliaries, dates and a comma may stand between. Empty if something else does.
std::vector<const Phrase*> subject_before(const Document& document, const SentenceView& view,
                                          std::size_t verb);

// The subject of the latest verb before token `i`, for a second verb joined to it by "và".
std::vector<const Phrase*> subject_of_earlier(const Document& document, const SentenceView& view,
                                              std::size_t i);

// The coordinated phrases from token `i` on ("A, B và đại diện C"), over list words and commas.
std::vector<const Phrase*> list_from(const Document& document, const SentenceView& view,
                                     std::size_t i);

// Tokens between two positions, words inside quotation marks not counted.
std::size_t distance(const Document& document, std::size_t begin, std::size_t end);

// First conference phrase at or after `i` in the sentence, or nullptr.
const Phrase* conference_after(const SentenceView& view, std::size_t i);
const Phrase* conference_before(const SentenceView& view, std::size_t i);

// Whether a group is ministers ("các Bộ trưởng", "the two ministers"), and who they are: the
// ministers at the conference; without one (-1), the only two of the article.
bool names_ministers(const Document& document, const Phrase& group);
std::vector<int> ministers(const RelationContext& context, int conference);

// The only date of the sentence, or nullptr.
const DateExpression* date_in(const RelationContext& context, const SentenceView& view);

}  // namespace liaison::loaders

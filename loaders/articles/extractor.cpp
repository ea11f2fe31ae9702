#include "articles/extractor.h"

#include <algorithm>

#include "articles/coreference.h"
#include "articles/dates.h"
#include "articles/document.h"
#include "articles/mentions.h"
#include "articles/normalise.h"
#include "articles/phrases.h"
#include "articles/relations/relations.h"
#include "articles/segment.h"

namespace liaison::loaders {
namespace {

// A name that says too little to be the same thing in two articles ("Lễ ký Công ước", "12
// resolutions", a bare "lần thứ tư") gets the article into its key.
bool local_name(const Document& doc, const Entity& e) {
  if (e.label == EntityLabel::Conference) {
    if (e.series >= 0) return false;
    return e.kind == "signing" || std::count(e.stem.begin(), e.stem.end(), ' ') < 1;
  }
  if (e.label == EntityLabel::Treaty) {
    return e.mentions.empty()
               ? false
               : doc.is_number(doc.mentions[static_cast<std::size_t>(e.mentions[0])].begin);
  }
  return false;
}

std::vector<TextSpan> spans(const Document& doc, const Entity& entity) {
  std::vector<TextSpan> out;
  out.reserve(entity.mentions.size());
  for (const int index : entity.mentions) {
    const Mention& m = doc.mentions[static_cast<std::size_t>(index)];
    if (m.begin < m.end) out.push_back(doc.span_of(m.begin, m.end));
  }
  std::sort(out.begin(), out.end());
  return out;
}

Evidence evidence_of(const Document& doc, int sentence) {
  const Sentence& s = doc.sentences()[static_cast<std::size_t>(sentence)];
  return {doc.positions().code_point_at(s.begin_byte), doc.positions().code_point_at(s.end_byte),
          doc.text().substr(s.begin_byte, s.end_byte - s.begin_byte)};
}

}  // namespace

ArticleFacts Extractor::extract(const ArticleInput& input) const {
  std::unique_ptr<WordMemory> memory;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      memory = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (memory == nullptr) memory = std::make_unique<WordMemory>(rules_.lexicon());
  ArticleFacts facts = extract_with(*memory, input);
  memory->trim();
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(memory));
  return facts;
}

ArticleFacts Extractor::extract_with(WordMemory& memory, const ArticleInput& input) const {
  Document doc(rules_, memory, input.is_nfc ? input.text : normalise(input.text));
  doc.set_language(input.language.empty() ? detect_language(doc.text()) : input.language);
  segment(doc);
  find_publication_date(doc);
  if (!input.published.empty()) doc.published = input.published;
  find_mentions(doc);
  resolve_entities(doc);
  const Focus focus(doc);
  const std::vector<SentenceView> views = build_views(doc, focus);
  const std::vector<DateExpression> dates = find_dates(doc);
  attach_dates(doc, views, dates);
  FactSink sink;
  RelationContext context{doc, focus, views, dates, sink};
  relate_posts(context);
  relate_hosting(context);
  relate_attendance(context);
  relate_speech(context);
  relate_discussion(context);
  relate_treaties(context);
  relate_meetings(context);
  relate_order(context);
  relate_membership(context);

  ArticleFacts out;
  out.article = input.id;
  out.language = doc.language();
  out.published = doc.published;
  for (Entity& entity : doc.entities) {
    if (local_name(doc, entity)) entity.key += "@" + input.id;
  }
  std::vector<bool> used(doc.entities.size(), false);
  out.facts.reserve(sink.facts().size());
  for (Fact& fact : sink.take()) {
    const auto head = static_cast<std::size_t>(fact.head);
    const auto tail = static_cast<std::size_t>(fact.tail);
    used[head] = used[tail] = true;
    ExtractedFact& made = out.facts.emplace_back();
    made.type = fact.type;
    made.head = doc.entities[head].key;
    made.tail = doc.entities[tail].key;
    made.attributes = std::move(fact.attributes);
    made.evidence.reserve(fact.sentences.size());
    for (const int sentence : fact.sentences) made.evidence.push_back(evidence_of(doc, sentence));
    made.rule = fact.rule;
    made.confidence = fact.confidence;
  }
  out.entities.reserve(doc.entities.size());
  for (std::size_t e = 0; e < doc.entities.size(); ++e) {
    Entity& entity = doc.entities[e];
    std::vector<TextSpan> mentions = spans(doc, entity);
    if (mentions.empty() && !used[e]) continue;
    out.entities.push_back({std::move(entity.key), entity.label, std::move(entity.name),
                            std::move(entity.aliases), std::move(entity.attributes),
                            std::move(mentions)});
  }
  return out;
}

}  // namespace liaison::loaders

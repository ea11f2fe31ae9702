#include "articles/prepared_article.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

// A line of words, not of numbers, dates or marks.
bool is_prose(std::string_view line) {
  std::size_t letters = 0;
  std::size_t others = 0;
  for (std::size_t at = 0; at < line.size();) {
    const char32_t c = text::decode(line, at);
    if (text::is_letter(c)) {
      ++letters;
    } else if (!text::is_space(c)) {
      ++others;
    }
  }
  return letters > others && text::words(line).size() >= 4;
}

std::string headline(std::string_view text, std::size_t length_max) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!is_prose(line)) continue;
    const auto sentences = text::sentences(line);
    std::string_view first = line;
    if (!sentences.empty()) {
      first = line.substr(sentences[0].begin, sentences[0].end - sentences[0].begin);
    }
    const std::string_view shown = text::substring(first, 0, length_max);
    return std::string(shown) + (shown.size() < first.size() ? "…" : "");
  }
  return {};
}

}  // namespace

PreparedArticle prepare(RawArticle raw, const Extractor& extractor) {
  SourceArticle source = raw.read();
  PreparedArticle article;
  ArticleInput input{raw.id, std::move(source.text), std::move(source.published),
                     std::move(source.language), true};
  article.facts = extractor.extract(input);
  article.text = std::move(input.text);
  article.place = std::move(raw.place);
  article.title = std::move(source.title);
  article.url = std::move(source.url);
  return article;
}

std::string name_of(const PreparedArticle& article, std::size_t length_max) {
  std::string name = article.title.empty() ? headline(article.text, length_max) : article.title;
  return name.empty() ? article.facts.article : name;
}

ArticleView view_of(PreparedArticle article) {
  ArticleView out;
  out.name = name_of(article);
  out.place = std::move(article.place);
  out.id = std::move(article.facts.article);
  out.language = std::move(article.facts.language);
  out.published = std::move(article.facts.published);
  out.url = std::move(article.url);
  out.text = std::move(article.text);
  std::unordered_map<std::string_view, std::size_t> index;
  index.reserve(article.facts.entities.size());
  out.entities.reserve(article.facts.entities.size());
  for (ExtractedEntity& entity : article.facts.entities) {
    index.emplace(entity.key, out.entities.size());
    EntityView& made = out.entities.emplace_back();
    made.label = to_string(entity.label);
    made.name = std::move(entity.name);
    made.mentions.reserve(entity.mentions.size());
    for (const TextSpan& span : entity.mentions) made.mentions.push_back({span.start, span.end});
  }
  // Facts in the order of their first sentences.
  struct Place {
    std::size_t start, end;
    ExtractedFact* fact;
  };
  std::vector<Place> places;
  places.reserve(article.facts.facts.size());
  for (ExtractedFact& fact : article.facts.facts) {
    const auto before = [](const Evidence& a, const Evidence& b) {
      return std::pair(a.start, a.end) < std::pair(b.start, b.end);
    };
    const auto first = std::min_element(fact.evidence.begin(), fact.evidence.end(), before);
    places.push_back({first->start, first->end, &fact});
  }
  std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::pair(a.start, a.end) < std::pair(b.start, b.end);
  });
  out.facts.reserve(places.size());
  for (const Place& place : places) {
    ExtractedFact& fact = *place.fact;
    const auto head = index.find(fact.head);
    const auto tail = index.find(fact.tail);
    if (head == index.end() || tail == index.end()) continue;
    FactView& made = out.facts.emplace_back();
    made.type = std::move(fact.type);
    made.head = head->second;
    made.tail = tail->second;
    made.attributes.reserve(fact.attributes.size());
    for (auto& [name, value] : fact.attributes) {
      made.attributes.emplace_back(name, std::move(value));
    }
    made.evidence.reserve(fact.evidence.size());
    for (const Evidence& evidence : fact.evidence) {
      made.evidence.push_back({evidence.start, evidence.end});
    }
    std::sort(made.evidence.begin(), made.evidence.end());
    made.rule = std::move(fact.rule);
    made.confidence = fact.confidence;
  }
  return out;
}

}  // namespace liaison::loaders

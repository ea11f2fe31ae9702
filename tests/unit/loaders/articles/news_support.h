// Whole invented articles with everything that they say, so that a rule that finds too much fails
// as one that finds too little does.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "unit/loaders/articles/articles_support.h"

namespace liaison::loaders {

struct ExpectedLine {
  std::vector<std::string> columns;  // between the bars, without what has an equals sign
  std::map<std::string, std::string> attributes;  // "key=value", values go on to the next key
};

// A line a thing; empty lines count for nothing.
inline std::vector<ExpectedLine> expected_lines(std::string_view block) {
  std::vector<ExpectedLine> lines;
  const auto trimmed = [](std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return std::string(s);
  };
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    std::string_view line = block.substr(0, end);
    block.remove_prefix(std::min(end + 1, block.size()));
    if (line.empty()) continue;
    ExpectedLine made;
    while (!line.empty()) {
      const std::size_t bar = std::min(line.find(" | "), line.size());
      std::string_view column = line.substr(0, bar);
      line.remove_prefix(std::min(bar + 3, line.size()));
      if (column.find('=') == std::string_view::npos) {
        made.columns.push_back(trimmed(column));
        continue;
      }
      std::string key;
      while (!column.empty()) {
        const std::size_t space = std::min(column.find(' '), column.size());
        const std::string_view word = column.substr(0, space);
        column.remove_prefix(std::min(space + 1, column.size()));
        if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
          key = word.substr(0, equals);
          made.attributes[key] = word.substr(equals + 1);
        } else {
          made.attributes[key] += " " + std::string(word);
        }
      }
    }
    lines.push_back(std::move(made));
  }
  return lines;
}

// `entities`: "Label | name [| date=...]"; `facts`: "TYPE | head | tail [| key=value ...]". Names
// may be any that the article gives the thing. Nothing else may be found.
inline void check_news(const std::string& text, std::string_view entities, std::string_view facts) {
  const ArticleFacts article = extract_text(text);
  const auto described = [](const std::map<std::string, std::string>& attributes) {
    std::string out;
    for (const auto& [key, value] : attributes) {
      if (!value.empty()) out += " " + key + "=" + value;
    }
    return out;
  };
  std::vector<const ExtractedEntity*> named;
  for (const ExpectedLine& line : expected_lines(entities)) {
    const ExtractedEntity* e = entity_named(article, line.columns.at(1));
    CHECK_MESSAGE(e != nullptr, "no entity ", line.columns.at(1));
    if (e == nullptr) continue;
    named.push_back(e);
    CHECK_MESSAGE(std::string(to_string(e->label)) == line.columns.at(0), line.columns.at(1));
    CHECK_MESSAGE(described(e->attributes) == described(line.attributes), line.columns.at(1));
  }
  for (const ExtractedEntity& e : article.entities) {
    CHECK_MESSAGE(std::find(named.begin(), named.end(), &e) != named.end(),
                  "not expected: ", std::string(to_string(e.label)), " ", e.name);
  }
  std::vector<const ExtractedFact*> told;
  for (const ExpectedLine& line : expected_lines(facts)) {
    const std::string name =
        line.columns.at(0) + " | " + line.columns.at(1) + " | " + line.columns.at(2);
    const ExtractedFact* fact =
        fact_between(article, line.columns[0], line.columns[1], line.columns[2]);
    CHECK_MESSAGE(fact != nullptr, "no fact ", name);
    if (fact == nullptr) continue;
    told.push_back(fact);
    CHECK_MESSAGE(described(fact->attributes) == described(line.attributes), name);
  }
  for (const ExtractedFact& fact : article.facts) {
    CHECK_MESSAGE(std::find(told.begin(), told.end(), &fact) != told.end(),
                  "not expected: ", fact.type, " ", fact.head, " ", fact.tail);
  }
}

}  // namespace liaison::loaders

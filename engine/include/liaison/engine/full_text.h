// Full-text search: how texts become words, and how hits are scored.
//
// The document of a node or relationship is the text of all indexed properties together (strings,
// and lists of strings). A word is what the analyzer makes of a piece of it. A hit's score is the
// sum, over the words and phrases of the query that it has, of BM25:
//   idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average length))
//   idf = ln(1 + (N - n + 0.5) / (n + 0.5))
// with f the occurrences in the document, n the documents that have it, N all documents, lengths
// in words; k1 = 1.2 and b = 0.75. Source: S. Robertson, H. Zaragoza, "The Probabilistic Relevance
// Framework: BM25 and Beyond", Foundations and Trends in Information Retrieval 3 (2009), with the
// 1 + inside the logarithm that keeps the weight of very frequent words above zero.
// Thread-safety: pure functions and constants.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace liaison {

inline constexpr double kBm25K1 = 1.2;
inline constexpr double kBm25B = 0.75;

struct AnalyzerInfo {
  std::string_view name;
  std::string_view description;
};

// What CREATE FULLTEXT INDEX takes as `fulltext.analyzer`; the first is the default.
std::span<const AnalyzerInfo> full_text_analyzers();

}  // namespace liaison

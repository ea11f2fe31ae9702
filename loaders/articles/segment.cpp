#include "articles/segment.h"

#include <algorithm>

namespace liaison::loaders {
namespace {

// A person's name alone on a line, without a full stop: who wrote the article.
bool is_byline(const Document& doc, std::size_t begin, std::size_t end, bool near_end) {
  if (!near_end || end - begin > 5) return false;
  for (std::size_t i = begin; i < end; ++i) {
    if (doc.is_word(i) ? !doc.is_capital(i) : !(doc.is(i, "-") || doc.is(i, "."))) return false;
  }
  return doc.longest(begin, Table::ConferenceHeads) == nullptr;
}

bool is_address_or_image(std::string_view line) {
  const auto has = [&](std::string_view part) { return line.find(part) != std::string_view::npos; };
  if (has("://") && line.find(' ') == std::string_view::npos) return true;
  const bool spaced = line.find(' ') != std::string_view::npos;
  return !spaced && (has(".jpg") || has(".jpeg") || has(".png") || has(".gif") || has(".webp"));
}

void mark_noise(Document& doc, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) doc.tokens[i].noise = true;
}

// The token with which the credits at the end of a line begin, or `end`.
std::size_t credits_begin(const Document& doc, std::size_t begin, std::size_t end) {
  const NoisePhrases& noise = doc.rules().noise();
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t at = doc.tokens[i].begin;
    if (!noise.tail_bytes[static_cast<unsigned char>(doc.text()[at])]) continue;
    const std::string_view rest = std::string_view(doc.text()).substr(at);
    if (std::any_of(noise.tails.begin(), noise.tails.end(),
                    [&](const std::string& tail) { return rest.starts_with(tail); }))
      return i;
  }
  return end;
}

// Parts of a kept line: credits in parentheses and at its end, "VOV.VN -", web addresses.
void mark_partial_noise(Document& doc, std::size_t begin, std::size_t end) {
  static constexpr WordSet kAddressStarts({"https", "http", "www"});
  const std::size_t credits = credits_begin(doc, begin, end);
  for (std::size_t i = begin; i < credits; ++i) {
    if (doc.is_in(i, kAddressStarts)) {
      std::size_t j = i + 1;
      while (j < end && doc.glued(j)) ++j;
      mark_noise(doc, i, j);
    }
  }
  mark_noise(doc, credits, end);
  if (credits < end) return;
  // "AGENCY – " or "(AGENCY) " at the head of the first paragraph is the outlet.
  if (begin < end && doc.tokens[begin].all_capitals) {
    std::size_t j = begin + 1;
    while (j < end && j < begin + 4 && doc.glued(j)) ++j;
    if ((doc.is(j, "-") || doc.is(j, "–") || doc.is(j, "—")) && !doc.glued(j) && j + 1 < end &&
        doc.is_capital(j + 1) && doc.longest(begin, Table::Organisations) == nullptr &&
        doc.longest(begin, Table::Countries) == nullptr) {
      mark_noise(doc, begin, j + 1);
    }
  }
  if (doc.is(begin, "(") && begin + 2 < end && doc.is(begin + 2, ")"))
    mark_noise(doc, begin, begin + 3);
}

bool ends_sentence(const Document& doc, std::size_t i, std::size_t end) {
  if (i + 1 >= end) return true;
  static constexpr WordSet kMarks({".", "!", "?", "…"});
  if (doc.tokens[i].kind != RawToken::Kind::Punctuation || !doc.is_in(i, kMarks)) return false;
  if (doc.glued(i + 1)) return false;
  // Initials and abbreviations: "J. Stock", "TP. Hồ Chí Minh", "Mr. Kim".
  if (doc.is(i, ".") && i > 0 && doc.glued(i)) {
    const std::size_t length = text::length(doc.surface(i - 1));
    if (doc.is_capital(i - 1) && length == 1) return false;
    if (doc.longest(i - 1, Table::Honorifics) != nullptr && doc.is_capital(i - 1)) return false;
    static constexpr WordSet kAbbreviations(
        {"tp",   "gen", "st",  "sen",  "snr", "sr",   "lt",  "maj", "col", "capt",
         "brig", "adm", "pol", "prof", "hon", "rev",  "ths", "ts",  "pgs", "gs",
         "bs",   "ls",  "no",  "art",  "jr",  "dept", "inc", "u.s", "vs"});
    if (doc.is_capital(i - 1) && doc.is_in(i - 1, kAbbreviations)) return false;
  }
  const std::size_t next = i + 1;
  return doc.is_capital(next) || doc.is_number(next) ||
         doc.tokens[next].kind == RawToken::Kind::Punctuation;
}

}  // namespace

void segment(Document& doc) {
  std::vector<Sentence> sentences;
  int paragraph = 0;
  const std::size_t count = doc.size();
  for (std::size_t line = 0; line < count; ++paragraph) {
    std::size_t line_end = line + 1;
    while (line_end < count && !doc.tokens[line_end].line_start) ++line_end;
    const std::string_view whole = doc.surface(line, line_end);
    bool noise = is_address_or_image(whole) ||
                 is_byline(doc, line, line_end, count - line_end < 40 && line > 20);
    if (!noise && doc.is_word(line) && whole.size() < 160) {
      const std::string& first_word = doc.folded(line);
      for (const std::string& prefix : doc.rules().noise().line_starts) {
        // Short prefixes such as "By" must be the whole first word.
        if (noise || !prefix.starts_with(first_word)) continue;
        noise = text::fold(whole).starts_with(prefix);
      }
    }
    if (noise) {
      mark_noise(doc, line, line_end);
    } else {
      mark_partial_noise(doc, line, line_end);
    }
    std::size_t begin = line;
    for (std::size_t i = line; i < line_end; ++i) {
      if (!ends_sentence(doc, i, line_end)) continue;
      std::size_t end = i + 1;
      while (end < line_end && (doc.is(end, "”") || doc.is(end, "\"") || doc.is(end, ")")) &&
             doc.glued(end))
        ++end;
      sentences.push_back(
          {begin, end, doc.tokens[begin].begin, doc.tokens[end - 1].end, paragraph});
      begin = end;
      i = end - 1;
    }
    if (begin < line_end) {
      sentences.push_back(
          {begin, line_end, doc.tokens[begin].begin, doc.tokens[line_end - 1].end, paragraph});
    }
    line = line_end;
  }
  doc.set_sentences(std::move(sentences));
}

}  // namespace liaison::loaders

// Persons: runs of capitals that a rank, a post, an address or a family name vouches for, and every
// later appearance of a name so found.
#include <algorithm>
#include <unordered_map>

#include "articles/mentions.h"
#include "articles/phrases.h"

namespace liaison::loaders {
namespace {

bool free_capital(const Document& doc, std::size_t i) {
  return doc.is_capital(i) && doc.mention_at(i) < 0 && !doc.tokens[i].noise;
}

bool particle(const Document& doc, std::size_t i) {
  static constexpr WordSet kParticles({"bin", "binti", "ibn", "al", "el", "de", "da", "do", "dos",
                                       "del", "della", "van", "von", "der", "den", "la", "di"});
  return doc.is_small(i) && doc.is_in(i, kParticles) && free_capital(doc, i + 1);
}

// End of the run of name words at `i`: capitals, hyphenated parts, initials, particles.
std::size_t name_run_end(const Document& doc, std::size_t i, std::size_t limit) {
  std::size_t end = i;
  std::size_t words = 0;
  while (end < limit && words < 7) {
    if (end > i && doc.tokens[end].line_start) break;
    if (free_capital(doc, end)) {
      if (end > i && person_title_at(doc, end) && !doc.glued(end)) break;
      if (end > i && (doc.longest(end, Table::ConferenceHeads) != nullptr ||
                      doc.longest(end, Table::TreatyHeads) != nullptr))
        break;
      ++end;
      ++words;
      // "Jong-yang", "Al-Raisi", "O'Brien"
      while (end + 1 < limit && (doc.is(end, "-") || doc.is(end, "'") || doc.is(end, "’")) &&
             doc.glued(end) && doc.glued(end + 1) && doc.is_word(end + 1) &&
             !doc.is(end + 1, "s")) {
        end += 2;
      }
      // Initials.
      if (doc.is(end, ".") && doc.glued(end) && text::length(doc.surface(end - 1)) == 1) ++end;
      continue;
    }
    if (end > i && particle(doc, end)) {
      ++end;
      continue;
    }
    break;
  }
  return end;
}

bool known_word(const Document& doc, std::size_t i) {
  constexpr std::uint32_t kTables = table_bit(Table::AgencyHeads) |
                                    table_bit(Table::ConferenceHeads) |
                                    table_bit(Table::TreatyHeads) | table_bit(Table::Countries) |
                                    table_bit(Table::Organisations) | table_bit(Table::Topics) |
                                    table_bit(Table::Posts) | table_bit(Table::Ranks);
  return doc.has_any(i, kTables);
}

void add_person(Document& doc, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (doc.mention_at(i) >= 0) return;
  }
  Mention m;
  m.label = EntityLabel::Official;
  m.begin = begin;
  m.end = end;
  doc.add_mention(m);
}

// The same words later in the text: the whole name, or its last two words and more.
void add_repeats(Document& doc) {
  struct Known {
    std::size_t begin;  // tokens
    std::size_t length;
  };
  std::unordered_map<std::uint64_t, std::vector<Known>> by_first;  // hash of the first word
  for (const Mention& m : doc.mentions) {
    if (m.label != EntityLabel::Official || m.end == m.begin) continue;
    for (std::size_t i = m.begin; i == m.begin || i + 2 <= m.end; ++i) {
      by_first[doc.tokens[i].hash].push_back({i, m.end - i});
    }
    // English calls people by their last name alone later on.
    if (doc.is_english() && m.end > m.begin + 1 && doc.is_word(m.end - 1) &&
        text::length(doc.surface(m.end - 1)) >= 3 && !known_word(doc, m.end - 1)) {
      by_first[doc.tokens[m.end - 1].hash].push_back({m.end - 1, 1});
    }
  }
  for (std::size_t i = 0; i < doc.size(); ++i) {
    if (!free_capital(doc, i)) continue;
    const auto it = by_first.find(doc.tokens[i].hash);
    if (it == by_first.end()) continue;
    std::size_t best = 0;
    for (const Known& known : it->second) {
      bool same = i + known.length <= doc.size();
      for (std::size_t k = 0; k < known.length && same; ++k) {
        same =
            doc.tokens[i + k].hash == doc.tokens[known.begin + k].hash && doc.mention_at(i + k) < 0;
      }
      // A last name alone is no part of a longer run of capitals.
      if (same && known.length == 1 && doc.is_english() &&
          (free_capital(doc, i + 1) ||
           (i > 0 && free_capital(doc, i - 1) && !person_title_at(doc, i - 1))))
        same = false;
      if (same) best = std::max(best, known.length);
    }
    if (best > 0) add_person(doc, i, i + best);
  }
}

}  // namespace

void find_persons(Document& doc) {
  for (const Sentence& sentence : doc.sentences()) {
    for (std::size_t i = sentence.begin; i < sentence.end; ++i) {
      if (!doc.is_capital(i) && !may_be_title(doc, i)) continue;
      if (doc.tokens[i].noise || doc.mention_at(i) >= 0) continue;
      // After a rank, an address, or a post with or without its body.
      const std::size_t after = title_end(doc, i, sentence.end);
      if (after > i && free_capital(doc, after)) {
        const std::size_t end = name_run_end(doc, after, sentence.end);
        const bool title =
            person_title_at(doc, after) || doc.longest(after, Table::AgencyHeads) != nullptr;
        const bool vouched = doc.longest(i, Table::Honorifics) != nullptr || end >= after + 2;
        if (end > after && !title && vouched) {
          add_person(doc, after, end);
          i = end - 1;
          continue;
        }
      }
      if (!doc.is_capital(i)) continue;
      // By a Vietnamese family name.
      if (!person_title_at(doc, i)) {
        const std::size_t vietnamese = vietnamese_name_end(doc, i);
        bool free = vietnamese >= i + 3 || (vietnamese == i + 2 && doc.is_vietnamese());
        for (std::size_t k = i; k < vietnamese; ++k) free = free && free_capital(doc, k);
        // In a text in Vietnamese a name of two words in the middle of a sentence is safer.
        if (vietnamese == i + 2 && i == sentence.begin) free = false;
        if (free && !known_word(doc, i)) {
          add_person(doc, i, vietnamese);
          i = vietnamese - 1;
          continue;
        }
      }
      // Before an apposition with a post, or as the person of a verb in English.
      const std::size_t run = name_run_end(doc, i, sentence.end);
      if (run < i + 2 || known_word(doc, i) || person_title_at(doc, i)) {
        if (run > i + 1 && !person_title_at(doc, i)) i = run - 1;
        continue;
      }
      bool person = doc.is(run, ",") && (doc.longest(run + 1, Table::Posts) != nullptr ||
                                         post_at(doc, run + 1, sentence.end).end > run + 1);
      if (doc.is_english()) {
        // "X of the United Arab Emirates was elected".
        const std::size_t of = doc.is(run + 1, "the") ? run + 2 : run + 1;
        const int land = doc.is(run, "of") ? doc.mention_at(of) : -1;
        if (land >= 0 &&
            doc.mentions[static_cast<std::size_t>(land)].label == EntityLabel::Country) {
          const std::size_t verb = doc.mentions[static_cast<std::size_t>(land)].end;
          person = person || doc.cue(verb, "elect") != nullptr || doc.cue(verb, "speak") != nullptr;
        }
        person =
            person || doc.cue(run, "speak") != nullptr || doc.cue(run, "elect") != nullptr ||
            (i > sentence.begin && (doc.is(i - 1, "with")) && doc.cue(i - 2, "meet") != nullptr) ||
            (i > sentence.begin && doc.is(i - 1, "with") && doc.is(i - 2, "met"));
      }
      if (person) add_person(doc, i, run);
      i = run - 1;
    }
  }
  add_repeats(doc);
}

}  // namespace liaison::loaders

// Step 5: noun phrases. A person with rank, posts and apposition, a body with its parents, a
// delegation with its leader, a group, a conference or its anaphor: each is one unit between which
// the relation rules look for verbs.
// Thread-safety: needs the document for itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "articles/coreference.h"
#include "articles/document.h"

namespace liaison::loaders {

// A post and the body it belongs to, as read at one position.
struct PostPhrase {
  std::size_t begin = 0;
  std::size_t end = 0;        // end == begin: no post there
  std::string title;          // without the body's name
  std::string scope;          // state, ministry, body
  int body = -1;              // mention of an agency, conference or country
  std::vector<int> parents;   // further agency mentions: "Cục X, Bộ Y"
  int ministry = -1;          // row of an implied ministry
  int country = -1;           // its country row, or of a demonym
  bool body_anaphor = false;  // "cơ quan này"
};

// The post phrase at token `i`. Before entities are resolved too.
PostPhrase post_at(const Document& document, std::size_t i, std::size_t limit);

// The bodies that an agency mention is said to belong to by what follows it, nearest first:
// "Cục X, Bộ Y". Mention indexes.
std::vector<int> agency_parents(const Document& document, int mention, std::size_t limit);

// Whether a title may begin at token `i`: false for most words, at a glance.
inline bool may_be_title(const Document& document, std::size_t i) {
  constexpr std::uint32_t kPost = table_bit(Table::Posts) | table_bit(Table::Ministries);
  return document.has_any(i, kPost | table_bit(Table::Ranks) | table_bit(Table::Honorifics)) ||
         document.has_any(i + 1, kPost);
}

// End of a rank, address or post phrase at `i` which a name may follow; `i` for none.
std::size_t title_end(const Document& document, std::size_t i, std::size_t limit);

struct Phrase {
  enum class Kind { Person, Body, Delegation, Group, Conference, Treaty, Place, Topic };
  Kind kind{};
  std::size_t begin = 0;
  std::size_t end = 0;
  int entity = -1;           // of a Person, Body, Conference, ...; a Delegation's country or agency
  int leader = -1;           // of a Delegation
  std::vector<int> members;  // bodies that a delegation consists of
  bool anaphor = false;      // no mention of its own
  bool locative = false;     // says where: "tại X", the country behind a city
  bool part = false;         // a part of a conference: plenary, opening
  std::vector<PostPhrase> posts;  // of a Person
  std::vector<int> affiliations;  // agency mentions after the name, without a post
  std::string rank;
  bool heads = false;  // a Person told as "Trưởng đoàn", of `leads` where it is named
  int leads = -1;      // entity
};

struct SentenceView {
  int index = 0;
  std::uint64_t cues = 0;  // Sentence::cues
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Phrase> phrases;  // in order, disjoint
  int conference = -1;          // the conference this sentence is about: told, or in focus
  bool told = false;            // the sentence itself names it or an anaphor of it
  bool aside = false;           // said beside the conference: bilateral meetings, press
};

// Views of all sentences that are no noise, in order.
std::vector<SentenceView> build_views(Document& document, const Focus& focus);

}  // namespace liaison::loaders

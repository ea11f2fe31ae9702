// The builder of sentence views, in two files: phrases.cpp reads persons and puts the phrases of a
// sentence together, noun_phrases.cpp reads delegations, groups, and what stands for a name.
// Thread-safety: needs the document for itself.
#pragma once

#include <string>
#include <vector>

#include "articles/phrases.h"

namespace liaison::loaders {

class ViewBuilder {
 public:
  ViewBuilder(Document& document, const Focus& focus) : doc_(document), focus_(focus) {}

  std::vector<SentenceView> build();

 private:
  // The person phrase around an official: titles before, posts in apposition after.
  Phrase person(std::size_t name_begin, const SentenceView& view, std::size_t floor);
  void apposition(Phrase& p, const SentenceView& view);
  // "A, B, C và D": an agency after a comma that goes on as a list is no affiliation.
  bool starts_list(std::size_t k) const;
  void phrases(SentenceView& view);
  // "tại X", "in X", and the country behind a city: "Lyon, Pháp".
  bool locative(const SentenceView& view, std::size_t begin, EntityLabel label) const;
  void settle_conference(SentenceView& view);

  // Whether one of the phrases below may start at token `i`: most words begin none.
  bool may_start(std::size_t i) const;
  // Each adds the phrase that starts at token `i`, if there is one, and moves `i` behind it.
  // "Đoàn đại biểu X [do PERSON dẫn đầu]", "Vietnamese delegation", "a delegation of X".
  bool delegation(SentenceView& view, std::size_t& i);
  bool conference_anaphor(SentenceView& view, std::size_t& i);
  bool group(SentenceView& view, std::size_t& i);
  bool holders_in_general(std::size_t i) const;
  // A post without a name: who was said to hold it, or nobody known.
  bool unnamed(SentenceView& view, std::size_t& i);
  bool counterpart(SentenceView& view, std::size_t& i);
  bool post_anaphor(SentenceView& view, const PostPhrase& post, std::size_t& i);
  // "do PERSON dẫn đầu", "led by PERSON" behind a delegation.
  void led(Phrase& delegation, const SentenceView& view);

  int body_entity(const PostPhrase& post);
  void remember(const PostPhrase& post, int person);

  struct Holder {
    std::string title;  // folded
    int body;
    int person;
  };

  Document& doc_;
  const Focus& focus_;
  std::vector<Holder> holders_;
  int last_delegation_ = -1;
  int last_leader_ = -1;
};

}  // namespace liaison::loaders

// HOLDS_POST from titles and appositions; PART_OF from names, appositions and "CITY, COUNTRY".
#include "articles/relations/relations.h"

#include <algorithm>

namespace liaison::loaders {
namespace {

constexpr double kTitleConfidence = 0.9;
constexpr double kNameConfidence = 0.95;

struct Ranks {
  std::vector<std::pair<int, std::string>> known;
  void note(int entity, const std::string& rank) {
    if (rank.empty()) return;
    for (auto& [e, r] : known) {
      if (e == entity) return;
    }
    known.emplace_back(entity, rank);
  }
  std::string of(int entity) const {
    for (const auto& [e, r] : known) {
      if (e == entity) return r;
    }
    return "";
  }
};

class Posts {
 public:
  explicit Posts(RelationContext& context) : c_(context), doc_(context.document) {}

  void run() {
    for (const SentenceView& view : c_.views) {
      for (const Phrase& p : view.phrases) {
        const int person = p.kind == Phrase::Kind::Person ? p.entity : p.leader;
        if (person >= 0 && !(p.kind == Phrase::Kind::Delegation && p.anaphor))
          ranks_.note(person, p.rank);
      }
    }
    for (const SentenceView& view : c_.views) {
      int last_agency = -1;
      for (const Phrase& p : view.phrases) {
        if (p.kind == Phrase::Kind::Person) hold(view, p, p.entity, last_agency);
        if (p.kind == Phrase::Kind::Delegation && p.leader >= 0 && !p.anaphor)
          hold(view, p, p.leader, last_agency);
        if (p.kind == Phrase::Kind::Body &&
            doc_.entities[static_cast<std::size_t>(p.entity)].label == EntityLabel::Agency)
          last_agency = p.entity;
      }
    }
    parts();
  }

 private:
  // The country that a state post goes to: of the next body in the same apposition, or the only
  // other country that the person's posts name.
  int country_of(const std::vector<PostPhrase>& posts, std::size_t from) const {
    for (std::size_t step = 0; step < posts.size(); ++step) {
      const PostPhrase& post = posts[(from + step) % posts.size()];
      if (post.country >= 0) return post.country;
      if (post.body >= 0) {
        const Mention& body = doc_.mentions[static_cast<std::size_t>(post.body)];
        if (body.label == EntityLabel::Country) return body.row;
        if (body.country >= 0) return body.country;
        for (const int parent : post.parents) {
          if (doc_.mentions[static_cast<std::size_t>(parent)].country >= 0)
            return doc_.mentions[static_cast<std::size_t>(parent)].country;
        }
      }
      if (post.ministry >= 0) return doc_.rules().country_by_code("VN");
    }
    return -1;
  }

  bool home_name(int person) const {
    const auto& mentions = doc_.entities[static_cast<std::size_t>(person)].mentions;
    if (mentions.empty()) return false;
    const Mention& m = doc_.mentions[static_cast<std::size_t>(mentions[0])];
    return doc_.longest(m.begin, Table::Surnames) != nullptr;
  }

  void hold(const SentenceView& view, const Phrase& p, int person, int last_agency) {
    const std::string rank = ranks_.of(person);
    for (std::size_t i = 0; i < p.posts.size(); ++i) {
      const PostPhrase& post = p.posts[i];
      int body = -1;
      if (post.body >= 0) {
        const Mention& m = doc_.mentions[static_cast<std::size_t>(post.body)];
        if (m.label == EntityLabel::Conference)
          continue;  // "Chủ tịch Hội nghị": a role, not a post
        body = m.entity;
        if (post.scope == "state" && m.label == EntityLabel::Agency && m.country >= 0)
          body = ensure_country(doc_, m.country);
      } else if (post.ministry >= 0) {
        int country = post.country;
        // "Cambodian Deputy Prime Minister and Minister of Interior": one country for all.
        for (const PostPhrase& other : p.posts) {
          if (country < 0 && other.ministry < 0 && (other.country >= 0 || other.body >= 0))
            country = country_of({other}, 0);
        }
        body = ensure_ministry(doc_, post.ministry, country);
      } else if (post.scope == "ministry" && p.kind == Phrase::Kind::Delegation && p.entity >= 0 &&
                 doc_.entities[static_cast<std::size_t>(p.entity)].label == EntityLabel::Agency) {
        // "Đoàn Bộ Tư pháp do Bộ trưởng X làm Trưởng đoàn".
        body = p.entity;
      } else if (post.body_anaphor) {
        body = last_agency;
      } else if (post.country >= 0) {
        body = ensure_country(doc_, post.country);
      } else if (post.scope == "state") {
        int country = country_of(p.posts, i);
        // "Thủ tướng Phạm Minh Chính": the home country's, if the name is of that country.
        if (country < 0 && home_name(person)) country = doc_.rules().country_by_code("VN");
        if (country >= 0) body = ensure_country(doc_, country);
      }
      if (body < 0) continue;
      c_.facts.add("HOLDS_POST", person, body, view.index, "post.title", kTitleConfidence,
                   {{"title", post.title}, {"rank", rank}});
      int child = body;
      for (const int parent : post.parents) {
        const int above = doc_.mentions[static_cast<std::size_t>(parent)].entity;
        c_.facts.add("PART_OF", child, above, view.index, "part_of.apposition", kTitleConfidence);
        child = above;
      }
    }
    if (!p.affiliations.empty() && p.posts.empty()) {
      const int body = doc_.mentions[static_cast<std::size_t>(p.affiliations[0])].entity;
      c_.facts.add("HOLDS_POST", person, body, view.index, "post.affiliation", 0.7,
                   {{"rank", rank}});
    }
  }

  void parts() {
    for (const SentenceView& view : c_.views) {
      int last = -1;
      for (std::size_t i = view.begin; i < view.end; ++i) {
        const int index = doc_.mention_at(i);
        if (index < 0 || index == last) continue;
        last = index;
        const Mention m = doc_.mentions[static_cast<std::size_t>(index)];
        if (m.label == EntityLabel::Agency && !m.acronym) {
          if (m.country >= 0 && m.countries == 1) {
            c_.facts.add("PART_OF", m.entity, ensure_country(doc_, m.country), view.index,
                         "part_of.name", kNameConfidence);
          } else if (m.parent >= 0) {
            c_.facts.add("PART_OF", m.entity, ensure_organisation(doc_, m.parent), view.index,
                         "part_of.name", kNameConfidence);
          }
          int child = m.entity;
          for (const int parent : agency_parents(doc_, index, view.end)) {
            const int above = doc_.mentions[static_cast<std::size_t>(parent)].entity;
            c_.facts.add("PART_OF", child, above, view.index, "part_of.apposition",
                         kTitleConfidence);
            child = above;
          }
        }
        if (m.label == EntityLabel::Place && (doc_.is(m.end, ",") || doc_.is(m.end, "("))) {
          const int next = doc_.mention_at(m.end + 1);
          if (next >= 0 &&
              doc_.mentions[static_cast<std::size_t>(next)].label == EntityLabel::Country) {
            const Mention& country = doc_.mentions[static_cast<std::size_t>(next)];
            const int known = doc_.entities[static_cast<std::size_t>(m.entity)].country;
            if (known < 0 || known == country.row)
              c_.facts.add("PART_OF", m.entity, country.entity, view.index, "part_of.place",
                           kNameConfidence);
          }
        }
      }
    }
  }

  RelationContext& c_;
  Document& doc_;
  Ranks ranks_;
};

}  // namespace

void relate_posts(RelationContext& context) {
  Posts(context).run();
}

// ---- helpers of relations.h ----

std::vector<CueHit> cues_in(const Document& doc, const SentenceView& view, WordKey kind) {
  std::vector<CueHit> found;
  const auto sentence = static_cast<std::size_t>(view.index);
  if ((doc.sentences()[sentence].cues & cue_bit(kind.hash)) == 0) return found;
  for (std::size_t i = view.begin; i < view.end; ++i) {
    if (doc.tokens[i].noise || doc.mention_at(i) >= 0) continue;
    const PhraseHit* hit = doc.cue(i, kind);
    if (hit == nullptr) continue;
    found.push_back({i, i + hit->length});
    i += hit->length - 1;
  }
  return found;
}

const Phrase* phrase_at(const SentenceView& view, std::size_t i) {
  for (const Phrase& p : view.phrases) {
    if (p.begin <= i && i < p.end) return &p;
  }
  return nullptr;
}

bool preceded_by(const Document& doc, std::size_t i,
                 std::initializer_list<WordKey> words) {
  if (i == 0) return false;
  return std::any_of(words.begin(), words.end(),
                     [&](const WordKey& word) { return doc.is(i - 1, word); });
}

namespace {

// Words that may stand between a subject and its verb.
bool between_word(const Document& doc, std::size_t i) {
  static constexpr std::string_view kWords[] = {
      "đã",    "sẽ",      "đang", "cũng",   "đều",   "cùng",  "tiếp",  "tục",  "dự",    "kiến",
      "lần",   "đầu",     "tích", "cực",    "nhất",  "trí",   "thống", "hào",  "hứng",  "nhau",
      "đồng",  "thời",    "vừa",  "trực",   "tiếp",  "chính", "thức",  "có",   "bài",   "thứ",
      "được",  "tuyến",   "is",   "are",    "was",   "were",  "has",   "have", "had",   "will",
      "also",  "jointly", "to",   "be",     "which", "then",  "again", "sáng", "chiều", "tối",
      "ngày",  "tháng",   "năm",  "nay",    "hôm",   "từ",    "đến",   "vào",  "các",   "buổi",
      "một",   "cho",     "song", "phương", "lại",   "tại",   "khu",   "vực",  "sắp",   "mãn",
      "nhiệm", "kéo",     "dài"};
  if (doc.is_number(i) || doc.is(i, "/") || doc.is(i, "-")) return true;
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view w) { return doc.is(i, w); });
}

bool actor(const Phrase& p) {
  return !p.locative && (p.kind == Phrase::Kind::Person || p.kind == Phrase::Kind::Body ||
                         p.kind == Phrase::Kind::Delegation || p.kind == Phrase::Kind::Group);
}

bool joint(const Document& doc, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (doc.is(i, ",") || doc.is(i, ";") || doc.is(i, "và") || doc.is(i, "cùng") ||
        doc.is(i, "and") || doc.is(i, "với") || doc.is(i, "các") || doc.is(i, "bà") ||
        doc.is(i, "ông") || doc.is(i, "the") || doc.is(i, "as") || doc.is(i, "well") ||
        doc.is(i, "phối") || doc.is(i, "hợp") || doc.is(i, "đã"))
      continue;
    return false;
  }
  return end > begin;
}

}  // namespace

std::vector<const Phrase*> subject_before(const Document& doc, const SentenceView& view,
                                          std::size_t verb) {
  std::vector<const Phrase*> out;
  const auto& phrases = view.phrases;
  std::size_t k = phrases.size();
  while (k > 0 && phrases[k - 1].end > verb) --k;
  if (k == 0) return out;
  // "X of the United Arab Emirates was elected": the phrase before an attached "of" is meant.
  const std::size_t of_end = k - 1;
  while (k > 1 && !phrases[k - 1].locative &&
         preceded_by(doc, phrases[k - 1].begin - (doc.is(phrases[k - 1].begin - 1, "the") ? 1 : 0),
                     {"of", "from", "của"}) &&
         phrases[k - 2].kind == Phrase::Kind::Person &&
         phrases[k - 1].begin - phrases[k - 2].end <= 2) {
    --k;
  }
  const Phrase& nearest = phrases[k - 1];
  bool comma = false;
  for (std::size_t i = phrases[of_end].end; i < verb; ++i) {
    if (doc.is(i, ",") && !comma) {
      comma = true;
      continue;
    }
    if (!between_word(doc, i)) return out;
  }
  if (!actor(nearest) && nearest.kind != Phrase::Kind::Conference) return out;
  // An oblique phrase is no subject: "của X", "với X", "tại X" ("phối hợp với Y tổ chức" is).
  std::size_t at = nearest.begin;
  const bool partner = preceded_by(doc, at, {"với"}) && at >= 3 && doc.is(at - 2, "hợp");
  if (!partner && preceded_by(doc, at,
                              {"của", "với", "tại", "từ", "về", "trong", "of", "from", "in", "cho",
                               "kênh", "nhằm", "between", "giữa"}))
    return out;
  // "Cảnh sát 10 nước ASEAN": a group of states, not the body.
  if (nearest.kind == Phrase::Kind::Body && nearest.entity >= 0 &&
      preceded_by(doc, at, {"nước", "gia"}) &&
      doc.entities[static_cast<std::size_t>(nearest.entity)].label == EntityLabel::Agency) {
    return out;
  }
  out.push_back(&nearest);
  for (std::size_t j = k - 1; j > 0; --j) {
    const Phrase& left = phrases[j - 1];
    if (!actor(left) || !joint(doc, left.end, out.front()->begin)) break;
    // "Nhận lời mời của X, Y thăm ...": X is no subject.
    if (preceded_by(doc, left.begin, {"của", "of", "from", "theo"})) break;
    out.insert(out.begin(), &left);
  }
  return out;
}

// Words inside an enumeration: kinds of members before the members themselves.
static bool joins_list(const Document& doc, std::size_t begin, std::size_t end) {
  static constexpr std::string_view kWords[] = {",",
                                                ";",
                                                ":",
                                                "và",
                                                "cùng",
                                                "and",
                                                "với",
                                                "các",
                                                "bà",
                                                "ông",
                                                "the",
                                                "as",
                                                "well",
                                                "đối",
                                                "tác",
                                                "thoại",
                                                "gồm",
                                                "bao",
                                                "quan",
                                                "sát",
                                                "viên",
                                                "như",
                                                "đại",
                                                "diện",
                                                "lãnh",
                                                "đạo",
                                                "những",
                                                "nước",
                                                "tổ",
                                                "chức",
                                                "quốc",
                                                "tế",
                                                "thành",
                                                "khu",
                                                "vực",
                                                "nhiều",
                                                "observers",
                                                "partners",
                                                "including",
                                                "from",
                                                "representatives",
                                                "of",
                                                "also",
                                                "có",
                                                "còn",
                                                "tư",
                                                "cách",
                                                "trong",
                                                "đó"};
  for (std::size_t i = begin; i < end; ++i) {
    if (std::none_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view w) { return doc.is(i, w); }))
      return false;
  }
  return end > begin && end - begin < 16;
}

std::vector<const Phrase*> list_from(const Document& doc, const SentenceView& view, std::size_t i) {
  std::vector<const Phrase*> out;
  std::size_t tail = i;
  for (const Phrase& p : view.phrases) {
    if (p.begin < i) continue;
    if (p.kind == Phrase::Kind::Group) {
      if (p.begin - tail <= 4) tail = p.end;
      continue;
    }
    if (p.locative && !out.empty() && p.begin - tail <= 1) {
      tail = p.end;
      continue;
    }
    if (!actor(p)) {
      if (out.empty()) continue;
      break;
    }
    if (!out.empty()) {
      if (!joins_list(doc, tail, p.begin)) break;
    }
    out.push_back(&p);
    tail = p.end;
  }
  return out;
}

std::size_t distance(const Document& doc, std::size_t begin, std::size_t end) {
  std::size_t count = 0;
  bool quoted = false;
  for (std::size_t i = begin; i < end; ++i) {
    if (doc.is(i, "“"))
      quoted = true;
    else if (doc.is(i, "”"))
      quoted = false;
    else if (doc.is(i, "\""))
      quoted = !quoted;
    else if (!quoted)
      ++count;
  }
  return count;
}

std::vector<const Phrase*> subject_of_earlier(const Document& doc, const SentenceView& view,
                                              std::size_t i) {
  std::vector<const Phrase*> best;
  std::size_t latest = 0;
  for (const std::string_view kind : {"host", "attend", "visit", "meet", "speak", "sign"}) {
    for (const CueHit& cue : cues_in(doc, view, kind)) {
      if (cue.begin >= i || cue.begin < latest) continue;
      auto subject = subject_before(doc, view, cue.begin);
      if (subject.empty()) continue;
      best = std::move(subject);
      latest = cue.begin;
    }
  }
  return best;
}

const Phrase* conference_after(const SentenceView& view, std::size_t i) {
  for (const Phrase& p : view.phrases) {
    if (p.kind == Phrase::Kind::Conference && p.entity >= 0 && p.begin >= i) return &p;
  }
  return nullptr;
}

const Phrase* conference_before(const SentenceView& view, std::size_t i) {
  const Phrase* found = nullptr;
  for (const Phrase& p : view.phrases) {
    if (p.kind == Phrase::Kind::Conference && p.entity >= 0 && p.end <= i) found = &p;
  }
  return found;
}

const DateExpression* date_in(const RelationContext& c, const SentenceView& view) {
  const DateExpression* found = nullptr;
  for (const DateExpression& e : c.dates) {
    if (e.begin < view.begin || e.begin >= view.end) continue;
    if (found == nullptr) found = &e;
  }
  return found;
}

}  // namespace liaison::loaders

// What the relation rules share: cues of a sentence, subjects before a verb, lists, the conferences
// around.
#include <algorithm>

#include "articles/mentions.h"
#include "articles/relations/relations.h"

namespace liaison::loaders {

std::vector<CueHit> find_cues(const Document& doc, const SentenceView& view, WordKey kind) {
  std::vector<CueHit> found;
  std::size_t from = view.begin;  // behind the last one
  const auto& places = doc.cue_places();
  for (auto it = std::lower_bound(places.begin(), places.end(), view.begin);
       it != places.end() && *it < view.end; ++it) {
    const std::size_t i = *it;
    if (i < from || doc.tokens[i].noise || doc.mention_at(i) >= 0) continue;
    const PhraseHit* hit = doc.cue(i, kind);
    if (hit == nullptr) continue;
    from = i + hit->length;
    found.push_back({i, from});
  }
  return found;
}

const Phrase* phrase_at(const SentenceView& view, std::size_t i) {
  for (const Phrase& p : view.phrases) {
    if (p.begin <= i && i < p.end) return &p;
  }
  return nullptr;
}

namespace {

bool weekday(const Document& doc, std::size_t i) {
  return doc.is_capital(i) && (doc.is(i, "monday") || doc.is(i, "tuesday") ||
                               doc.is(i, "wednesday") || doc.is(i, "thursday") ||
                               doc.is(i, "friday") || doc.is(i, "saturday") || doc.is(i, "sunday"));
}

// Words that may stand between a subject and its verb.
bool between_word(const Document& doc, std::size_t i) {
  static constexpr WordSet kWords(
      {"đã",    "sẽ",      "đang", "cũng",   "đều",   "cùng",  "tiếp",  "tục",  "dự",    "kiến",
       "lần",   "đầu",     "tích", "cực",    "nhất",  "trí",   "thống", "hào",  "hứng",  "nhau",
       "đồng",  "thời",    "vừa",  "trực",   "tiếp",  "chính", "thức",  "có",   "bài",   "thứ",
       "được",  "tuyến",   "is",   "are",    "was",   "were",  "has",   "have", "had",   "will",
       "also",  "jointly", "to",   "be",     "which", "then",  "again", "sáng", "chiều", "tối",
       "ngày",  "tháng",   "năm",  "nay",    "hôm",   "từ",    "đến",   "vào",  "các",   "buổi",
       "một",   "cho",     "song", "phương", "lại",   "tại",   "khu",   "vực",  "sắp",   "mãn",
       "nhiệm", "kéo",     "dài",  "cử",     "đại",   "diện"});
  if (doc.is_number(i) || doc.is(i, "/") || doc.is(i, "-") || month_name(doc, i)) return true;
  if (doc.is(i, "on") && (doc.is_number(i + 1) || month_name(doc, i + 1) || weekday(doc, i + 1)))
    return true;
  if (weekday(doc, i)) return true;
  return doc.is_in(i, kWords);
}

bool actor(const Phrase& p) {
  return !p.locative && (p.kind == Phrase::Kind::Person || p.kind == Phrase::Kind::Body ||
                         p.kind == Phrase::Kind::Delegation || p.kind == Phrase::Kind::Group);
}

bool joint(const Document& doc, std::size_t begin, std::size_t end) {
  static constexpr WordSet kWords({",", ";", "và", "cùng", "and", "với", "các", "bà", "ông", "the",
                                   "as", "well", "phối", "hợp", "đã"});
  for (std::size_t i = begin; i < end; ++i) {
    if (!doc.is_in(i, kWords)) return false;
  }
  return end > begin;
}

}  // namespace

namespace {

// Where a clause between two commas begins that parts a subject from its verb: "The summit, chaired
// by X, | adopted", "Hội nghị, do X chủ trì, | đã thông qua". Token of its first comma, or `verb`.
std::size_t inserted_clause(const Document& doc, const SentenceView& view, std::size_t verb) {
  std::size_t last = verb;
  while (last > view.begin && between_word(doc, last - 1)) --last;
  if (last <= view.begin + 2 || !doc.is(last - 1, ",")) return verb;
  for (std::size_t k = last - 2; k > view.begin && k + 40 > last; --k) {
    if (!doc.is(k, ",") || phrase_at(view, k) != nullptr) continue;
    const bool clause = doc.is(k + 1, "do") || doc.is(k + 1, "which") || doc.is(k + 1, "who") ||
                        doc.is(k + 1, "with") || doc.cue(k + 1, "host") != nullptr ||
                        doc.cue(k + 1, "lead") != nullptr || doc.cue(k + 1, "attend") != nullptr ||
                        doc.cue(k + 1, "attend_noun") != nullptr ||
                        doc.cue(k + 1, "held") != nullptr;
    return clause ? k : verb;
  }
  return verb;
}

}  // namespace

std::vector<const Phrase*> subject_before(const Document& doc, const SentenceView& view,
                                          std::size_t verb) {
  std::vector<const Phrase*> out;
  verb = inserted_clause(doc, view, verb);
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
    // A semicolon parts persons with their posts; of others it parts clauses.
    bool semicolon = false;
    for (std::size_t i = left.end; i < out.front()->begin; ++i)
      semicolon = semicolon || doc.is(i, ";");
    if (semicolon &&
        (left.kind != Phrase::Kind::Person || out.front()->kind != Phrase::Kind::Person))
      break;
    // "Nhận lời mời của X, Y thăm ...": X is no subject.
    const std::size_t before = doc.is(left.begin - 1, "the") ? left.begin - 1 : left.begin;
    if (preceded_by(doc, before, {"from"}) && before >= 2 &&
        (doc.is(before - 2, "delegations") || doc.is(before - 2, "representatives") ||
         doc.is(before - 2, "delegates"))) {
      out.insert(out.begin(), &left);
      break;
    }
    if (preceded_by(doc, before, {"của", "of", "from", "theo"})) break;
    out.insert(out.begin(), &left);
  }
  return out;
}

// Words inside an enumeration: kinds of members before the members themselves.
static bool joins_list(const Document& doc, std::size_t begin, std::size_t end) {
  static constexpr WordSet kWords({",",
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
                                   "by",
                                   "cách",
                                   "trong",
                                   "đó"});
  for (std::size_t i = begin; i < end; ++i) {
    if (!doc.is_in(i, kWords)) return false;
  }
  return end > begin && end - begin < 16;
}

// An item of an enumeration that no recogniser knows: ", Xyz Abc," between two that are known.
static bool unknown_item(const Document& doc, std::size_t begin, std::size_t end) {
  if (end < begin + 3 || end - begin > 16 || !doc.is(begin, ",") || !doc.is_capital(begin + 1))
    return false;
  if (!preceded_by(doc, end, {",", "và", "and"})) return false;
  for (std::size_t i = begin + 1; i < end; ++i) {
    for (const WordKey kind : {WordKey("attend"), WordKey("host"), WordKey("speak"),
                               WordKey("held"), WordKey("meet"), WordKey("visit")}) {
      if (doc.cue(i, kind) != nullptr) return false;
    }
    if (doc.is(i, ".") || doc.is(i, ";") || doc.is(i, ":")) return false;
  }
  return true;
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
    // "delegates from nine ASEAN countries, Japan": a group of states.
    if (p.kind == Phrase::Kind::Body && (doc.is(p.end, "countries") || doc.is(p.end, "states") ||
                                         doc.is(p.end, "nations") || doc.is(p.end, "members"))) {
      if (p.begin - tail <= 4 || out.empty()) tail = p.end + 1;
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
      if (!joins_list(doc, tail, p.begin) && !unknown_item(doc, tail, p.begin)) break;
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
  for (const std::string_view kind : {"host", "attend", "lead", "visit", "meet", "speak", "sign"}) {
    for (const CueHit& cue : cues_in(doc, view, kind)) {
      if (cue.begin >= i || cue.begin < latest) continue;
      // Joined to yet another verb itself: what stands before it is that one's object.
      if (kind == "meet" && !best.empty() && preceded_by(doc, cue.begin, {",", "và", "and"}))
        continue;
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

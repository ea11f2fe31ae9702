#include "articles/post_phrases.h"

#include <algorithm>

#include "articles/mentions.h"

namespace liaison::loaders {

const Mention* mention(const Document& doc, std::size_t i) {
  const int index = doc.mention_at(i);
  return index < 0 ? nullptr : &doc.mentions[static_cast<std::size_t>(index)];
}

bool starts(const Document& doc, std::size_t i, EntityLabel label) {
  const Mention* m = mention(doc, i);
  return m != nullptr && m->begin == i && m->label == label;
}

bool dash(const Document& doc, std::size_t i) {
  return doc.is(i, "-") || doc.is(i, "–") || doc.is(i, "—");
}

// "Cục X, Bộ Y", "Cục X - Bộ Y", "Cục X thuộc Bộ Y", "X Department of the Ministry of Y".
std::size_t parent_chain(const Document& doc, std::size_t end, std::size_t limit, int body,
                         std::vector<int>& parents) {
  int last = body;
  while (end < limit && last >= 0) {
    const Mention& child = doc.mentions[static_cast<std::size_t>(last)];
    if (child.label != EntityLabel::Agency || doc.is(child.begin, "bộ") || child.row >= 0) break;
    std::size_t at = end;
    // "Cục X Bộ Y" without a mark.
    if (starts(doc, at, EntityLabel::Agency) && doc.is(at, "bộ")) {
      last = doc.mention_at(at);
      parents.push_back(last);
      end = mention(doc, at)->end;
      break;
    }
    if (doc.is(at, ",") || dash(doc, at) || doc.is(at, "thuộc") || doc.is(at, "của") ||
        doc.is(at, "of") || doc.is(at, "under"))
      ++at;
    if (doc.is(at, "the")) ++at;
    if (at == end || !starts(doc, at, EntityLabel::Agency)) break;
    const Mention& parent = *mention(doc, at);
    if (parent.acronym) break;
    // A name with its state is complete: what follows a comma is the next item.
    if (doc.is(end, ",") && child.countries == 1) break;
    // A comma also separates list items: the parent must be of a higher kind.
    const bool higher = doc.is(parent.begin, "bộ") || doc.is(parent.begin, "tổng") ||
                        doc.is(parent.begin, "ministry") || doc.is(parent.begin, "công") ||
                        doc.is(at - 1, "the") || doc.is(at - 1, "of") || doc.is(at - 1, "thuộc") ||
                        doc.is(at - 1, "của");
    if (!higher) break;
    last = doc.mention_at(at);
    parents.push_back(last);
    end = parent.end;
  }
  return end;
}

std::size_t body_tail(const Document& doc, std::size_t end) {
  // "(Cộng hòa Philippines)" or "(ACRONYM)" behind a body.
  if (doc.is(end, "(")) {
    std::size_t close = end + 1;
    while (close < end + 6 && !doc.is(close, ")")) ++close;
    if (doc.is(close, ")")) return close + 1;
  }
  return end;
}

bool is_post_prefix(const Document& doc, std::size_t i) {
  static constexpr WordSet kWords(
      {"phó", "quyền", "nguyên", "cựu", "deputy", "vice", "former", "acting", "assistant"});
  return doc.is_in(i, kWords);
}

std::vector<int> agency_parents(const Document& doc, int index, std::size_t limit) {
  std::vector<int> parents;
  const Mention& m = doc.mentions[static_cast<std::size_t>(index)];
  parent_chain(doc, body_tail(doc, m.end), limit, index, parents);
  return parents;
}

namespace {

// The state told before an English post: "Japanese Minister", "South Korean Minister", "Fiji's
// Minister". Country row, or -1.
int country_before(const Document& doc, std::size_t i) {
  if (i == 0) return -1;
  const Mention* before = mention(doc, i - 1);
  if (before == nullptr && i >= 3 && doc.is(i - 1, "s") &&
      (doc.is(i - 2, "'") || doc.is(i - 2, "’")))
    before = mention(doc, i - 3);
  if (before != nullptr) return before->label == EntityLabel::Country ? before->row : -1;
  for (std::size_t length = 2; length >= 1; --length) {
    if (i < length || !doc.is_capital(i - length)) continue;
    const PhraseHit* demonym = doc.longest(i - length, Table::Countries);
    if (demonym != nullptr && demonym->column == 3 && demonym->length == length)
      return static_cast<int>(demonym->row);
  }
  return -1;
}

// "Foreign Minister", "Deputy Public Security Minister": the field before the post.
PostPhrase field_post(const Document& doc, std::size_t i) {
  PostPhrase out;
  out.begin = out.end = i;
  if (!doc.is_english()) return out;
  const std::size_t at = is_post_prefix(doc, i) ? i + 1 : i;
  const PhraseHit* field = doc.longest(at, Table::Ministries);
  if (field == nullptr || field->column != 2 || !doc.is_capital(at)) return out;
  const std::size_t post = at + field->length;
  const PhraseHit* hit = doc.longest(post, Table::Posts);
  if (hit == nullptr || !doc.is_capital(post) || doc.row(*hit).first(1) != "ministry") return out;
  for (std::size_t k = i; k < post + hit->length; ++k) {
    if (doc.mention_at(k) >= 0) return out;
  }
  out.end = post + hit->length;
  out.scope = "ministry";
  out.ministry = static_cast<int>(field->row);
  if (at > i) out.title = std::string(doc.surface(i)) + " ";
  out.title += doc.surface(post, out.end);
  out.country = country_before(doc, i);
  if (doc.is(out.end, "of") && starts(doc, out.end + 1, EntityLabel::Country)) {
    out.country = mention(doc, out.end + 1)->row;
    out.end = mention(doc, out.end + 1)->end;
  }
  return out;
}

// A verb of doing something begins at `i`.
bool acts(const Document& doc, std::size_t i) {
  if (doc.is_capital(i)) return false;  // "Nhóm Điều hành"
  for (const WordKey kind : {WordKey("speak"), WordKey("lead"), WordKey("meet"), WordKey("host"),
                             WordKey("attend"), WordKey("visit"), WordKey("sign")}) {
    if (doc.cue(i, kind) != nullptr) return true;
  }
  return false;
}

// Whose charge a post is, up to its verb or the next mark: "phụ trách các vấn đề quốc tế". `i` for
// none.
std::size_t charge_end(const Document& doc, std::size_t i, std::size_t limit) {
  constexpr std::size_t kChargeWords = 16;
  std::size_t at = i;
  if (doc.is(i, "phụ") && doc.is(i + 1, "trách"))
    at = i + 2;
  else if (doc.is(i, "in") && doc.is(i + 1, "charge") && doc.is(i + 2, "of"))
    at = i + 3;
  else
    return i;
  std::size_t end = at;
  for (; end < limit && end < at + kChargeWords; ++end) {
    if (!doc.is_word(end) || doc.is(end, "đã") || doc.is(end, "sẽ")) break;
    if (acts(doc, end)) break;
  }
  return end < at + kChargeWords ? end : i;
}

// "Đại sứ Hoa Kỳ tại Việt Nam", "Representative of UNODC in Fiji": where the post is held. `i` for
// none.
std::size_t station_end(const Document& doc, std::size_t i) {
  const bool word = doc.is(i, "tại") || doc.is(i, "ở") || doc.is(i, "in") || doc.is(i, "to");
  if (!word) return i;
  // "tại các tổ chức quốc tế ở Vienna".
  if (doc.is(i + 1, "các") && doc.is(i + 2, "tổ") && doc.is(i + 3, "chức")) {
    std::size_t k = i + 4;
    while (doc.is(k, "quốc") || doc.is(k, "tế") || doc.is(k, "khác")) ++k;
    if ((doc.is(k, "ở") || doc.is(k, "tại")) && mention(doc, k + 1) != nullptr)
      return mention(doc, k + 1)->end;
    return k;
  }
  const std::size_t at = doc.is(i + 1, "the") ? i + 2 : i + 1;
  const bool body = starts(doc, at, EntityLabel::Agency) && mention(doc, at)->row >= 0 &&
                    (doc.is(i, "tại") || doc.is(i, "to"));
  return body || starts(doc, at, EntityLabel::Country) ? mention(doc, at)->end : i;
}

}  // namespace

PostPhrase post_at(const Document& doc, std::size_t i, std::size_t limit) {
  PostPhrase out;
  out.begin = out.end = i;
  if (i >= limit || doc.mention_at(i) >= 0 || !may_be_title(doc, i)) return out;
  std::size_t at = i;
  // Nearly always there is nothing: a post stands here, or behind one word.
  if (doc.longest(i, Table::Posts) == nullptr && doc.longest(i + 1, Table::Posts) == nullptr) {
    return field_post(doc, i);
  }
  if (PostPhrase field = field_post(doc, i); field.end > i) return field;
  const bool small_prefix =
      doc.is_capital(at + 1) && (doc.is(at, "quyền") || doc.is(at, "nguyên") || doc.is(at, "phó"));
  if ((doc.is_capital(at) || small_prefix || doc.is_english()) && is_post_prefix(doc, at)) {
    ++at;
    if (doc.longest(at, Table::Posts) == nullptr) return out;
  }
  const PhraseHit* post = doc.longest(at, Table::Posts);
  if (post == nullptr) return out;
  const bool english = doc.row(*post).first(0)[0] >= 'A' && doc.is_english();
  // Posts are written with a capital, but English appositions are not ("honorary president of").
  if (!doc.is_capital(i) && !doc.is_capital(at) && !english) return out;
  for (std::size_t k = at; k < at + post->length; ++k) {
    if (doc.mention_at(k) >= 0) return out;
  }
  at += post->length;
  // "Trưởng đoàn" is a role, never a post; a bare "Trưởng" needs its body right behind.
  if (doc.is(at - 1, "trưởng") && post->length == 1) {
    if (doc.is(at, "đoàn") || !starts(doc, at, EntityLabel::Agency)) return out;
  }
  if (english && (doc.is(at, "of") && doc.is(at + 1, "delegation"))) return out;
  // "member states", "chief concern": an English noun in small letters, with another noun behind.
  if (english && !doc.is_capital(i) && doc.is_small(at) && !doc.is(at, "of") &&
      !doc.is(at, "and") &&
      (doc.is(i, "member") || doc.is(i, "chief") || doc.is(i, "head") || doc.is(i, "chair") ||
       doc.is(i, "representative")))
    return out;
  out.end = at;
  out.scope = doc.row(*post).first(1);
  std::size_t title_end_token = at;
  std::size_t cursor = at;
  if (doc.is(cursor, "của") || doc.is(cursor, "of") || doc.is(cursor, "thuộc") ||
      (english && doc.is(cursor, "for")))
    ++cursor;
  if (doc.is(cursor, "the")) ++cursor;
  // "Trưởng phòng 6".
  if (!english && doc.is_number(at) && !doc.glued(at) && doc.surface(at).size() <= 2 &&
      (doc.is(at + 1, ",") || starts(doc, at + 1, EntityLabel::Agency))) {
    ++at;
    out.end = cursor = title_end_token = at;
  }
  // An implied ministry: "Bộ trưởng Công an", "Minister of Public Security".
  if (out.scope == "ministry") {
    const PhraseHit* field = doc.longest(cursor, Table::Ministries);
    if (field != nullptr && doc.mention_at(cursor) < 0 && doc.is_capital(cursor) &&
        field->column != 1) {
      out.ministry = static_cast<int>(field->row);
      cursor += field->length;
      out.end = cursor;
      if (doc.is(cursor, "of") || doc.is(cursor, "của")) {
        if (starts(doc, cursor + 1, EntityLabel::Country)) ++cursor;
      }
      if (starts(doc, cursor, EntityLabel::Country)) {
        out.country = mention(doc, cursor)->row;
        out.end = mention(doc, cursor)->end;
      }
      if (english && out.country < 0) out.country = country_before(doc, i);
      out.end = charge_end(doc, out.end, limit);
      out.title = doc.surface(i, title_end_token);
      return out;
    }
  }
  const auto take_body = [&](std::size_t from) {
    const Mention* m = mention(doc, from);
    if (m == nullptr || m->begin != from) return false;
    if (m->label != EntityLabel::Agency && m->label != EntityLabel::Conference &&
        m->label != EntityLabel::Country)
      return false;
    if (m->label == EntityLabel::Country && out.scope == "ministry") return false;
    out.body = doc.mention_at(from);
    out.end = body_tail(doc, m->end);
    // "the US Federal Bureau of Investigation": the state belongs to the body's name.
    if (m->label == EntityLabel::Country && doc.is_english() &&
        starts(doc, m->end, EntityLabel::Agency)) {
      out.body = doc.mention_at(m->end);
      out.end = body_tail(doc, mention(doc, m->end)->end);
    }
    out.end = parent_chain(doc, out.end, limit, out.body, out.parents);
    out.end = station_end(doc, out.end);
    // "Cao ủy Liên hợp quốc về nhân quyền X": up to the name.
    if (doc.is(out.end, "về")) {
      std::size_t k = out.end + 1;
      while (k < out.end + 7 && doc.is_small(k)) ++k;
      if (doc.is_capital(k) && k > out.end + 1 && doc.is_capital(k + 1)) out.end = k;
    }
    // "..., phụ trách Cục X": what the post is in charge of.
    if (const std::size_t charge = charge_end(doc, out.end, limit); charge > out.end) {
      out.end = charge;
    } else if (doc.is(out.end, "phụ") && doc.is(out.end + 1, "trách")) {
      for (std::size_t k = out.end + 2; k < out.end + 7 && k < limit; ++k) {
        if (starts(doc, k, EntityLabel::Agency)) {
          out.end = mention(doc, k)->end;
          break;
        }
      }
    }
    return true;
  };
  if (!take_body(cursor)) {
    // Words between post and body belong to the title: "Tổng Vụ trưởng điều phối liên lực lượng
    // ...", "Thứ trưởng phụ trách Nhóm Điều hành, Bộ ...", "Cố vấn cấp cao của Tư lệnh ...".
    std::size_t k = at;
    bool found = false;
    while (k < limit && k < at + 9 && doc.is_word(k)) {
      if (starts(doc, k, EntityLabel::Agency)) {
        found = true;
        break;
      }
      // "Trưởng Phái đoàn thường trực Việt Nam".
      if (k > at && starts(doc, k, EntityLabel::Country) && out.scope == "body") {
        std::size_t known = at;
        while (known < k && doc.longest(known, Table::NameWords) != nullptr)
          known += doc.longest(known, Table::NameWords)->length;
        found = known == k;
        if (found) break;
      }
      // Another post goes on only as "của Tư lệnh"; after "kiêm" it is a post of its own.
      const bool post_word = doc.longest(k, Table::Posts) != nullptr && doc.is(k - 1, "của");
      if (doc.is(k, "kiêm")) break;
      // "Tùy viên An ninh nội địa Đại sứ quán ...": a field in capitals goes on.
      if (const PhraseHit* field = doc.longest(k, Table::NameWords);
          k == at && doc.is_capital(k) && field != nullptr && doc.mention_at(k) < 0 &&
          vietnamese_name_end(doc, k) == k && doc.is_vietnamese()) {
        k += field->length;
        continue;
      }
      if (doc.mention_at(k) >= 0 ||
          (k > at && !post_word && doc.is_capital(k) && !doc.is_capital(k - 1) &&
           doc.longest(k, Table::Surnames) != nullptr) ||
          (k == at && doc.is_capital(k) && !post_word) ||
          (doc.is_small(k) && doc.longest(k, Table::BoundaryWords) != nullptr) || acts(doc, k))
        break;
      ++k;
    }
    std::size_t body_at = k;
    if (!found && k > at && doc.is(k, ",") && starts(doc, k + 1, EntityLabel::Agency)) {
      found = true;
      body_at = k + 1;
    }
    if (found && take_body(body_at)) {
      title_end_token = k;
      while (title_end_token > at &&
             (doc.is(title_end_token - 1, "của") || doc.is(title_end_token - 1, "of") ||
              doc.is(title_end_token - 1, "the")))
        --title_end_token;
    } else if ((doc.is(at, "cơ") && doc.is(at + 1, "quan") && doc.is(at + 2, "này")) ||
               (doc.is(at, "tổ") && doc.is(at + 1, "chức") && doc.is(at + 2, "này"))) {
      out.body_anaphor = true;
      out.end = at + 3;
    } else if (doc.is(at, ",") && starts(doc, at + 1, EntityLabel::Agency) &&
               out.scope != "state" && doc.longest(at + 1, Table::AgencyHeads) != nullptr) {
      // "Phó Cục trưởng, Cục Đối ngoại".
      take_body(at + 1);
    }
  }
  // "Giám đốc khu vực làm trưởng đoàn": known words in small letters up to a verb or mark.
  if (out.body < 0 && out.ministry < 0 && !out.body_anaphor && !english) {
    std::size_t k = at;
    while (const PhraseHit* known = doc.longest(k, Table::NameWords)) {
      if (!doc.is_small(k) || doc.cue(k, "host") != nullptr) break;
      k += known->length;
    }
    const bool closed = doc.is(k, ",") || doc.is(k, ".") || doc.is(k, "và") || k >= limit ||
                        doc.cue(k, "lead") != nullptr || doc.cue(k, "speak") != nullptr ||
                        doc.cue(k, "attend") != nullptr || doc.cue(k, "host") != nullptr;
    if (k > at && closed && doc.mention_at(k - 1) < 0) out.end = title_end_token = k;
  }
  // English: the body stands before the post: "INTERPOL President", "Chilean President".
  if (out.body < 0 && out.ministry < 0 && english && i > 0) {
    const Mention* before = mention(doc, i - 1);
    // "Europol's Executive Director".
    if (before == nullptr && i >= 3 && doc.is(i - 1, "s") &&
        (doc.is(i - 2, "'") || doc.is(i - 2, "’")) && mention(doc, i - 3) != nullptr &&
        mention(doc, i - 3)->label == EntityLabel::Agency) {
      out.body = doc.mention_at(i - 3);
    } else if (before != nullptr && before->end == i &&
               (before->label == EntityLabel::Agency || before->label == EntityLabel::Country)) {
      out.body = doc.mention_at(i - 1);
    } else if (out.body < 0) {
      out.country = country_before(doc, i);
    }
    // "Under-Secretary-General for Peace Operations": the charge belongs to the title.
    if (doc.is(out.end, "for") || doc.is(out.end, "of")) {
      std::size_t k = out.end + 1;
      for (;;) {
        const std::size_t past = institutional_end(doc, k);
        const std::size_t next = doc.is(k + 1, "the") ? k + 2 : k + 1;
        const bool joint = doc.is(k, "and") && institutional_end(doc, next) > next;
        if (past == k && !joint) break;
        k = past == k ? next : past;
      }
      if (k > out.end + 1 && doc.mention_at(k - 1) < 0) out.end = title_end_token = k;
    }
    if (out.body >= 0 || out.country >= 0) out.end = station_end(doc, out.end);
  }
  out.title = doc.surface(i, title_end_token);
  return out;
}

std::size_t title_end(const Document& doc, std::size_t i, std::size_t limit) {
  if (doc.mention_at(i) >= 0 || !may_be_title(doc, i)) return i;
  if (const PhraseHit* rank = doc.longest(i, Table::Ranks); rank != nullptr && doc.is_capital(i))
    return i + rank->length;
  if (const PhraseHit* honorific = doc.longest(i, Table::Honorifics); honorific != nullptr) {
    std::size_t end = i + honorific->length;
    if (doc.is(end, ".") && doc.glued(end)) ++end;
    return end;
  }
  const PostPhrase post = post_at(doc, i, limit);
  if (post.end == i) return i;
  // A parent chain or a tail in parentheses may separate post and name only if the name follows.
  return post.end;
}

}  // namespace liaison::loaders

// What entities are compared by: folded names, and the stems of officials, bodies and conferences.
#include <algorithm>
#include <unordered_set>

#include "articles/coreference.h"
#include "articles/entity_names.h"
#include "articles/mentions.h"

namespace liaison::loaders {

std::string fold_key(std::string_view name) {
  return text::name_key(name, text::NameLevel::Folded);
}

std::string exact_name(std::string_view surface) {
  bool plain = !surface.empty() && surface.front() != ' ' && surface.back() != ' ';
  for (std::size_t i = 0; i < surface.size() && plain; ++i) {
    const auto c = static_cast<unsigned char>(surface[i]);
    // Spaces beyond ASCII begin with these bytes.
    plain = c >= ' ' && c != 0xC2 && c != 0xE2 && c != 0xE3 && !(c == ' ' && surface[i + 1] == ' ');
    if (c == 0xE1 && i + 1 < surface.size() && surface[i + 1] == '\x9A') plain = false;
  }
  return plain ? std::string(surface) : text::name_key(surface, text::NameLevel::Exact);
}

std::vector<std::string_view> words_of(const std::string& folded) {
  std::vector<std::string_view> out;
  for (const RawToken& token : split(folded)) {
    if (token.kind != RawToken::Kind::Punctuation)
      out.push_back(std::string_view(folded).substr(token.begin, token.end - token.begin));
  }
  return out;
}

std::string official_key(std::string_view folded) {
  // Titles of honour belong to the mention but not to the identity.
  static const std::unordered_set<std::string_view> kHonours = {
      "samdech", "krolahom", "techo", "tea",    "tan",      "sri",
      "dato",    "datuk",    "tun",   "sheikh", "pengiran", "seri"};
  std::string out;
  const auto tokens = split(folded);
  const auto text = [&](std::size_t i) {
    return folded.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view word = text(i);
    if (tokens[i].kind == RawToken::Kind::Punctuation) continue;
    // "Tan" is a title only as "Tan Sri".
    if (out.empty() && tokens.size() - i > 2 && kHonours.contains(word) &&
        (word != "tan" || text(i + 1) == "sri"))
      continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string agency_stem(const Document& doc, const Mention& m) {
  // English ministries and departments go by their Vietnamese names.
  std::string name;
  for (std::size_t i = m.begin; i < m.end;) {
    const auto country = country_at(doc, i);
    if (country && country->begin == i && country->end <= m.end) {
      if (name.ends_with(" cua") || name.ends_with(" of")) name.erase(name.rfind(' '));
      i = country->end;
      continue;
    }
    const RawToken::Kind kind = doc.tokens[i].kind;
    if (kind != RawToken::Kind::Punctuation) {
      const PhraseHit* demonym = doc.longest(i, Table::Countries);
      if (demonym != nullptr && demonym->column == 3 && doc.is_capital(i) && i == m.begin) {
        i += demonym->length;
        continue;
      }
      name += (name.empty() ? "" : " ") + doc.folded(i);
    }
    ++i;
  }
  if (name.ends_with(" of")) name.resize(name.size() - 3);
  if (const int row = doc.rules().find_folded(Table::Ministries, name); row >= 0) {
    // Only the English names of the whole ministry, not those of its field.
    const RuleRow& ministry = doc.rules().row(Table::Ministries, static_cast<std::size_t>(row));
    if (ministry.columns.size() > 1) {
      for (const std::string& english : ministry.columns[1]) {
        if (fold_key(english) == name) return "bo " + fold_key(ministry.first(0));
      }
    }
  }
  if (const int row = doc.rules().find_folded(Table::Translations, name); row >= 0) {
    return fold_key(doc.rules().row(Table::Translations, static_cast<std::size_t>(row)).first(0));
  }
  return name;
}

std::string conference_stem(const Document& doc, const Mention& m) {
  static const std::unordered_set<std::string_view> kDropped = {
      "hoi",  "nghi",  "ky",  "hop", "doi",        "thoai",   "toa",   "dam", "thao",
      "truc", "tuyen", "lan", "thu", "conference", "meeting", "ve",    "on",  "cac",
      "nuoc", "cua",   "of",  "va",  "and",        "khoa",    "phien", "the"};
  std::string out;
  for (std::size_t i = m.begin; i < m.end; ++i) {
    if (const Ordinal o = ordinal_at(doc, i); o.end > i) {
      i = o.end - 1;
      continue;
    }
    if (doc.is(i, "(")) {
      while (i < m.end && !doc.is(i, ")")) ++i;
      continue;
    }
    if (doc.tokens[i].kind == RawToken::Kind::Punctuation || !english_ordinal(doc, i).empty())
      continue;
    if (doc.surface(i) == m.number) continue;
    const std::string& word = doc.folded(i);
    // A body goes by its canonical name, so that "In-tơ-pôn" and "INTERPOL" meet.
    const PhraseHit* body = doc.longest(i, Table::Organisations);
    if (body != nullptr && doc.is_capital(i) && i + body->length <= m.end) {
      out += (out.empty() ? "" : " ") + fold_key(doc.row(*body).first(0));
      i += body->length - 1;
      continue;
    }
    if (doc.is(i, "general") && doc.is(i + 1, "assembly")) {
      out += (out.empty() ? "" : " ") + std::string("dai hoi dong");
      ++i;
      continue;
    }
    if (word == "dai" && doc.is(i + 1, "hội") && doc.is(i + 2, "đồng")) {
      out += (out.empty() ? "" : " ") + std::string("dai hoi dong");
      i += 2;
      continue;
    }
    if (kDropped.contains(word)) continue;
    out += (out.empty() ? "" : " ") + word;
  }
  // The order of a body and its assembly differs between languages.
  if (out.find("dai hoi dong") != std::string::npos) {
    const std::string unsorted = std::move(out);
    auto words = words_of(unsorted);
    std::sort(words.begin(), words.end());
    out.clear();
    for (const std::string_view word : words) {
      if (!out.empty()) out += ' ';
      out += word;
    }
  }
  return out;
}

}  // namespace liaison::loaders

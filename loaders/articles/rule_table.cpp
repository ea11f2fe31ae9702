#include "articles/rule_table.h"

#include <algorithm>
#include <utility>

#include "articles/lexicon.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

constexpr int kFormatVersion = 1;

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t' || s.front() == '\r'))
    s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r'))
    s.remove_suffix(1);
  return s;
}

std::vector<std::string_view> cut(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = s.find(separator);
    parts.push_back(trim(s.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    s.remove_prefix(at + 1);
  }
}

bool is_in(const std::vector<std::size_t>& columns, std::size_t column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

// "# format: 1" among the comments.
void check_version(std::string_view file, int line, std::string_view comment) {
  comment = trim(comment.substr(1));
  constexpr std::string_view kWord = "format:";
  if (!comment.starts_with(kWord)) return;
  comment = trim(comment.substr(kWord.size()));
  if (comment != std::to_string(kFormatVersion)) {
    fail_at(file, line,
            "format " + std::string(comment) + ", expected " + std::to_string(kFormatVersion));
  }
}

void take_order(RuleFile& out, std::string_view file, int line, std::string_view text) {
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  const std::string_view rest = trim(text.substr(end));
  if (word == "!replace" && rest.empty()) {
    out.replaces = true;
  } else if (word == "!remove" && !rest.empty()) {
    for (const std::string_view phrase : cut(rest, ';')) {
      if (!phrase.empty()) out.removals.push_back({text::nfc(phrase), line});
    }
  } else {
    fail_at(file, line,
            "`" + std::string(text) + "` is no order; there are `!replace` and `!remove PHRASE`");
  }
}

RuleRow parse_row(const TableFormat& format, std::string_view file, int line,
                  std::string_view text) {
  RuleRow row;
  row.file = file;
  row.line = line;
  for (const std::string_view column : cut(text, '|')) {
    auto& alternatives = row.columns.emplace_back();
    for (const std::string_view part : cut(column, ';')) {
      if (!part.empty()) alternatives.push_back(text::nfc(part));
    }
  }
  if (row.columns.size() < format.columns_min || row.columns.size() > format.columns_max) {
    const std::string most = std::to_string(format.columns_max);
    fail_at(file, line,
            "found " + std::to_string(row.columns.size()) + " columns, expected " +
                (format.columns_min == format.columns_max
                     ? most
                     : std::to_string(format.columns_min) + " to " + most));
  }
  if (row.columns[0].empty()) fail_at(file, line, "the first column is empty");
  if (format.closed_column < row.columns.size()) {
    for (const std::string& word : row.columns[format.closed_column]) {
      if (std::find(format.words.begin(), format.words.end(), word) == format.words.end()) {
        fail_at(
            file, line,
            "unknown word `" + word + "` in column " + std::to_string(format.closed_column + 1));
      }
    }
  }
  for (std::size_t c = 0; c < row.columns.size(); ++c) {
    if (!is_in(format.phrase_columns, c)) continue;
    for (const std::string& phrase : row.columns[c]) {
      const std::vector<RawToken> tokens = split(phrase);
      if (std::all_of(tokens.begin(), tokens.end(), [](const RawToken& token) {
            return token.kind == RawToken::Kind::Punctuation;
          })) {
        fail_at(file, line, "`" + phrase + "` holds no word");
      }
    }
  }
  return row;
}

}  // namespace

std::span<const TableFormat> table_formats() {
  static const std::vector<TableFormat> all = {
      {"countries.txt", 3, 4, {1, 2, 3}, kNoColumn, {}, {0}},
      {"places.txt", 2, 3, {0, 2}, kNoColumn, {}, {0, 1}},
      {"organisations.txt", 2, 4, {0, 1}, 3, {"national", "series"}, {0}},
      {"conference_series.txt", 3, 3, {2}, kNoColumn, {}, {0}},
      {"ministries.txt", 1, 3, {0, 1, 2}, kNoColumn, {}, {0}},
      {"translations.txt", 2, 2, {}, kNoColumn, {}, {0}},
      {"ranks.txt", 1, 1, {0}, kNoColumn, {}, {}},
      {"honorifics.txt", 1, 1, {0}, kNoColumn, {}, {}},
      {"posts.txt", 2, 2, {0}, 1, {"state", "ministry", "body"}, {}},
      {"agency_heads.txt", 2, 2, {0}, 1, {"name", "country", "english"}, {}},
      {"conference_heads.txt",
       2,
       2,
       {0},
       1,
       {"conference", "congress", "session", "dialogue", "seminar", "forum", "signing", "ceremony",
        "negotiation", "meeting", "press", "week", "training", "english"},
       {}},
      {"treaty_heads.txt", 2, 2, {0}, 1, {"name", "counted", "english"}, {}},
      {"surnames.txt", 1, 1, {0}, kNoColumn, {}, {}},
      {"topics.txt", 2, 3, {1, 2}, kNoColumn, {}, {0}},
      {"name_words.txt", 1, 1, {0}, kNoColumn, {}, {}},
      {"boundary_words.txt", 1, 1, {0}, kNoColumn, {}, {}},
      {"cues.txt", 2, 2, {1}, kNoColumn, {}, {}},
      {"noise.txt", 2, 2, {}, 0, {"line", "tail"}, {}},
      {"numbers.txt", 2, 2, {0}, kNoColumn, {}, {}},
      {"regions.txt", 1, 1, {0}, kNoColumn, {}, {}},
      {"venues.txt", 1, 1, {0}, kNoColumn, {}, {}},
  };
  return all;
}

const std::string RuleRow::kNone;

void fail_at(std::string_view file, int line, const std::string& what) {
  throw InputError(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

RuleFile parse_rule_file(const TableFormat& format, std::string_view file, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  RuleFile out;
  int line = 0;
  for (const std::string_view raw : cut(text, '\n')) {
    ++line;
    if (raw.empty()) continue;
    if (!text::is_valid_utf8(raw)) fail_at(file, line, "not UTF-8");
    if (raw.front() == '#') {
      check_version(file, line, raw);
    } else if (raw.front() == '!') {
      take_order(out, file, line, raw);
    } else {
      out.rows.push_back(parse_row(format, file, line, raw));
    }
  }
  return out;
}

}  // namespace liaison::loaders

#include "articles/rules.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

extern const std::vector<std::pair<std::string_view, std::string_view>> kArticleRuleFiles;

namespace {

struct TableFormat {
  std::string_view file;
  std::size_t columns_min;
  std::size_t columns_max;
  std::vector<std::size_t> phrase_columns;  // columns whose alternatives are phrases of the text
  std::size_t closed_column;                // a column with a closed vocabulary, or kNone
  std::vector<std::string_view> words;      // that vocabulary
};
constexpr std::size_t kNone = 99;

const std::vector<TableFormat>& formats() {
  static const std::vector<TableFormat> all = {
      {"countries.txt", 3, 4, {1, 2, 3}, kNone, {}},
      {"places.txt", 2, 3, {0, 2}, kNone, {}},
      {"organisations.txt", 2, 4, {0, 1}, 3, {"national", "series"}},
      {"conference_series.txt", 3, 3, {2}, kNone, {}},
      {"ministries.txt", 1, 3, {0, 1, 2}, kNone, {}},
      {"translations.txt", 2, 2, {}, kNone, {}},
      {"ranks.txt", 1, 1, {0}, kNone, {}},
      {"honorifics.txt", 1, 1, {0}, kNone, {}},
      {"posts.txt", 2, 2, {0}, 1, {"state", "ministry", "body"}},
      {"agency_heads.txt", 2, 2, {0}, 1, {"name", "country", "english"}},
      {"conference_heads.txt",
       2,
       2,
       {0},
       1,
       {"conference", "congress", "session", "dialogue", "seminar", "forum", "signing", "ceremony",
        "negotiation", "meeting", "press", "week", "training", "english"}},
      {"treaty_heads.txt", 2, 2, {0}, 1, {"name", "counted", "english"}},
      {"surnames.txt", 1, 1, {0}, kNone, {}},
      {"topics.txt", 2, 3, {1, 2}, kNone, {}},
      {"name_words.txt", 1, 1, {0}, kNone, {}},
      {"boundary_words.txt", 1, 1, {0}, kNone, {}},
      {"cues.txt", 2, 2, {1}, kNone, {}},
      {"noise.txt", 2, 2, {}, 0, {"line", "tail"}},
      {"numbers.txt", 2, 2, {0}, kNone, {}},
      {"regions.txt", 1, 1, {0}, kNone, {}},
      {"venues.txt", 1, 1, {0}, kNone, {}},
  };
  return all;
}

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

[[noreturn]] void fail(std::string_view file, int line, const std::string& what) {
  throw InputError(std::string(file) + ":" + std::to_string(line) + ": " + what);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw InputError(path.string() + ": cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

const std::string& RuleRow::first(std::size_t column) const {
  static const std::string kEmpty;
  return column < columns.size() && !columns[column].empty() ? columns[column][0] : kEmpty;
}

void Rules::parse(std::size_t table, std::string_view file, std::string_view text) {
  const TableFormat& format = formats()[table];
  auto& rows = tables_[table];
  rows.clear();
  int line_number = 0;
  for (const std::string_view raw : cut(text, '\n')) {
    ++line_number;
    if (raw.empty() || raw.front() == '#') continue;
    if (!text::is_valid_utf8(raw)) fail(file, line_number, "not UTF-8");
    RuleRow row;
    row.file = file;
    row.line = line_number;
    for (const std::string_view column : cut(raw, '|')) {
      auto& alternatives = row.columns.emplace_back();
      for (const std::string_view part : cut(column, ';')) {
        if (!part.empty()) alternatives.push_back(text::nfc(part));
      }
    }
    if (row.columns.size() < format.columns_min || row.columns.size() > format.columns_max) {
      fail(file, line_number,
           "found " + std::to_string(row.columns.size()) + " columns, expected " +
               std::to_string(format.columns_min) + " to " + std::to_string(format.columns_max));
    }
    if (row.columns[0].empty()) fail(file, line_number, "the first column is empty");
    if (format.closed_column < row.columns.size()) {
      for (const std::string& word : row.columns[format.closed_column]) {
        if (std::find(format.words.begin(), format.words.end(), word) == format.words.end()) {
          fail(file, line_number,
               "unknown word `" + word + "` in column " + std::to_string(format.closed_column + 1));
        }
      }
    }
    rows.push_back(std::move(row));
  }
}

void Rules::finish() {
  for (std::size_t t = 0; t < kTableCount; ++t) {
    for (std::size_t r = 0; r < tables_[t].size(); ++r) {
      const RuleRow& row = tables_[t][r];
      for (const std::size_t column : formats()[t].phrase_columns) {
        if (column >= row.columns.size()) continue;
        for (std::size_t a = 0; a < row.columns[column].size(); ++a) {
          lexicon_.add(row.columns[column][a], static_cast<Table>(t), static_cast<std::uint32_t>(r),
                       static_cast<std::uint16_t>(column), static_cast<std::uint32_t>(a));
        }
      }
      for (std::size_t c = 0; c < row.columns.size(); ++c) {
        const auto& phrases = formats()[t].phrase_columns;
        if (!phrases.empty() && std::find(phrases.begin(), phrases.end(), c) == phrases.end())
          continue;
        for (const std::string& name : row.columns[c]) {
          names_[t].emplace(text::name_key(name, text::NameLevel::Folded), static_cast<int>(r));
        }
      }
    }
  }
  const auto& countries = rows(Table::Countries);
  for (std::size_t r = 0; r < countries.size(); ++r) {
    country_codes_.emplace(countries[r].first(0), static_cast<int>(r));
  }
}

const Rules& Rules::builtin() {
  static const Rules rules = [] {
    Rules made;
    for (const auto& [file, text] : kArticleRuleFiles) {
      for (std::size_t t = 0; t < kTableCount; ++t) {
        if (formats()[t].file == file) made.parse(t, file, text);
      }
    }
    made.finish();
    return made;
  }();
  return rules;
}

Rules Rules::load(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  if (error) throw InputError(folder.string() + ": " + error.message());
  std::sort(files.begin(), files.end());
  Rules made;
  made.tables_ = builtin().tables_;
  for (const auto& path : files) {
    bool known = false;
    for (std::size_t t = 0; t < kTableCount; ++t) {
      if (formats()[t].file != path.filename().string()) continue;
      made.parse(t, path.string(), read_file(path));
      known = true;
    }
    if (!known) throw InputError(path.string() + ": no rule table has this name");
  }
  made.finish();
  return made;
}

int Rules::country_by_code(std::string_view code) const {
  const auto it = country_codes_.find(std::string(code));
  return it == country_codes_.end() ? -1 : it->second;
}

int Rules::find(Table table, std::string_view name) const {
  const auto& names = names_[static_cast<std::size_t>(table)];
  const auto it = names.find(text::name_key(name, text::NameLevel::Folded));
  return it == names.end() ? -1 : it->second;
}

}  // namespace liaison::loaders

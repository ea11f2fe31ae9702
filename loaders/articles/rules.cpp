#include "articles/rules.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

extern const std::vector<std::pair<std::string_view, std::string_view>> kArticleRuleFiles;

namespace {

// Two phrases are the same one: spaces and tone placement make no difference, case does.
std::string exact(std::string_view phrase) {
  return text::name_key(phrase, text::NameLevel::Tone);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw InputError(path.string() + ": cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Cuts a phrase out of the columns that hold it. The names of a thing are its phrases and what
// identifies it.
bool erase_phrase(const TableFormat& format, RuleRow& row, const std::string& key) {
  bool found = false;
  for (std::size_t c = 0; c < row.columns.size(); ++c) {
    const bool phrases = std::find(format.phrase_columns.begin(), format.phrase_columns.end(), c) !=
                         format.phrase_columns.end();
    if (!phrases && !(format.phrase_columns.empty() || c == 0)) continue;
    found = std::erase_if(row.columns[c],
                          [&](const std::string& phrase) { return exact(phrase) == key; }) > 0 ||
            found;
  }
  return found;
}

}  // namespace

void Rules::remove(std::size_t table, std::string_view file, const RuleFile::Removal& removal) {
  const TableFormat& format = table_formats()[table];
  const std::string key = exact(removal.phrase);
  bool found = false;
  for (RuleRow& row : tables_[table]) found = erase_phrase(format, row, key) || found;
  if (!found) {
    fail_at(file, removal.line, "the built-in table has no `" + removal.phrase + "`");
  }
  // A row whose first column or whose every phrase went says nothing any more.
  std::erase_if(tables_[table], [&](const RuleRow& row) {
    if (row.columns[0].empty()) return true;
    return !format.phrase_columns.empty() &&
           std::all_of(format.phrase_columns.begin(), format.phrase_columns.end(),
                       [&](std::size_t c) { return row.first(c).empty(); });
  });
}

// A row about a thing that the table has adds names to it and replaces what is no name.
void Rules::add(std::size_t table, RuleRow row, std::vector<RuleRow>& fresh) {
  const TableFormat& format = table_formats()[table];
  const auto same = [&](const RuleRow& other) {
    return !format.identity_columns.empty() &&
           std::all_of(format.identity_columns.begin(), format.identity_columns.end(),
                       [&](std::size_t c) { return exact(row.first(c)) == exact(other.first(c)); });
  };
  auto& rows = tables_[table];
  const auto known = std::find_if(rows.begin(), rows.end(), same);
  if (known == rows.end()) {
    fresh.push_back(std::move(row));
    return;
  }
  known->file = row.file;
  known->line = row.line;
  if (known->columns.size() < row.columns.size()) known->columns.resize(row.columns.size());
  for (std::size_t c = 0; c < row.columns.size(); ++c) {
    auto& alternatives = known->columns[c];
    const bool names = format.phrase_columns.empty() ||
                       std::find(format.phrase_columns.begin(), format.phrase_columns.end(), c) !=
                           format.phrase_columns.end();
    if (!names && !row.columns[c].empty()) alternatives.clear();
    for (std::string& name : row.columns[c]) {
      if (std::find(alternatives.begin(), alternatives.end(), name) == alternatives.end()) {
        alternatives.push_back(std::move(name));
      }
    }
  }
}

void Rules::extend(std::size_t table, std::string_view file, RuleFile additions) {
  auto& rows = tables_[table];
  if (additions.replaces) rows.clear();
  for (const RuleFile::Removal& removal : additions.removals) remove(table, file, removal);
  std::vector<RuleRow> fresh;
  for (RuleRow& row : additions.rows) add(table, std::move(row), fresh);
  // First, so that they count where an older row has the same phrase.
  rows.insert(rows.begin(), std::make_move_iterator(fresh.begin()),
              std::make_move_iterator(fresh.end()));
}

void Rules::check_references(std::size_t table, const RuleRow& row) const {
  const auto is_country = [&](const std::string& code) { return country_by_code(code) >= 0; };
  switch (static_cast<Table>(table)) {
    case Table::Places:
      if (!is_country(row.first(1))) {
        fail_at(row.file, row.line, "countries.txt has no code `" + row.first(1) + "`");
      }
      return;
    case Table::Organisations:
      if (const std::string& parent = row.first(2);
          !parent.empty() && !is_country(parent) && find(Table::Organisations, parent) < 0) {
        fail_at(row.file, row.line,
                "`" + parent + "` is neither an organisation nor the code of a country");
      }
      return;
    case Table::Cues:
      if (const auto& known = builtin().rows(Table::Cues);
          std::none_of(known.begin(), known.end(),
                       [&](const RuleRow& other) { return other.first(0) == row.first(0); })) {
        fail_at(row.file, row.line, "no rule asks for cues of kind `" + row.first(0) + "`");
      }
      return;
    case Table::Numbers:
      if (row.first(1).find_first_not_of("0123456789") != std::string::npos ||
          row.first(1).empty()) {
        fail_at(row.file, row.line, "`" + row.first(1) + "` is no number");
      }
      return;
    default:
      return;
  }
}

void Rules::finish() {
  for (std::size_t t = 0; t < kTableCount; ++t) {
    for (std::size_t r = 0; r < tables_[t].size(); ++r) {
      const RuleRow& row = tables_[t][r];
      for (const std::size_t column : table_formats()[t].phrase_columns) {
        if (column >= row.columns.size()) continue;
        for (std::size_t a = 0; a < row.columns[column].size(); ++a) {
          lexicon_.add(row.columns[column][a], static_cast<Table>(t), static_cast<std::uint32_t>(r),
                       static_cast<std::uint16_t>(column), static_cast<std::uint32_t>(a),
                       word_hash(row.first(0)));
        }
      }
      for (std::size_t c = 0; c < row.columns.size(); ++c) {
        const auto& phrases = table_formats()[t].phrase_columns;
        if (!phrases.empty() && std::find(phrases.begin(), phrases.end(), c) == phrases.end())
          continue;
        for (const std::string& name : row.columns[c]) {
          names_[t].emplace(text::name_key(name, text::NameLevel::Folded), static_cast<int>(r));
        }
      }
    }
  }
  lexicon_.compile();
  for (const RuleRow& row : rows(Table::Noise)) {
    if (row.first(0) == "line") noise_.line_starts.push_back(text::fold(row.first(1)));
    if (row.first(0) == "tail") {
      noise_.tails.push_back(row.first(1));
      noise_.tail_bytes[static_cast<unsigned char>(row.first(1)[0])] = true;
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
        const TableFormat& format = table_formats()[t];
        if (format.file == file) made.tables_[t] = parse_rule_file(format, file, text).rows;
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
      if (table_formats()[t].file != path.filename().string()) continue;
      made.extend(t, path.string(),
                  parse_rule_file(table_formats()[t], path.string(), read_file(path)));
      known = true;
    }
    if (!known) throw InputError(path.string() + ": no rule table has this name");
  }
  made.finish();
  // Also of built-in rows: what they refer to may be gone.
  for (std::size_t t = 0; t < kTableCount; ++t) {
    for (const RuleRow& row : made.tables_[t]) made.check_references(t, row);
  }
  return made;
}

int Rules::country_by_code(std::string_view code) const {
  const auto it = country_codes_.find(std::string(code));
  return it == country_codes_.end() ? -1 : it->second;
}

int Rules::find(Table table, std::string_view name) const {
  return find_folded(table, text::name_key(name, text::NameLevel::Folded));
}

int Rules::find_folded(Table table, const std::string& name) const {
  const auto& names = names_[static_cast<std::size_t>(table)];
  const auto it = names.find(name);
  return it == names.end() ? -1 : it->second;
}

}  // namespace liaison::loaders

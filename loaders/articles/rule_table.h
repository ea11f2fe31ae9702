// One rule file: its format, its rows, and what it wants done with the built-in table of its name.
//
//   # format: 1              a comment, and the version of this format when it says so
//   !replace                 nothing of the built-in table stays; without it the rows are added
//   !remove ASEAN; LHQ       these phrases of the built-in table go; a row without its first goes
//   whole INTERPOL | ICPO | |      a row: `|` separates columns, `;` alternatives
//
// Thread-safety: pure functions; plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::loaders {

// The tables. The order is that of table_formats().
enum class Table : std::uint8_t {
  Countries,
  Places,
  Organisations,
  ConferenceSeries,
  Ministries,
  Translations,
  Ranks,
  Honorifics,
  Posts,
  AgencyHeads,
  ConferenceHeads,
  TreatyHeads,
  Surnames,
  Topics,
  NameWords,
  BoundaryWords,
  Cues,
  Noise,
  Numbers,
  Regions,
  Venues,
};
inline constexpr std::size_t kTableCount = 21;

struct RuleRow {
  std::vector<std::vector<std::string>>
      columns;  // column → alternatives; missing columns are empty
  std::string file;
  int line = 0;
  // First alternative of a column, or "".
  const std::string& first(std::size_t column) const {
    return column < columns.size() && !columns[column].empty() ? columns[column][0] : kNone;
  }

 private:
  static const std::string kNone;
};

struct TableFormat {
  std::string_view file;
  std::size_t columns_min;
  std::size_t columns_max;
  std::vector<std::size_t> phrase_columns;  // columns whose alternatives are phrases of the text
  std::size_t closed_column;                // a column with a closed vocabulary, or kNoColumn
  std::vector<std::string_view> words;      // that vocabulary
  // Columns whose first alternatives say which thing a row is about: a row about a known thing adds
  // to it. None: every row is for itself.
  std::vector<std::size_t> identity_columns;
};
inline constexpr std::size_t kNoColumn = 99;

std::span<const TableFormat> table_formats();

struct RuleFile {
  bool replaces = false;
  struct Removal {
    std::string phrase;
    int line = 0;
  };
  std::vector<Removal> removals;
  std::vector<RuleRow> rows;
};

// *Throws* InputError "FILE:LINE: what": not UTF-8, wrong number of columns, a word that a closed
// column does not have, a phrase without a word, an unknown `!` line, another format.
RuleFile parse_rule_file(const TableFormat& format, std::string_view file, std::string_view text);

// Raises the error of a line.
[[noreturn]] void fail_at(std::string_view file, int line, const std::string& what);

}  // namespace liaison::loaders

// The extractor's knowledge: plain text tables (loaders/articles/rules), one per kind of thing,
// which are compiled into the library and can be replaced or extended from a folder. A line is a
// row, `|` separates columns, `;` separates alternatives in a column, `#` opens a comment line.
// Thread-safety: immutable once built; one Rules may serve any number of extractors.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "articles/lexicon.h"

namespace liaison::loaders {

// The tables. The order is that of kTableNames in rules.cpp.
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
  const std::string& first(std::size_t column) const;
};

class Rules {
 public:
  // The tables compiled into the library.
  static const Rules& builtin();
  // The tables of `folder`; a table without a file there is the built-in one.
  // Throws InputError naming file and line: unknown file, wrong number of columns, unknown word in
  // a closed column, unreadable folder.
  static Rules load(const std::filesystem::path& folder);

  const std::vector<RuleRow>& rows(Table table) const {
    return tables_[static_cast<std::size_t>(table)];
  }
  const RuleRow& row(Table table, std::size_t index) const { return rows(table)[index]; }
  const Lexicon& lexicon() const { return lexicon_; }

  // Index of the country with this code, or -1.
  int country_by_code(std::string_view code) const;
  // Index of the row of `table` whose first column or aliases hold `name`, or -1. By folded name.
  int find(Table table, std::string_view name) const;

 private:
  Rules() = default;
  void parse(std::size_t table, std::string_view file, std::string_view text);
  void finish();

  std::array<std::vector<RuleRow>, kTableCount> tables_;
  Lexicon lexicon_;
  std::unordered_map<std::string, int> country_codes_;
  std::array<std::unordered_map<std::string, int>, kTableCount> names_;
};

}  // namespace liaison::loaders

// The extractor's knowledge: plain text tables (loaders/articles/rules), one per kind of thing,
// which are compiled into the library and can be added to, or replaced, from a folder. How a file
// is written says rule_table.h.
// Thread-safety: immutable once built; one Rules may serve any number of extractors.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "articles/lexicon.h"
#include "articles/rule_table.h"

namespace liaison::loaders {

// Parts of a page that are no text, as the table of noise tells them.
struct NoisePhrases {
  std::vector<std::string> line_starts;  // folded
  std::vector<std::string> tails;        // as they stand
  std::array<bool, 256> tail_bytes{};    // with which one of them begins
};

class Rules {
 public:
  // The tables compiled into the library.
  static const Rules& builtin();
  // The built-in tables and what the files of `folder` add to them, take from them or put in their
  // place. Of two rows that fit the same phrase that of the folder counts.
  // Throws InputError naming file and line: unknown file, wrong number of columns, unknown word in
  // a closed column, a country or body that no table has, unreadable folder.
  static Rules load(const std::filesystem::path& folder);

  const std::vector<RuleRow>& rows(Table table) const {
    return tables_[static_cast<std::size_t>(table)];
  }
  const RuleRow& row(Table table, std::size_t index) const { return rows(table)[index]; }
  const Lexicon& lexicon() const { return lexicon_; }
  const NoisePhrases& noise() const { return noise_; }

  // Index of the country with this code, or -1.
  int country_by_code(std::string_view code) const;
  // Index of the row of `table` whose first column or aliases hold `name`, or -1. By folded name.
  int find(Table table, std::string_view name) const;
  // The same of a name that is folded.
  int find_folded(Table table, const std::string& name) const;

 private:
  Rules() = default;
  void extend(std::size_t table, std::string_view file, RuleFile additions);
  void remove(std::size_t table, std::string_view file, const RuleFile::Removal& removal);
  void add(std::size_t table, RuleRow row, std::vector<RuleRow>& fresh);
  void check_references(std::size_t table, const RuleRow& row) const;
  void finish();

  std::array<std::vector<RuleRow>, kTableCount> tables_;
  Lexicon lexicon_;
  NoisePhrases noise_;
  std::unordered_map<std::string, int> country_codes_;
  std::array<std::unordered_map<std::string, int>, kTableCount> names_;
};

}  // namespace liaison::loaders

// What a load did: files read, entities and facts found, what was new and what joined something
// known, what was skipped and why. Two reports add up.
// Thread-safety: plain data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace liaison::loaders {

// An input that could not be loaded. Nothing of it is in the database.
struct LoadFailure {
  std::string file;
  std::string reason;
};

struct LoadReport {
  // --- input
  std::uint64_t read = 0;   // articles read
  std::uint64_t added = 0;  // articles that are new
  std::uint64_t replaced =
      0;  // articles whose text or rules changed: their old facts were withdrawn
  std::uint64_t skipped = 0;  // articles already there, unchanged
  std::uint64_t failed = 0;
  std::uint64_t ignored = 0;          // files that are not input of this loader, by their name
  std::vector<LoadFailure> failures;  // the first kFailuresMax

  // --- what the text gave, by label and by relationship type; each counts once an article
  std::map<std::string, std::uint64_t> entities_found;
  std::map<std::string, std::uint64_t> facts_found;
  std::uint64_t mentions = 0;

  // --- what it became
  std::uint64_t nodes_created = 0;
  std::uint64_t nodes_merged = 0;  // found things that were a known node
  std::uint64_t relationships_created = 0;
  std::uint64_t relationships_merged = 0;  // found facts that were a known relationship
  std::uint64_t evidence_records = 0;
  bool stopped = false;             // cancelled before the end of the source
  std::uint64_t nodes_removed = 0;  // lost their last record as an article changed
  std::uint64_t relationships_removed = 0;

  static constexpr std::size_t kFailuresMax = 100;
  void add_failure(std::string file, std::string reason);
};

// The report as a few lines for people, with a line feed at the end.
std::string to_text(const LoadReport& report);

}  // namespace liaison::loaders

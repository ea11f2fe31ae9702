#include "liaison/loaders/report.h"

#include <utility>

namespace liaison::loaders {
namespace {

std::string listing(const std::map<std::string, std::uint64_t>& counts) {
  if (counts.empty()) return "nothing";
  std::string text;
  for (const auto& [what, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
  }
  return text;
}

}  // namespace

void LoadReport::add_failure(std::string file, std::string reason) {
  ++failed;
  if (failures.size() < kFailuresMax) failures.push_back({std::move(file), std::move(reason)});
}

std::string to_text(const LoadReport& report) {
  const auto number = [](std::uint64_t n) { return std::to_string(n); };
  std::string out = "read     " + number(report.read) +
                    (report.read == 1 ? " article: " : " articles: ") + number(report.added) +
                    " new, " + number(report.replaced) + " changed, " + number(report.skipped) +
                    " unchanged, " + number(report.failed) + " failed";
  if (report.ignored > 0) out += "; " + number(report.ignored) + " other files ignored";
  out += "\n";
  if (report.added + report.replaced > 0) {
    out += "found    " + listing(report.entities_found) + "; " + number(report.mentions) +
           " mentions\n";
    out += "         " + listing(report.facts_found) + "\n";
  }
  // Nothing is written when a load is only shown.
  if (report.evidence_records > 0 || report.nodes_removed > 0) {
    out += "nodes    " + number(report.nodes_created) + " created, " + number(report.nodes_merged) +
           " merged into known ones, " + number(report.nodes_removed) + " removed\n";
    out += "facts    " + number(report.relationships_created) + " created, " +
           number(report.relationships_merged) + " merged into known ones, " +
           number(report.relationships_removed) + " relationships removed\n";
    out += "evidence " + number(report.evidence_records) + " records\n";
  }
  if (report.stopped) {
    out += "stopped  before the end; loading the same again goes on from here\n";
  }
  for (const LoadFailure& failure : report.failures) {
    out += "failed   " + failure.file + ": " + failure.reason + "\n";
  }
  if (report.failed > report.failures.size()) {
    out += "failed   ... and " + number(report.failed - report.failures.size()) + " more\n";
  }
  return out;
}

}  // namespace liaison::loaders

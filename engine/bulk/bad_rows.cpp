#include "bulk/bad_rows.h"

#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kListedMax = 1000;

}  // namespace

void BadRows::add(const std::string& path, std::uint64_t line, const std::string& problem) {
  ++report_.bad_rows;
  std::string text = path + ", line " + std::to_string(line) + ": " + problem;
  if (report_.problems.size() < kListedMax) report_.problems.push_back(text);
  if (report_.bad_rows <= allowed_) return;
  if (allowed_ > 0) {
    text += " (bad row " + std::to_string(report_.bad_rows) + ", " + std::to_string(allowed_) +
            " may be skipped)";
  }
  throw InputError(text);
}

}  // namespace liaison::engine

#include "base/fault.h"

#ifdef LIAISON_FAULTS

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace liaison::engine {
namespace {

constexpr std::array<std::string_view, 15> kFaults = {
    "page-split",           // a page that is cut loses the entry after the cut
    "fold-entry",           // folding leaves out the first entry of a page
    "savepoint-kept",       // rolling back to a savepoint leaves its first change
    "index-kept",           // a changed property leaves its old index entry
    "sync-off",             // commits are answered without a sync, from memory of the process
    "publish-before-sync",  // commits are answered, then synced
    "log-chain-off",        // a log with a hole in it is replayed beyond the hole
    "watermark-unsynced",   // the watermark file is never synced
    "watermark-ignored",    // a store below its watermark is opened
    "watermark-early",      // the watermark is raised before the sync
    "status-unchecked",     // an iterator that met an error counts as one at its end
    "checksums-off",        // blocks of table files are used unverified
    "ingest-in-parts",      // sorted files are taken in one column family after the other
    "cache-mark-lost",      // a relationship that is removed leaves no mark in the read cache
    "sync-per-commit",      // each commit syncs by itself, under the writer lock
};

std::string_view chosen() {
  static const std::string_view name = [] {
    const char* given = std::getenv("LIAISON_FAULT");
    const std::string_view text = given == nullptr ? "" : given;
    if (!text.empty() && std::find(kFaults.begin(), kFaults.end(), text) == kFaults.end()) {
      std::fprintf(stderr, "LIAISON_FAULT=%s: there is no such fault\n", given);
      std::abort();
    }
    return text;
  }();
  return name;
}

}  // namespace

bool fault_chosen(std::string_view name) {
  return chosen() == name;
}

}  // namespace liaison::engine

#endif

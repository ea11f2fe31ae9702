// Where in the input the nodes of a load come from, for messages: runs of nodes on consecutive
// lines of a file. And which label set each has.
// Thread-safety: reading is safe while nobody adds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace liaison::engine {

class NodePlaces {
 public:
  // Requires ascending nodes. `path` is borrowed.
  void add(std::uint64_t node, const std::string& path, std::uint64_t line) {
    if (!runs_.empty()) {
      const Run& run = runs_.back();
      const std::uint64_t step = node - run.node;
      if (run.path == &path && line - run.line == step && step == run.size) {
        ++runs_.back().size;
        return;
      }
    }
    runs_.push_back({node, line, 1, &path});
  }
  // "a.csv, line 7", or "node 12" for one that was there before.
  std::string text(std::uint64_t node) const;

 private:
  struct Run {
    std::uint64_t node;
    std::uint64_t line;
    std::uint64_t size;
    const std::string* path;
  };
  std::vector<Run> runs_;
};

// The label set of each node, by segments of ids that mostly have one.
class NodeLabelSets {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  // Requires segments in ascending order, each `ids` long. `sets` has one entry, or one for each
  // id of the segment from its first on.
  void add_segment(std::uint64_t first, std::uint64_t ids, std::vector<std::uint32_t> sets);
  // Requires a node that was added.
  std::uint32_t of(std::uint64_t node) const {
    const Segment& segment = segments_[(node - base_) / ids_];
    return segment.set != kNone ? segment.set : mixed_[segment.mixed][(node - base_) % ids_];
  }

 private:
  struct Segment {
    std::uint32_t set = kNone;
    std::uint32_t mixed = 0;
  };
  std::uint64_t base_ = 0;
  std::uint64_t ids_ = 1;
  std::vector<Segment> segments_;  // from base_ on, with gaps where others took ids meanwhile
  std::vector<std::vector<std::uint32_t>> mixed_;
};

}  // namespace liaison::engine

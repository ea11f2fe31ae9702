// Which nodes carry a label, as bits: for operators that ask about so many nodes that a question for
// each would take longer than reading the whole label. From the read cache a block of bits is copied
// as it lies there; a reader that has no label chunks is scanned.
// Thread-safety: a scan belongs to one thread. Lifetime: its reader outlives it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "liaison/engine/graph.h"

namespace liaison {

// Which of kIds consecutive ids belong to a set.
struct NodeBlock {
  static constexpr std::size_t kIds = 4096;
  std::uint64_t first = 0;  // id of the lowest bit of bits[0]; a multiple of kIds
  std::array<std::uint64_t, kIds / 64> bits{};
};

class NodeBlockScan {
 public:
  virtual ~NodeBlockScan() = default;
  // The next block in ascending order; those without any node are left out. False means the end.
  virtual bool next(NodeBlock& out) = 0;
};

std::unique_ptr<NodeBlockScan> scan_label_blocks(const GraphReader& reader, LabelId label);

}  // namespace liaison

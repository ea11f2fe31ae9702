#include "liaison/engine/node_blocks.h"

#include <algorithm>
#include <vector>

namespace liaison {
namespace {

// Over the ids of any scan.
class GatheredBlocks final : public NodeBlockScan {
 public:
  explicit GatheredBlocks(std::unique_ptr<NodeScan> scan) : scan_(std::move(scan)) {}

  bool next(NodeBlock& out) override {
    if (at_ == nodes_.size() && !refill()) return false;
    out.first = nodes_[at_].value / NodeBlock::kIds * NodeBlock::kIds;
    out.bits.fill(0);
    do {
      const std::uint64_t place = nodes_[at_].value - out.first;
      if (place >= NodeBlock::kIds) break;
      out.bits[place / 64] |= std::uint64_t{1} << (place % 64);
      ++at_;
    } while (at_ < nodes_.size() || refill());
    return true;
  }

 private:
  bool refill() {
    nodes_.clear();
    at_ = 0;
    return scan_->next(NodeBlock::kIds, nodes_) > 0;
  }

  std::unique_ptr<NodeScan> scan_;
  std::vector<NodeId> nodes_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<NodeBlockScan> scan_label_blocks(const GraphReader& reader, LabelId label) {
  std::unique_ptr<NodeScan> scan = reader.scan_label(label);
  if (auto* blocks = dynamic_cast<NodeBlockScan*>(scan.get())) {
    scan.release();
    return std::unique_ptr<NodeBlockScan>(blocks);
  }
  return std::make_unique<GatheredBlocks>(std::move(scan));
}

}  // namespace liaison

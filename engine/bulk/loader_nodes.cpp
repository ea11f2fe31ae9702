// Nodes: read in the order of the files, gathered by label set, and stored a segment of ids at a
// time, so that a set's nodes lie together and ids ascend as they are given out.
#include "bulk/loader.h"
#include "bulk/ordered_blocks.h"
#include "encoding/key_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

void BulkLoader::load_nodes() {
  CsvOptions csv;
  csv.separator = options_.separator;
  InputBlocks blocks(plan_.nodes, csv);
  const ParseContext parse_context = context(plan_.nodes);
  std::atomic<std::uint64_t> bytes_read{0};
  work_in_order<InputBlocks::Block>(
      threads(),
      [&](InputBlocks::Block& block) {
        const bool is_there = blocks.next(block);
        bytes_read = blocks.bytes_read();
        return is_there;
      },
      [&](InputBlocks::Block& block) { return parse_nodes(parse_context, block); },
      [&](ParsedBlock<ParsedNode>&& block) {
        take_nodes(std::move(block));
        report_progress("nodes", report_.nodes, bytes_read, blocks.bytes_total());
      });
  report_.bytes_read += bytes_read;
  store_held_nodes();
}

void BulkLoader::take_nodes(ParsedBlock<ParsedNode>&& block) {
  auto bad = block.bad_rows.begin();
  for (std::size_t i = 0; i <= block.rows.size(); ++i) {
    for (; bad != block.bad_rows.end() && bad->before == i; ++bad) {
      bad_rows_.add(*block.path, bad->line, bad->problem);
    }
    if (i < block.rows.size()) hold_node(block, block.rows[i]);
  }
}

void BulkLoader::hold_node(const ParsedBlock<ParsedNode>& block, const ParsedNode& row) {
  const std::string_view bytes = std::string_view(block.bytes).substr(row.start);
  const std::string_view record = bytes.substr(row.id_size, row.record_size);
  const std::string broken =
      broken_constraint(EntityKind::Node, label_sets_.at(row.label_set).tokens, record);
  if (!broken.empty()) return bad_rows_.add(*block.path, row.line, broken);
  const std::string_view id = bytes.substr(0, row.id_size);
  if (row.has_id && !ids_[block.group->space].insert(id)) {
    const std::string& space = plan_.spaces[block.group->space];
    return bad_rows_.add(*block.path, row.line,
                         "the id '" + std::string(id) + "' is there already" +
                             (space.empty() ? "" : " in the id space '" + space + "'"));
  }
  if (row.label_set >= held_.size()) held_.resize(row.label_set + 1);
  HeldNodes& held = held_[row.label_set];
  held.nodes.push_back({held.bytes.size(), row.id_size, row.record_size, row.has_id,
                        static_cast<std::uint32_t>(block.group->space), block.path, row.line});
  held.bytes.append(bytes.substr(0, row.id_size + row.record_size));
  ++report_.nodes;
  report_.properties += row.properties;
  if (held.nodes.size() == kSegmentIds) store_segment(row.label_set, held);
}

void BulkLoader::store_segment(std::uint32_t set, HeldNodes& held) {
  held.has_own_segments = true;
  std::uint64_t node = database_.ids.take_node_segment().value;
  sets_of_nodes_.add_segment(node, kSegmentIds, {set});
  for (const HeldNode& row : held.nodes) store_node(node++, set, held, row);
  held.bytes.clear();
  held.nodes.clear();
}

// The rest of each set: enough for a segment of its own, or into segments that sets share.
void BulkLoader::store_held_nodes() {
  std::uint64_t node = 0;
  std::vector<std::uint32_t> sets;
  for (std::uint32_t set = 0; set < held_.size(); ++set) {
    if (held_[set].has_own_segments || held_[set].nodes.size() >= kOwnSegmentsFrom) {
      if (!held_[set].nodes.empty()) store_segment(set, held_[set]);
    }
  }
  for (std::uint32_t set = 0; set < held_.size(); ++set) {
    for (const HeldNode& row : held_[set].nodes) {
      if (sets.empty()) node = database_.ids.take_node_segment().value;
      sets.push_back(set);
      store_node(node + sets.size() - 1, set, held_[set], row);
      if (sets.size() < kSegmentIds) continue;
      sets_of_nodes_.add_segment(node, kSegmentIds, std::move(sets));
      sets.clear();
    }
  }
  if (!sets.empty()) sets_of_nodes_.add_segment(node, kSegmentIds, std::move(sets));
  held_.clear();
  held_.shrink_to_fit();
  for (IdMap& ids : ids_) ids.freeze();
  finish_table(TableId::Node);
}

void BulkLoader::store_node(std::uint64_t node, std::uint32_t set, const HeldNodes& held,
                            const HeldNode& row) {
  const std::string_view bytes = std::string_view(held.bytes).substr(row.start);
  const std::string_view record = bytes.substr(row.id_size, row.record_size);
  if (row.has_id) ids_[row.space].assign(bytes.substr(0, row.id_size), node);
  table(TableId::Node).add(node_key(NodeId(node)), record);
  places_.add(node, *row.path, row.line);
  note_labels(set, node);
  last_node_ = node;
  try {
    indexes_.add(EntityKind::Node, node, label_sets_.at(set).tokens, record);
  } catch (const UsageError& error) {
    throw InputError(*row.path + ", line " + std::to_string(row.line) + ": " + error.what());
  }
}

void BulkLoader::note_labels(std::uint32_t set, std::uint64_t node) {
  for (const LabelId label : label_sets_.at(set).labels) {
    std::vector<IdRange>& ranges = labelled_[label];
    if (!ranges.empty() && ranges.back().last + 1 == node) {
      ranges.back().last = node;
    } else {
      ranges.push_back({node, node});
    }
  }
}

}  // namespace liaison::engine

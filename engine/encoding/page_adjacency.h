// Body of an adjacency page (tables out and in): blocks of 64 entries. A block's first entry stands
// whole in the block index, the others as differences to the entry before them.
//
//   block index   per block: offset of its differences behind the index (4), first key (28)
//   differences   per entry: head varint = 2 * (node - node before) + (type differs ? 1 : 0)
//                 type varint, if it differs
//                 neighbour: varint difference when node and type are the same, else zigzag varint
//                 relationship: zigzag varint difference, modulo 2^64
// Worked example: after (1, 2, 3, 4) the entry (1, 2, 5, 6) is 00 02 04.
// Thread-safety: as page_codec.h.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "encoding/page_codec.h"

namespace liaison::engine {

// False, and nothing written, when an entry does not have the shape of an adjacency entry.
bool put_adjacency_body(std::string& out, std::span<const PageEntry> entries);
std::size_t adjacency_entry_size(std::string_view key_before, std::string_view key);
std::unique_ptr<PageCursor> open_adjacency_body(std::string_view body, std::size_t entry_count);

}  // namespace liaison::engine

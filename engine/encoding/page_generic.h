// Body of a generic page: entries whose keys share prefixes with the one before, and restart
// points, every 16th entry, at which the whole key is spelled so that a lookup can jump there.
//
//   entries          each: shared varint, unshared varint, value size varint, key bytes from
//                    `shared` on, value; at a restart point shared is 0
//   restart offsets  4 each: offset of the restart point's entry in the body
//   4                number of restart points: entry count / 16, rounded up
// Thread-safety: as page_codec.h.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "encoding/page_codec.h"

namespace liaison::engine {

void put_generic_body(std::string& out, std::span<const PageEntry> entries);
std::unique_ptr<PageCursor> open_generic_body(std::string_view body, std::size_t entry_count);

}  // namespace liaison::engine

// Words of the text table that differ from a given one by one edit: a letter (code point) changed,
// added or left out, or two neighbours swapped. Follows the given word through the stored ones and
// leaves it once, at each place where some stored word does: the cost is a few seeks for each
// letter that a stored word has instead, however many words there are.
// Thread-safety: as the cursor.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/ids.h"
#include "store/table.h"

namespace liaison::engine {

// Ascending, without `asked` itself. The cursor is over (at least) all entries of the level.
std::vector<std::string> near_terms(TableCursor& cursor, IndexId index, std::uint8_t level,
                                    std::string_view asked);

}  // namespace liaison::engine

// A bookmark names a database and a commit number: "FB:neo4j:42". Opaque to clients.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "liaison/engine/ids.h"

namespace liaison::server {

std::string make_bookmark(std::string_view database, CommitNumber commit);
// The commit number, or nothing when the text is no bookmark of this database.
std::optional<CommitNumber> read_bookmark(std::string_view bookmark, std::string_view database);

}  // namespace liaison::server

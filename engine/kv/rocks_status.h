// The one place where rocksdb::Status is looked at: each outcome becomes a value or one of
// Liaison's errors, with the folder and the work that failed in its text.
// Thread-safety: pure functions.
#pragma once

#include <rocksdb/status.h>

#include <string>

#include "kv/key_value_store.h"

namespace liaison::engine {

// Returns when ok. Throws CorruptionError, ConflictError (busy, try again) or StorageError; `doing`
// completes "while ...".
void check_status(const rocksdb::Status& status, const char* doing, const std::string& path);

// As check_status for reads of one key: errors name family and key. Returns false when not found.
bool check_found(const rocksdb::Status& status, ColumnFamily family, std::string_view key,
                 const std::string& path);

// As check_status for opening: tells a folder that is locked from one that is damaged.
void check_opened(const rocksdb::Status& status, const std::string& path);

// Bytes of a key for people: hexadecimal, shortened.
std::string printable_key(std::string_view key);

}  // namespace liaison::engine

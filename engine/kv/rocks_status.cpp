#include "kv/rocks_status.h"

#include "liaison/engine/error.h"
#include "liaison/engine/free_space.h"

namespace liaison::engine {
namespace {

[[noreturn]] void throw_status(const rocksdb::Status& status, const std::string& message) {
  if (status.IsCorruption()) throw CorruptionError(message);
  if (status.IsBusy() || status.IsTryAgain()) throw ConflictError(message);
  if (status.IsNoSpace()) throw StorageFullError("disk full: " + message);
  throw StorageError(message);
}

}  // namespace

std::string printable_key(std::string_view key) {
  constexpr std::size_t kBytesMax = 48;
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned char byte : key.substr(0, kBytesMax)) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  if (key.size() > kBytesMax) text += "... (" + std::to_string(key.size()) + " bytes)";
  return text;
}

void check_status(const rocksdb::Status& status, const char* doing, const std::string& path) {
  if (status.ok()) return;
  throw_status(status, "database " + path + ": while " + doing + ": " + status.ToString());
}

bool check_found(const rocksdb::Status& status, ColumnFamily family, std::string_view key,
                 const std::string& path) {
  if (status.ok()) return true;
  if (status.IsNotFound()) return false;
  throw_status(status, "database " + path + ": while reading column family " +
                           column_family_name(family) + ", key " + printable_key(key) + ": " +
                           status.ToString());
}

void check_opened(const rocksdb::Status& status, const std::string& path) {
  if (status.ok()) return;
  const std::string said = status.ToString();
  if (status.IsIOError() && !status.IsPathNotFound()) {
    // RocksDB has no code of its own for a lock that is taken; its texts name the LOCK file or
    // say who holds it.
    if (said.find("lock file") != std::string::npos ||
        said.find("lock hold") != std::string::npos) {
      throw LockedError("database " + path +
                        " is open in another process (or twice in this one): " + said);
    }
    throw_status(status, "database " + path + ": cannot be opened: " + said);
  }
  if (status.IsInvalidArgument() && said.find("olumn famil") != std::string::npos) {
    throw StorageError("folder " + path + " holds a database that is not Liaison's: " + said);
  }
  if (status.IsNoSpace()) throw_status(status, "database " + path + ": cannot be opened: " + said);
  // What is left (a file that is named but missing, contents that do not parse, a version that is
  // not known) means that the files do not fit together.
  throw CorruptionError("database " + path + " is damaged: " + said +
                        ". Restore a backup, or copy the folder before trying a repair.");
}

}  // namespace liaison::engine

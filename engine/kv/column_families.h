// The column families as RocksDB knows them: names on disk, in the order of the enumeration, so
// that a handle is found by index. A name is never reused for something else.
// Thread-safety: pure functions.
#pragma once

#include <rocksdb/options.h>

#include <vector>

#include "kv/key_value_store.h"

namespace rocksdb {
struct ColumnFamilyDescriptor;
}

namespace liaison::engine {

inline constexpr ColumnFamily kColumnFamilies[kColumnFamilyCount] = {
    ColumnFamily::Pages, ColumnFamily::Loose, ColumnFamily::Catalog, ColumnFamily::Default};

std::vector<rocksdb::ColumnFamilyDescriptor> column_family_descriptors(
    const rocksdb::ColumnFamilyOptions& options);

}  // namespace liaison::engine

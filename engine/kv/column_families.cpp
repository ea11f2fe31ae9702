#include "kv/column_families.h"

#include <rocksdb/db.h>

namespace liaison::engine {

const char* column_family_name(ColumnFamily family) {
  switch (family) {
    case ColumnFamily::Pages:
      return "pages";
    case ColumnFamily::Loose:
      return "loose";
    case ColumnFamily::Catalog:
      return "catalog";
    case ColumnFamily::Default:
      return "default";
  }
  return "unknown";
}

std::vector<rocksdb::ColumnFamilyDescriptor> column_family_descriptors(
    const rocksdb::ColumnFamilyOptions& options) {
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (ColumnFamily family : kColumnFamilies) {
    descriptors.emplace_back(column_family_name(family), options);
  }
  return descriptors;
}

}  // namespace liaison::engine

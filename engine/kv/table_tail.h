// Looks at the end of a table file before RocksDB reads it. RocksDB takes the properties of a file
// apart before it compares their checksum, and a garbled byte there ends the process
// (an assertion on the block's last number); with the checksum compared first it is an error like
// any other damage.
//
// Format: RocksDB's block-based table, version 5. The file ends with a footer of 53 bytes: kind of
// checksum (4 = XXH3), place and size of the meta index and of the index (four varints,
// padded to 40 bytes), version (4 bytes, little-endian), magic number (8). The meta index is a
// block of entries (bytes shared with the key before, bytes of key, bytes of value, key, value)
// with its restart points at the end; the entry rocksdb.properties names the place and size of the
// properties. Behind each block stand its compression (1 byte) and its checksum (4 bytes,
// little-endian): the low half of the XXH3-64 of the block, XOR the compression times 6B9083D9.
// Thread-safety: a pure function of the file's bytes.
#pragma once

#include <rocksdb/file_system.h>

#include <cstdint>
#include <string>

namespace liaison::engine {

// OK, or Corruption where the meta index or the properties do not have their checksum. Files that
// end in another footer, or whose checksums are of another kind, are RocksDB's to judge: OK.
// size: of the file in bytes. name: for the message.
rocksdb::IOStatus check_table_tail(rocksdb::FSRandomAccessFile& file, std::uint64_t size,
                                   const std::string& name);

}  // namespace liaison::engine

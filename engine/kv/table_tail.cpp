#include "kv/table_tail.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <string_view>

#include "base/bytes.h"
#include "base/varint.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

using rocksdb::IOStatus;

constexpr std::size_t kFooterBytes = 53;
constexpr std::size_t kVersionAt = 41;
constexpr std::size_t kMagicAt = 45;
constexpr std::uint32_t kVersion = 5;
constexpr std::uint64_t kMagic = 0x88e241b785f4cff7;
constexpr char kXxh3 = 4;
constexpr std::size_t kTrailerBytes = 5;
constexpr std::string_view kProperties = "rocksdb.properties";
// Both blocks are some hundred bytes.
constexpr std::uint64_t kBlockBytesMax = std::uint64_t{16} << 20;

struct BlockPlace {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

BlockPlace read_place(ByteReader& reader) {
  const std::uint64_t offset = read_varint(reader);
  return {offset, read_varint(reader)};
}

std::uint32_t little_endian_32(std::string_view bytes) {
  return __builtin_bswap32(load_big_endian<std::uint32_t>(bytes.data()));
}

std::uint64_t little_endian_64(std::string_view bytes) {
  return __builtin_bswap64(load_big_endian<std::uint64_t>(bytes.data()));
}

// As RocksDB's format.cc computes it. `compression`: the byte behind the block.
std::uint32_t checksum_of(std::string_view block, char compression) {
  constexpr std::uint32_t kLastByteFactor = 0x6B9083D9;
  return static_cast<std::uint32_t>(XXH3_64bits(block.data(), block.size())) ^
         static_cast<std::uint8_t>(compression) * kLastByteFactor;
}

std::string read_at(rocksdb::FSRandomAccessFile& file, std::uint64_t offset, std::size_t bytes) {
  std::string buffer(bytes, '\0');
  rocksdb::Slice result;
  const IOStatus status =
      file.Read(offset, bytes, rocksdb::IOOptions(), &result, buffer.data(), nullptr);
  if (!status.ok()) throw StorageError(status.ToString());
  if (result.size() != bytes) throw CorruptionError("it ends early");
  return std::string(result.data(), bytes);
}

// The bytes of a block whose checksum is right.
std::string read_block(rocksdb::FSRandomAccessFile& file, const BlockPlace& place,
                       std::uint64_t end, const char* what) {
  if (place.bytes > kBlockBytesMax || place.offset > end ||
      place.bytes + kTrailerBytes > end - place.offset) {
    throw CorruptionError(std::string(what) + " would lie outside of the file");
  }
  const auto bytes = static_cast<std::size_t>(place.bytes);
  std::string block = read_at(file, place.offset, bytes + kTrailerBytes);
  if (checksum_of(std::string_view(block).substr(0, bytes), block[bytes]) !=
      little_endian_32(std::string_view(block).substr(bytes + 1))) {
    throw CorruptionError(std::string(what) + " at " + std::to_string(place.offset) +
                          " does not have its checksum");
  }
  block.resize(bytes);
  return block;
}

// Where the meta index says that the properties are; none at 0.
BlockPlace find_properties(std::string_view meta_index) {
  ByteReader counts(meta_index, "meta index");
  counts.require(sizeof(std::uint32_t));
  const std::string_view count = meta_index.substr(meta_index.size() - sizeof(std::uint32_t));
  const std::uint64_t restarts = (std::uint64_t{little_endian_32(count)} + 1) * count.size();
  counts.require(restarts);
  ByteReader entries(meta_index.substr(0, meta_index.size() - restarts), "meta index");
  std::string key;
  while (!entries.empty()) {
    const std::uint64_t shared = read_varint(entries);
    const std::uint64_t unshared = read_varint(entries);
    const std::uint64_t value_bytes = read_varint(entries);
    key.resize(std::min<std::uint64_t>(shared, key.size()));
    key += entries.read_bytes(unshared);
    ByteReader value(entries.read_bytes(value_bytes), "meta index");
    if (key == kProperties) return read_place(value);
  }
  return {};
}

}  // namespace

IOStatus check_table_tail(rocksdb::FSRandomAccessFile& file, std::uint64_t size,
                          const std::string& name) {
  if (size < kFooterBytes) return IOStatus::OK();
  try {
    const std::uint64_t end = size - kFooterBytes;
    const std::string footer = read_at(file, end, kFooterBytes);
    if (footer[0] != kXxh3 ||
        little_endian_32(std::string_view(footer).substr(kVersionAt)) != kVersion ||
        little_endian_64(std::string_view(footer).substr(kMagicAt)) != kMagic) {
      return IOStatus::OK();
    }
    ByteReader places(std::string_view(footer).substr(1, kVersionAt - 1), "footer");
    const std::string meta_index = read_block(file, read_place(places), end, "the meta index");
    const BlockPlace properties = find_properties(meta_index);
    if (properties.bytes > 0) read_block(file, properties, end, "the block of properties");
  } catch (const CorruptionError& error) {
    return IOStatus::Corruption("table file " + name, error.what());
  } catch (const StorageError& error) {
    return IOStatus::IOError("table file " + name, error.what());
  }
  return IOStatus::OK();
}

}  // namespace liaison::engine

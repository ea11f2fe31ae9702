#include "encoding/page_codec.h"

#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/hash.h"
#include "encoding/key_codec.h"
#include "encoding/page_adjacency.h"
#include "encoding/page_generic.h"
#include "encoding/page_record.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kChecksumOffset = 4;
constexpr std::size_t kChecksumEnd = 8;

std::uint32_t checksum(PageAddress address, std::string_view page) {
  std::uint32_t sum = crc32c(page_key(address.table, address.fence));
  sum = crc32c(page.substr(0, kChecksumOffset), sum);
  return crc32c(page.substr(kChecksumEnd), sum);
}

// Tells a page from all others of its store, and from what it was at other times.
std::uint64_t page_identity(PageAddress address, std::uint32_t checksum, std::uint64_t generation) {
  const std::uint64_t place =
      hash_bytes(address.fence, static_cast<std::uint64_t>(address.table) + 1);
  const std::uint64_t identity = hash_combine(hash_combine(place, checksum), generation);
  return identity == 0 ? 1 : identity;  // 0 is nobody's
}

PageKind kind_of(TableId table) {
  switch (table) {
    case TableId::Node:
      return PageKind::NodeRecords;
    case TableId::Relationship:
      return PageKind::RelationshipRecords;
    case TableId::Outgoing:
    case TableId::Incoming:
      return PageKind::Adjacency;
    default:
      return PageKind::Generic;
  }
}

// Writes the body in the table's own kind, or returns false when the entries do not fit it.
bool put_body(std::string& out, PageKind kind, std::span<const PageEntry> entries) {
  switch (kind) {
    case PageKind::Adjacency:
      return put_adjacency_body(out, entries);
    case PageKind::NodeRecords:
    case PageKind::RelationshipRecords:
      return put_record_body(out, kind, entries);
    case PageKind::Generic:
      break;
  }
  put_generic_body(out, entries);
  return true;
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[static_cast<std::uint8_t>(byte) >> 4];
    text += kDigits[static_cast<std::uint8_t>(byte) & 15];
  }
  return text;
}

[[noreturn]] void refuse(PageAddress address, const std::string& problem) {
  throw CorruptionError(std::string("page of table ") + table_name(address.table) + " at fence '" +
                        hex(address.fence) + "': " + problem);
}

}  // namespace

std::string encode_page(PageAddress address, PageBounds bounds,
                        std::span<const PageEntry> entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    LIAISON_ASSERT(entries[i - 1].key < entries[i].key);
  }
  PageKind kind = kind_of(address.table);
  std::string body;
  if (!put_body(body, kind, entries)) {
    kind = PageKind::Generic;
    put_generic_body(body, entries);
  }
  std::string page;
  page.reserve(kPageHeaderSize + bounds.upper.size() + body.size());
  put_u8(page, kPageFormat);
  put_u8(page, static_cast<std::uint8_t>(kind));
  put_u16(page, 0);
  put_u32(page, 0);  // checksum, below
  put_u64(page, bounds.generation);
  put_u32(page, static_cast<std::uint32_t>(entries.size()));
  put_u32(page, static_cast<std::uint32_t>(bounds.upper.size()));
  page.append(bounds.upper);
  page.append(body);
  store_big_endian(page.data() + kChecksumOffset, checksum(address, page));
  return page;
}

std::size_t page_entry_size(TableId table, std::string_view key_before, const PageEntry& entry) {
  // Sizes and restart points of generic pages; columns of records come out smaller than their rows.
  constexpr std::size_t kOverhead = 6;
  switch (kind_of(table)) {
    case PageKind::Adjacency:
      return adjacency_entry_size(key_before, entry.key);
    case PageKind::NodeRecords:
    case PageKind::RelationshipRecords:
      return entry.value.size() + kOverhead;
    case PageKind::Generic:
      break;
  }
  std::size_t shared = 0;
  while (shared < key_before.size() && shared < entry.key.size() &&
         key_before[shared] == entry.key[shared]) {
    ++shared;
  }
  return entry.key.size() - shared + shared / 16 + entry.value.size() + kOverhead;
}

Page::Page(PageAddress address, HeldBytes bytes, CheckedPages* checked) : bytes_(std::move(bytes)) {
  if (bytes_.size() < kPageHeaderSize) refuse(address, "shorter than its header");
  ByteReader reader(bytes_.view(), "page header");
  const std::uint8_t format = reader.read_u8();
  const std::uint8_t kind = reader.read_u8();
  const std::uint16_t zero = reader.read_u16();
  // The format byte first: a newer page may keep its checksum elsewhere.
  if (format != kPageFormat) {
    refuse(address, "format " + std::to_string(format) + ", this program reads " +
                        std::to_string(kPageFormat));
  }
  const std::uint32_t stored = reader.read_u32();
  generation_ = reader.read_u64();
  const std::uint64_t identity =
      checked == nullptr ? 0 : page_identity(address, stored, generation_);
  if (checked == nullptr || !checked->contains(identity)) {
    const std::uint32_t computed = checksum(address, bytes_.view());
    if (stored != computed) {
      refuse(address,
             "checksum is " + std::to_string(computed) + ", expected " + std::to_string(stored));
    }
    if (checked != nullptr) checked->add(identity);
  }
  if (kind < 1 || kind > 4 || zero != 0) refuse(address, "kind " + std::to_string(kind));
  kind_ = static_cast<PageKind>(kind);
  entry_count_ = reader.read_u32();
  upper_size_ = reader.read_u32();
  if (upper_size_ > reader.remaining()) refuse(address, "upper bound exceeds the page");
  if (!upper().empty() && upper() <= address.fence) refuse(address, "upper bound is below it");
  // Columns of width zero could claim any number of rows; no page that we write comes near this.
  if (entry_count_ > 8 * bytes_.size()) refuse(address, "more entries than bytes can hold");
}

std::string_view Page::upper() const {
  return bytes_.view().substr(kPageHeaderSize, upper_size_);
}

std::string_view Page::body() const {
  return bytes_.view().substr(kPageHeaderSize + upper_size_);
}

std::unique_ptr<PageCursor> Page::cursor() const {
  switch (kind_) {
    case PageKind::Adjacency:
      return open_adjacency_body(body(), entry_count_);
    case PageKind::NodeRecords:
    case PageKind::RelationshipRecords:
      return open_record_body(kind_, body(), entry_count_);
    case PageKind::Generic:
      break;
  }
  return open_generic_body(body(), entry_count_);
}

std::optional<std::string> Page::find(std::string_view key) const {
  const std::unique_ptr<PageCursor> at = cursor();
  at->seek(key);
  if (!at->valid() || at->key() != key) return std::nullopt;
  return std::string(at->value());
}

void Page::verify(PageAddress address) const {
  std::string before;
  bool is_first = true;
  std::size_t seen = 0;
  const std::unique_ptr<PageCursor> at = cursor();
  for (; at->valid(); at->next()) {
    if (is_first ? at->key() < address.fence : at->key() <= before) {
      refuse(address, "entry " + std::to_string(seen) + " is out of order");
    }
    if (!covers(at->key())) refuse(address, "entry " + std::to_string(seen) + " is past the end");
    (void)at->value();
    before = at->key();
    is_first = false;
    ++seen;
  }
  if (seen != entry_count_) refuse(address, "fewer entries than its header says");
}

}  // namespace liaison::engine

#include "encoding/page_generic.h"

#include <algorithm>

#include "base/varint.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kRestartInterval = 16;

std::size_t restart_count(std::size_t entry_count) {
  return (entry_count + kRestartInterval - 1) / kRestartInterval;
}

class GenericCursor final : public PageCursor {
 public:
  GenericCursor(std::string_view body, std::size_t entry_count) : count_(entry_count) {
    ByteReader tail(body, "generic page");
    const std::size_t restarts = restart_count(entry_count);
    if (body.size() < 4 || (body.size() - 4) / 4 < restarts)
      tail.fail("no room for restart points");
    const std::size_t entries_size = body.size() - 4 - 4 * restarts;
    if (load_big_endian<std::uint32_t>(body.data() + body.size() - 4) != restarts) {
      tail.fail("number of restart points and of entries disagree");
    }
    entries_ = body.substr(0, entries_size);
    restarts_ = body.substr(entries_size, 4 * restarts);
  }

  bool valid() const override { return index_ < count_; }

  void seek_to_first() override { jump(0); }

  void seek(std::string_view key) override {
    // The last restart point whose key is <= key; entries before it are smaller.
    std::size_t low = 0;
    std::size_t high = restarts_.size() / 4;
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      jump(middle);
      (key_ <= key ? low : high) = middle;
    }
    jump(low);
    while (valid() && key_ < key) next();
  }

  void next() override {
    if (++index_ < count_) read_entry();
  }

  std::string_view key() const override { return key_; }
  std::string_view value() const override { return value_; }

 private:
  void jump(std::size_t restart) {
    index_ = restart * kRestartInterval;
    if (!valid()) return;
    next_offset_ = load_big_endian<std::uint32_t>(restarts_.data() + 4 * restart);
    key_.clear();
    read_entry();
  }

  void read_entry() {
    ByteReader reader(entries_, "generic page");
    reader.skip(next_offset_);
    const std::uint64_t shared = read_varint(reader);
    const std::uint64_t unshared = read_varint(reader);
    const std::uint64_t value_size = read_varint(reader);
    if (shared > key_.size()) reader.fail("entry shares more than the key before it has");
    if (unshared > reader.remaining()) reader.fail("key exceeds the page");
    key_.resize(static_cast<std::size_t>(shared));
    key_.append(reader.read_bytes(static_cast<std::size_t>(unshared)));
    if (value_size > reader.remaining()) reader.fail("value exceeds the page");
    value_ = reader.read_bytes(static_cast<std::size_t>(value_size));
    next_offset_ = reader.offset();
  }

  std::string_view entries_;
  std::string_view restarts_;
  std::size_t count_;
  std::size_t index_ = 0;
  std::size_t next_offset_ = 0;
  std::string key_;
  std::string_view value_;
};

}  // namespace

void put_generic_body(std::string& out, std::span<const PageEntry> entries) {
  const std::size_t start = out.size();
  std::string restarts;
  std::string_view before;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const PageEntry& entry = entries[i];
    std::size_t shared = 0;
    if (i % kRestartInterval == 0) {
      put_u32(restarts, static_cast<std::uint32_t>(out.size() - start));
    } else {
      const auto [end, ignored] =
          std::mismatch(before.begin(), before.end(), entry.key.begin(), entry.key.end());
      shared = static_cast<std::size_t>(end - before.begin());
    }
    put_varint(out, shared);
    put_varint(out, entry.key.size() - shared);
    put_varint(out, entry.value.size());
    out.append(entry.key.substr(shared));
    out.append(entry.value);
    before = entry.key;
  }
  out.append(restarts);
  put_u32(out, static_cast<std::uint32_t>(restart_count(entries.size())));
}

std::unique_ptr<PageCursor> open_generic_body(std::string_view body, std::size_t entry_count) {
  auto cursor = std::make_unique<GenericCursor>(body, entry_count);
  cursor->seek_to_first();
  return cursor;
}

}  // namespace liaison::engine

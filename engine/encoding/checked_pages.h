// Which pages of a store this process has found whole. A page never changes: what is written anew
// has another generation. So one that was checked once needs no second look; what the store has to
// read from disk again it checks itself, by its blocks.
// Remembers up to 65,536 pages (512 KB); one that gives way to another is checked again.
// Thread-safety: safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace liaison::engine {

class CheckedPages {
 public:
  CheckedPages() : slots_(new std::atomic<std::uint64_t>[kSlots]()) {}

  // `page`: a hash of what tells a page from others, not 0.
  bool contains(std::uint64_t page) const {
    return slots_[page % kSlots].load(std::memory_order_relaxed) == page;
  }
  void add(std::uint64_t page) { slots_[page % kSlots].store(page, std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kSlots = 65536;
  std::unique_ptr<std::atomic<std::uint64_t>[]> slots_;
};

}  // namespace liaison::engine

// Distinct names that are numbered 1, 2, 3, ... as they are added, and never removed. Names and
// numbers are looked up without a lock: the names lie in segments that never move, and the hash
// table over them has slots that are only ever filled; a larger table takes its place when it is
// half full.
// Thread-safety: find(), name() and count() are safe beside add(); one add() at a time.
// Lifetime: names are borrowed until the table goes.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::engine {

class NameNumbers {
 public:
  NameNumbers() = default;
  NameNumbers(const NameNumbers&) = delete;
  NameNumbers& operator=(const NameNumbers&) = delete;

  std::uint32_t count() const { return count_.load(std::memory_order_acquire); }
  std::optional<std::uint32_t> find(std::string_view name) const;
  // Requires a number of the table.
  const std::string& name(std::uint32_t number) const;
  // Requires a name that is not in the table. Returns its number.
  std::uint32_t add(std::string_view name);

 private:
  // Segment s holds the numbers whose highest bit is bit s.
  static constexpr std::size_t kSegments = 32;

  struct Slots {
    explicit Slots(std::size_t size) : mask(size - 1), numbers(size) {}
    const std::size_t mask;
    std::vector<std::atomic<std::uint32_t>> numbers;  // 0: free
  };

  static void place(Slots& slots, std::string_view name, std::uint32_t number);
  // The table with room for one name more.
  Slots& roomy_slots();

  std::array<std::unique_ptr<std::string[]>, kSegments> segments_;
  std::atomic<std::uint32_t> count_{0};
  std::atomic<Slots*> slots_{nullptr};
  // The table in use and those before it, which readers may still hold.
  std::vector<std::unique_ptr<Slots>> all_slots_;
};

}  // namespace liaison::engine

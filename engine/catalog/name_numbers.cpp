#include "catalog/name_numbers.h"

#include <bit>

#include "base/hash.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kFirstSlots = 64;

std::size_t segment_of(std::uint32_t number) {
  return static_cast<std::size_t>(std::bit_width(number)) - 1;
}

std::size_t place_in_segment(std::uint32_t number) {
  return number - (std::uint32_t{1} << segment_of(number));
}

}  // namespace

std::optional<std::uint32_t> NameNumbers::find(std::string_view wanted) const {
  const Slots* slots = slots_.load(std::memory_order_acquire);
  if (slots == nullptr) return std::nullopt;
  for (std::size_t at = hash_bytes(wanted);; ++at) {
    // Acquired: the name that a number stands for was written before the slot.
    const std::uint32_t number = slots->numbers[at & slots->mask].load(std::memory_order_acquire);
    if (number == 0) return std::nullopt;
    if (name(number) == wanted) return number;
  }
}

const std::string& NameNumbers::name(std::uint32_t number) const {
  LIAISON_CHECK(number >= 1 && number <= count());
  return segments_[segment_of(number)][place_in_segment(number)];
}

std::uint32_t NameNumbers::add(std::string_view name) {
  const std::uint32_t number = count() + 1;
  Slots& slots = roomy_slots();
  auto& segment = segments_[segment_of(number)];
  if (segment == nullptr) {
    segment = std::make_unique<std::string[]>(std::size_t{1} << segment_of(number));
  }
  segment[place_in_segment(number)] = name;
  count_.store(number, std::memory_order_release);
  place(slots, name, number);
  return number;
}

void NameNumbers::place(Slots& slots, std::string_view name, std::uint32_t number) {
  std::size_t at = hash_bytes(name);
  while (slots.numbers[at & slots.mask].load(std::memory_order_relaxed) != 0) ++at;
  slots.numbers[at & slots.mask].store(number, std::memory_order_release);
}

NameNumbers::Slots& NameNumbers::roomy_slots() {
  Slots* slots = slots_.load(std::memory_order_relaxed);
  const std::size_t needed = std::size_t{2} * (count() + 1);
  if (slots != nullptr && needed <= slots->numbers.size()) return *slots;
  const std::size_t size = slots == nullptr ? kFirstSlots : 2 * slots->numbers.size();
  Slots& larger = *all_slots_.emplace_back(std::make_unique<Slots>(size));
  for (std::uint32_t number = 1; number <= count(); ++number) place(larger, name(number), number);
  slots_.store(&larger, std::memory_order_release);
  return larger;
}

}  // namespace liaison::engine

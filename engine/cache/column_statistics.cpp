#include "cache/column_statistics.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/hash.h"

namespace liaison::engine {

namespace {

// Chunks looked at: 65,536 rows, a fraction of a millisecond.
constexpr std::size_t kChunksMax = 16;

// Estimates how many different hashes it was shown: HyperLogLog (Flajolet, Fusy, Gandouet,
// Meunier 2007) with 1,024 registers, linear counting while many of them are empty.
class DistinctSketch {
 public:
  void add(std::uint64_t hash) {
    const auto rank = static_cast<std::uint8_t>(std::countl_zero(hash << kBits | 1) + 1);
    std::uint8_t& place = registers_[hash >> (64 - kBits)];
    place = std::max(place, rank);
  }
  double estimate() const {
    double sum = 0;
    std::size_t empty = 0;
    for (const std::uint8_t rank : registers_) {
      sum += std::ldexp(1.0, -rank);
      empty += rank == 0 ? 1 : 0;
    }
    constexpr double kCount = 1 << kBits;
    const double raw = 0.7213 / (1 + 1.079 / kCount) * kCount * kCount / sum;
    if (raw > 2.5 * kCount || empty == 0) return raw;
    return kCount * std::log(kCount / static_cast<double>(empty));
  }

 private:
  static constexpr unsigned kBits = 10;
  std::array<std::uint8_t, 1 << kBits> registers_{};
};

struct Sample {
  ColumnStatistics statistics;
  DistinctSketch distinct;
  std::optional<PropertyChunk::Form> form;  // of all values, while there is one
  bool is_mixed = false;

  void bounds(PropertyChunk::Form seen, const Value& low, const Value& high, bool low_is_less,
              bool high_is_more) {
    if (form && *form != seen) is_mixed = true;
    if (!form || low_is_less) statistics.minimum = low;
    if (!form || high_is_more) statistics.maximum = high;
    form = seen;
  }
};

template <class T, class MakeValue, class ReadValue>
void add_numbers(const PropertyChunk& chunk, const std::vector<T>& numbers, MakeValue make,
                 ReadValue read, Sample& sample) {
  T low{};
  T high{};
  bool any = false;
  for (std::uint32_t row = 0; row < kSegmentRows; ++row) {
    if (!chunk.has(row)) continue;
    const T number = numbers[row];
    low = any ? std::min(low, number) : number;
    high = any ? std::max(high, number) : number;
    any = true;
    ++sample.statistics.value_count;
    sample.distinct.add(hash_u64(std::bit_cast<std::uint64_t>(number)));
  }
  if (!any) return;
  const bool comparable = sample.form == chunk.form;
  sample.bounds(chunk.form, make(low), make(high),
                comparable && low < read(sample.statistics.minimum),
                comparable && high > read(sample.statistics.maximum));
}

void add_chunk(const PropertyChunk& chunk, Sample& sample) {
  using Form = PropertyChunk::Form;
  sample.statistics.ids_seen += kSegmentRows;
  switch (chunk.form) {
    case Form::Nothing:
      return;
    case Form::Integer:
      return add_numbers(
          chunk, chunk.integers, [](std::int64_t n) { return Value(n); },
          [](const Value& v) { return v.as_integer(); }, sample);
    case Form::Date:
      return add_numbers(
          chunk, chunk.integers, [](std::int64_t n) { return Value(Date{n}); },
          [](const Value& v) { return v.as_date().days; }, sample);
    case Form::Float:
      return add_numbers(
          chunk, chunk.floats, [](double n) { return Value(n); },
          [](const Value& v) { return v.as_float(); }, sample);
    case Form::Coded: {
      std::vector<bool> seen(chunk.dictionary->size());
      for (std::uint32_t row = 0; row < kSegmentRows; ++row) {
        if (!chunk.has(row)) continue;
        ++sample.statistics.value_count;
        seen[chunk.codes[row]] = true;
      }
      for (std::uint32_t code = 0; code < seen.size(); ++code) {
        if (seen[code]) sample.distinct.add(hash_bytes(chunk.dictionary->view(code)));
      }
      break;
    }
    case Form::Boolean:
    case Form::Tagged:
      for (std::uint32_t row = 0; row < kSegmentRows; ++row) {
        if (!chunk.has(row)) continue;
        ++sample.statistics.value_count;
        if (chunk.form == Form::Boolean) sample.distinct.add(hash_u64(chunk.booleans[row]));
      }
      break;
  }
  sample.is_mixed = true;  // kinds without bounds
}

}  // namespace

std::optional<ColumnStatistics> sample_statistics(std::span<const Chunk* const> chunks) {
  if (chunks.empty()) return std::nullopt;
  Sample sample;
  const std::size_t step = (chunks.size() + kChunksMax - 1) / kChunksMax;
  for (std::size_t i = 0; i < chunks.size(); i += step) {
    add_chunk(static_cast<const PropertyChunk&>(*chunks[i]), sample);
  }
  if (sample.is_mixed) sample.statistics.minimum = sample.statistics.maximum = {};
  sample.statistics.distinct_estimate =
      std::min(sample.distinct.estimate(), static_cast<double>(sample.statistics.value_count));
  return sample.statistics;
}

std::optional<ColumnStatistics> known_statistics(Column& column) {
  const std::vector<const Chunk*> chunks = column.chunks();
  Column::Sampled& sampled = column.sampled;
  const std::lock_guard lock(sampled.mutex);
  const std::size_t now = chunks.size();
  const std::size_t then = sampled.chunk_count;
  const std::size_t change = now > then ? now - then : then - now;
  if (!sampled.statistics || change * 4 > then) {
    sampled.statistics = sample_statistics(chunks);
    sampled.chunk_count = now;
  }
  return sampled.statistics;
}

}  // namespace liaison::engine

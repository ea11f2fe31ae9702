// When memory that readers may still look at can be freed. A reader pins the epoch for as long as
// it may follow pointers (a transaction's life); whoever unlinks something retires it, and it is
// freed once every pin that was there at that moment has gone. Accessing costs nothing: no
// reference count is touched between pinning and unpinning.
//
// Thread-safety: safe. Lifetime: outlives its pins.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "liaison/engine/ids.h"

namespace liaison::engine {

class Epochs {
 public:
  // Memory that waits: destroyed when its time has come.
  class Retired {
   public:
    virtual ~Retired() = default;
  };

  class Pin {
   public:
    Pin() = default;
    ~Pin() { release(); }
    Pin(Pin&& other) noexcept { *this = std::move(other); }
    Pin& operator=(Pin&& other) noexcept;
    void release() noexcept;

   private:
    friend class Epochs;
    Epochs* epochs_ = nullptr;
    std::uint64_t epoch_ = 0;
  };

  Epochs() = default;
  ~Epochs() = default;
  Epochs(const Epochs&) = delete;
  Epochs& operator=(const Epochs&) = delete;

  Pin pin();
  // Requires that nobody who pins from now on can reach it.
  void retire(std::unique_ptr<const Retired> object, std::size_t bytes);
  // Bytes that wait for readers to go.
  std::size_t retired_bytes() const { return retired_bytes_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    std::uint64_t epoch;  // pins at or below it may still look at the object
    std::size_t bytes;
    std::unique_ptr<const Retired> object;
  };
  // Moves what nobody can look at any more to `out`. Needs mutex_.
  void take_free(std::vector<Waiting>& out);

  std::mutex mutex_;
  std::uint64_t epoch_ = 1;
  std::map<std::uint64_t, std::uint64_t> pins_;  // epoch -> pins
  std::deque<Waiting> waiting_;                  // epochs ascend
  std::atomic<std::size_t> retired_bytes_{0};
};

}  // namespace liaison::engine

#include "cache/epochs.h"

#include <utility>

namespace liaison::engine {

Epochs::Pin& Epochs::Pin::operator=(Pin&& other) noexcept {
  if (this != &other) {
    release();
    epochs_ = std::exchange(other.epochs_, nullptr);
    epoch_ = other.epoch_;
  }
  return *this;
}

void Epochs::Pin::release() noexcept {
  if (epochs_ == nullptr) return;
  Epochs& epochs = *std::exchange(epochs_, nullptr);
  std::vector<Waiting> free;  // destroyed after the lock is
  const std::lock_guard lock(epochs.mutex_);
  const auto place = epochs.pins_.find(epoch_);
  if (--place->second == 0) {
    epochs.pins_.erase(place);
    epochs.take_free(free);
  }
}

Epochs::Pin Epochs::pin() {
  Pin pin;
  pin.epochs_ = this;
  const std::lock_guard lock(mutex_);
  pin.epoch_ = epoch_;
  ++pins_[epoch_];
  return pin;
}

void Epochs::retire(std::unique_ptr<const Retired> object, std::size_t bytes) {
  std::vector<Waiting> free;
  const std::lock_guard lock(mutex_);
  retired_bytes_.fetch_add(bytes, std::memory_order_relaxed);
  waiting_.push_back({epoch_, bytes, std::move(object)});
  ++epoch_;
  take_free(free);
}

void Epochs::take_free(std::vector<Waiting>& out) {
  const std::uint64_t oldest = pins_.empty() ? epoch_ : pins_.begin()->first;
  while (!waiting_.empty() && waiting_.front().epoch < oldest) {
    retired_bytes_.fetch_sub(waiting_.front().bytes, std::memory_order_relaxed);
    out.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

}  // namespace liaison::engine

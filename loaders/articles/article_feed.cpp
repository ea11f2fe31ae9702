#include "articles/article_feed.h"

#include <utility>

namespace liaison::loaders {

ArticleFeed::ArticleFeed(InputReader& input, std::function<Item(RawArticle)> make)
    : input_(input), make_(std::move(make)), thread_([this] { run(); }) {}

ArticleFeed::~ArticleFeed() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ArticleFeed::run() {
  std::exception_ptr error;
  try {
    while (auto raw = input_.next()) {
      if (!hand_over(make_(std::move(*raw)))) break;
    }
  } catch (...) {
    error = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  error_ = error;
  is_at_end_ = true;
  changed_.notify_all();
}

bool ArticleFeed::hand_over(Item item) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return stopping_ || waiting_.empty() ||
           (waiting_.size() < kWaitingMax && waiting_bytes_ + item.size <= kWaitingBytesMax);
  });
  if (stopping_) return false;
  waiting_bytes_ += item.size;
  waiting_.push_back(std::move(item));
  changed_.notify_all();
  return true;
}

std::optional<ArticleFeed::Item> ArticleFeed::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_at_end_ || !waiting_.empty(); });
  if (waiting_.empty()) {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    return std::nullopt;
  }
  Item item = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= item.size;
  changed_.notify_all();
  return item;
}

}  // namespace liaison::loaders

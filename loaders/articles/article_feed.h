// Reads and extracts articles on a thread of its own, ahead of who writes them, and hands them out
// in the order of the source. What waits is bounded, so memory does not grow with the source.
// Thread-safety: one consumer. Lifetime: input and make() outlive it; its destructor waits for the
// thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "articles/input/input_reader.h"
#include "articles/prepared_article.h"

namespace liaison::loaders {

class ArticleFeed {
 public:
  struct Item {
    std::string place;
    std::uint64_t size = 0;    // bytes in the source
    bool is_read = false;      // its text was there
    std::string problem = {};  // not empty: it cannot be loaded, and this is why
    // Nothing: it has a problem, or is in the database already.
    std::optional<PreparedArticle> article = std::nullopt;
  };
  // So much waits at most: articles, and bytes of the source. One article always may. A batch's
  // worth, so that reading goes on while one is written.
  static constexpr std::size_t kWaitingMax = 512;
  static constexpr std::uint64_t kWaitingBytesMax = std::uint64_t{8} << 20;

  ArticleFeed(InputReader& input, std::function<Item(RawArticle)> make);
  ~ArticleFeed();
  ArticleFeed(const ArticleFeed&) = delete;
  ArticleFeed& operator=(const ArticleFeed&) = delete;

  // Nothing at the end of the source. *Throws* what reading or make() threw, in its turn.
  std::optional<Item> next();

 private:
  void run();
  // False: nobody wants more.
  bool hand_over(Item item);

  InputReader& input_;
  const std::function<Item(RawArticle)> make_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> waiting_;
  std::uint64_t waiting_bytes_ = 0;
  std::exception_ptr error_;
  bool is_at_end_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace liaison::loaders

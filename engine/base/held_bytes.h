// Bytes together with what keeps them where they are: a string of their own, or something of the
// store that they lie in, so that large values need no copy.
// Thread-safety: reading is safe; the bytes do not change. Lifetime: as that of what keeps them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace liaison::engine {

class HeldBytes {
 public:
  HeldBytes() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a string is as good.
  HeldBytes(std::string bytes) {
    auto owned = std::make_shared<const std::string>(std::move(bytes));
    view_ = *owned;
    holder_ = std::move(owned);
  }
  // `holder` keeps what `view` shows.
  HeldBytes(std::string_view view, std::shared_ptr<const void> holder)
      : view_(view), holder_(std::move(holder)) {}

  std::string_view view() const { return view_; }
  std::size_t size() const { return view_.size(); }

 private:
  std::string_view view_;
  std::shared_ptr<const void> holder_;
};

}  // namespace liaison::engine

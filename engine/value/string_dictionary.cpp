#include "liaison/engine/string_dictionary.h"

#include <functional>

namespace liaison {
namespace {

constexpr std::uint32_t kFree = 0xFFFFFFFF;

}  // namespace

std::uint32_t StringDictionaryBuilder::add(std::string_view text) {
  if ((hashes_.size() + 1) * 2 > slots_.size()) grow();
  const std::size_t hash = std::hash<std::string_view>()(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t code = slots_[slot];
    if (code == kFree) {
      const auto added = static_cast<std::uint32_t>(hashes_.size());
      slots_[slot] = added;
      hashes_.push_back(hash);
      dictionary_->bytes_.append(text);
      dictionary_->offsets_.push_back(dictionary_->bytes_.size());
      return added;
    }
    if (hashes_[code] == hash && dictionary_->view(code) == text) return code;
  }
}

std::shared_ptr<const StringDictionary> StringDictionaryBuilder::finish() {
  dictionary_->bytes_.shrink_to_fit();
  dictionary_->offsets_.shrink_to_fit();
  std::shared_ptr<const StringDictionary> result = std::move(dictionary_);
  *this = StringDictionaryBuilder();
  return result;
}

void StringDictionaryBuilder::grow() {
  slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, kFree);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t code = 0; code < hashes_.size(); ++code) {
    std::size_t slot = hashes_[code] & mask;
    while (slots_[slot] != kFree) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(code);
  }
}

}  // namespace liaison

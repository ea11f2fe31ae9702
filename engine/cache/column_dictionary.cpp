#include "cache/column_dictionary.h"

#include <vector>

namespace liaison::engine {

void ColumnDictionary::adopt(PropertyChunk& chunk) {
  if (chunk.form != PropertyChunk::Form::Coded) return;
  const StringDictionary& own = *chunk.dictionary;
  if (own.size() > kStringsOfSegmentMax) return;
  const std::lock_guard lock(mutex_);
  std::size_t unknown = 0;
  for (std::uint32_t code = 0; code < own.size(); ++code) {
    if (codes_.find(own.view(code)) == codes_.end()) ++unknown;
  }
  if (codes_.size() + unknown > kStringsMax) return;
  std::vector<std::uint16_t> column_code(own.size());
  StringDictionaryBuilder grown;
  if (unknown > 0 && dictionary_) {
    for (std::uint32_t code = 0; code < dictionary_->size(); ++code) {
      grown.add(dictionary_->view(code));
    }
  }
  for (std::uint32_t code = 0; code < own.size(); ++code) {
    const auto [at, is_new] =
        codes_.try_emplace(std::string(own.view(code)), static_cast<std::uint16_t>(codes_.size()));
    if (is_new) grown.add(own.view(code));
    column_code[code] = at->second;
  }
  if (unknown > 0) dictionary_ = grown.finish();
  for (std::uint16_t& code : chunk.codes) code = column_code[code];
  chunk.dictionary = dictionary_;
  chunk.is_column_dictionary = true;
}

}  // namespace liaison::engine

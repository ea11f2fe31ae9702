// Names of entities in the forms that coreference compares. Declared for its files alone.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liaison::loaders {

// text::name_key() at the folded level.
std::string fold_key(std::string_view name);
// The name as it stands, with single spaces. `surface` is NFC.
std::string exact_name(std::string_view surface);
// The words of a folded name, without marks. Borrowed from it.
std::vector<std::string_view> words_of(const std::string& folded);
std::vector<std::string_view> words_of(std::string&&) = delete;

}  // namespace liaison::loaders

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
// The words of a folded name, without marks.
std::vector<std::string> words_of(const std::string& folded);

}  // namespace liaison::loaders

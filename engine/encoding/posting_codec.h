// What a full-text index keeps in the text table. Keys are as in key_codec.h, levels are on disk:
//   level 1, word, entity      where the word stands in the entity's texts: for each field that has
//                              it, ascending: varint field (place among the index's keys),
//                              varint count (at least 1), then the positions ascending: the first
//                              as varint, of the others the varint difference to the one before
//   level 2, empty, entity     varint number of words in all fields
// Positions count words within a field; between the elements of a list one is left out.
// Worked example: a word at positions 3 and 5 of field 0 and at 0 of field 2 is
//   00 02 03 02 02 01 00; a document of 300 words is AC02.
//
// A text index (trigrams of strings) keeps at level 1 the trigram and the entity, with no value.
// Thread-safety: pure functions. Decoders treat bytes as hostile and throw CorruptionError.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::engine {

inline constexpr std::uint8_t kPostingLevel = 1;
inline constexpr std::uint8_t kDocumentLevel = 2;

struct FieldPositions {
  std::uint32_t field = 0;
  std::vector<std::uint32_t> positions;  // ascending, not empty
  friend bool operator==(const FieldPositions&, const FieldPositions&) = default;
};

// Requires ascending fields and positions.
std::string encode_posting(const std::vector<FieldPositions>& fields);
std::vector<FieldPositions> decode_posting(std::string_view bytes);

std::string encode_document_length(std::uint64_t word_count);
std::uint64_t decode_document_length(std::string_view bytes);

}  // namespace liaison::engine

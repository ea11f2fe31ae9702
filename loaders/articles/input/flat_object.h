// A JSON object as most lines of a feed are: members whose values are strings and other scalars.
// Such a line is cut into its members by looking for the marks of JSON alone; everything else is
// left to a parser, which also knows to say what is wrong with a line.
// Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::loaders {

struct JsonMember {
  std::string name;
  std::string text;  // of a string: what it holds
  std::string_view
      other;  // of another scalar: as it is written, not checked; borrowed from the line
};

// The members in their order, equal names included. Nothing when the line is not such an object: it
// holds objects, lists or control characters, is not UTF-8, or is no JSON.
std::optional<std::vector<JsonMember>> read_flat_object(std::string_view line);

}  // namespace liaison::loaders

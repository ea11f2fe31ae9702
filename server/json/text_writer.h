// Appends JSON pieces to a string: the one place where texts are quoted and numbers are written.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace liaison::server {

// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so what we send
// is always JSON.
void append_string(std::string& out, std::string_view text);
void append_integer(std::string& out, std::int64_t value);
// The shortest text that reads back as the same number and as a float: 1.0, 0.001, 1.5E300, -0.0,
// and NaN, Infinity, -Infinity (which are no JSON numbers: quote them).
void append_float(std::string& out, double value);
void append_base64(std::string& out, std::string_view bytes);

// Writes the comma between members: Separator comma; ... out += comma.next()
class Separator {
 public:
  std::string_view next() { return std::exchange(first_, false) ? "" : ","; }

 private:
  bool first_ = true;
};

}  // namespace liaison::server

#include "core/text_encoding.h"

#include <doctest/doctest.h>

#include <functional>

#include "liaison/engine/encoding.h"
#include "liaison/engine/error.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

std::string problem_of(const std::function<std::string()>& decode) {
  try {
    decode();
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

std::string page(const std::string& meta, const std::string& text) {
  return "<!DOCTYPE html><head>" + meta + "</head><p>" + text;
}

// "Bộ" in windows-1258: the dot below is a mark of its own there.
const std::string kWindows1258 = "B\xF4\xF2";
const std::string kDecomposed = "B\xC3\xB4\xCC\xA3";

}  // namespace

TEST_CASE("a byte order mark says what the bytes are and is no part of the text") {
  CHECK(decode_text("Một") == "Một");
  CHECK(decode_text("\xEF\xBB\xBFMột") == "Một");
  CHECK(decode_text(std::string("\xFF\xFE"
                                "M\0\xD9\x1E"
                                "t\0",
                                8)) == "Một");
  CHECK(decode_text(std::string("\xFE\xFF"
                                "\0M\x1E\xD9\0t",
                                8)) == "Một");
  CHECK(decode_html(std::string("\xFE\xFF"
                                "\0M\x1E\xD9\0t",
                                8)) == "Một");
  CHECK(decode_text("").empty());
}

TEST_CASE("what is no text is refused with its reason") {
  CHECK(problem_of([] { return decode_text("\xFF"); }) == "is not UTF-8 text");
  CHECK(problem_of([] { return decode_text(std::string("a\0b", 3)); }) ==
        "holds a zero byte; it is not text");
  // Half a surrogate pair, and half a unit.
  CHECK(problem_of([] { return decode_text("\xFF\xFE\x01\xD8"); }) ==
        "is not UTF-16LE text, as it says");
  CHECK(problem_of([] {
          return decode_text(
              "\xFF\xFE"
              "a");
        }) == "is not UTF-16LE text, as it says");
}

TEST_CASE("a page is in the encoding that it names where it is not UTF-8") {
  for (const char* meta : {"<meta charset=windows-1258>", "<META  CharSet = 'Windows-1258' />",
                           "<meta name=x><meta http-equiv=Content-Type content=\"text/html; "
                           "charset=windows-1258\">"}) {
    INFO(meta);
    CHECK(decode_html(page(meta, kWindows1258)) == page(meta, kDecomposed));
  }
  CHECK(decode_html(page("<meta charset=latin1>",
                         "\x93"
                         "a\x94")) == page("<meta charset=latin1>", "“a”"));
  // It was converted, and still says what it was.
  CHECK(decode_html(page("<meta charset=windows-1258>", "Bộ")) ==
        page("<meta charset=windows-1258>", "Bộ"));
}

TEST_CASE("a page that is in no encoding that is known is refused with its name") {
  const auto problem = [](const std::string& meta) {
    return problem_of([&] { return decode_html(page(meta, "\xFF\xFE\xFD")); });
  };
  CHECK(problem("") == "is not UTF-8 text, and names no other encoding");
  CHECK(problem("<meta name=charset content=x>") ==
        "is not UTF-8 text, and names no other encoding");
  CHECK(problem("<meta charset=none-such>") ==
        "is in 'none-such' as it says, an encoding that is not known");
  CHECK(problem("<meta charset=utf-8>") == "is not utf-8 text, as it says");
  CHECK(problem("<meta charset=utf-16>") == "is not UTF-8 text");
  CHECK(problem("<meta charset=shift_jis>") == "is not shift_jis text, as it says");
  // Too far down to be looked at.
  CHECK(problem(std::string(2000, ' ') + "<meta charset=latin1>") ==
        "is not UTF-8 text, and names no other encoding");
}

TEST_CASE("encodings are known by any of their names") {
  CHECK(text::is_known_encoding("UTF-16be"));
  CHECK(text::is_known_encoding("cp1258"));
  CHECK_FALSE(text::is_known_encoding(""));
  CHECK_FALSE(text::is_known_encoding("none such"));
}

#include "articles/input/json_lines.h"

#include <doctest/doctest.h>

#include "liaison/engine/error.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

std::string problem_of(const std::string& line) {
  std::string id;
  try {
    read_json_line(line, id);
  } catch (const InputError& error) {
    return error.what();
  }
  return "(none)";
}

}  // namespace

TEST_CASE("a line gives text, title, date, address and language, and others are passed over") {
  std::string id;
  const SourceArticle article = read_json_line(
      R"({"id":"a-1","title":"T","text":"Một hai.","published":"2025-11-24T08:00:00+07:00",)"
      R"("url":"https://x.example/1","language":"vi-VN","section":["x"]})",
      id);
  CHECK(id == "a-1");
  CHECK(article.title == "T");
  CHECK(article.text == "Một hai.");
  CHECK(article.published == "2025-11-24");
  CHECK(article.url == "https://x.example/1");
  CHECK(article.language == "vi");
}

TEST_CASE("an id may be a number, and an address serves where none is given") {
  std::string id;
  read_json_line(R"({"id":17,"text":"x"})", id);
  CHECK(id == "17");
  read_json_line(R"({"url":"https://x.example/2","text":"x"})", id);
  CHECK(id == "https://x.example/2");
}

TEST_CASE("a line that is no article says why") {
  CHECK(problem_of(R"({"id":"a","text":)").find("not JSON") == 0);
  CHECK(problem_of(R"(["a"])") == "not a JSON object");
  CHECK(problem_of(R"({"text":"x"})") == "has neither `id` nor `url`");
  CHECK(problem_of(R"({"id":"a","title":"x"})") == "has no `text`");
  CHECK(problem_of(R"({"id":"a","text":3})") == "field `text` is number, expected a string");
  CHECK(problem_of(R"({"id":"a","text":"x","published":"24/11/2025"})") ==
        "`published` is \"24/11/2025\", expected an ISO 8601 date");
}

TEST_CASE("dates are ISO 8601, whole or partial, and nothing else") {
  CHECK(iso_date("2025") == "2025");
  CHECK(iso_date("2025-11") == "2025-11");
  CHECK(iso_date(" 2025-11-24 ") == "2025-11-24");
  CHECK(iso_date("2025-11-24 07:00") == "2025-11-24");
  for (const char* wrong :
       {"", "25", "2025-13", "2025-11-32", "2025/11/24", "2025-11-24x", "20251124"}) {
    CAPTURE(wrong);
    CHECK_FALSE(iso_date(wrong).has_value());
  }
}

#include "articles/input/flat_object.h"

#include <doctest/doctest.h>

#include "articles/input/json_lines.h"
#include "liaison/engine/error.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

// Everything that reading a line gives, or its problem.
std::string outcome(const std::string& line) {
  try {
    std::string id;
    const SourceArticle article = read_json_line(line, id);
    return id + "|" + article.text + "|" + article.title + "|" + article.published + "|" +
           article.url + "|" + article.language;
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("members of a flat object come in order, with escapes resolved") {
  const auto members = read_flat_object(
      R"( {"a":"b","":"" , "t\u0065x\u0074" : "\"\\\/\b\f\n\r\t\u1ED9\ud83d\uDE00 ộ","n":-1.5e3,"a":null} )");
  REQUIRE(members.has_value());
  REQUIRE(members->size() == 5);
  CHECK((*members)[0].name == "a");
  CHECK((*members)[0].text == "b");
  CHECK((*members)[1].name.empty());
  CHECK((*members)[2].name == "text");
  CHECK((*members)[2].text == "\"\\/\b\f\n\r\tộ\U0001F600 ộ");
  CHECK((*members)[3].other == "-1.5e3");
  CHECK((*members)[4].name == "a");
  CHECK((*members)[4].other == "null");
  CHECK(read_flat_object("{ }")->empty());
}

TEST_CASE("what is no flat object is left to a parser") {
  for (const char* line : {"",
                           "null",
                           "[]",
                           "{",
                           "{}x",
                           R"({"a":"b"} {)",
                           R"({"a":["b"]})",
                           R"({"a":{}})",
                           R"({"a":"b",})",
                           R"({"a" "b"})",
                           R"({"a":})",
                           R"({a:"b"})",
                           R"({"a":"b)",
                           R"({"a":"b\)",
                           R"({"a":"\q"})",
                           R"({"a":"\u12"})",
                           R"({"a":"\u12g4"})",
                           R"({"a":"\ud800"})",
                           R"({"a":"\ud800\u0041"})",
                           R"({"a":"\udc00"})",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\t\"b\"}",
                           R"({"a":"b\"})",
                           R"({"a":"\"\\\"})",
                           "{\"a\":\"\xFF\"}",
                           "{\"a\":\"\xE1\xBA\"}"}) {
    CAPTURE(line);
    CHECK_FALSE(read_flat_object(line).has_value());
  }
  CHECK_FALSE(read_flat_object(std::string("{\"a\":\"\0\"}", 9)).has_value());
}

TEST_CASE("a line is the same article whichever way it is read") {
  // A list among the members sends the line to the parser.
  const std::string list = R"("list":[1])";
  for (const std::string members :
       {R"("id":"a","text":"x y")", R"("id":17,"text":"x","title":null)",
        R"("id":"a","text":"x","text":"y")", R"("text":"ộ \u1ED9 \ud83d\ude00","url":"u")",
        R"("id":1.5,"text":"x")", R"("id":"a","text":3)", R"("id":true,"text":"x")",
        R"("id":"a","text":"x\u0000")", R"("id":"a","text":"x","published":"2024-13")",
        R"("id":"a","text":"x","n":1e999)", R"("id":"a")", R"("text":"x")",
        R"("id":18446744073709551616,"text":"x")", R"("id":-7,"text":"x","language":"vi-VN")"}) {
    CAPTURE(members);
    CHECK(outcome("{" + members + "}") == outcome("{" + members + "," + list + "}"));
  }
  CHECK(outcome("{\"id\":\t\"a\", \"text\": \"x\"}") == outcome(R"({"id":"a","text":"x"})"));
  // What is wrong is told at the same place.
  CHECK(outcome(R"({"id":"a","text":tru})") == "not JSON, as byte 21 of the line shows");
  CHECK(outcome(R"({"id":"a","text":"x" "y"})") == "not JSON, as byte 24 of the line shows");
  CHECK(outcome(R"({"id":"a","text":"x","n":1e999})") == "holds a number that is too large");
}

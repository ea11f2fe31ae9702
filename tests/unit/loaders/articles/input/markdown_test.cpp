#include "articles/input/markdown.h"

#include <doctest/doctest.h>

using namespace liaison::loaders;

TEST_CASE("a wrapped paragraph is one line, headings and items are lines of their own") {
  const SourceArticle article = read_markdown(
      "# Hội nghị ở Bali #\n\nĐoàn Việt Nam\ntham dự hội nghị.\n\n* một\n* hai\n  và nữa\n1. ba\n");
  CHECK(article.text ==
        "Hội nghị ở Bali\n\nĐoàn Việt Nam tham dự hội nghị.\n\nmột\nhai và nữa\n1. ba\n");
}

TEST_CASE("marks go and what they mark stays; images and comments go whole") {
  const SourceArticle article = read_markdown(
      "**Bộ** _Công_ `an` ~~cũ~~ [INTERPOL](https://x.example \"t\") ![ảnh](a.jpg) <b>đậm</b>\n"
      "<!-- ghi\nchú -->5 * 3 = 15, snake_case, \\*sao\\*, <https://x.example>\n");
  CHECK(article.text ==
        "Bộ Công an cũ INTERPOL  đậm 5 * 3 = 15, snake_case, *sao*, https://x.example\n");
}

TEST_CASE("the block at the head gives title, date, address and language") {
  const SourceArticle article = read_markdown(
      "---\ntitle: \"Một: hai\"\ndate: 2024-05-06T07:00\nlang: en\nurl: https://x.example/a\n"
      "tags: [x]\n---\n\nText.\n");
  CHECK(article.title == "Một: hai");
  CHECK(article.published == "2024-05-06");
  CHECK(article.language == "en");
  CHECK(article.url == "https://x.example/a");
  CHECK(article.text == "Text.\n");
}

TEST_CASE("a rule is no head block, and code stays as it stands") {
  CHECK(read_markdown("---\nText: x.\n").text == "Text: x.\n");
  CHECK(read_markdown("```\na  *b*\n```\nc\n").text == "a  *b*\nc\n");
}

TEST_CASE("tables lose their lines, quotes their marks") {
  CHECK(read_markdown("| Tên | Chức vụ |\n|---|:-:|\n| An | Bộ trưởng |\n").text ==
        "Tên , Chức vụ\n\nAn , Bộ trưởng\n");
  CHECK(read_markdown("> Một câu\n> trích dẫn.\n").text == "Một câu trích dẫn.\n");
}

#include "articles/input/html.h"

#include <doctest/doctest.h>

#include "liaison/engine/error.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

const std::string kOne =
    "Đoàn Việt Nam tham dự Hội nghị quan chức cấp cao tại Hà Nội trong ba ngày làm việc.";
const std::string kTwo = "Hội nghị đã thảo luận về tội phạm mạng, khủng bố và nhiều nội dung khác.";

// A page as newspapers make them: the article between all that is not the article.
std::string page(const std::string& body) {
  return "<!DOCTYPE html><html lang=\"vi-VN\"><head><meta charset=utf-8>"
         "<title>Khai mạc Hội nghị tại Hà Nội - Báo Mẫu</title>"
         "<meta property=\"article:published_time\" content=\"2024-05-06T07:08:00+07:00\">"
         "<link rel=\"canonical\" href=\"https://bao.example/khai-mac\">"
         "<style>p{color:red}</style></head><body class=\"has-sidebar\">"
         "<header><a href=/>Báo Mẫu</a><div class=clock>Thứ 6, ngày 16 tháng 8</div></header>"
         "<nav><ul><li><a href=1>Thế giới</a><li><a href=2>Kinh tế</a></ul></nav>" +
         body +
         "<footer>Bản quyền thuộc về Báo Mẫu, cấm sao chép dưới mọi hình thức.</footer></body>";
}

}  // namespace

TEST_CASE("of a page the article is left, a line a block") {
  const SourceArticle article = read_html(page(
      "<div id=main><h1>Khai mạc Hội nghị tại Hà Nội</h1><div class=\"social-share\">Chia sẻ</div>"
      "<div class=body><p>" +
      kOne + "<p>" + kTwo +
      "<figure><img src=a.jpg><figcaption>Toàn cảnh Hội nghị.</figcaption></figure>"
      "<script>document.write('<p>quảng cáo</p>')</script>"
      "<div class=relatedNews><ul><li><a href=3>Tin khác: họp báo</a></ul></div></div></div>"
      "<aside><p>Một đoạn dài bên lề trang không thuộc về bài báo này chút nào cả.</p></aside>"));
  CHECK(article.text == kOne + "\n\n" + kTwo + "\n\nToàn cảnh Hội nghị.\n");
  CHECK(article.title == "Khai mạc Hội nghị tại Hà Nội");
  CHECK(article.published == "2024-05-06");
  CHECK(article.url == "https://bao.example/khai-mac");
  CHECK(article.language == "vi");
}

TEST_CASE("an article element is the article, teasers beside it are not") {
  const SourceArticle article =
      read_html(page("<article><p>" + kOne + "</p><p>" + kTwo + "</p></article>" +
                     "<article><a href=4>Tin ngắn một</a></article><article><a href=5>Tin ngắn "
                     "hai</a></article>"));
  CHECK(article.text == kOne + "\n\n" + kTwo + "\n");
}

TEST_CASE("of blocks that weigh the same the first of the page is the article") {
  const SourceArticle article = read_html(
      page("<div><div><p>" + kOne + "</p></div></div><div><div><p>" + kOne + "</p></div></div>"));
  CHECK(article.text == kOne + "\n");
}

TEST_CASE("text between line breaks is lines, character references are characters") {
  const SourceArticle article =
      read_html(page("<div class=content>" + kOne +
                     "<br><br>A &amp; B&nbsp;&ndash; H&agrave; N&#7897;i.<br/>" + kTwo + "</div>"));
  CHECK(article.text == kOne + "\nA & B – Hà Nội.\n" + kTwo + "\n");
}

TEST_CASE("broken pages give what browsers show") {
  const SourceArticle article =
      read_html("<p>" + kOne + "<div hidden>ẩn</div><p>" + kTwo + "<b>đậm<p>cuối</i>");
  CHECK(article.text == kOne + "\n\n" + kTwo + "đậm\n\ncuối\n");
  CHECK(article.title.empty());
}

TEST_CASE("a page without text has none, and one nested without end is refused") {
  CHECK(read_html("<html><body><nav>x</nav></body>").text.empty());
  CHECK(read_html("").text.empty());
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<div>";
  CHECK_THROWS_AS(read_html(deep), InputError);
}

TEST_CASE("paragraphs that are never closed are no nesting") {
  std::string flat = "<div>";
  for (int i = 0; i < 20'000; ++i) flat += "<p>đoạn<br>";
  CHECK(read_html(flat).text.size() > 20'000);
}

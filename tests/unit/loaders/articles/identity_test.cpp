#include "articles/identity.h"

#include <doctest/doctest.h>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"
#include "unit/loaders/articles/articles_support.h"

using namespace liaison;
using namespace liaison::loaders;

namespace {

const char* const kFirst =
    "Trung tướng Đặng Hoà Bính, Thứ trưởng Bộ Công an, dự Hội nghị SOMTC 31 tại Huế cùng đại diện "
    "INTERPOL.";
const char* const kSecond =
    "Lieutenant General Dang Hoa Binh, Deputy Minister of Public Security of Vietnam, attended the "
    "31st ASEAN Senior Officials Meeting on Transnational Crime in Hue, Vietnam.";
const char* const kThird = "Tổ chức Cảnh sát hình sự quốc tế và Bộ Công an Lào họp về SOMTC 32.";

std::map<std::string, GlobalEntity> merged(const std::vector<ArticleFacts>& articles) {
  IdentityResolver identity(Rules::builtin());
  for (const ArticleFacts& a : articles) identity.add(a);
  identity.resolve();
  return identity.entities();
}

}  // namespace

TEST_CASE(
    "a person, a ministry and a session are one across languages; numbers and countries keep "
    "apart") {
  const auto all =
      merged({extract_text(kFirst, "a"), extract_text(kSecond, "b"), extract_text(kThird, "c")});
  REQUIRE(all.contains("official:dang hoa binh"));
  CHECK(all.at("official:dang hoa binh").articles == std::vector<std::string>{"a", "b"});
  CHECK(all.at("official:dang hoa binh").name == "Đặng Hoà Bính");
  CHECK(all.at("agency:bo cong an|VN").articles == std::vector<std::string>{"a", "b"});
  CHECK(all.at("agency:bo cong an|LA").articles == std::vector<std::string>{"c"});
  CHECK(all.at("conference:SOMTC:31").articles == std::vector<std::string>{"a", "b"});
  CHECK(all.contains("conference:SOMTC:32"));
  CHECK(all.at("agency:interpol").articles == std::vector<std::string>{"a", "c"});
}

TEST_CASE("the merged graph does not depend on the order of the articles") {
  const std::vector<ArticleFacts> forward = {extract_text(kFirst, "a"), extract_text(kSecond, "b"),
                                             extract_text(kThird, "c")};
  const std::vector<ArticleFacts> backward = {forward[2], forward[1], forward[0]};
  const auto x = merged(forward);
  const auto y = merged(backward);
  REQUIRE(x.size() == y.size());
  for (const auto& [key, e] : x) {
    REQUIRE(y.contains(key));
    CHECK(y.at(key).name == e.name);
    CHECK(y.at(key).aliases == e.aliases);
    CHECK(y.at(key).attributes == e.attributes);
    CHECK(y.at(key).articles == e.articles);
  }
}

TEST_CASE("an article is added once") {
  IdentityResolver identity(Rules::builtin());
  const auto a = extract_text(kFirst, "a");
  identity.add(a);
  CHECK_THROWS_AS(identity.add(a), UsageError);
}

TEST_CASE("a slip of tone marks makes no second person within an article") {
  const auto a = extract_text("Ông Đặng Hoà Bính phát biểu. Ông Đặng Hoa Bính nói thêm.");
  CHECK(count_label(a, EntityLabel::Official) == 1);
}

TEST_CASE("evidence quotes the text at its offsets, and NFD input gives the facts of NFC input") {
  const std::string text = std::string(kFirst) + "\n" + kThird;
  std::string nfd;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = text::decode(text, i);
    if (c == U'ộ')
      nfd += "o\xCC\xA3\xCC\x82";
    else
      text::append(nfd, c);
  }
  const auto a = extract_text(text);
  const auto b = extract_text(nfd);
  REQUIRE(a.facts.size() > 3);
  REQUIRE(a.facts.size() == b.facts.size());
  for (std::size_t i = 0; i < a.facts.size(); ++i) {
    CHECK(a.facts[i].head == b.facts[i].head);
    REQUIRE(a.facts[i].evidence.size() > 0);
    const Evidence& e = a.facts[i].evidence[0];
    CHECK(text::substring(text, e.start, e.end - e.start) == e.sentence);
    CHECK(b.facts[i].evidence[0].start == e.start);
    CHECK(a.facts[i].confidence > 0);
    CHECK(a.facts[i].confidence <= 1);
  }
}

TEST_CASE("broken, empty and repetitive input neither crashes nor invents") {
  CHECK(extract_text("").entities.empty());
  CHECK(extract_text("\n\n \t").facts.empty());
  CHECK(extract_text("((((\"“”))) - – , , ; lần thứ").facts.empty());
  const std::string all = std::string(kFirst) + kSecond + kThird;
  for (std::size_t cut = 1; cut < all.size(); cut += 7) {
    const auto a = extract_text(all.substr(cut / 2, cut));
    for (const auto& e : a.entities) {
      for (const TextSpan& s : e.mentions) CHECK(s.start < s.end);
    }
  }
  std::string noise;
  for (int i = 0; i < 500; ++i) noise += "Bộ Hội nghị Công ước của và Thứ trưởng lần thứ (A) ";
  extract_text(noise);
  extract_text(std::string("\xFF\xC3(\xE1\xBB ") + kFirst);
}

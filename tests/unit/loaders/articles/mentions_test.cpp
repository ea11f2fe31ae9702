#include <doctest/doctest.h>

#include "unit/loaders/articles/articles_support.h"

using namespace liaison::loaders;

namespace {

// The label under which `name` was found, or "".
std::string label_of(const ArticleFacts& article, const std::string& name) {
  const ExtractedEntity* e = entity_named(article, name);
  return e == nullptr ? "" : std::string(to_string(e->label));
}

}  // namespace

TEST_CASE("bodies never seen are found by head noun, field, parent and country") {
  const auto a = extract_text(
      "Bộ Kiến thiết Nauru và Cục Quản lý tài nguyên, Bộ Kiến thiết Nauru làm việc với Ủy ban Liên "
      "hợp quốc về Quyền trẻ em.");
  CHECK(label_of(a, "Bộ Kiến thiết Nauru") == "Agency");
  CHECK(label_of(a, "Ủy ban Liên hợp quốc về Quyền trẻ em") == "Agency");
  CHECK(has_fact(a, "PART_OF", "Bộ Kiến thiết Nauru", "Nauru"));
  CHECK(has_fact(a, "PART_OF", "Cục Quản lý tài nguyên", "Bộ Kiến thiết Nauru"));
  CHECK(has_fact(a, "PART_OF", "Ủy ban Liên hợp quốc về Quyền trẻ em", "Liên hợp quốc"));
}

TEST_CASE("a person's name after a body is not swallowed by it") {
  const auto a = extract_text(
      "Thứ trưởng Bộ Công an Trần Bá Lộc tiếp Cục trưởng Cục Hải quan Bounmy Xaysana.");
  CHECK(label_of(a, "Trần Bá Lộc") == "Official");
  CHECK(label_of(a, "Bounmy Xaysana") == "Official");
  CHECK(label_of(a, "Bộ Công an") == "Agency");
}

TEST_CASE("a conference takes its number with it, and a name ends at the end of its line") {
  const auto a = extract_text(
      "Hội nghị Bộ trưởng Năng lượng ASEAN về an ninh hạt nhân lần thứ 7\nĐại diện các nước dự Hội "
      "nghị\nDù vậy");
  const ExtractedEntity* e =
      entity_named(a, "Hội nghị Bộ trưởng Năng lượng ASEAN về an ninh hạt nhân lần thứ 7");
  REQUIRE(e != nullptr);
  CHECK(e->label == EntityLabel::Conference);
  CHECK(e->mentions.size() == 1);
  CHECK(count_label(a, EntityLabel::Conference) == 1);
}

TEST_CASE("mentions are flat: nothing inside a longer name is a mention of its own") {
  const auto a =
      extract_text("Hội nghị cấp cao ASEAN về phòng, chống khủng bố lần thứ 5 họp tại Bagan.");
  CHECK(entity_named(a, "ASEAN") == nullptr);
  CHECK(entity_named(a, "khủng bố") == nullptr);
  std::vector<TextSpan> spans;
  for (const auto& e : a.entities) spans.insert(spans.end(), e.mentions.begin(), e.mentions.end());
  std::sort(spans.begin(), spans.end());
  for (std::size_t i = 1; i < spans.size(); ++i) CHECK(spans[i - 1].end <= spans[i].start);
}

TEST_CASE("a name with an acronym in parentheses is two mentions of one thing") {
  const std::string text = "Hiệp hội Luật gia châu Phi (HLPX) dự họp. HLPX phát biểu.";
  const auto a = extract_text(text);
  const ExtractedEntity* e = entity_named(a, "HLPX");
  REQUIRE(e != nullptr);
  CHECK(e->name == "Hiệp hội Luật gia châu Phi");
  CHECK(e->mentions.size() == 3);
  CHECK(e->mentions[0] == TextSpan{0, 26});
}

TEST_CASE("country names need their capitals, regions hide what they contain") {
  const auto a =
      extract_text("Luật pháp và tư pháp của khu vực châu Á - Thái Bình Dương, châu Mỹ và Pháp.");
  CHECK(label_of(a, "Pháp") == "Country");
  CHECK(entity_named(a, "Pháp")->mentions.size() == 1);
  CHECK(entity_named(a, "Thái Bình") == nullptr);
  CHECK(entity_named(a, "Hoa Kỳ") == nullptr);
}

TEST_CASE("cities not on any list are found behind a city's noun or before their country") {
  const auto a =
      extract_text("Cuộc họp diễn ra tại thành phố Zanzara, Kenya và tại Ourika, Morocco.");
  CHECK(label_of(a, "thành phố Zanzara") == "Place");
  CHECK(has_fact(a, "PART_OF", "thành phố Zanzara", "Kenya"));
  CHECK(has_fact(a, "PART_OF", "Ourika", "Morocco"));
}

TEST_CASE("credits, bylines, image names and navigation are no text") {
  const auto a = extract_text(
      "Hội thảo về an ninh mạng tại Huế.\n\nẢnh: TTXVN Bộ Công an\n\nanh-interpol.jpg\nNguồn: Bộ "
      "Ngoại giao Lào\nTags: INTERPOL Bộ Công an\n");
  CHECK(count_label(a, EntityLabel::Agency) == 0);
}

TEST_CASE("English bodies end where the next person or body begins") {
  const auto a = extract_text(
      "Director of the Border Affairs Department of the Ministry of Home Affairs of Malaysia met "
      "Commissioner of the Royal Fiji Police Sitiveni Qalo in the capital.");
  CHECK(label_of(a, "Border Affairs Department") == "Agency");
  CHECK(label_of(a, "Ministry of Home Affairs of Malaysia") == "Agency");
  CHECK(label_of(a, "Royal Fiji Police") == "Agency");
  CHECK(label_of(a, "Sitiveni Qalo") == "Official");
}

TEST_CASE("a conference goes on to its number, over a comma and words that end names elsewhere") {
  const auto a = extract_text(
      "Hội nghị giao ban công tác quản lý cửa khẩu, chợ trên tuyến biên giới lần thứ 8 và Hội nghị "
      "AMMTC 30, lần thứ ba trong năm.");
  CHECK(label_of(a,
                 "Hội nghị giao ban công tác quản lý cửa khẩu, chợ trên tuyến biên giới lần thứ "
                 "8") == "Conference");
  CHECK(label_of(a, "Hội nghị AMMTC 30") == "Conference");
}

TEST_CASE("English: a person behind a body without a mark is not of it, nor is a date") {
  const auto a = extract_text(
      "Commissioner of the Tongan Department of Border Control Edward Whitfield spoke to the "
      "press. "
      "The Ministry of Information and Communications on November 3 met the Deputy Director.");
  CHECK(label_of(a, "Tongan Department of Border Control") == "Agency");
  CHECK(label_of(a, "Edward Whitfield") == "Official");
  CHECK(label_of(a, "Ministry of Information and Communications") == "Agency");
}

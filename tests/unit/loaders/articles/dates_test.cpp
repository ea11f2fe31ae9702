#include "articles/dates.h"

#include <doctest/doctest.h>

#include "unit/loaders/articles/articles_support.h"

using namespace liaison::loaders;

TEST_CASE("partial dates are written as far as they are known") {
  CHECK(PartialDate{2020, 9, 24}.iso() == "2020-09-24");
  CHECK(PartialDate{2020, 9, 0}.iso() == "2020-09");
  CHECK(PartialDate{2020, 0, 0}.iso() == "2020");
  CHECK(PartialDate{0, 10, 31}.iso() == "--10-31");
  CHECK(PartialDate{}.iso() == "");
}

TEST_CASE(
    "the dateline next to the headline is the publication date, the prefix stands in for it") {
  CHECK(extract_text(
            "Thứ Sáu, 16/8/2019\nMột nhan đề đủ dài của bài báo\n08:44 03/12/2025\nThân bài.")
            .published == "2025-12-03");
  CHECK(extract_text(" date 2022-01 Chiều 5-1, Hội nghị khai mạc.").published == "2022-01");
  CHECK(extract_text("A headline of some words here\nThursday, 25 November 2021\nText follows.")
            .published == "2021-11-25");
  CHECK(extract_text("Chỉ có thân bài, không có ngày.").published == "");
}

TEST_CASE("a header that contradicts the text is no publication date") {
  CHECK(extract_text("Thứ tư, 19/01/2022\n\nKhai mạc kỳ họp của một tổ chức\n\nSáng nay, 31-10, kỳ "
                     "họp khai mạc.")
            .published == "");
}

TEST_CASE("day and month take the year closest to publication, over the turn of the year too") {
  const std::string name = "Hội nghị AMMTC 30";
  CHECK(entity_attribute(extract_text(" date 2022-01 Ngày 5/1, Hội nghị AMMTC 30 khai mạc."), name,
                         "date") == "2022-01-05");
  CHECK(entity_attribute(extract_text(" date 2022-01 Ngày 28/12, Hội nghị AMMTC 30 bế mạc."), name,
                         "date") == "2021-12-28");
  CHECK(entity_attribute(extract_text("Ngày 28/12, Hội nghị AMMTC 30 bế mạc."), name, "date") ==
        "--12-28");
}

TEST_CASE("ranges give both ends, in either language") {
  const auto vi = extract_text("Từ ngày 24-27/11/2025, Hội nghị AMMTC 30 diễn ra tại Huế.");
  CHECK(entity_attribute(vi, "Hội nghị AMMTC 30", "start_date") == "2025-11-24");
  CHECK(entity_attribute(vi, "Hội nghị AMMTC 30", "end_date") == "2025-11-27");
  const auto en = extract_text(
      "The 31st ASEANAPOL Conference runs from March 3 to 5, 2011 in Cebu, the Philippines.");
  CHECK(entity_attribute(en, "31st ASEANAPOL Conference", "start_date") == "2011-03-03");
  CHECK(entity_attribute(en, "31st ASEANAPOL Conference", "end_date") == "2011-03-05");
}

TEST_CASE("ratios and hours are no dates") {
  const auto a = extract_text(" date 2022-01 Hội nghị AMMTC 30 bàn về liên lạc 24/7.");
  CHECK(entity_attribute(a, "Hội nghị AMMTC 30", "date") == "");
}

TEST_CASE("English: ranges with the month behind, a dateline that opens the first paragraph") {
  const auto a = extract_text(
      "Police chiefs meet\nSUVA, Fiji, Aug 22, 2023 - The 31st ASEANAPOL Conference runs from 20 "
      "to "
      "24 August in Suva.");
  CHECK(a.published == "2023-08-22");
  CHECK(entity_attribute(a, "31st ASEANAPOL Conference", "start_date") == "2023-08-20");
  CHECK(entity_attribute(a, "31st ASEANAPOL Conference", "end_date") == "2023-08-24");
}

#include "liaison/engine/text.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/normal_form.h"

using namespace liaison;

TEST_CASE("NFC composes, leaves composed text alone and counts ill-formed bytes one by one") {
  CHECK(text::nfc("Bo\xCC\xA3\xCC\x82") == "Bộ");
  CHECK(text::nfc("Bộ Công an") == "Bộ Công an");
  CHECK(text::nfc("") == "");
  CHECK(text::nfc("a\xFF\xFE z") == "a\uFFFD\uFFFD z");
  CHECK(text::is_nfc("Hà Nội"));
  CHECK_FALSE(text::is_nfc("Ha\xCC\x80"));
  CHECK_FALSE(text::is_valid_utf8("\xC3"));
  CHECK(text::is_valid_utf8("\uFFFD"));
}

TEST_CASE("what is in NFC is known without composing it, for every code point") {
  for (char32_t c = 1; c < 0x3100; ++c) {
    std::string one;
    text::append(one, c);
    const std::string parts = text::normalize(one, text::NormalForm::Nfd);
    // Putting the parts together again does not ask whether they are in NFC already.
    const bool composed = parts == one || text::nfc(parts) == one;
    for (const std::string& sample : {one, "1" + one + "2", std::string(70, '3') + one}) {
      if (text::is_nfc(sample) != composed) {
        CAPTURE(static_cast<unsigned>(c));
        CHECK(text::is_nfc(sample) == composed);
      }
    }
  }
  // A mark alone is composed; behind its letter it is not.
  CHECK(text::is_nfc("\xCC\x80"));
  CHECK_FALSE(text::is_nfc(std::string(200, 'b') + "e\xCC\x80"));
}

TEST_CASE("well-formed text is told from other bytes at every length and place") {
  const auto decodes = [](std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
      const std::size_t begin = i;
      if (text::decode(bytes, i) == 0xFFFD && i == begin + 1) return false;
    }
    return true;
  };
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"a",
                                           " ",
                                           "\n",
                                           "ộ",
                                           "é",
                                           "€",
                                           "😀",
                                           "\xEF\xBF\xBD",
                                           "\xC3",
                                           "\xE1\xBA",
                                           "\x80",
                                           "\xFF",
                                           "\xC0\x80",
                                           "\xED\xA0\x80",
                                           "\xF4\x90\x80\x80",
                                           "\xE0\x80\x80",
                                           "\xF0\x80\x80\x80",
                                           "\xF5\x80\x80\x80",
                                           "\xF0\x9F\x98"};
  for (int round = 0; round < 4000; ++round) {
    // Bad pieces are rare, so that long texts without any are met too.
    std::string bytes;
    const std::size_t count = random() % 90;
    const std::size_t bad = random() % 3 == 0 ? random() % 90 : 90;
    for (std::size_t i = 0; i < count; ++i) {
      bytes += pieces[i == bad ? 8 + random() % (pieces.size() - 8) : random() % 8];
    }
    CHECK(text::is_valid_utf8(bytes) == decodes(bytes));
    const text::CodePointIndex index(bytes);
    std::size_t points = 0;
    for (std::size_t i = 0; i < bytes.size(); ++points) {
      const std::size_t begin = i;
      text::decode(bytes, i);
      REQUIRE(index.byte_at(points) == begin);
      for (std::size_t at = begin; at < i; ++at) REQUIRE(index.code_point_at(at) == points);
    }
    CHECK(index.size() == points);
  }
}

TEST_CASE("the two habits of placing a tone mark have one key, other syllables keep theirs") {
  using text::NameLevel;
  const auto tone = [](const char* s) { return text::name_key(s, NameLevel::Tone); };
  CHECK(tone("hoà bình") == "hòa bình");
  CHECK(tone("Uỷ ban") == "Ủy ban");
  CHECK(tone("khoẻ") == "khỏe");
  CHECK(tone("THUỶ") == "THỦY");
  CHECK(tone("Hoàng") == "Hoàng");
  CHECK(tone("quý") == "quý");
  CHECK(tone("hòa") == "hòa");
  CHECK(tone("Ðại hội đồng") == "Đại hội đồng");
  CHECK(tone("  Bộ \u00A0 Công\tan ") == "Bộ Công an");
}

TEST_CASE("folding drops marks, case and the bar of đ, and folds a fold to itself") {
  CHECK(text::fold("Bộ Công an ĐƯỜNG Đối") == "bo cong an duong doi");
  CHECK(text::fold("Sebastián Piñera") == "sebastian pinera");
  CHECK(text::fold("Straße Æ Łódź") == "strasse ae lodz");
  CHECK(text::fold("SOMTC – “x”") == "somtc - \"x\"");
  const std::string once = text::name_key("  Tổ   chức ", text::NameLevel::Folded);
  CHECK(once == "to chuc");
  CHECK(text::name_key(once, text::NameLevel::Folded) == once);
  CHECK(text::fold("Bo\xCC\xA3\xCC\x82") == "bo");
  CHECK(text::fold_code_point(U'Ế') == U'e');
  CHECK(text::fold_code_point(0x0301) == 0);
}

TEST_CASE("case mapping is full Unicode") {
  CHECK(text::to_upper("đường ß") == "ĐƯỜNG SS");
  CHECK(text::to_lower("ĐƯỜNG") == "đường");
  CHECK(text::to_lower("ABC") == "abc");
}

TEST_CASE("code point positions and byte offsets agree in both directions over long text") {
  std::string sample;
  for (int i = 0; i < 300; ++i) sample += i % 3 == 0 ? "ế" : (i % 3 == 1 ? "a" : "😀");
  const text::CodePointIndex index(sample);
  REQUIRE(index.size() == text::length(sample));
  std::size_t byte = 0;
  for (std::size_t k = 0; k < index.size(); ++k) {
    CHECK(index.byte_at(k) == byte);
    CHECK(index.code_point_at(byte) == k);
    const std::size_t start = byte;
    text::decode(sample, byte);
    CHECK(index.code_point_at(byte - 1) == k);
    CHECK(byte > start);
  }
  CHECK(index.byte_at(index.size()) == sample.size());
  CHECK(index.code_point_at(sample.size()) == index.size());
  CHECK(text::CodePointIndex("").size() == 0);
  CHECK(text::substring("Hà Nội", 3, 2) == "Nộ");
  CHECK(text::substring("Hà", 9) == "");
  CHECK(text::reverse("Hà ơ") == "ơ àH");
}

TEST_CASE("words and sentences are spans of the text") {
  const std::string sample = "Hà Nội, 24/9. Bộ Công an dự!";
  std::string joined;
  for (const text::Span& w : text::words(sample)) {
    joined += sample.substr(w.begin, w.end - w.begin) + "|";
  }
  CHECK(joined == "Hà|Nội|24|9|Bộ|Công|an|dự|");
  const auto found = text::sentences(sample);
  REQUIRE(found.size() == 2);
  CHECK(sample.substr(found[1].begin, found[1].end - found[1].begin) == "Bộ Công an dự!");
}

TEST_CASE("terminal width counts columns, not bytes") {
  CHECK(text::display_width("Bộ Công an") == 10);
  CHECK(text::display_width("Bo\xCC\xA3\xCC\x82") == 2);
  CHECK(text::display_width("日本") == 4);
  CHECK(text::display_width("😀") == 2);
  CHECK(text::truncate_to_width("Đại tướng", 4) == "Đại ");
  CHECK(text::truncate_to_width("日本", 3) == "日");
}

TEST_CASE("initials are the first letters of 3 to 12 words, with and without connecting words") {
  using Keys = std::vector<std::string>;
  CHECK(text::initials("Bộ Công an") == Keys{"bca"});
  CHECK(text::initials("Bộ Văn hóa, Thể thao và Du lịch") == Keys{"bvhttvdl", "bvhttdl"});
  CHECK(text::initials("Ministry of Public Security") == Keys{"mops", "mps"});
  CHECK(text::initials("Đài Tiếng nói Việt Nam") == Keys{"dtnvn"});
  CHECK(text::initials("Hà Nội").empty());
  CHECK(text::initials("House of Lords") == Keys{"hol"});
  CHECK(text::initials("a b c d e f g h i j k l m").empty());
  CHECK(text::initials("").empty());
  for (const char* form : {"BCA", "b.c.a.", "B C A", "B-C-A", " bca "}) {
    CHECK(text::initials_key(form) == "bca");
  }
  CHECK(text::initials_key("BVHTT&DL") == "bvhttdl");
  CHECK(text::initials_key("ĐTNVN") == "dtnvn");
  CHECK(text::initials_key("bo cong an").empty());
  CHECK(text::initials_key("bc").empty());
  CHECK(text::initials_key("abcdefghijklm").empty());
  CHECK(text::initials_key("").empty());
}

// One case a family, in invented sentences; each also holds something that must give no fact.
#include <doctest/doctest.h>

#include "unit/loaders/articles/articles_support.h"

using namespace liaison::loaders;

namespace {
const std::string kMeeting = "Hội nghị AMMTC 30";
}

TEST_CASE("posts: several bodies, ranks, state posts, and the field after the post") {
  const auto a = extract_text(
      "Đại tướng Somchai Wutthisak, Phó Thủ tướng kiêm Bộ trưởng Bộ Nội vụ Vương quốc Thái Lan, "
      "gặp Trung tá Lê Bá Vượng, Phó Cục trưởng Cục Cảnh sát hình sự, Bộ Công an. "
      "Bộ trưởng Quốc phòng Fiji Ratu Inoke vắng mặt.");
  CHECK(attribute(a, "HOLDS_POST", "Somchai Wutthisak", "Thái Lan", "title") == "Phó Thủ tướng");
  CHECK(attribute(a, "HOLDS_POST", "Somchai Wutthisak", "Bộ Nội vụ Vương quốc Thái Lan", "rank") ==
        "Đại tướng");
  CHECK(attribute(a, "HOLDS_POST", "Lê Bá Vượng", "Cục Cảnh sát hình sự", "title") ==
        "Phó Cục trưởng");
  CHECK(has_fact(a, "PART_OF", "Cục Cảnh sát hình sự", "Bộ Công an"));
  CHECK(attribute(a, "HOLDS_POST", "Ratu Inoke", "Bộ Quốc phòng Fiji", "title") == "Bộ trưởng");
  CHECK_FALSE(has_fact(a, "HOLDS_POST", "Lê Bá Vượng", "Bộ Công an"));
}

TEST_CASE("posts: the posts of the next person do not stick to the one before") {
  const auto a = extract_text(
      "Đại tướng Phan Văn Kha, Bộ trưởng Bộ Công an và Bộ trưởng Bộ Tư pháp Singapore Adam Tan "
      "đồng chủ trì Hội nghị AMMTC 30.");
  CHECK(has_fact(a, "HOLDS_POST", "Phan Văn Kha", "Bộ Công an"));
  CHECK(has_fact(a, "HOLDS_POST", "Adam Tan", "Bộ Tư pháp Singapore"));
  CHECK_FALSE(has_fact(a, "HOLDS_POST", "Phan Văn Kha", "Bộ Tư pháp Singapore"));
  CHECK(attribute(a, "ATTENDED", "Phan Văn Kha", kMeeting, "role") == "chair");
  CHECK(attribute(a, "ATTENDED", "Adam Tan", kMeeting, "role") == "chair");
}

TEST_CASE("hosting: passive, active, owner; a person who chairs is no host; a noun is no verb") {
  const auto a = extract_text(
      "Hội nghị AMMTC 30 do Myanmar chủ trì. Fiji sẽ đăng cai Hội nghị AMMTC 31. Công tác tổ chức "
      "Hội nghị AMMTC 31 được khen.");
  CHECK(has_fact(a, "HOSTED", "Myanmar", kMeeting));
  CHECK(has_fact(a, "HOSTED", "Fiji", "Hội nghị AMMTC 31"));
  CHECK_FALSE(has_fact(a, "HOSTED", "Fiji", kMeeting));
  CHECK(has_fact(a, "PRECEDES", kMeeting, "Hội nghị AMMTC 31"));
}

TEST_CASE("held in: the city, not the country behind it, and not the city of another verb") {
  const auto a = extract_text(
      "Tại thành phố Zanzara, Kenya, Bộ Nội vụ Kenya đã tổ chức Hội nghị AMMTC 30. Ông Lê Bá Vượng "
      "làm việc tại Rabat.");
  CHECK(has_fact(a, "HELD_IN", kMeeting, "thành phố Zanzara"));
  CHECK_FALSE(has_fact(a, "HELD_IN", kMeeting, "Kenya"));
  CHECK_FALSE(has_fact(a, "HELD_IN", kMeeting, "Rabat"));
  CHECK(has_fact(a, "HOSTED", "Bộ Nội vụ Kenya", kMeeting));
  CHECK_FALSE(has_fact(a, "HOSTED", "Kenya", kMeeting));
}

TEST_CASE("attendance: delegations, lists with observers, groups give nothing") {
  const auto a = extract_text(
      "Đoàn đại biểu Lào do Thiếu tướng Bounmy Xaysana làm Trưởng đoàn tham dự Hội nghị AMMTC 30. "
      "Hội nghị có sự tham dự của đại diện 12 nước, UNODC, Ban Thư ký ASEAN và các quan sát viên: "
      "Europol, Fiji. "
      "Cảnh sát 10 nước ASEAN cũng dự.");
  CHECK(attribute(a, "ATTENDED", "Bounmy Xaysana", kMeeting, "role") == "head_of_delegation");
  CHECK(attribute(a, "ATTENDED", "Lào", kMeeting, "role") == "participant");
  CHECK(attribute(a, "ATTENDED", "UNODC", kMeeting, "role") == "participant");
  CHECK(attribute(a, "ATTENDED", "Europol", kMeeting, "role") == "observer");
  CHECK(attribute(a, "ATTENDED", "Fiji", kMeeting, "role") == "observer");
  CHECK_FALSE(has_fact(a, "ATTENDED", "ASEAN", kMeeting));
}

TEST_CASE("attendance: an invitation is none") {
  const auto a = extract_text(
      "Hội nghị AMMTC 30 khai mạc. Việt Nam trân trọng mời Fiji tham dự Hội nghị AMMTC 31.");
  CHECK_FALSE(has_fact(a, "ATTENDED", "Fiji", "Hội nghị AMMTC 31"));
}

TEST_CASE("speech: reporting verbs at the conference, not beside it, not by bodies") {
  const auto a = extract_text(
      "Phát biểu tại Hội nghị AMMTC 30, ông Adam Tan, Tổng Thư ký INTERPOL kêu gọi hợp tác.\n"
      "Bộ Công an cho biết sẽ theo dõi.\n"
      "Bên lề Hội nghị, ông Bounmy Xaysana nhấn mạnh quan hệ hai nước.");
  CHECK(has_fact(a, "SPOKE_AT", "Adam Tan", kMeeting));
  CHECK_FALSE(has_fact(a, "SPOKE_AT", "Bộ Công an", kMeeting));
  CHECK_FALSE(has_fact(a, "SPOKE_AT", "Bounmy Xaysana", kMeeting));
}

TEST_CASE("discussion: the conference's words, not one speaker's") {
  const auto a = extract_text(
      "Tại Hội nghị AMMTC 30, các đại biểu đã thảo luận về rửa tiền và dẫn độ.\n"
      "Ông Adam Tan nhấn mạnh tham nhũng.");
  CHECK(has_fact(a, "DISCUSSED", kMeeting, "rửa tiền"));
  CHECK(has_fact(a, "DISCUSSED", kMeeting, "dẫn độ"));
  CHECK_FALSE(has_fact(a, "DISCUSSED", kMeeting, "tham nhũng"));
}

TEST_CASE("texts: adopted, signed, parties; a purpose adopts nothing") {
  const auto a = extract_text(
      " date 2024-05 Ngày 7/5, Hội nghị AMMTC 30 khai mạc. "
      "Kết thúc Hội nghị, Bộ trưởng Phan Văn Kha và ông Adam Tan đã ký Bản ghi nhớ giữa Bộ Công an "
      "và Bộ Tư pháp Singapore. "
      "Hội nghị cũng thảo luận để thông qua Kế hoạch hành động ASEAN giai đoạn 2026-2030.");
  const std::string memo = "Bản ghi nhớ giữa Bộ Công an và Bộ Tư pháp Singapore";
  const std::string plan = "Kế hoạch hành động ASEAN giai đoạn 2026-2030";
  CHECK(has_fact(a, "ADOPTED", kMeeting, memo));
  CHECK(has_fact(a, "SIGNED", "Phan Văn Kha", memo));
  CHECK(has_fact(a, "SIGNED", "Adam Tan", memo));
  CHECK(has_fact(a, "PARTY_TO", "Bộ Công an", memo));
  CHECK(has_fact(a, "PARTY_TO", "Bộ Tư pháp Singapore", memo));
  CHECK(entity_attribute(a, memo, "date") == "2024-05-07");
  CHECK_FALSE(has_fact(a, "ADOPTED", kMeeting, plan));
  CHECK(has_fact(a, "DISCUSSED", kMeeting, plan));
}

TEST_CASE("meetings: named sides only; a led delegation visits through its leader") {
  const auto a = extract_text(
      "Từ ngày 3-6/4/2024, Đoàn đại biểu Bộ Công an do Trung tướng Lê Bá Vượng dẫn đầu đã thăm, "
      "làm việc tại Kenya và Fiji. "
      "Ngày 5/4/2024, ông Lê Bá Vượng đã hội đàm với ông Adam Tan và làm việc với Giám đốc Cảnh "
      "sát Fiji.");
  CHECK(attribute(a, "VISITED", "Lê Bá Vượng", "Kenya", "start_date") == "2024-04-03");
  CHECK(attribute(a, "VISITED", "Lê Bá Vượng", "Fiji", "end_date") == "2024-04-06");
  CHECK(attribute(a, "MET", "Lê Bá Vượng", "Adam Tan", "date") == "2024-04-05");
  CHECK_FALSE(has_fact(a, "MET", "Lê Bá Vượng", "Cảnh sát Fiji"));
}

TEST_CASE("elections and membership") {
  const auto a = extract_text(
      "Hội nghị AMMTC 30 đã bầu ông Adam Tan, Cố vấn Bộ Tư pháp Singapore làm Chủ tịch INTERPOL "
      "nhiệm kỳ 2030-2034. "
      "Fiji là thành viên của INTERPOL. Brunei tiếp nhận chức Chủ tịch ASEANAPOL từ Lào.");
  CHECK(attribute(a, "ELECTED_TO", "Adam Tan", "INTERPOL", "title") == "Chủ tịch");
  CHECK(attribute(a, "ELECTED_TO", "Adam Tan", "INTERPOL", "term") == "2030-2034");
  CHECK(attribute(a, "MEMBER_OF", "Fiji", "INTERPOL", "role") == "member");
  CHECK(attribute(a, "MEMBER_OF", "Brunei", "ASEANAPOL", "role") == "chair");
  CHECK(attribute(a, "MEMBER_OF", "Lào", "ASEANAPOL", "role") == "chair");
}

TEST_CASE("a post without a name lets nobody act, and never its body") {
  const auto a = extract_text(
      "Bộ trưởng Phan Văn Kha tiếp Tổng Giám đốc Cơ quan Cảnh sát quốc gia Hàn Quốc. "
      "Chiều 22/01, tại trụ sở Bộ Công an, ông Phan Văn Kha hội đàm với ông Adam Tan.");
  CHECK_FALSE(has_fact(a, "MET", "Phan Văn Kha", "Cơ quan Cảnh sát quốc gia Hàn Quốc"));
  CHECK_FALSE(has_fact(a, "MET", "Bộ Công an", "Adam Tan"));
  CHECK(has_fact(a, "MET", "Phan Văn Kha", "Adam Tan"));
}

TEST_CASE("names that end in the short name of a state stay whole") {
  const auto a = extract_text(
      "Phó Thống đốc Ngân hàng Nhà nước Việt Nam Trần Kim Anh và ông Lê Minh Đức dự Hội nghị AMMTC "
      "30.");
  CHECK(has_fact(a, "ATTENDED", "Trần Kim Anh", kMeeting));
  CHECK(has_fact(a, "ATTENDED", "Lê Minh Đức", kMeeting));
  CHECK(entity_named(a, "Đức") == nullptr);
  CHECK(entity_named(a, "Anh") == nullptr);
}

TEST_CASE("an observer told inside a list is the one before the words") {
  const auto a = extract_text(
      "Hội nghị AMMTC 30 có sự tham gia của Fiji, Timor-Leste với tư cách quan sát viên và Ban Thư "
      "ký ASEAN.");
  CHECK(attribute(a, "ATTENDED", "Fiji", kMeeting, "role") == "participant");
  CHECK(attribute(a, "ATTENDED", "Timor-Leste", kMeeting, "role") == "observer");
  CHECK(attribute(a, "ATTENDED", "Ban Thư ký ASEAN", kMeeting, "role") == "participant");
}

TEST_CASE(
    "English: a meeting in small letters, one country for two posts, a text of its conference") {
  const auto a = extract_text(
      "The sixth ministerial meeting of Kenya, Fiji and Oman on coast guard affairs was held in "
      "Suva on May 3 under the "
      "chairmanship of Fijian Deputy Prime Minister and Minister of Home Affairs Ratu Inoke. "
      "The meeting adopted the Joint Communique of the 31st ASEANAPOL Conference.");
  const std::string meeting =
      "sixth ministerial meeting of Kenya, Fiji and Oman on coast guard affairs";
  CHECK(has_fact(a, "HELD_IN", meeting, "Suva"));
  CHECK(attribute(a, "ATTENDED", "Ratu Inoke", meeting, "role") == "chair");
  CHECK(has_fact(a, "HOLDS_POST", "Ratu Inoke", "Bộ Nội vụ Fiji"));
  CHECK(has_fact(a, "HOLDS_POST", "Ratu Inoke", "Fiji"));
  CHECK(has_fact(a, "ADOPTED", meeting, "Joint Communique of the 31st ASEANAPOL Conference"));
}

TEST_CASE("joining a convention attends nothing") {
  const auto a = extract_text(
      "Hội nghị AMMTC 30 bế mạc. Fiji đã tham gia Công ước Liên hợp quốc về chống tham nhũng từ "
      "năm 2009.");
  CHECK_FALSE(has_fact(a, "ATTENDED", "Fiji", kMeeting));
  CHECK(entity_attribute(a, "Công ước Liên hợp quốc về chống tham nhũng", "date") == "");
}

TEST_CASE("a bare head noun never means a conference that is announced later") {
  const auto a = extract_text(
      "Khóa họp lần thứ 12 Đại hội đồng INTERPOL khai mạc tại Nairobi, Kenya.\n"
      "Tại Hội nghị, các đại biểu đã thảo luận về rửa tiền.\n"
      "Năm tới, Fiji sẽ đăng cai Hội nghị AMMTC 30.");
  CHECK(has_fact(a, "DISCUSSED", "Khóa họp lần thứ 12 Đại hội đồng INTERPOL", "rửa tiền"));
  CHECK_FALSE(has_fact(a, "DISCUSSED", kMeeting, "rửa tiền"));
  CHECK(has_fact(a, "HOSTED", "Fiji", kMeeting));
}

TEST_CASE("a post without a name stands for who was said to hold it last") {
  const auto a = extract_text(
      "Thượng tướng Lê Bá Vượng, Thứ trưởng Bộ Công an, và ông Phan Văn Kha, Thứ trưởng Bộ Tư "
      "pháp, "
      "dự Hội nghị AMMTC 30.\n"
      "Đồng chí Thứ trưởng cũng đề nghị tăng cường phối hợp.");
  CHECK(has_fact(a, "SPOKE_AT", "Phan Văn Kha", kMeeting));
  CHECK_FALSE(has_fact(a, "SPOKE_AT", "Lê Bá Vượng", kMeeting));
}

TEST_CASE("a plan is a text if it has parties or is signed, not as anybody's plan") {
  const auto a = extract_text(
      "Hội nghị AMMTC 30 khai mạc tại Suva. Kế hoạch phát triển đô thị năm 2030 được nhắc tới.\n"
      "Bộ trưởng Phan Văn Kha ký Kế hoạch phối hợp tuần tra năm 2030.");
  CHECK(count_label(a, EntityLabel::Treaty) == 1);
  CHECK(has_fact(a, "SIGNED", "Phan Văn Kha", "Kế hoạch phối hợp tuần tra năm 2030"));
}

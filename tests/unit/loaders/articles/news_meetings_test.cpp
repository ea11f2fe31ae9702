// Vietnamese reports of visits, encounters, texts and appointments. All persons and events are
// invented.
#include <doctest/doctest.h>

#include "unit/loaders/articles/news_support.h"

using namespace liaison::loaders;

TEST_CASE("news: a minister receives an ambassador; who sits in attends no conference") {
  check_news(R"(Bộ trưởng Lê Quang Huấn tiếp Đại sứ Đan Mạch tại Việt Nam
Thứ Ba, 12/03/2024 16:20
Chiều 12/3, tại Trụ sở Bộ Công an, Hà Nội, Thượng tướng Lê Quang Huấn, Ủy viên Bộ Chính trị, Bộ trưởng Bộ Công an đã tiếp ông Lars Holmgaard, Đại sứ Đặc mệnh toàn quyền Vương quốc Đan Mạch tại Việt Nam đến chào xã giao nhân dịp bắt đầu nhiệm kỳ công tác.
Cùng dự buổi tiếp có Thiếu tướng Đỗ Văn Khởi, Cục trưởng Cục Đối ngoại.
Tại buổi tiếp, Bộ trưởng Lê Quang Huấn đánh giá cao những đóng góp của Đại sứ quán Đan Mạch; đề nghị hai bên tiếp tục phối hợp trong phòng, chống tội phạm mạng và tội phạm mua bán người.
Đại sứ Lars Holmgaard khẳng định Đan Mạch coi trọng quan hệ với Việt Nam.
Ảnh: Minh Tuấn)",
             R"(
Agency | Bộ Chính trị
Agency | Bộ Công an
Agency | Cục Đối ngoại
Agency | Đại sứ quán Đan Mạch
Country | Việt Nam
Country | Đan Mạch
Official | Lars Holmgaard
Official | Lê Quang Huấn
Official | Đỗ Văn Khởi
Place | Hà Nội
Topic | tội phạm mua bán người
Topic | tội phạm mạng)",
             R"(
HOLDS_POST | Lars Holmgaard | Đan Mạch | title=Đại sứ Đặc mệnh toàn quyền
HOLDS_POST | Lê Quang Huấn | Bộ Chính trị | rank=Thượng tướng title=Ủy viên
HOLDS_POST | Lê Quang Huấn | Bộ Công an | rank=Thượng tướng title=Bộ trưởng
HOLDS_POST | Đỗ Văn Khởi | Cục Đối ngoại | rank=Thiếu tướng title=Cục trưởng
MET | Lê Quang Huấn | Lars Holmgaard | date=2024-03-12
PART_OF | Đại sứ quán Đan Mạch | Đan Mạch)");
}

TEST_CASE("news: a visit by invitation, talks, an agreement signed by two ministers") {
  check_news(R"(Bộ Công an Việt Nam và Bộ Nội vụ Hungary tăng cường hợp tác
07/05/2024 09:15
Nhận lời mời của ngài Kovács Péter, Bộ trưởng Bộ Nội vụ Hungary, từ ngày 5 đến 9/5/2024, Đoàn đại biểu cấp cao Bộ Công an do Đại tướng Phan Đình Trạc Lâm, Bộ trưởng Bộ Công an làm Trưởng đoàn đã thăm chính thức Hungary.
Sáng 6/5, tại thủ đô Budapest, Bộ trưởng Phan Đình Trạc Lâm đã hội đàm với Bộ trưởng Kovács Péter.
Tại hội đàm, hai Bộ trưởng nhất trí đẩy mạnh hợp tác phòng, chống khủng bố, tội phạm mạng.
Kết thúc hội đàm, hai Bộ trưởng đã ký Hiệp định về phòng, chống tội phạm giữa Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam và Chính phủ Hungary.
Trong khuôn khổ chuyến thăm, Bộ trưởng Phan Đình Trạc Lâm đã đến chào Thủ tướng Hungary Szabó István.)",
             R"(
Agency | Bộ Công an Việt Nam
Agency | Bộ Nội vụ Hungary
Agency | Chính phủ Hungary
Agency | Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam
Country | Hungary
Country | Việt Nam
Official | Kovács Péter
Official | Phan Đình Trạc Lâm
Official | Szabó István
Place | Budapest
Topic | khủng bố
Topic | tội phạm mạng
Treaty | Hiệp định về phòng, chống tội phạm giữa Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam và Chính phủ Hungary)",
             R"(
HOLDS_POST | Kovács Péter | Bộ Nội vụ Hungary | title=Bộ trưởng
HOLDS_POST | Phan Đình Trạc Lâm | Bộ Công an Việt Nam | rank=Đại tướng title=Bộ trưởng
HOLDS_POST | Szabó István | Hungary | title=Thủ tướng
MET | Phan Đình Trạc Lâm | Kovács Péter | date=2024-05-06
MET | Phan Đình Trạc Lâm | Szabó István
PARTY_TO | Chính phủ Hungary | Hiệp định về phòng, chống tội phạm giữa Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam và Chính phủ Hungary
PARTY_TO | Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam | Hiệp định về phòng, chống tội phạm giữa Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam và Chính phủ Hungary
PART_OF | Bộ Công an Việt Nam | Việt Nam
PART_OF | Bộ Nội vụ Hungary | Hungary
SIGNED | Kovács Péter | Hiệp định về phòng, chống tội phạm giữa Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam và Chính phủ Hungary
SIGNED | Phan Đình Trạc Lâm | Hiệp định về phòng, chống tội phạm giữa Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam và Chính phủ Hungary
VISITED | Phan Đình Trạc Lâm | Hungary | end_date=2024-05-09 start_date=2024-05-05)");
}

TEST_CASE("news: a signing ceremony, on behalf of a government") {
  check_news(R"(Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng
25/10/2025
Sáng 25/10, tại Trung tâm Hội nghị Quốc gia, Hà Nội, Chủ tịch nước Trương Hoài Nam chủ trì Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng (Công ước Hà Nội).
Tham dự lễ mở ký có Tổng Thư ký Liên hợp quốc Mateus Oliveira, Tổng Thư ký INTERPOL Henrik Solberg, Giám đốc điều hành Cơ quan Phòng, chống ma túy và tội phạm của Liên hợp quốc (UNODC) Amina Yusuf.
Phát biểu tại buổi lễ, Tổng Thư ký Liên hợp quốc Mateus Oliveira khẳng định Công ước Hà Nội là văn kiện quan trọng.
Thay mặt Chính phủ Việt Nam, Đại tướng Lê Quang Huấn, Bộ trưởng Bộ Công an đã ký Công ước Hà Nội.
Công ước được Đại hội đồng Liên hợp quốc thông qua ngày 24/12/2024.)",
             R"(
Agency | Bộ Công an
Agency | Chính phủ Việt Nam
Agency | INTERPOL
Agency | Liên hợp quốc
Agency | UNODC
Agency | Đại hội đồng Liên hợp quốc
Conference | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng | date=2025-10-25
Country | Việt Nam
Official | Amina Yusuf
Official | Henrik Solberg
Official | Lê Quang Huấn
Official | Mateus Oliveira
Official | Trương Hoài Nam
Place | Hà Nội
Place | Trung tâm Hội nghị Quốc gia
Treaty | Công ước Hà Nội)",
             R"(
ADOPTED | Đại hội đồng Liên hợp quốc | Công ước Hà Nội
ATTENDED | Amina Yusuf | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng | role=participant
ATTENDED | Henrik Solberg | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng | role=participant
ATTENDED | Mateus Oliveira | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng | role=participant
ATTENDED | Trương Hoài Nam | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng | role=chair
HELD_IN | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng | Trung tâm Hội nghị Quốc gia
HOLDS_POST | Amina Yusuf | UNODC | title=Giám đốc điều hành
HOLDS_POST | Henrik Solberg | INTERPOL | title=Tổng Thư ký
HOLDS_POST | Lê Quang Huấn | Bộ Công an | rank=Đại tướng title=Bộ trưởng
HOLDS_POST | Mateus Oliveira | Liên hợp quốc | title=Tổng Thư ký
HOLDS_POST | Trương Hoài Nam | Việt Nam | title=Chủ tịch nước
PART_OF | Chính phủ Việt Nam | Việt Nam
PART_OF | UNODC | Liên hợp quốc
PART_OF | Đại hội đồng Liên hợp quốc | Liên hợp quốc
SIGNED | Chính phủ Việt Nam | Công ước Hà Nội
SIGNED | Lê Quang Huấn | Công ước Hà Nội
SPOKE_AT | Mateus Oliveira | Lễ mở ký Công ước của Liên hợp quốc về chống tội phạm mạng)");
}

TEST_CASE("news: an appointment and former posts") {
  check_news(R"(Bổ nhiệm Thứ trưởng Bộ Ngoại giao
15:30 | 02/02/2024
Chiều 2/2, tại Trụ sở Chính phủ, Phó Thủ tướng Trần Lưu Khải đã trao Quyết định của Thủ tướng Chính phủ bổ nhiệm ông Đặng Hoàng Sơn Hà, Đại sứ Việt Nam tại Cộng hòa Liên bang Đức, giữ chức Thứ trưởng Bộ Ngoại giao.
Ông Đặng Hoàng Sơn Hà sinh năm 1970, từng giữ các chức vụ Vụ trưởng Vụ Các tổ chức quốc tế, Trợ lý Bộ trưởng Ngoại giao.)",
             R"(
Agency | Bộ Ngoại giao
Agency | Vụ Các tổ chức quốc tế
Country | Việt Nam
Country | Đức
Official | Trần Lưu Khải
Official | Đặng Hoàng Sơn Hà
Place | Trụ sở Chính phủ)",
             R"(
HOLDS_POST | Trần Lưu Khải | Việt Nam | title=Phó Thủ tướng
HOLDS_POST | Đặng Hoàng Sơn Hà | Bộ Ngoại giao | title=Thứ trưởng
HOLDS_POST | Đặng Hoàng Sơn Hà | Việt Nam | title=Đại sứ
HOLDS_POST | Đặng Hoàng Sơn Hà | Vụ Các tổ chức quốc tế | title=Vụ trưởng)");
}

TEST_CASE("news: a visitor received, a state behind a chamber") {
  check_news(R"(Thủ tướng Chính phủ tiếp Chủ tịch Thượng viện Cộng hòa Séc
(Chinhphu.vn) - Chiều 19/4, tại Trụ sở Chính phủ, Thủ tướng Phạm Hữu Đức đã tiếp Chủ tịch Thượng viện Cộng hòa Séc Jan Dvořák đang thăm chính thức Việt Nam.
20/04/2023 18:15
Hai bên nhất trí thúc đẩy hợp tác trên các lĩnh vực, sớm ký kết Hiệp định chuyển giao người bị kết án.
Trước đó, Chủ tịch Quốc hội Vương Thị Thu Hiền đã hội đàm với Chủ tịch Thượng viện Jan Dvořák.)",
             R"(
Agency | Quốc hội
Agency | Thượng viện Cộng hòa Séc
Country | Séc
Country | Việt Nam
Official | Jan Dvořák
Official | Phạm Hữu Đức
Official | Vương Thị Thu Hiền
Place | Trụ sở Chính phủ
Treaty | Hiệp định chuyển giao người bị kết án)",
             R"(
HOLDS_POST | Jan Dvořák | Thượng viện Cộng hòa Séc | title=Chủ tịch
HOLDS_POST | Phạm Hữu Đức | Việt Nam | title=Thủ tướng
HOLDS_POST | Vương Thị Thu Hiền | Quốc hội | title=Chủ tịch
MET | Phạm Hữu Đức | Jan Dvořák | date=2023-04-19
MET | Vương Thị Thu Hiền | Jan Dvořák
PART_OF | Thượng viện Cộng hòa Séc | Séc
VISITED | Jan Dvořák | Việt Nam)");
}

TEST_CASE("news: a department without a comma before its ministry, a delegation with its leader") {
  check_news(R"(Cục Đối ngoại Bộ Công an làm việc với Đại sứ quán Cộng hòa Pháp
10:20, 21/08/2024
BTO- Ngày 20/8/2024, tại Hà Nội, đồng chí Đại tá Ngô Đức Hạnh, Phó Cục trưởng Cục Đối ngoại, Bộ Công an đã có buổi làm việc với ông Bernard Lefèvre, Tùy viên An ninh nội địa Đại sứ quán Pháp tại Việt Nam.
Hai bên trao đổi việc chuẩn bị cho chuyến thăm của Bộ trưởng Bộ Nội vụ Pháp.
Cùng ngày, đồng chí Đại tá Ngô Đức Hạnh đã tiếp đoàn công tác của Cơ quan Phòng, chống ma túy Hoa Kỳ (DEA) do ông Mark Stevens, Giám đốc khu vực làm trưởng đoàn.)",
             R"(
Agency | Bộ Công an
Agency | Bộ Nội vụ Pháp
Agency | Cục Đối ngoại
Agency | DEA
Agency | Đại sứ quán Cộng hòa Pháp
Country | Hoa Kỳ
Country | Pháp
Country | Việt Nam
Official | Bernard Lefèvre
Official | Mark Stevens
Official | Ngô Đức Hạnh
Place | Hà Nội)",
             R"(
HOLDS_POST | Bernard Lefèvre | Đại sứ quán Cộng hòa Pháp | title=Tùy viên An ninh nội địa
HOLDS_POST | Ngô Đức Hạnh | Cục Đối ngoại | rank=Đại tá title=Phó Cục trưởng
MET | Cục Đối ngoại | Đại sứ quán Cộng hòa Pháp
MET | Ngô Đức Hạnh | Bernard Lefèvre | date=2024-08-20
MET | Ngô Đức Hạnh | Mark Stevens
PART_OF | Bộ Nội vụ Pháp | Pháp
PART_OF | Cục Đối ngoại | Bộ Công an
PART_OF | DEA | Hoa Kỳ
PART_OF | Đại sứ quán Cộng hòa Pháp | Pháp)");
}

TEST_CASE("news: joining a convention; the bare head noun is the one told last") {
  check_news(R"(Việt Nam chính thức trở thành thành viên Công ước về ngăn ngừa và trừng trị tội phạm
08/11/2022 07:00
Ngày 7-11, tại trụ sở Liên hợp quốc ở New York (Mỹ), Đại sứ Hồ Quang Lập, Trưởng Phái đoàn thường trực Việt Nam tại Liên hợp quốc đã trao văn kiện gia nhập Công ước về bảo vệ tất cả mọi người khỏi bị cưỡng bức mất tích cho Tổng Thư ký Liên hợp quốc.
Công ước được Đại hội đồng Liên hợp quốc thông qua ngày 20/12/2006 và có hiệu lực từ ngày 23/12/2010.
Đại sứ Hồ Quang Lập nhấn mạnh cam kết của Việt Nam trong bảo đảm quyền con người.)",
             R"(
Agency | Liên hợp quốc
Agency | Đại hội đồng Liên hợp quốc
Country | Hoa Kỳ
Country | Việt Nam
Official | Hồ Quang Lập
Place | New York
Topic | quyền con người
Treaty | Công ước về bảo vệ tất cả mọi người khỏi bị cưỡng bức mất tích
Treaty | Công ước về ngăn ngừa và trừng trị tội phạm)",
             R"(
ADOPTED | Đại hội đồng Liên hợp quốc | Công ước về bảo vệ tất cả mọi người khỏi bị cưỡng bức mất tích
HOLDS_POST | Hồ Quang Lập | Việt Nam | title=Đại sứ
PART_OF | New York | Hoa Kỳ
PART_OF | Đại hội đồng Liên hợp quốc | Liên hợp quốc)");
}

TEST_CASE("news: a leader before his delegation, two ministers as chairs") {
  check_news(R"(Hội đàm cấp cao Bộ Công an Việt Nam - Bộ An ninh Lào
 date 2019-12 Nhận lời mời của Đại tướng Somkeo Phommachanh, Bộ trưởng Bộ Công an Lào, từ ngày 17 đến 20-12, Thượng tướng Vũ Đức Minh, Bí thư Đảng ủy Công an Trung ương, Bộ trưởng Bộ Công an dẫn đầu Đoàn đại biểu cấp cao Bộ Công an Việt Nam thăm và làm việc tại nước Cộng hòa Dân chủ Nhân dân Lào.
Sáng 18-12, tại thủ đô Vientiane đã diễn ra Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 dưới sự đồng chủ trì của hai Bộ trưởng.
Tại Hội nghị, hai bên đã đánh giá kết quả thực hiện Kế hoạch hợp tác năm 2019 và thống nhất nội dung hợp tác năm 2020.
Kết thúc Hội nghị, Bộ trưởng Vũ Đức Minh và Bộ trưởng Somkeo Phommachanh đã ký kết Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào.
Nhân dịp này, Chủ tịch nước Lào Bounpheng Sayavong đã tiếp Bộ trưởng Vũ Đức Minh và Đoàn.)",
             R"(
Agency | Bộ An ninh Lào
Agency | Bộ Công an Lào
Agency | Bộ Công an Việt Nam
Agency | Đảng ủy Công an Trung ương
Conference | Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 | date=--12-18
Country | Lào
Country | Việt Nam
Official | Bounpheng Sayavong
Official | Somkeo Phommachanh
Official | Vũ Đức Minh
Place | Vientiane
Treaty | Kế hoạch hợp tác năm 2019
Treaty | Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào | date=--12-18)",
             R"(
ADOPTED | Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 | Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào
ATTENDED | Somkeo Phommachanh | Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 | role=chair
ATTENDED | Vũ Đức Minh | Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 | role=chair
DISCUSSED | Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 | Kế hoạch hợp tác năm 2019
HELD_IN | Hội nghị hợp tác giữa Bộ Công an Việt Nam và Bộ Công an Lào lần thứ 9 | Vientiane
HOLDS_POST | Bounpheng Sayavong | Lào | title=Chủ tịch nước
HOLDS_POST | Somkeo Phommachanh | Bộ Công an Lào | rank=Đại tướng title=Bộ trưởng
HOLDS_POST | Vũ Đức Minh | Bộ Công an Việt Nam | rank=Thượng tướng title=Bộ trưởng
HOLDS_POST | Vũ Đức Minh | Đảng ủy Công an Trung ương | rank=Thượng tướng title=Bí thư
MET | Bounpheng Sayavong | Vũ Đức Minh
PARTY_TO | Bộ Công an Lào | Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào
PARTY_TO | Bộ Công an Việt Nam | Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào
PART_OF | Bộ An ninh Lào | Lào
PART_OF | Bộ Công an Lào | Lào
PART_OF | Bộ Công an Việt Nam | Việt Nam
SIGNED | Somkeo Phommachanh | Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào
SIGNED | Vũ Đức Minh | Kế hoạch hợp tác năm 2020 giữa Bộ Công an Việt Nam và Bộ Công an Lào
VISITED | Vũ Đức Minh | Lào | end_date=--12-20 start_date=--12-17)");
}

TEST_CASE("news: a delegation meets courts and ministries") {
  check_news(R"(Hội nghị lần thứ 12 nhóm Công tác chung về phòng, chống tội phạm Việt Nam - Hàn Quốc
25/06/2024 19:30
Từ ngày 24 đến 27/6/2024, Đoàn đại biểu Viện kiểm sát nhân dân tối cao Việt Nam do đồng chí Hồ Đức Phương, Phó Viện trưởng Viện kiểm sát nhân dân tối cao làm Trưởng đoàn đã sang thăm và làm việc tại Cộng hòa Pháp.
Trong chuyến thăm, Đoàn đã có các buổi làm việc với Tòa án tối cao Pháp, Bộ Tư pháp Pháp và Viện Công tố Paris.
Đoàn cũng đã đến chào Đại sứ Việt Nam tại Pháp Đặng Thu Hằng.)",
             R"(
Agency | Bộ Tư pháp Pháp
Agency | Tòa án tối cao Pháp
Agency | Viện Công tố Paris
Agency | Viện kiểm sát nhân dân tối cao
Conference | Hội nghị lần thứ 12 nhóm Công tác chung về phòng, chống tội phạm Việt Nam - Hàn Quốc
Country | Pháp
Country | Việt Nam
Official | Hồ Đức Phương
Official | Đặng Thu Hằng)",
             R"(
HOLDS_POST | Hồ Đức Phương | Viện kiểm sát nhân dân tối cao | title=Phó Viện trưởng
HOLDS_POST | Đặng Thu Hằng | Việt Nam | title=Đại sứ
MET | Viện kiểm sát nhân dân tối cao | Bộ Tư pháp Pháp
MET | Viện kiểm sát nhân dân tối cao | Tòa án tối cao Pháp
MET | Viện kiểm sát nhân dân tối cao | Viện Công tố Paris
MET | Viện kiểm sát nhân dân tối cao | Đặng Thu Hằng
PART_OF | Bộ Tư pháp Pháp | Pháp
PART_OF | Tòa án tối cao Pháp | Pháp
PART_OF | Viện kiểm sát nhân dân tối cao | Việt Nam
VISITED | Hồ Đức Phương | Pháp | end_date=2024-06-27 start_date=2024-06-24)");
}

TEST_CASE("news: taking part in an operation is no attendance") {
  check_news(R"(Interpol triệt phá đường dây ma túy xuyên biên giới
Thứ Sáu, 09/12/2022, 09:26
Tổ chức Cảnh sát hình sự quốc tế (Interpol) ngày 8/12 cho biết, chiến dịch do tổ chức này phối hợp cùng cảnh sát 12 nước thực hiện đã bắt giữ hơn 900 nghi phạm buôn người, buôn lậu vũ khí.
Tổng Thư ký Interpol Henrik Solberg nói: "Đây là thành công của hợp tác quốc tế".
Chiến dịch có sự tham gia của Europol, Frontex và Ameripol.)",
             R"(
Agency | AMERIPOL
Agency | Europol
Agency | Frontex
Agency | INTERPOL
Official | Henrik Solberg
Topic | buôn lậu vũ khí
Topic | ma túy
Topic | mua bán người)",
             R"(
HOLDS_POST | Henrik Solberg | INTERPOL | title=Tổng Thư ký)");
}

TEST_CASE("news: a head of delegation behind a long post") {
  check_news(R"(Phiên họp lần thứ 31 Ủy ban Phòng chống tội phạm và tư pháp hình sự
(Công lý) - Trong các ngày từ 16 đến 20-5-2022, tại Vienna (Áo) diễn ra Khóa họp lần thứ 31 Ủy ban Phòng, chống tội phạm và tư pháp hình sự Liên hợp quốc (CCPCJ) với sự tham dự của đại diện hơn 100 quốc gia thành viên.
Đại sứ Lê Dũng Khánh, Trưởng Phái đoàn đại diện thường trực Việt Nam tại các tổ chức quốc tế ở Vienna làm Trưởng đoàn Việt Nam tham dự Khóa họp.
Phát biểu tại Phiên thảo luận chung, Đại sứ Lê Dũng Khánh đề nghị các nước tăng cường hợp tác trong phòng, chống tội phạm mạng, tội phạm môi trường.
Khóa họp đã thông qua 6 nghị quyết về tăng cường tư pháp hình sự.)",
             R"(
Conference | Khóa họp lần thứ 31 Ủy ban Phòng, chống tội phạm và tư pháp hình sự Liên hợp quốc | start_date=2022-05-16 end_date=2022-05-20
Country | Việt Nam
Country | Áo
Official | Lê Dũng Khánh
Place | Vienna
Topic | tư pháp hình sự
Topic | tội phạm mạng
Topic | tội phạm về môi trường
Treaty | 6 nghị quyết)",
             R"(
ADOPTED | Khóa họp lần thứ 31 Ủy ban Phòng, chống tội phạm và tư pháp hình sự Liên hợp quốc | 6 nghị quyết
ATTENDED | Lê Dũng Khánh | Khóa họp lần thứ 31 Ủy ban Phòng, chống tội phạm và tư pháp hình sự Liên hợp quốc | role=head_of_delegation
ATTENDED | Việt Nam | Khóa họp lần thứ 31 Ủy ban Phòng, chống tội phạm và tư pháp hình sự Liên hợp quốc | role=participant
HOLDS_POST | Lê Dũng Khánh | Việt Nam | title=Đại sứ
PART_OF | Vienna | Áo
SPOKE_AT | Lê Dũng Khánh | Khóa họp lần thứ 31 Ủy ban Phòng, chống tội phạm và tư pháp hình sự Liên hợp quốc)");
}

TEST_CASE("news: heads of state; what ends are talks") {
  check_news(R"(Tổng Bí thư, Chủ tịch nước Phan Hồng Quân hội kiến Tổng thống Pháp
08/10/2024 - 06:15
Nhân dịp tham dự Hội nghị cấp cao Pháp ngữ lần thứ 19 và thăm chính thức Cộng hòa Pháp, ngày 7/10, tại Điện Élysée, thủ đô Paris, Tổng Bí thư, Chủ tịch nước Phan Hồng Quân đã hội đàm với Tổng thống Pháp Étienne Marchand.
Kết thúc hội đàm, hai nhà lãnh đạo đã ra Tuyên bố chung về việc nâng cấp quan hệ Việt Nam - Pháp lên Đối tác chiến lược toàn diện.
Cùng dự hội đàm có Bộ trưởng Bộ Công an Lê Quang Huấn, Bộ trưởng Bộ Ngoại giao Bùi Thanh Tịnh.)",
             R"(
Agency | Bộ Công an
Agency | Bộ Ngoại giao
Conference | Hội nghị cấp cao Pháp ngữ lần thứ 19 | date=2024-10-07
Country | Pháp
Country | Việt Nam
Official | Bùi Thanh Tịnh
Official | Lê Quang Huấn
Official | Phan Hồng Quân
Official | Étienne Marchand
Place | Paris
Treaty | Tuyên bố chung về việc nâng cấp quan hệ Việt Nam - Pháp)",
             R"(
HOLDS_POST | Bùi Thanh Tịnh | Bộ Ngoại giao | title=Bộ trưởng
HOLDS_POST | Lê Quang Huấn | Bộ Công an | title=Bộ trưởng
HOLDS_POST | Phan Hồng Quân | Việt Nam | title=Chủ tịch nước
HOLDS_POST | Étienne Marchand | Pháp | title=Tổng thống
MET | Phan Hồng Quân | Étienne Marchand | date=2024-10-07
PARTY_TO | Pháp | Tuyên bố chung về việc nâng cấp quan hệ Việt Nam - Pháp
PARTY_TO | Việt Nam | Tuyên bố chung về việc nâng cấp quan hệ Việt Nam - Pháp)");
}

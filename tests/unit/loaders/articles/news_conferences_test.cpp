// Vietnamese reports of conferences. All persons and events are invented.
#include <doctest/doctest.h>

#include "unit/loaders/articles/news_support.h"

using namespace liaison::loaders;

TEST_CASE("news: a workshop organised by two bodies, chaired by two persons") {
  check_news(R"(Hội thảo khu vực về phòng, chống rửa tiền
18/10/2023 14:02
(BVPL) - Sáng 18/10, tại thành phố Đà Nẵng, Viện kiểm sát nhân dân tối cao phối hợp với Cơ quan Phòng, chống ma túy và tội phạm của Liên hợp quốc (UNODC) tổ chức Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản.
Đồng chí Vũ Thế Nhân, Phó Viện trưởng Viện kiểm sát nhân dân tối cao và bà Claire Dubois, Trưởng đại diện UNODC tại Việt Nam đồng chủ trì Hội thảo.
Tham dự Hội thảo có đại diện Bộ Công an, Bộ Tư pháp, Ngân hàng Nhà nước Việt Nam, Đại sứ quán Hoa Kỳ tại Việt Nam cùng các chuyên gia đến từ Thái Lan, Malaysia.
Phát biểu khai mạc Hội thảo, Phó Viện trưởng Vũ Thế Nhân nhấn mạnh rửa tiền là thách thức lớn đối với các quốc gia.
Tại Hội thảo, các đại biểu đã trao đổi kinh nghiệm về tương trợ tư pháp về hình sự, dẫn độ và chuyển giao người bị kết án phạt tù.
Hội thảo diễn ra trong 2 ngày 18 và 19/10.
Toàn cảnh Hội thảo)",
             R"(
Agency | Bộ Công an
Agency | Bộ Tư pháp
Agency | Liên hợp quốc
Agency | Ngân hàng Nhà nước Việt Nam
Agency | UNODC
Agency | Viện kiểm sát nhân dân tối cao
Agency | Đại sứ quán Hoa Kỳ
Conference | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | start_date=2023-10-18 end_date=2023-10-19
Country | Hoa Kỳ
Country | Malaysia
Country | Thái Lan
Country | Việt Nam
Official | Claire Dubois
Official | Vũ Thế Nhân
Place | Đà Nẵng
Topic | chuyển giao người bị kết án phạt tù
Topic | dẫn độ
Topic | rửa tiền
Topic | tương trợ tư pháp về hình sự)",
             R"(
ATTENDED | Bộ Công an | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | role=participant
ATTENDED | Bộ Tư pháp | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | role=participant
ATTENDED | Claire Dubois | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | role=chair
ATTENDED | Ngân hàng Nhà nước Việt Nam | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | role=participant
ATTENDED | Vũ Thế Nhân | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | role=chair
ATTENDED | Đại sứ quán Hoa Kỳ | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | role=participant
DISCUSSED | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | chuyển giao người bị kết án phạt tù
DISCUSSED | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | dẫn độ
DISCUSSED | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | tương trợ tư pháp về hình sự
HELD_IN | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản | Đà Nẵng
HOLDS_POST | Claire Dubois | UNODC | title=Trưởng đại diện
HOLDS_POST | Vũ Thế Nhân | Viện kiểm sát nhân dân tối cao | title=Phó Viện trưởng
HOSTED | UNODC | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản
HOSTED | Viện kiểm sát nhân dân tối cao | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản
PART_OF | Ngân hàng Nhà nước Việt Nam | Việt Nam
PART_OF | UNODC | Liên hợp quốc
PART_OF | Đại sứ quán Hoa Kỳ | Hoa Kỳ
SPOKE_AT | Vũ Thế Nhân | Hội thảo khu vực về phòng, chống rửa tiền và thu hồi tài sản)");
}

TEST_CASE(
    "news: a ministerial meeting, its declaration, encounters beside it, the chair handed on") {
  check_news(R"(Việt Nam dự Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18
20/11/2024 20:11
Sáng 20/11, tại thủ đô Vientiane, Lào, Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 (ADMM-18) đã khai mạc dưới sự chủ trì của Phó Thủ tướng, Bộ trưởng Bộ Quốc phòng Lào, Đại tướng Khamphan Vongsa. Đoàn đại biểu quân sự cấp cao Việt Nam do Đại tướng Trịnh Văn Giáp, Ủy viên Bộ Chính trị, Phó Bí thư Quân ủy Trung ương, Bộ trưởng Bộ Quốc phòng dẫn đầu tham dự Hội nghị.
Hội nghị đã thông qua Tuyên bố chung Vientiane của các Bộ trưởng Quốc phòng ASEAN về hợp tác vì hòa bình, an ninh và tự cường.
Phát biểu tại hội nghị, Đại tướng Trịnh Văn Giáp cho rằng các nước ASEAN cần tiếp tục phát huy vai trò trung tâm.
Bên lề hội nghị, Bộ trưởng Trịnh Văn Giáp đã có cuộc gặp song phương với Bộ trưởng Quốc phòng Ấn Độ Rajiv Menon và Bộ trưởng Quốc phòng Hàn Quốc Park Jin-woo.
Tại lễ bế mạc, Lào đã chuyển giao chức Chủ tịch ADMM cho Malaysia.
Malaysia sẽ đăng cai ADMM-19 vào năm 2025 tại Kuala Lumpur.)",
             R"(
Agency | ADMM
Agency | ASEAN
Agency | Bộ Chính trị
Agency | Bộ Quốc phòng
Agency | Bộ Quốc phòng Hàn Quốc
Agency | Bộ Quốc phòng Lào
Agency | Bộ Quốc phòng Ấn Độ
Agency | Quân ủy Trung ương
Conference | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | date=2024-11-20
Conference | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 19 | date=2025
Country | Hàn Quốc
Country | Lào
Country | Malaysia
Country | Việt Nam
Country | Ấn Độ
Official | Khamphan Vongsa
Official | Park Jin-woo
Official | Rajiv Menon
Official | Trịnh Văn Giáp
Place | Kuala Lumpur
Place | Vientiane
Treaty | Tuyên bố chung Vientiane của các Bộ trưởng Quốc phòng ASEAN về hợp tác vì hòa bình | date=2024-11-20)",
             R"(
ADOPTED | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | Tuyên bố chung Vientiane của các Bộ trưởng Quốc phòng ASEAN về hợp tác vì hòa bình
ATTENDED | Khamphan Vongsa | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | role=chair
ATTENDED | Trịnh Văn Giáp | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | role=head_of_delegation
ATTENDED | Việt Nam | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | role=participant
HELD_IN | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | Vientiane
HELD_IN | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 19 | Kuala Lumpur
HOLDS_POST | Khamphan Vongsa | Bộ Quốc phòng Lào | rank=Đại tướng title=Bộ trưởng
HOLDS_POST | Khamphan Vongsa | Lào | rank=Đại tướng title=Phó Thủ tướng
HOLDS_POST | Park Jin-woo | Bộ Quốc phòng Hàn Quốc | title=Bộ trưởng
HOLDS_POST | Rajiv Menon | Bộ Quốc phòng Ấn Độ | title=Bộ trưởng
HOLDS_POST | Trịnh Văn Giáp | Bộ Chính trị | rank=Đại tướng title=Ủy viên
HOLDS_POST | Trịnh Văn Giáp | Bộ Quốc phòng | rank=Đại tướng title=Bộ trưởng
HOLDS_POST | Trịnh Văn Giáp | Quân ủy Trung ương | rank=Đại tướng title=Phó Bí thư
HOSTED | Malaysia | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 19
MEMBER_OF | Lào | ADMM | role=chair
MEMBER_OF | Malaysia | ADMM | role=chair
MET | Trịnh Văn Giáp | Park Jin-woo
MET | Trịnh Văn Giáp | Rajiv Menon
PART_OF | Bộ Quốc phòng Lào | Lào
PART_OF | Vientiane | Lào
PRECEDES | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18 | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 19
SPOKE_AT | Trịnh Văn Giáp | Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 18)");
}

TEST_CASE(
    "news: a series by its long form, delegations from states, an observer of the last clause") {
  check_news(
      R"( date 2024-08 Từ ngày 13-16/8/2024, tại TP Hạ Long, tỉnh Quảng Ninh, Bộ Công an Việt Nam đăng cai tổ chức Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 (ASOD 45). Trung tướng Bùi Đức Thịnh, Cục trưởng Cục Cảnh sát điều tra tội phạm về ma túy, Bộ Công an làm Chủ tịch Hội nghị.

Dự Hội nghị có các đoàn đại biểu đến từ Brunei, Campuchia, Indonesia, Lào, Malaysia, Myanmar, Philippines, Singapore, Thái Lan và Ban Thư ký ASEAN; Timor-Leste tham dự với tư cách quan sát viên.

Hội nghị tập trung thảo luận tình hình ma túy trong khu vực, kết quả thực hiện Kế hoạch công tác ASEAN về bảo vệ cộng đồng trước hiểm họa ma túy bất hợp pháp giai đoạn 2016 - 2025.

Ông Somsak Chaiyo, Tổng Thư ký Ủy ban Kiểm soát ma túy Thái Lan (ONCB) đề xuất tăng cường chia sẻ thông tin tình báo.

Trước đó, Hội nghị ASOD 44 được tổ chức tại Chiang Mai, Thái Lan năm 2023.)",
      R"(
Agency | ASEAN
Agency | ASEAN Secretariat
Agency | Bộ Công an Việt Nam
Agency | Cục Cảnh sát điều tra tội phạm về ma túy
Agency | ONCB
Conference | Hội nghị Quan chức cấp cao ASEAN về vấn đề ma túy lần thứ 44 | date=2023
Conference | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | start_date=2024-08-13 end_date=2024-08-16
Country | Brunei Darussalam
Country | Campuchia
Country | Indonesia
Country | Lào
Country | Malaysia
Country | Myanmar
Country | Philippines
Country | Singapore
Country | Thái Lan
Country | Timor-Leste
Country | Việt Nam
Official | Bùi Đức Thịnh
Official | Somsak Chaiyo
Place | Chiang Mai
Place | Hạ Long
Place | Quảng Ninh
Topic | ma túy
Treaty | Kế hoạch công tác ASEAN về bảo vệ cộng đồng trước hiểm họa ma túy bất hợp pháp giai đoạn 2016 - 2025)",
      R"(
ATTENDED | ASEAN Secretariat | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Brunei Darussalam | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Bùi Đức Thịnh | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=chair
ATTENDED | Campuchia | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Indonesia | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Lào | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Malaysia | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Myanmar | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Philippines | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Singapore | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Thái Lan | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=participant
ATTENDED | Timor-Leste | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | role=observer
DISCUSSED | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | Kế hoạch công tác ASEAN về bảo vệ cộng đồng trước hiểm họa ma túy bất hợp pháp giai đoạn 2016 - 2025
DISCUSSED | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | ma túy
HELD_IN | Hội nghị Quan chức cấp cao ASEAN về vấn đề ma túy lần thứ 44 | Chiang Mai
HELD_IN | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45 | Hạ Long
HOLDS_POST | Bùi Đức Thịnh | Cục Cảnh sát điều tra tội phạm về ma túy | rank=Trung tướng title=Cục trưởng
HOLDS_POST | Somsak Chaiyo | ONCB | title=Tổng Thư ký
HOSTED | Bộ Công an Việt Nam | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45
PART_OF | ASEAN Secretariat | ASEAN
PART_OF | Bộ Công an Việt Nam | Việt Nam
PART_OF | Chiang Mai | Thái Lan
PART_OF | Cục Cảnh sát điều tra tội phạm về ma túy | Bộ Công an Việt Nam
PART_OF | ONCB | Thái Lan
PRECEDES | Hội nghị Quan chức cấp cao ASEAN về vấn đề ma túy lần thứ 44 | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45
SPOKE_AT | Somsak Chaiyo | Hội nghị các quan chức cao cấp ASEAN về vấn đề ma túy lần thứ 45)");
}

TEST_CASE("news: a session of an assembly, an election, persons behind long posts") {
  check_news(R"(Đoàn Việt Nam tham dự Kỳ họp Đại hội đồng INTERPOL lần thứ 92
05/11/2024 08:30
Ngày 4/11, tại thành phố Glasgow, Scotland, Vương quốc Anh, Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế (INTERPOL) đã khai mạc với sự tham dự của hơn 1.000 đại biểu từ 180 quốc gia thành viên.
Đoàn công tác của Bộ Công an Việt Nam do Trung tướng Hoàng Đình Lợi, Thứ trưởng Bộ Công an làm trưởng đoàn dự kỳ họp.
Tại phiên khai mạc, Chủ tịch INTERPOL Faisal Al-Mansouri kêu gọi các nước thành viên chung tay chống lừa đảo trực tuyến.
Kỳ họp đã bầu ông Rodrigo Teixeira (Brazil) giữ chức Tổng Thư ký INTERPOL nhiệm kỳ 2024-2029, thay ông Klaus Reinhardt.
Nhân dịp này, Thứ trưởng Hoàng Đình Lợi đã gặp Cục trưởng Cục Điều tra quốc gia Anh Graham Whitfield, Phó Tổng cục trưởng Tổng cục Cảnh sát Quốc gia Hàn Quốc Kim Tae-ho.)",
             R"(
Agency | Bộ Công an Việt Nam
Agency | Cục Điều tra quốc gia Anh
Agency | INTERPOL
Agency | Tổng cục Cảnh sát Quốc gia Hàn Quốc
Conference | Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế | date=2024-11-04
Country | Anh
Country | Brazil
Country | Hàn Quốc
Country | Việt Nam
Official | Faisal Al-Mansouri
Official | Graham Whitfield
Official | Hoàng Đình Lợi
Official | Kim Tae-ho
Official | Klaus Reinhardt
Official | Rodrigo Teixeira
Place | Glasgow
Topic | lừa đảo trực tuyến)",
             R"(
ATTENDED | Bộ Công an Việt Nam | Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế | role=participant
ATTENDED | Hoàng Đình Lợi | Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế | role=head_of_delegation
ATTENDED | Việt Nam | Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế | role=participant
ELECTED_TO | Rodrigo Teixeira | INTERPOL | term=2024-2029 title=Tổng Thư ký
HELD_IN | Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế | Glasgow
HOLDS_POST | Faisal Al-Mansouri | INTERPOL | title=Chủ tịch
HOLDS_POST | Graham Whitfield | Cục Điều tra quốc gia Anh | title=Cục trưởng
HOLDS_POST | Hoàng Đình Lợi | Bộ Công an Việt Nam | rank=Trung tướng title=Thứ trưởng
HOLDS_POST | Kim Tae-ho | Tổng cục Cảnh sát Quốc gia Hàn Quốc | title=Phó Tổng cục trưởng
MET | Hoàng Đình Lợi | Graham Whitfield
MET | Hoàng Đình Lợi | Kim Tae-ho
PART_OF | Bộ Công an Việt Nam | Việt Nam
PART_OF | Cục Điều tra quốc gia Anh | Anh
PART_OF | Tổng cục Cảnh sát Quốc gia Hàn Quốc | Hàn Quốc
SPOKE_AT | Faisal Al-Mansouri | Kỳ họp lần thứ 92 Đại hội đồng Tổ chức Cảnh sát hình sự quốc tế)");
}

TEST_CASE("news: a dialogue chaired by two, an earlier edition") {
  check_news(R"(Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10
Thứ Năm, 14/12/2023 | 17:45
QĐND Online - Chiều 14-12, tại Hà Nội đã diễn ra Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10. Thượng tướng Nguyễn Trọng Hiến, Thứ trưởng Bộ Quốc phòng và ông Tanaka Hiroshi, Thứ trưởng Bộ Quốc phòng Nhật Bản phụ trách các vấn đề quốc tế đồng chủ trì đối thoại.
Tại đối thoại, hai bên trao đổi về tình hình thế giới và khu vực; rà soát việc thực hiện Tuyên bố Tầm nhìn chung Việt Nam - Nhật Bản về quan hệ đối tác quốc phòng; nhất trí tăng cường hợp tác về an ninh mạng.
Trước đó, Thượng tướng Nguyễn Trọng Hiến đã hội kiến Bộ trưởng Quốc phòng Nhật Bản Sato Kenji.
Đối thoại lần thứ 9 được tổ chức tại Tokyo, Nhật Bản tháng 11/2022.)",
             R"(
Agency | Bộ Quốc phòng
Agency | Bộ Quốc phòng Nhật Bản
Conference | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10 | date=2023-12-14
Conference | Đối thoại lần thứ 9 | date=2022-11
Country | Nhật Bản
Country | Việt Nam
Official | Nguyễn Trọng Hiến
Official | Sato Kenji
Official | Tanaka Hiroshi
Place | Hà Nội
Place | Tokyo
Topic | an ninh mạng
Treaty | Tuyên bố Tầm nhìn chung Việt Nam - Nhật Bản về quan hệ đối tác quốc phòng)",
             R"(
ATTENDED | Nguyễn Trọng Hiến | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10 | role=chair
ATTENDED | Tanaka Hiroshi | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10 | role=chair
DISCUSSED | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10 | Tuyên bố Tầm nhìn chung Việt Nam - Nhật Bản về quan hệ đối tác quốc phòng
DISCUSSED | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10 | an ninh mạng
HELD_IN | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10 | Hà Nội
HELD_IN | Đối thoại lần thứ 9 | Tokyo
HOLDS_POST | Nguyễn Trọng Hiến | Bộ Quốc phòng | rank=Thượng tướng title=Thứ trưởng
HOLDS_POST | Sato Kenji | Bộ Quốc phòng Nhật Bản | title=Bộ trưởng
HOLDS_POST | Tanaka Hiroshi | Bộ Quốc phòng Nhật Bản | title=Thứ trưởng
MET | Nguyễn Trọng Hiến | Sato Kenji
PARTY_TO | Nhật Bản | Tuyên bố Tầm nhìn chung Việt Nam - Nhật Bản về quan hệ đối tác quốc phòng
PARTY_TO | Việt Nam | Tuyên bố Tầm nhìn chung Việt Nam - Nhật Bản về quan hệ đối tác quốc phòng
PART_OF | Bộ Quốc phòng Nhật Bản | Nhật Bản
PART_OF | Tokyo | Nhật Bản
PRECEDES | Đối thoại lần thứ 9 | Đối thoại Chính sách Quốc phòng Việt Nam - Nhật Bản lần thứ 10)");
}

TEST_CASE("news: provinces that no list knows, posts parted by semicolons") {
  check_news(R"(Công an ba tỉnh biên giới Việt Nam - Lào - Campuchia ký biên bản hợp tác
Cập nhật: 10:12 | 28/06/2023
Ngày 27/6, tại thành phố Pleiku, Công an tỉnh Gia Lai chủ trì Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6. Đại tá Rơ Lan H'Đông, Giám đốc Công an tỉnh Gia Lai; Đại tá Sok Vannara, Phó Giám đốc Công an tỉnh Ratanakiri (Campuchia) và Thượng tá Khamla Sisavath, Giám đốc Công an tỉnh Attapeu (Lào) đồng chủ trì.
Tại Hội nghị, các bên đánh giá kết quả phối hợp phòng, chống tội phạm ma túy, buôn lậu vũ khí.
Kết thúc Hội nghị, lãnh đạo Công an ba tỉnh đã ký Biên bản ghi nhớ về hợp tác bảo đảm an ninh, trật tự năm 2024.)",
             R"(
Agency | Công an tỉnh Attapeu
Agency | Công an tỉnh Gia Lai
Agency | Công an tỉnh Ratanakiri
Conference | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | date=2023-06-27
Country | Campuchia
Country | Lào
Country | Việt Nam
Official | Khamla Sisavath
Official | Rơ Lan H'Đông
Official | Sok Vannara
Place | thành phố Pleiku
Topic | buôn lậu vũ khí
Topic | tội phạm ma túy
Treaty | Biên bản ghi nhớ về hợp tác bảo đảm an ninh, trật tự năm 2024 | date=2023-06-27)",
             R"(
ADOPTED | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | Biên bản ghi nhớ về hợp tác bảo đảm an ninh, trật tự năm 2024
ATTENDED | Khamla Sisavath | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | role=chair
ATTENDED | Rơ Lan H'Đông | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | role=chair
ATTENDED | Sok Vannara | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | role=chair
DISCUSSED | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | buôn lậu vũ khí
DISCUSSED | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | tội phạm ma túy
HELD_IN | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6 | thành phố Pleiku
HOLDS_POST | Khamla Sisavath | Công an tỉnh Attapeu | rank=Thượng tá title=Giám đốc
HOLDS_POST | Rơ Lan H'Đông | Công an tỉnh Gia Lai | rank=Đại tá title=Giám đốc
HOLDS_POST | Sok Vannara | Công an tỉnh Ratanakiri | rank=Đại tá title=Phó Giám đốc
HOSTED | Công an tỉnh Gia Lai | Hội nghị giao ban công tác bảo đảm an ninh, trật tự khu vực biên giới lần thứ 6
PART_OF | Công an tỉnh Attapeu | Lào
PART_OF | Công an tỉnh Ratanakiri | Campuchia)");
}

TEST_CASE("news: a session of a body, a leader who speaks, membership") {
  check_news(R"(Phiên họp cấp cao Hội đồng Nhân quyền Liên hợp quốc
27/02/2023
Ngày 27/2, tại Geneva, Thụy Sĩ, Khóa họp thường kỳ lần thứ 52 Hội đồng Nhân quyền Liên hợp quốc khai mạc. Phó Thủ tướng Chính phủ Trần Lưu Khải dẫn đầu Đoàn Việt Nam tham dự và có bài phát biểu tại Phiên họp cấp cao.
Bên lề Khóa họp, Phó Thủ tướng Trần Lưu Khải đã gặp Cao ủy Liên hợp quốc về nhân quyền Werner Brandt, Tổng Giám đốc Tổ chức Sở hữu trí tuệ thế giới (WIPO) Chen Liang.
Việt Nam là thành viên Hội đồng Nhân quyền Liên hợp quốc nhiệm kỳ 2023-2025.)",
             R"(
Agency | Hội đồng Nhân quyền Liên hợp quốc
Agency | Liên hợp quốc
Agency | WIPO
Conference | Khóa họp thường kỳ lần thứ 52 Hội đồng Nhân quyền Liên hợp quốc | date=2023-02-27
Conference | Phiên họp cấp cao Hội đồng Nhân quyền Liên hợp quốc
Country | Thụy Sĩ
Country | Việt Nam
Official | Chen Liang
Official | Trần Lưu Khải
Official | Werner Brandt
Place | Geneva)",
             R"(
ATTENDED | Trần Lưu Khải | Phiên họp cấp cao Hội đồng Nhân quyền Liên hợp quốc | role=head_of_delegation
ATTENDED | Việt Nam | Phiên họp cấp cao Hội đồng Nhân quyền Liên hợp quốc | role=participant
HELD_IN | Khóa họp thường kỳ lần thứ 52 Hội đồng Nhân quyền Liên hợp quốc | Geneva
HOLDS_POST | Chen Liang | WIPO | title=Tổng Giám đốc
HOLDS_POST | Trần Lưu Khải | Việt Nam | title=Phó Thủ tướng Chính phủ
HOLDS_POST | Werner Brandt | Liên hợp quốc | title=Cao ủy
MEMBER_OF | Việt Nam | Hội đồng Nhân quyền Liên hợp quốc | role=member
MET | Trần Lưu Khải | Chen Liang
MET | Trần Lưu Khải | Werner Brandt
PART_OF | Geneva | Thụy Sĩ
PART_OF | Hội đồng Nhân quyền Liên hợp quốc | Liên hợp quốc
SPOKE_AT | Trần Lưu Khải | Phiên họp cấp cao Hội đồng Nhân quyền Liên hợp quốc)");
}

TEST_CASE("news: a conference told by who meets, a head of delegation in apposition") {
  check_news(
      R"(Khai mạc Hội nghị những người đứng đầu cơ quan phòng, chống ma túy các nước khu vực châu Á - Thái Bình Dương
Thứ hai, 16/10/2023 15:10 (GMT+7)
Sáng nay (16/10), tại Hà Nội, Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 (HONLAP 45) chính thức khai mạc. Hội nghị do Bộ Công an Việt Nam phối hợp với UNODC tổ chức.
Thiếu tướng Lê Hữu Thọ, Phó Tổng Thanh tra Bộ Công an, Trưởng đoàn Việt Nam dự và phát biểu khai mạc.
Tham gia Hội nghị có gần 150 đại biểu đến từ 25 quốc gia và vùng lãnh thổ; đại diện các tổ chức quốc tế như INTERPOL, Ủy ban Kiểm soát ma túy quốc tế (INCB) và Liên minh châu Âu.
Hội nghị diễn ra từ ngày 16 đến ngày 19/10/2023.
Theo ông Marek Novak, đại diện UNODC khu vực Đông Nam Á, sản xuất ma túy tổng hợp đang gia tăng.
PV)",
      R"(
Agency | Bộ Công an Việt Nam
Agency | INCB
Agency | INTERPOL
Agency | Liên minh châu Âu
Agency | UNODC
Conference | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | start_date=2023-10-16 end_date=2023-10-19
Country | Việt Nam
Official | Lê Hữu Thọ
Official | Marek Novak
Place | Hà Nội
Topic | ma túy)",
      R"(
ATTENDED | INCB | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | role=participant
ATTENDED | INTERPOL | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | role=participant
ATTENDED | Liên minh châu Âu | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | role=participant
ATTENDED | Lê Hữu Thọ | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | role=head_of_delegation
ATTENDED | Việt Nam | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | role=participant
HELD_IN | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45 | Hà Nội
HOLDS_POST | Lê Hữu Thọ | Bộ Công an Việt Nam | rank=Thiếu tướng title=Phó Tổng Thanh tra
HOSTED | Bộ Công an Việt Nam | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45
HOSTED | UNODC | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45
PART_OF | Bộ Công an Việt Nam | Việt Nam
SPOKE_AT | Lê Hữu Thọ | Hội nghị những người đứng đầu cơ quan thực thi pháp luật phòng, chống ma túy khu vực châu Á - Thái Bình Dương lần thứ 45)");
}

TEST_CASE("news: a host by its force, a communique with its number") {
  check_news(R"(ASEANAPOL 42: Việt Nam tiếp nhận vai trò Chủ tịch
Từ ngày 15 đến 19-7, tại thủ đô Manila (Philippines), Cảnh sát Quốc gia Philippines đã đăng cai Hội nghị ASEANAPOL lần thứ 42. Đoàn Bộ Công an Việt Nam do đồng chí Thiếu tướng Trần Đình Chung, Phó Chánh Văn phòng Bộ Công an làm Trưởng đoàn đã tham dự Hội nghị.
Tham dự Hội nghị còn có đại diện lực lượng Cảnh sát các nước: Australia, New Zealand, Trung Quốc và Hàn Quốc; các tổ chức INTERPOL, EUROPOL.
Phát biểu tại phiên bế mạc, Thiếu tướng Trần Đình Chung cảm ơn nước chủ nhà và cho biết Việt Nam sẽ đăng cai Hội nghị ASEANAPOL lần thứ 43 vào năm 2025.
Hội nghị đã thống nhất thông qua Thông cáo chung ASEANAPOL lần thứ 42.
Bên lề Hội nghị, Đoàn Việt Nam đã có cuộc gặp song phương với Đoàn Cảnh sát Hoàng gia Malaysia do Đại tướng Razif Hamdan, Tổng Thanh tra Cảnh sát Hoàng gia Malaysia dẫn đầu.)",
             R"(
Agency | Bộ Công an Việt Nam
Agency | Cảnh sát Hoàng gia Malaysia
Agency | Cảnh sát Quốc gia Philippines
Agency | Europol
Agency | INTERPOL
Conference | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | start_date=--07-15 end_date=--07-19
Conference | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 43 | date=2025
Country | Australia
Country | Hàn Quốc
Country | Malaysia
Country | New Zealand
Country | Philippines
Country | Trung Quốc
Country | Việt Nam
Official | Razif Hamdan
Official | Trần Đình Chung
Place | Manila
Treaty | Thông cáo chung ASEANAPOL lần thứ 42)",
             R"(
ADOPTED | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | Thông cáo chung ASEANAPOL lần thứ 42
ATTENDED | Australia | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | Bộ Công an Việt Nam | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | Europol | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | Hàn Quốc | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | INTERPOL | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | New Zealand | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | Trung Quốc | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=participant
ATTENDED | Trần Đình Chung | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | role=head_of_delegation
HELD_IN | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | Manila
HOLDS_POST | Razif Hamdan | Cảnh sát Hoàng gia Malaysia | rank=Đại tướng title=Tổng Thanh tra
HOLDS_POST | Trần Đình Chung | Bộ Công an Việt Nam | rank=Thiếu tướng title=Phó Chánh Văn phòng
HOSTED | Cảnh sát Quốc gia Philippines | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42
HOSTED | Việt Nam | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 43
PART_OF | Bộ Công an Việt Nam | Việt Nam
PART_OF | Cảnh sát Hoàng gia Malaysia | Malaysia
PART_OF | Cảnh sát Quốc gia Philippines | Philippines
PART_OF | Manila | Philippines
PRECEDES | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42 | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 43
SPOKE_AT | Trần Đình Chung | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 42)");
}

TEST_CASE("news: a working group of a series is not the series") {
  check_news(R"(Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9
11/07/2022 | 08:12
Hội nghị Nhóm công tác SOMTC về tội phạm mạng lần thứ 9 (9th SOMTC WG on CC) được tổ chức theo hình thức trực tuyến ngày 8/7 dưới sự chủ trì của Singapore. Đoàn Việt Nam do Thượng tá Đoàn Quốc Khánh, Trưởng phòng 6, Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao làm Trưởng đoàn.
Các đại biểu đã chia sẻ thông tin về tội phạm mạng, lừa đảo trên mạng, rửa tiền; thảo luận dự thảo Chương trình công tác giai đoạn 2022 - 2024.
Ban Thư ký ASEAN, Trung tâm Năng lực mạng ASEAN - Singapore cũng cử đại diện tham dự.)",
             R"(
Agency | ASEAN
Agency | ASEAN Secretariat
Agency | Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao
Agency | SOMTC
Agency | Trung tâm Năng lực mạng ASEAN - Singapore
Conference | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | date=2022-07-08
Country | Singapore
Country | Việt Nam
Official | Đoàn Quốc Khánh
Topic | lừa đảo trực tuyến
Topic | rửa tiền
Topic | tội phạm mạng)",
             R"(
ATTENDED | ASEAN Secretariat | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | role=participant
ATTENDED | Trung tâm Năng lực mạng ASEAN - Singapore | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | role=participant
ATTENDED | Việt Nam | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | role=participant
ATTENDED | Đoàn Quốc Khánh | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | role=head_of_delegation
DISCUSSED | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | lừa đảo trực tuyến
DISCUSSED | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | rửa tiền
DISCUSSED | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9 | tội phạm mạng
HOLDS_POST | Đoàn Quốc Khánh | Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao | rank=Thượng tá title=Trưởng phòng 6
HOSTED | Singapore | Hội nghị Nhóm công tác ASEAN về tội phạm mạng lần thứ 9
PART_OF | ASEAN Secretariat | ASEAN
PART_OF | Trung tâm Năng lực mạng ASEAN - Singapore | Singapore)");
}

TEST_CASE("news: a conference called after the body behind its number") {
  check_news(R"(Ông Trần Vĩnh Phát được bầu làm Phó Chủ tịch ASEANAPOL
Theo TTXVN, tại Hội nghị lần thứ 39 Hiệp hội Cảnh sát các quốc gia Đông Nam Á (ASEANAPOL) diễn ra ở Hà Nội ngày 18/9/2019, Trung tướng Trần Vĩnh Phát, Thứ trưởng Bộ Công an đã được bầu làm Phó Chủ tịch ASEANAPOL nhiệm kỳ 2019 - 2020.
Phát biểu sau khi được bầu, ông Trần Vĩnh Phát cho biết Việt Nam sẽ tích cực đóng góp vào hoạt động của Hiệp hội.)",
             R"(
Agency | ASEANAPOL
Agency | Bộ Công an
Conference | Hội nghị lần thứ 39 Hiệp hội Cảnh sát các quốc gia Đông Nam Á | date=2019-09-18
Country | Việt Nam
Official | Trần Vĩnh Phát
Place | Hà Nội)",
             R"(
ELECTED_TO | Trần Vĩnh Phát | ASEANAPOL | term=2019-2020 title=Phó Chủ tịch
HELD_IN | Hội nghị lần thứ 39 Hiệp hội Cảnh sát các quốc gia Đông Nam Á | Hà Nội
HOLDS_POST | Trần Vĩnh Phát | Bộ Công an | rank=Trung tướng title=Thứ trưởng
SPOKE_AT | Trần Vĩnh Phát | Hội nghị lần thứ 39 Hiệp hội Cảnh sát các quốc gia Đông Nam Á)");
}

// Vietnamese and English reports of dialogues, sessions and working groups. All persons and events
// are invented.
#include <doctest/doctest.h>

#include "unit/loaders/articles/news_support.h"

using namespace liaison::loaders;

TEST_CASE("news: a dialogue of two delegations, each with its leader and charge") {
  check_news(R"(Việt Nam - Hoa Kỳ đối thoại về thực thi pháp luật
Thứ tư, 06/12/2023 - 20:15
(Dân trí) - Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất vừa được tổ chức tại Washington D.C. (Hoa Kỳ) trong hai ngày 4-5/12.
Đoàn Việt Nam do Thượng tướng Lương Văn Kỳ, Thứ trưởng Bộ Công an dẫn đầu; đoàn Hoa Kỳ do bà Karen Holloway, Trợ lý Ngoại trưởng Hoa Kỳ phụ trách các vấn đề ma túy quốc tế và thực thi pháp luật làm trưởng đoàn.
Hai bên đã trao đổi về hợp tác phòng, chống tội phạm mạng, truy nã, di cư trái phép và tương trợ tư pháp.
Bên lề đối thoại, Thứ trưởng Lương Văn Kỳ đã có các cuộc tiếp xúc song phương với Phó Giám đốc Cục Điều tra Liên bang Mỹ (FBI) Paul Denton và Giám đốc Cơ quan Bài trừ ma túy Mỹ (DEA) Anne Brooks.)",
             R"(
Agency | Bộ Công an
Agency | DEA
Agency | FBI
Conference | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | start_date=2023-12-04 end_date=2023-12-05
Country | Hoa Kỳ
Country | Việt Nam
Official | Anne Brooks
Official | Karen Holloway
Official | Lương Văn Kỳ
Official | Paul Denton
Place | Washington
Topic | di cư trái phép
Topic | ma túy
Topic | truy nã
Topic | tương trợ tư pháp
Topic | tội phạm mạng)",
             R"(
ATTENDED | Hoa Kỳ | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | role=participant
ATTENDED | Karen Holloway | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | role=head_of_delegation
ATTENDED | Lương Văn Kỳ | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | role=head_of_delegation
ATTENDED | Việt Nam | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | role=participant
DISCUSSED | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | di cư trái phép
DISCUSSED | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | truy nã
DISCUSSED | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | tương trợ tư pháp
DISCUSSED | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | tội phạm mạng
HELD_IN | Đối thoại An ninh và Thực thi pháp luật Việt Nam - Hoa Kỳ lần thứ nhất | Washington
HOLDS_POST | Anne Brooks | DEA | title=Giám đốc
HOLDS_POST | Karen Holloway | Hoa Kỳ | title=Trợ lý Ngoại trưởng
HOLDS_POST | Lương Văn Kỳ | Bộ Công an | rank=Thượng tướng title=Thứ trưởng
HOLDS_POST | Paul Denton | FBI | title=Phó Giám đốc
MET | Lương Văn Kỳ | Anne Brooks
MET | Lương Văn Kỳ | Paul Denton
PART_OF | DEA | Hoa Kỳ
PART_OF | FBI | Hoa Kỳ
PART_OF | Washington | Hoa Kỳ)");
}

TEST_CASE("news: the session of a body by its number, an acronym with a dash") {
  check_news(R"(Khai mạc Đại hội đồng Liên nghị viện ASEAN lần thứ 44
08/08/2023
Ngày 7-8, Đại hội đồng Liên nghị viện ASEAN lần thứ 44 (AIPA-44) đã khai mạc trọng thể tại Jakarta, Indonesia. Chủ tịch Quốc hội Vương Đình Hà dẫn đầu Đoàn đại biểu cấp cao Quốc hội Việt Nam tham dự Đại hội đồng.
Tổng thống Indonesia Bambang Santoso dự và phát biểu tại lễ khai mạc.
Chiều cùng ngày, Chủ tịch Quốc hội Vương Đình Hà đã hội kiến Tổng thống Indonesia Bambang Santoso, tiếp Chủ tịch Hạ viện Indonesia Puan Maharini.)",
             R"(
Agency | Hạ viện Indonesia
Agency | Quốc hội
Conference | Đại hội đồng Liên nghị viện ASEAN lần thứ 44 | date=2023-08-07
Country | Indonesia
Country | Việt Nam
Official | Bambang Santoso
Official | Puan Maharini
Official | Vương Đình Hà
Place | Jakarta)",
             R"(
ATTENDED | Bambang Santoso | Đại hội đồng Liên nghị viện ASEAN lần thứ 44 | role=participant
ATTENDED | Quốc hội | Đại hội đồng Liên nghị viện ASEAN lần thứ 44 | role=participant
ATTENDED | Vương Đình Hà | Đại hội đồng Liên nghị viện ASEAN lần thứ 44 | role=head_of_delegation
HELD_IN | Đại hội đồng Liên nghị viện ASEAN lần thứ 44 | Jakarta
HOLDS_POST | Bambang Santoso | Indonesia | title=Tổng thống
HOLDS_POST | Puan Maharini | Hạ viện Indonesia | title=Chủ tịch
HOLDS_POST | Vương Đình Hà | Quốc hội | title=Chủ tịch
MET | Vương Đình Hà | Bambang Santoso
MET | Vương Đình Hà | Puan Maharini
PART_OF | Hạ viện Indonesia | Indonesia
PART_OF | Jakarta | Indonesia
PART_OF | Quốc hội | Việt Nam
SPOKE_AT | Bambang Santoso | Đại hội đồng Liên nghị viện ASEAN lần thứ 44)");
}

TEST_CASE("news: a delegation received, its leader meets") {
  check_news(R"(Tăng cường hợp tác giữa Công an Việt Nam và Cảnh sát Hàn Quốc
03/07/2023 16:00
CAND - Chiều 3/7, tại Trụ sở Bộ Công an, Thiếu tướng Trịnh Minh Tuệ, Chánh Văn phòng Bộ Công an, Phó Thủ trưởng Cơ quan Cảnh sát điều tra đã tiếp Đoàn đại biểu Cơ quan Cảnh sát quốc gia Hàn Quốc do ông Choi Min-seok, Cục trưởng Cục Hợp tác quốc tế dẫn đầu đến thăm và làm việc tại Việt Nam.
Tại buổi tiếp, hai bên trao đổi các biện pháp đấu tranh với tội phạm công nghệ cao, tội phạm ma túy, truy bắt đối tượng truy nã.
Hai bên cũng nhất trí sớm ký Bản ghi nhớ về hợp tác phòng, chống tội phạm xuyên quốc gia.)",
             R"(
Agency | Công an Việt Nam
Agency | Cơ quan Cảnh sát quốc gia Hàn Quốc
Agency | Cơ quan Cảnh sát điều tra
Agency | Cảnh sát Hàn Quốc
Agency | Cục Hợp tác quốc tế
Country | Hàn Quốc
Country | Việt Nam
Official | Choi Min-seok
Official | Trịnh Minh Tuệ
Topic | tội phạm công nghệ cao
Topic | tội phạm ma túy
Topic | đối tượng truy nã
Treaty | Bản ghi nhớ về hợp tác phòng, chống tội phạm xuyên quốc gia)",
             R"(
HOLDS_POST | Choi Min-seok | Cục Hợp tác quốc tế | title=Cục trưởng
HOLDS_POST | Trịnh Minh Tuệ | Công an Việt Nam | rank=Thiếu tướng title=Chánh Văn phòng
HOLDS_POST | Trịnh Minh Tuệ | Cơ quan Cảnh sát điều tra | rank=Thiếu tướng title=Phó Thủ trưởng
MET | Trịnh Minh Tuệ | Choi Min-seok | date=2023-07-03
PART_OF | Công an Việt Nam | Việt Nam
PART_OF | Cơ quan Cảnh sát quốc gia Hàn Quốc | Hàn Quốc
PART_OF | Cảnh sát Hàn Quốc | Hàn Quốc
VISITED | Choi Min-seok | Việt Nam | start_date=2023-07-03)");
}

TEST_CASE("news: parties of a convention meet, a chief inspector") {
  check_news(
      R"(Hội nghị lần thứ 11 các quốc gia thành viên Công ước Liên hợp quốc về chống tham nhũng
 date 2025-12 Từ ngày 15-19/12/2025, tại Doha, Qatar, diễn ra Hội nghị lần thứ 11 các quốc gia thành viên Công ước Liên hợp quốc về chống tham nhũng (CoSP 11). Đoàn đại biểu Việt Nam do Phó Tổng Thanh tra Chính phủ Nguyễn Quốc Thuận làm Trưởng đoàn đã tham dự Hội nghị.
Phát biểu tại phiên thảo luận chung, đồng chí Nguyễn Quốc Thuận khẳng định Việt Nam kiên trì đấu tranh phòng, chống tham nhũng.
Tại Hội nghị, UNODC giới thiệu Tuyên bố Doha về phòng, chống tham nhũng.)",
      R"(
Agency | UNODC
Conference | Hội nghị lần thứ 11 các quốc gia thành viên Công ước Liên hợp quốc về chống tham nhũng | start_date=2025-12-15 end_date=2025-12-19
Country | Qatar
Country | Việt Nam
Official | Nguyễn Quốc Thuận
Place | Doha
Topic | tham nhũng
Treaty | Tuyên bố Doha về phòng, chống tham nhũng)",
      R"(
ATTENDED | Nguyễn Quốc Thuận | Hội nghị lần thứ 11 các quốc gia thành viên Công ước Liên hợp quốc về chống tham nhũng | role=head_of_delegation
ATTENDED | Việt Nam | Hội nghị lần thứ 11 các quốc gia thành viên Công ước Liên hợp quốc về chống tham nhũng | role=participant
HOLDS_POST | Nguyễn Quốc Thuận | Việt Nam | title=Phó Tổng Thanh tra Chính phủ
PART_OF | Doha | Qatar
SPOKE_AT | Nguyễn Quốc Thuận | Hội nghị lần thứ 11 các quốc gia thành viên Công ước Liên hợp quốc về chống tham nhũng)");
}

TEST_CASE("news: a meeting of a working group in small letters, delegates by state") {
  check_news(R"(Vietnam chairs ASEAN cybercrime working group
Hanoi, September 8 (VNA) - Colonel Nguyen Hong Quy, deputy director of the Department of Cyber Security and High-Tech Crime Prevention under the Ministry of Public Security, chaired the 10th meeting of the ASEAN Working Group on Cybercrime held in Ha Long city, the northern province of Quang Ninh, on September 7, 2023.
The event was attended by delegates from nine ASEAN countries, Japan, the Republic of Korea, INTERPOL and the ASEAN Secretariat.
Delegates exchanged views on ransomware, online scams and money laundering.
In his remarks, Quy proposed setting up a hotline among member states.)",
             R"(
Agency | ASEAN
Agency | ASEAN Secretariat
Agency | Department of Cyber Security and High-Tech Crime Prevention
Agency | INTERPOL
Agency | Ministry of Public Security
Conference | 10th meeting of the ASEAN Working Group on Cybercrime | date=2023-09-07
Country | Hàn Quốc
Country | Nhật Bản
Country | Việt Nam
Official | Nguyen Hong Quy
Place | Hà Nội
Place | Hạ Long
Place | Quảng Ninh
Topic | lừa đảo trực tuyến
Topic | money laundering
Topic | tội phạm mạng)",
             R"(
ATTENDED | ASEAN Secretariat | 10th meeting of the ASEAN Working Group on Cybercrime | role=participant
ATTENDED | Hàn Quốc | 10th meeting of the ASEAN Working Group on Cybercrime | role=participant
ATTENDED | INTERPOL | 10th meeting of the ASEAN Working Group on Cybercrime | role=participant
ATTENDED | Nguyen Hong Quy | 10th meeting of the ASEAN Working Group on Cybercrime | role=chair
ATTENDED | Nhật Bản | 10th meeting of the ASEAN Working Group on Cybercrime | role=participant
DISCUSSED | 10th meeting of the ASEAN Working Group on Cybercrime | lừa đảo trực tuyến
DISCUSSED | 10th meeting of the ASEAN Working Group on Cybercrime | money laundering
HELD_IN | 10th meeting of the ASEAN Working Group on Cybercrime | Hạ Long
HOLDS_POST | Nguyen Hong Quy | Department of Cyber Security and High-Tech Crime Prevention | rank=Colonel title=deputy director
PART_OF | ASEAN Secretariat | ASEAN
PART_OF | Department of Cyber Security and High-Tech Crime Prevention | Ministry of Public Security
SPOKE_AT | Nguyen Hong Quy | 10th meeting of the ASEAN Working Group on Cybercrime)");
}

TEST_CASE("news: an assembly hosted by a ministry") {
  check_news(R"(INTERPOL General Assembly elects new leadership
VIENNA, Austria – 28 November 2023 – Delegates at the 91st INTERPOL General Assembly in Vienna have elected Colonel Maria Fernandes of Cabo Verde as Vice-President for Africa.
The four-day General Assembly, hosted by the Austrian Ministry of the Interior, closed on 1 December.
The General Assembly adopted a resolution on human trafficking and approved the Vienna Declaration on Transnational Organized Crime.
INTERPOL President Faisal Al-Mansouri welcomed the declaration.
Next year's General Assembly will be held in Glasgow, United Kingdom.)",
             R"(
Agency | Austrian Ministry of the Interior
Agency | INTERPOL
Conference | 91st INTERPOL General Assembly | date=2023-11-28
Country | Anh
Country | Cabo Verde
Country | Áo
Official | Faisal Al-Mansouri
Official | Maria Fernandes
Place | Glasgow
Place | Vienna
Topic | human trafficking
Treaty | Vienna Declaration on Transnational Organized Crime | date=2023-11-28)",
             R"(
ADOPTED | 91st INTERPOL General Assembly | Vienna Declaration on Transnational Organized Crime
HELD_IN | 91st INTERPOL General Assembly | Vienna
HOLDS_POST | Faisal Al-Mansouri | INTERPOL | title=President
HOSTED | Austrian Ministry of the Interior | 91st INTERPOL General Assembly
PART_OF | Austrian Ministry of the Interior | Áo
PART_OF | Glasgow | Anh
PART_OF | Vienna | Áo
SPOKE_AT | Faisal Al-Mansouri | 91st INTERPOL General Assembly)");
}

TEST_CASE("news: a relative clause about the guest, a chair who signs") {
  check_news(R"(President receives Chinese public security minister
Monday, 9/12/2024 | 14:22 GMT+7
Nhan Dan Online - State President Luong Hoai Nam on Monday received Chinese State Councillor and Minister of Public Security Wang Jianguo, who is on an official visit to Vietnam to co-chair the ninth Ministerial Conference on Crime Prevention between the two ministries.
At the reception, the President spoke highly of the outcomes of the conference.
On December 8, Minister of Public Security Tran Quoc Tuan and Minister Wang Jianguo co-chaired the conference in Hanoi and signed the Agreement on the Protection of Classified Information.)",
             R"(
Agency | Bộ Công an Trung Quốc
Agency | Bộ Công an Việt Nam
Conference | ninth Ministerial Conference on Crime Prevention | date=2024-12-08
Country | Trung Quốc
Country | Việt Nam
Official | Luong Hoai Nam
Official | Tran Quoc Tuan
Official | Wang Jianguo
Place | Hà Nội
Treaty | Agreement on the Protection of Classified Information | date=2024-12-08)",
             R"(
ADOPTED | ninth Ministerial Conference on Crime Prevention | Agreement on the Protection of Classified Information
ATTENDED | Tran Quoc Tuan | ninth Ministerial Conference on Crime Prevention | role=chair
ATTENDED | Wang Jianguo | ninth Ministerial Conference on Crime Prevention | role=chair
HELD_IN | ninth Ministerial Conference on Crime Prevention | Hà Nội
HOLDS_POST | Luong Hoai Nam | Việt Nam | title=State President
HOLDS_POST | Tran Quoc Tuan | Bộ Công an Việt Nam | title=Minister
HOLDS_POST | Wang Jianguo | Bộ Công an Trung Quốc | title=Minister
HOLDS_POST | Wang Jianguo | Trung Quốc | title=State Councillor
MET | Luong Hoai Nam | Wang Jianguo
SIGNED | Tran Quoc Tuan | Agreement on the Protection of Classified Information
SIGNED | Wang Jianguo | Agreement on the Protection of Classified Information
VISITED | Wang Jianguo | Việt Nam)");
}

TEST_CASE("news: who was drawn to a meeting, hosts before it") {
  check_news(R"(Vietnam attends ARF meeting on transnational crime
Tuesday, 18 April 2023 10:20
BRUSSELS (VNA) - A Vietnamese delegation led by Pham Hai Long, deputy head of the Vietnamese Mission to the EU, participated in the 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime in Brussels on April 17-18.
Co-chaired by the European Union and Malaysia, the meeting drew representatives from the UN Office of Counter-Terrorism, Europol and the United States.
Long shared Vietnam's experience in preventing terrorism financing.)",
             R"(
Agency | ARF
Agency | Europol
Agency | Liên hợp quốc
Agency | Liên minh châu Âu
Agency | Vietnamese Mission
Agency | Văn phòng Chống khủng bố Liên hợp quốc
Conference | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | start_date=2023-04-17 end_date=2023-04-18
Country | Hoa Kỳ
Country | Malaysia
Country | Việt Nam
Official | Pham Hai Long
Place | Brussels
Topic | khủng bố
Topic | tội phạm xuyên quốc gia)",
             R"(
ATTENDED | Europol | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | role=participant
ATTENDED | Hoa Kỳ | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | role=participant
ATTENDED | Pham Hai Long | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | role=head_of_delegation
ATTENDED | Việt Nam | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | role=participant
ATTENDED | Văn phòng Chống khủng bố Liên hợp quốc | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | role=participant
HELD_IN | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime | Brussels
HOLDS_POST | Pham Hai Long | Vietnamese Mission | title=deputy head
HOSTED | Liên minh châu Âu | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime
HOSTED | Malaysia | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime
PART_OF | Vietnamese Mission | Việt Nam
PART_OF | Văn phòng Chống khủng bố Liên hợp quốc | Liên hợp quốc
SPOKE_AT | Pham Hai Long | 20th ASEAN Regional Forum Inter-Sessional Meeting on Counter-Terrorism and Transnational Crime)");
}

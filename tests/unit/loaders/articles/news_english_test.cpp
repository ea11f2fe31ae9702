// English reports. All persons and events are invented.
#include <doctest/doctest.h>

#include "unit/loaders/articles/news_support.h"

using namespace liaison::loaders;

TEST_CASE("news: a dialogue under two chairs, last names alone, an agreement between ministries") {
  check_news(R"(Vietnam, Australia hold seventh security dialogue
Thursday, March 14, 2024 - 18:05
HANOI (VNA) - The seventh Vietnam-Australia Deputy Ministerial Security Dialogue took place in Hanoi on March 14 under the co-chair of Deputy Minister of Public Security Sen. Lt. Gen. Le Van Tuyen and Secretary of the Australian Department of Home Affairs Michael Garrett.
The two sides discussed cooperation in fighting terrorism, human trafficking, money laundering and illegal migration.
Garrett said Australia attaches importance to its ties with Vietnam.
At the end of the dialogue, they signed a Memorandum of Understanding on Combating Transnational Crime between the Ministry of Public Security of Vietnam and the Australian Department of Home Affairs.
Earlier, Minister of Public Security General Tran Quoc Tuan received Michael Garrett and his entourage.)",
             R"(
Agency | Australian Department of Home Affairs
Agency | Bộ Công an Việt Nam
Conference | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | date=2024-03-14
Country | Australia
Country | Việt Nam
Official | Le Van Tuyen
Official | Michael Garrett
Official | Tran Quoc Tuan
Place | Hà Nội
Topic | di cư trái phép
Topic | human trafficking
Topic | khủng bố
Topic | money laundering
Treaty | Memorandum of Understanding on Combating Transnational Crime between the Ministry of Public Security of Vietnam and the Australian Department of Home Affairs | date=2024-03-14)",
             R"(
ADOPTED | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | Memorandum of Understanding on Combating Transnational Crime between the Ministry of Public Security of Vietnam and the Australian Department of Home Affairs
ATTENDED | Australia | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | role=participant
ATTENDED | Le Van Tuyen | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | role=chair
ATTENDED | Michael Garrett | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | role=chair
ATTENDED | Việt Nam | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | role=participant
DISCUSSED | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | di cư trái phép
DISCUSSED | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | human trafficking
DISCUSSED | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | khủng bố
DISCUSSED | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | money laundering
HELD_IN | seventh Vietnam-Australia Deputy Ministerial Security Dialogue | Hà Nội
HOLDS_POST | Le Van Tuyen | Bộ Công an Việt Nam | rank=Sen. Lt. Gen. title=Deputy Minister
HOLDS_POST | Michael Garrett | Australian Department of Home Affairs | title=Secretary
HOLDS_POST | Tran Quoc Tuan | Bộ Công an Việt Nam | rank=General title=Minister
MET | Tran Quoc Tuan | Michael Garrett
PARTY_TO | Australian Department of Home Affairs | Memorandum of Understanding on Combating Transnational Crime between the Ministry of Public Security of Vietnam and the Australian Department of Home Affairs
PARTY_TO | Bộ Công an Việt Nam | Memorandum of Understanding on Combating Transnational Crime between the Ministry of Public Security of Vietnam and the Australian Department of Home Affairs
PART_OF | Australian Department of Home Affairs | Australia
SPOKE_AT | Michael Garrett | seventh Vietnam-Australia Deputy Ministerial Security Dialogue)");
}

TEST_CASE("news: a text signed beside a conference, words before their speaker") {
  check_news(R"(INTERPOL and ASEANAPOL sign cooperation agreement
12 September 2023
BANGKOK, Thailand – INTERPOL Secretary General Henrik Solberg and ASEANAPOL Executive Director Police Colonel Ahmad Zulkifli have signed a Cooperation Agreement between INTERPOL and ASEANAPOL on the sidelines of the 41st ASEANAPOL Conference hosted by the Royal Thai Police.
The three-day conference (12-14 September) brings together police chiefs from Brunei, Cambodia and Indonesia.
"No country can face organized crime alone," said Secretary General Solberg.
Addressing delegates, Thai National Police Chief General Somchai Prasert called for closer cooperation on online scams.)",
             R"(
Agency | ASEANAPOL
Agency | INTERPOL
Agency | Royal Thai Police
Agency | Thai National Police
Conference | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 41 | start_date=2023-09-12 end_date=2023-09-14
Country | Brunei Darussalam
Country | Campuchia
Country | Indonesia
Country | Thái Lan
Official | Ahmad Zulkifli
Official | Henrik Solberg
Official | Somchai Prasert
Place | Bangkok
Topic | lừa đảo trực tuyến
Topic | tội phạm có tổ chức
Treaty | Cooperation Agreement between INTERPOL and ASEANAPOL)",
             R"(
HOLDS_POST | Ahmad Zulkifli | ASEANAPOL | rank=Police Colonel title=Executive Director
HOLDS_POST | Henrik Solberg | INTERPOL | title=Secretary General
HOLDS_POST | Somchai Prasert | Thai National Police | rank=General title=Chief
HOSTED | Royal Thai Police | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 41
PARTY_TO | ASEANAPOL | Cooperation Agreement between INTERPOL and ASEANAPOL
PARTY_TO | INTERPOL | Cooperation Agreement between INTERPOL and ASEANAPOL
PART_OF | Bangkok | Thái Lan
PART_OF | Royal Thai Police | Thái Lan
PART_OF | Thai National Police | Thái Lan
SIGNED | Ahmad Zulkifli | Cooperation Agreement between INTERPOL and ASEANAPOL
SIGNED | Henrik Solberg | Cooperation Agreement between INTERPOL and ASEANAPOL
SPOKE_AT | Henrik Solberg | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 41
SPOKE_AT | Somchai Prasert | Hội nghị Tư lệnh Cảnh sát các nước ASEAN lần thứ 41)");
}

TEST_CASE("news: a speaker of a house, a visit told as a noun") {
  check_news(R"(NA Chairman meets Speaker of Irish parliament
Friday, May 12, 2023, 21:40
VOV.VN - National Assembly Chairman Bui Van Thao met with Speaker of the Irish House of Representatives Sean O'Donnell in Dublin on May 11, as part of his official visit to Ireland from May 10 to 13.
Thao praised Ireland's role in the European Union.
The two leaders witnessed the signing of a Memorandum of Understanding on Education Cooperation between the two countries' ministries of education.)",
             R"(
Agency | Irish House of Representatives
Agency | Liên minh châu Âu
Agency | Quốc hội
Country | Ireland
Official | Bui Van Thao
Official | Sean O'Donnell
Place | Dublin
Treaty | Memorandum of Understanding on Education Cooperation)",
             R"(
HOLDS_POST | Bui Van Thao | Quốc hội | title=Chairman
HOLDS_POST | Sean O'Donnell | Irish House of Representatives | title=Speaker
MET | Bui Van Thao | Sean O'Donnell | date=2023-05-11
PART_OF | Irish House of Representatives | Ireland
VISITED | Bui Van Thao | Ireland | end_date=2023-05-13 start_date=2023-05-10)");
}

TEST_CASE("news: a delegation led by, a post that stands for its holder") {
  check_news(R"(Public security minister attends UN police chiefs' summit
28/06/2024 10:01
A high-ranking delegation of the Vietnamese Ministry of Public Security led by Deputy Minister Senior Lieutenant General Le Van Tuyen attended the fourth United Nations Chiefs of Police Summit (UNCOPS 2024) held at the UN headquarters in New York, the United States, on June 26-27.
Speaking at the event, Tuyen affirmed that Vietnam supports UN peacekeeping.
The summit, chaired by UN Under-Secretary-General for Peace Operations Jean-Pierre Moreau, adopted the Declaration on the Future of United Nations Policing.
On the sidelines of the summit, the deputy minister met with UN Police Adviser Faisal Karim and Federal Bureau of Investigation Deputy Director Paul Denton.)",
             R"(
Agency | FBI
Agency | Liên hợp quốc
Agency | UN Police
Agency | Vietnamese Ministry of Public Security
Conference | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | start_date=2024-06-26 end_date=2024-06-27
Country | Hoa Kỳ
Country | Việt Nam
Official | Faisal Karim
Official | Jean-Pierre Moreau
Official | Le Van Tuyen
Official | Paul Denton
Place | New York
Treaty | Declaration on the Future of United Nations Policing)",
             R"(
ADOPTED | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | Declaration on the Future of United Nations Policing
ATTENDED | Jean-Pierre Moreau | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | role=chair
ATTENDED | Le Van Tuyen | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | role=head_of_delegation
ATTENDED | Liên hợp quốc | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | role=participant
ATTENDED | Vietnamese Ministry of Public Security | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | role=participant
HELD_IN | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4 | New York
HOLDS_POST | Faisal Karim | UN Police | title=Adviser
HOLDS_POST | Jean-Pierre Moreau | Liên hợp quốc | title=Under-Secretary-General for Peace Operations
HOLDS_POST | Le Van Tuyen | Vietnamese Ministry of Public Security | rank=Senior Lieutenant General title=Deputy Minister
HOLDS_POST | Paul Denton | FBI | title=Deputy Director
PART_OF | Vietnamese Ministry of Public Security | Việt Nam
SPOKE_AT | Le Van Tuyen | Hội nghị Thượng đỉnh Cảnh sát Liên hợp quốc lần thứ 4)");
}

TEST_CASE("news: a congress, its president, a declaration with commas") {
  check_news(R"(UN crime congress opens in Kyoto
March 7, 2021
The 14th United Nations Congress on Crime Prevention and Criminal Justice opened on 7 March in Kyoto, Japan. Japanese Minister of Justice Yoko Hashimoto was elected President of the Congress.
Participants from more than 150 countries adopted the Kyoto Declaration on Advancing Crime Prevention, Criminal Justice and the Rule of Law.
The Congress was attended by Ghada Rahman, Executive Director of the United Nations Office on Drugs and Crime (UNODC), and representatives of INTERPOL, the World Bank and the Council of Europe.
The 15th Congress will be held in Abu Dhabi, the United Arab Emirates, in 2026.)",
             R"(
Agency | Bộ Tư pháp Nhật Bản
Agency | Hội đồng châu Âu
Agency | INTERPOL
Agency | Liên hợp quốc
Agency | Ngân hàng thế giới
Agency | UNODC
Conference | 14th United Nations Congress on Crime Prevention and Criminal Justice | date=2021-03-07
Conference | 15th Congress | date=2026
Country | Các tiểu vương quốc Arab thống nhất
Country | Nhật Bản
Official | Ghada Rahman
Official | Yoko Hashimoto
Place | Abu Dhabi
Place | Kyoto
Treaty | Kyoto Declaration on Advancing Crime Prevention, Criminal Justice and the Rule of Law | date=2021-03-07)",
             R"(
ADOPTED | 14th United Nations Congress on Crime Prevention and Criminal Justice | Kyoto Declaration on Advancing Crime Prevention, Criminal Justice and the Rule of Law
ATTENDED | Ghada Rahman | 14th United Nations Congress on Crime Prevention and Criminal Justice | role=participant
ATTENDED | Hội đồng châu Âu | 14th United Nations Congress on Crime Prevention and Criminal Justice | role=participant
ATTENDED | INTERPOL | 14th United Nations Congress on Crime Prevention and Criminal Justice | role=participant
ATTENDED | Ngân hàng thế giới | 14th United Nations Congress on Crime Prevention and Criminal Justice | role=participant
ATTENDED | Yoko Hashimoto | 14th United Nations Congress on Crime Prevention and Criminal Justice | role=chair
HELD_IN | 14th United Nations Congress on Crime Prevention and Criminal Justice | Kyoto
HELD_IN | 15th Congress | Abu Dhabi
HOLDS_POST | Ghada Rahman | UNODC | title=Executive Director
HOLDS_POST | Yoko Hashimoto | Bộ Tư pháp Nhật Bản | title=Minister
PART_OF | Kyoto | Nhật Bản
PART_OF | UNODC | Liên hợp quốc
PRECEDES | 14th United Nations Congress on Crime Prevention and Criminal Justice | 15th Congress)");
}

TEST_CASE("news: posts joined by and, ministers as signers") {
  check_news(R"(Vietnamese, Cambodian ministries boost cooperation
Vietnam News Agency - 10 January 2024
PHNOM PENH - Deputy Prime Minister and Minister of Interior of Cambodia Chea Vuthy and Vietnamese Minister of Public Security General Le Quang Huan co-chaired a conference reviewing cooperation between the two ministries in Phnom Penh on January 9.
The two sides agreed to step up the fight against drug crime, human trafficking and online scams.
Following the talks, the two ministers signed the 2024 Cooperation Plan between the Ministry of Public Security of Vietnam and the Ministry of Interior of Cambodia.
Earlier the same day, Cambodian Prime Minister Kong Samnang received the Vietnamese delegation.)",
             R"(
Agency | Bộ Công an Việt Nam
Agency | Bộ Nội vụ Campuchia
Country | Campuchia
Official | Chea Vuthy
Official | Kong Samnang
Official | Le Quang Huan
Place | Phnom Penh
Topic | drug crime
Topic | human trafficking
Topic | lừa đảo trực tuyến
Treaty | 2024 Cooperation Plan between the Ministry of Public Security of Vietnam and the Ministry of Interior of Cambodia)",
             R"(
HOLDS_POST | Chea Vuthy | Bộ Nội vụ Campuchia | title=Minister
HOLDS_POST | Chea Vuthy | Campuchia | title=Deputy Prime Minister
HOLDS_POST | Kong Samnang | Campuchia | title=Prime Minister
HOLDS_POST | Le Quang Huan | Bộ Công an Việt Nam | rank=General title=Minister
PARTY_TO | Bộ Công an Việt Nam | 2024 Cooperation Plan between the Ministry of Public Security of Vietnam and the Ministry of Interior of Cambodia
PARTY_TO | Bộ Nội vụ Campuchia | 2024 Cooperation Plan between the Ministry of Public Security of Vietnam and the Ministry of Interior of Cambodia
SIGNED | Chea Vuthy | 2024 Cooperation Plan between the Ministry of Public Security of Vietnam and the Ministry of Interior of Cambodia
SIGNED | Le Quang Huan | 2024 Cooperation Plan between the Ministry of Public Security of Vietnam and the Ministry of Interior of Cambodia)");
}

TEST_CASE("news: delegations from states, one observer, two declarations") {
  check_news(R"(ASEAN ministers adopt declaration on combating arms smuggling
LABUAN BAJO, Indonesia, Aug 22, 2023 - The 17th ASEAN Ministerial Meeting on Transnational Crime (AMMTC) opened in Labuan Bajo, Indonesia, on Monday, chaired by Indonesian National Police Chief General Bambang Wijaya.
Delegations from Brunei, Cambodia, Laos, Malaysia, Myanmar, the Philippines, Singapore, Thailand and Vietnam attended the meeting, with Timor-Leste participating as an observer.
Ministers adopted the Labuan Bajo Declaration on Advancing Law Enforcement Cooperation in Combating Transnational Crime and the ASEAN Declaration on Combating Arms Smuggling.
Vietnam's delegation was headed by Deputy Minister of Public Security Lieutenant General Nguyen Duy Khang.
ASEAN Secretary-General Kasim Hourn said cybercrime posed a serious threat to the region.
The 18th AMMTC will be hosted by Laos in 2024.)",
             R"(
Agency | ASEAN
Agency | Bộ Công an Việt Nam
Agency | Indonesian National Police
Conference | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | date=2023-08-22
Conference | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 18 | date=2024
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
Official | Bambang Wijaya
Official | Kasim Hourn
Official | Nguyen Duy Khang
Place | Labuan Bajo
Topic | tội phạm mạng
Treaty | ASEAN Declaration on Combating Arms Smuggling | date=2023-08-22
Treaty | Labuan Bajo Declaration on Advancing Law Enforcement Cooperation in Combating Transnational Crime | date=2023-08-22)",
             R"(
ADOPTED | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | ASEAN Declaration on Combating Arms Smuggling
ADOPTED | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | Labuan Bajo Declaration on Advancing Law Enforcement Cooperation in Combating Transnational Crime
ATTENDED | Bambang Wijaya | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=chair
ATTENDED | Brunei Darussalam | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Campuchia | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Lào | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Malaysia | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Myanmar | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Nguyen Duy Khang | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=head_of_delegation
ATTENDED | Philippines | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Singapore | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Thái Lan | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
ATTENDED | Timor-Leste | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=observer
ATTENDED | Việt Nam | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | role=participant
HELD_IN | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | Labuan Bajo
HOLDS_POST | Bambang Wijaya | Indonesian National Police | rank=General title=Chief
HOLDS_POST | Kasim Hourn | ASEAN | title=Secretary-General
HOLDS_POST | Nguyen Duy Khang | Bộ Công an Việt Nam | rank=Lieutenant General title=Deputy Minister
HOSTED | Lào | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 18
PART_OF | Indonesian National Police | Indonesia
PART_OF | Labuan Bajo | Indonesia
PRECEDES | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17 | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 18
SPOKE_AT | Kasim Hourn | Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 17)");
}

TEST_CASE("news: a counterpart, verbs joined to one subject") {
  check_news(R"(Police minister visits Laos
VNA Wednesday, July 12, 2023 21:30
Hanoi (VNA) – Minister of Public Security Gen. Le Quang Huan paid an official visit to Laos from July 10-12 at the invitation of Lao Minister of Public Security Gen. Somkeo Phommachanh.
During the visit, Huan held talks with his Lao counterpart, met Lao Prime Minister Sonexay Keomany and paid a courtesy call on Party General Secretary and President Bounpheng Sayavong.
The two ministries signed a memorandum of understanding on cooperation in cybersecurity.)",
             R"(
Agency | Bộ Công an Lào
Agency | Bộ Công an Việt Nam
Country | Lào
Official | Bounpheng Sayavong
Official | Le Quang Huan
Official | Somkeo Phommachanh
Official | Sonexay Keomany
Place | Hà Nội
Treaty | memorandum of understanding on cooperation in cybersecurity)",
             R"(
HOLDS_POST | Le Quang Huan | Bộ Công an Việt Nam | rank=Gen. title=Minister
HOLDS_POST | Somkeo Phommachanh | Bộ Công an Lào | rank=Gen. title=Minister
HOLDS_POST | Sonexay Keomany | Lào | title=Prime Minister
MET | Le Quang Huan | Bounpheng Sayavong
MET | Le Quang Huan | Somkeo Phommachanh
MET | Le Quang Huan | Sonexay Keomany
VISITED | Le Quang Huan | Lào | end_date=2023-07-12 start_date=2023-07-10)");
}

TEST_CASE("news: organised in cooperation, a dateline in the first line") {
  check_news(R"(UNODC, Viet Nam launch dialogue on electronic evidence
Ha Noi, 5 June 2024 – The United Nations Office on Drugs and Crime (UNODC), in cooperation with the Supreme People's Procuracy of Viet Nam, organized the Regional Workshop on Electronic Evidence in Ha Noi from 4 to 5 June 2024.
The workshop was co-chaired by Ms. Delphine Moreau, UNODC Regional Representative for Southeast Asia and the Pacific, and Mr. Tran Van Hoa, Deputy Prosecutor General of the Supreme People's Procuracy.
Participants from Thailand and Indonesia discussed mutual legal assistance and extradition.
"Electronic evidence is key to criminal justice," Ms. Moreau said.)",
             R"(
Agency | Liên hợp quốc
Agency | UNODC
Agency | Viện kiểm sát nhân dân tối cao
Conference | Regional Workshop on Electronic Evidence | start_date=2024-06-04 end_date=2024-06-05
Country | Indonesia
Country | Thái Lan
Country | Việt Nam
Official | Delphine Moreau
Official | Tran Van Hoa
Place | Hà Nội
Topic | chứng cứ điện tử
Topic | dẫn độ
Topic | mutual legal assistance
Topic | tư pháp hình sự)",
             R"(
ATTENDED | Delphine Moreau | Regional Workshop on Electronic Evidence | role=chair
ATTENDED | Tran Van Hoa | Regional Workshop on Electronic Evidence | role=chair
HELD_IN | Regional Workshop on Electronic Evidence | Hà Nội
HOLDS_POST | Delphine Moreau | UNODC | title=Regional Representative for Southeast Asia and the Pacific
HOLDS_POST | Tran Van Hoa | Viện kiểm sát nhân dân tối cao | title=Deputy Prosecutor General
HOSTED | UNODC | Regional Workshop on Electronic Evidence
HOSTED | Viện kiểm sát nhân dân tối cao | Regional Workshop on Electronic Evidence
PART_OF | UNODC | Liên hợp quốc
PART_OF | Viện kiểm sát nhân dân tối cao | Việt Nam
SPOKE_AT | Delphine Moreau | Regional Workshop on Electronic Evidence)");
}

TEST_CASE("news: a vice minister of a state, a people's university") {
  check_news(R"(Vietnam, China police discuss border crime
Saturday, 2024-04-06 15:12:08
NDO - Deputy Minister of Public Security, Senior Lieutenant General Luong Van Khoa held talks with Vice Minister of Public Security of China Xu Dawei in Beijing on April 5.
On this occasion, the Vietnamese delegation visited the Chinese People's Public Security University and met Vietnamese Ambassador to China Pham Quoc Binh.
Minister Tran Quoc Tuan is scheduled to pay an official visit to China in May.)",
             R"(
Agency | Bộ Công an Trung Quốc
Agency | Bộ Công an Việt Nam
Agency | Chinese People's Public Security University
Country | Trung Quốc
Country | Việt Nam
Official | Luong Van Khoa
Official | Pham Quoc Binh
Official | Tran Quoc Tuan
Official | Xu Dawei
Place | Bắc Kinh)",
             R"(
HOLDS_POST | Luong Van Khoa | Bộ Công an Việt Nam | rank=Senior Lieutenant General title=Deputy Minister
HOLDS_POST | Pham Quoc Binh | Việt Nam | title=Ambassador
HOLDS_POST | Xu Dawei | Bộ Công an Trung Quốc | title=Vice Minister
MET | Luong Van Khoa | Xu Dawei | date=2024-04-05
PART_OF | Chinese People's Public Security University | Trung Quốc
VISITED | Tran Quoc Tuan | Trung Quốc | start_date=2024-05)");
}

TEST_CASE("news: a forum, opening remarks, an earlier edition without a name") {
  check_news(R"(Second ASEAN Forum on Fake News held in Da Nang
Thursday, Nov 30, 2023
The Ministry of Information and Communications on November 29 hosted the second ASEAN Forum on Fake News in Da Nang, with the participation of representatives of the ASEAN Secretariat, Laos, Malaysia and UNESCO.
In his opening remarks, Deputy Minister of Information and Communications Nguyen Thanh Lan stressed that fake news threatens social trust.
Dr. Peter Collins, Director of the Centre for Strategic Studies in Singapore, shared his country's experience.
The forum issued a Joint Statement on Countering Disinformation.
Previously, the first forum was held in Hanoi in 2022.)",
             R"(
Agency | ASEAN
Agency | ASEAN Secretariat
Agency | Centre for Strategic Studies
Agency | Ministry of Information and Communications
Agency | UNESCO
Conference | Second ASEAN Forum on Fake News | date=2023-11-29
Country | Lào
Country | Malaysia
Country | Singapore
Official | Nguyen Thanh Lan
Official | Peter Collins
Place | Hà Nội
Place | Đà Nẵng
Treaty | Joint Statement on Countering Disinformation | date=2023-11-29)",
             R"(
ADOPTED | Second ASEAN Forum on Fake News | Joint Statement on Countering Disinformation
ATTENDED | ASEAN Secretariat | Second ASEAN Forum on Fake News | role=participant
ATTENDED | Lào | Second ASEAN Forum on Fake News | role=participant
ATTENDED | Malaysia | Second ASEAN Forum on Fake News | role=participant
ATTENDED | UNESCO | Second ASEAN Forum on Fake News | role=participant
HELD_IN | Second ASEAN Forum on Fake News | Đà Nẵng
HOLDS_POST | Nguyen Thanh Lan | Ministry of Information and Communications | title=Deputy Minister
HOLDS_POST | Peter Collins | Centre for Strategic Studies | title=Director
HOSTED | Ministry of Information and Communications | Second ASEAN Forum on Fake News
PART_OF | ASEAN Secretariat | ASEAN
SPOKE_AT | Nguyen Thanh Lan | Second ASEAN Forum on Fake News
SPOKE_AT | Peter Collins | Second ASEAN Forum on Fake News)");
}

TEST_CASE("news: a passive act of signing, possessive bodies") {
  check_news(R"(Viet Nam signs protocol with EU police agency
The Hague, 14 May 2022
Europol and the Ministry of Public Security of Viet Nam signed a Working Arrangement on law enforcement cooperation on 13 May in The Hague, the Netherlands.
The agreement was signed by Europol's Executive Director, Ms Karin de Vries, and by Lieutenant General Do Van Quang, Deputy Minister of Public Security.)",
             R"(
Agency | Europol
Agency | Liên minh châu Âu
Agency | Ministry of Public Security of Viet Nam
Country | Hà Lan
Country | Việt Nam
Official | Do Van Quang
Official | Karin de Vries
Place | The Hague
Treaty | Working Arrangement on law enforcement cooperation | date=2022-05-13)",
             R"(
HOLDS_POST | Do Van Quang | Ministry of Public Security of Viet Nam | rank=Lieutenant General title=Deputy Minister
HOLDS_POST | Karin de Vries | Europol | title=Executive Director
PART_OF | Ministry of Public Security of Viet Nam | Việt Nam
SIGNED | Do Van Quang | Working Arrangement on law enforcement cooperation
SIGNED | Europol | Working Arrangement on law enforcement cooperation
SIGNED | Karin de Vries | Working Arrangement on law enforcement cooperation
SIGNED | Ministry of Public Security of Viet Nam | Working Arrangement on law enforcement cooperation)");
}

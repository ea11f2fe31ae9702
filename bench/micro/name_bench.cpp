// Finding names among a million: what names.find takes for names written as they are, without
// diacritics, by initials, with a letter wrong, and for names that are not there. Names are made of
// the parts that Vietnamese persons and agencies have, from a fixed seed; LIAISON_BENCH_NAMES says
// how many. Besides the mean, the 50th and 99th percentile of single questions are reported.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "liaison/engine/bulk_load.h"
#include "liaison/engine/text.h"
#include "liaison/query/session.h"

namespace liaison::bench {
namespace {

constexpr std::uint64_t kSeed = 11;
constexpr std::size_t kQuestions = 2000;

constexpr const char* kFamilies[] = {"Nguyễn", "Trần", "Lê",   "Phạm", "Hoàng", "Huỳnh", "Phan",
                                     "Vũ",     "Võ",   "Đặng", "Bùi",  "Đỗ",    "Hồ",    "Ngô",
                                     "Dương",  "Lý",   "Đinh", "Mai",  "Trịnh", "Tô"};
constexpr const char* kSyllables[] = {
    "An",   "Anh",   "Ánh",  "Bảo",   "Bình", "Cường", "Châu",  "Chí",   "Công",   "Dũng",
    "Duy",  "Đạt",   "Đình", "Đông",  "Đức",  "Giang", "Hà",    "Hải",   "Hạnh",   "Hiếu",
    "Hoà",  "Hoài",  "Hồng", "Hùng",  "Huy",  "Hưng",  "Khánh", "Khoa",  "Kiên",   "Kim",
    "Lâm",  "Lan",   "Linh", "Loan",  "Long", "Mạnh",  "Minh",  "Mỹ",    "Nam",    "Nga",
    "Ngân", "Ngọc",  "Nhân", "Nhung", "Oanh", "Phong", "Phú",   "Phúc",  "Phương", "Quang",
    "Quân", "Quốc",  "Quý",  "Sơn",   "Tâm",  "Tân",   "Thái",  "Thành", "Thảo",   "Thắng",
    "Thị",  "Thiện", "Thu",  "Thuỷ",  "Tiến", "Toàn",  "Trang", "Trí",   "Trọng",  "Trung",
    "Tú",   "Tuấn",  "Tùng", "Uyên",  "Văn",  "Vân",   "Việt",  "Vinh",  "Xuân",   "Yến"};
constexpr const char* kBodies[] = {"Bộ",     "Cục",       "Vụ",       "Viện",     "Sở",
                                   "Uỷ ban", "Trung tâm", "Học viện", "Hiệp hội", "Ban Chỉ đạo"};
constexpr const char* kFields[] = {"Công an",
                                   "Quốc phòng",
                                   "Ngoại giao",
                                   "Y tế",
                                   "Giáo dục",
                                   "Khoa học và Công nghệ",
                                   "Nông nghiệp",
                                   "Tài chính",
                                   "Tư pháp",
                                   "Giao thông",
                                   "Thông tin và Truyền thông",
                                   "Cảnh sát biển"};

template <std::size_t N>
const char* one_of(const char* const (&list)[N], std::mt19937_64& random) {
  return list[random() % N];
}

std::string make_name(std::mt19937_64& random) {
  const std::uint64_t kind = random() % 10;
  if (kind < 2) {
    return std::string(one_of(kBodies, random)) + " " + one_of(kFields, random) + " " +
           one_of(kSyllables, random) + " " + one_of(kSyllables, random);
  }
  std::string name = one_of(kFamilies, random);
  for (std::uint64_t words = kind < 6 ? 2 : 3; words > 0; --words) {
    name += std::string(" ") + one_of(kSyllables, random);
  }
  return name;
}

class Names {
 public:
  Names() {
    const char* given = std::getenv("LIAISON_BENCH_NAMES");
    const std::size_t count = given == nullptr ? 1'000'000 : std::strtoull(given, nullptr, 10);
    path_ = (std::filesystem::temp_directory_path() / "liaison-names-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) std::abort();
    const std::string file = path_ + "/names.csv";
    std::mt19937_64 random(kSeed);
    {
      std::ofstream out(file);
      out << "name\n";
      for (std::size_t i = 0; i < count; ++i) {
        const std::string name = make_name(random);
        out << name << "\n";
        if (random() % (count / kQuestions + 1) == 0) asked_.push_back(name);
      }
    }
    database_ = Database::open(path_ + "/db");
    session_ = std::make_unique<query::Session>(*database_);
    session_->run("CREATE NAMES INDEX names FOR (n:Named) ON EACH [n.name]");
    bulk_load(*database_, {{{{"Named"}, {file}}}, {}});
  }
  ~Names() {
    session_.reset();
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::vector<std::string>& asked() const { return asked_; }
  std::size_t find(const std::string& text) {
    return session_
        ->run("CALL names.find($text, {limit: 10}) YIELD node, name, score RETURN name, score",
              {{"text", Value(text)}})
        .all_rows()
        .size();
  }

 private:
  std::string path_;
  std::vector<std::string> asked_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<query::Session> session_;
};

Names& names() {
  static Names names;
  return names;
}

std::string written(const std::string& name) {
  return name;
}
std::string without_marks(const std::string& name) {
  return text::fold(name);
}
std::string by_initials(const std::string& name) {
  const std::vector<std::string> keys = text::initials(name);
  return keys.empty() ? name : text::to_upper(keys.front());
}
// A letter in the middle is another one.
std::string misspelt(const std::string& name) {
  std::string folded = text::fold(name);
  char& letter = folded[folded.size() * 2 / 3];
  letter = letter == 'x' ? 'q' : 'x';
  return folded;
}
std::string unknown(const std::string& name) {
  return "Xyz" + text::reverse(name);
}

void find_names(benchmark::State& state, std::string (*form)(const std::string&), bool finds) {
  using Clock = std::chrono::steady_clock;
  Names& all = names();
  std::vector<std::string> questions;
  for (const std::string& name : all.asked()) questions.push_back(form(name));
  std::vector<double> times_us;
  std::size_t next = 0;
  std::size_t found = 0;
  for (auto _ : state) {
    const Clock::time_point began = Clock::now();
    const std::size_t rows = all.find(questions[next]);
    times_us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - began).count());
    found += rows > 0 ? 1 : 0;
    next = (next + 1) % questions.size();
  }
  if (finds && found < times_us.size() * 9 / 10) state.SkipWithError("names were not found");
  std::sort(times_us.begin(), times_us.end());
  state.counters["p50_us"] = times_us[times_us.size() / 2];
  state.counters["p99_us"] = times_us[times_us.size() * 99 / 100];
  state.counters["max_us"] = times_us.back();
}
BENCHMARK_CAPTURE(find_names, written, written, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find_names, without_marks, without_marks, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find_names, by_initials, by_initials, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find_names, misspelt, misspelt, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find_names, unknown, unknown, false)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace liaison::bench

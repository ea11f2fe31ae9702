#include "io/csv_scanner.h"

#include <bit>
#include <cstring>

#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101ull;
constexpr std::uint64_t kHighs = 0x8080808080808080ull;

// High bit set in each zero byte of `word`; above the lowest such byte there may be false ones.
constexpr std::uint64_t zero_bytes(std::uint64_t word) {
  return (word - kOnes) & ~word & kHighs;
}

constexpr std::uint64_t repeat(char byte) {
  return kOnes * static_cast<unsigned char>(byte);
}

}  // namespace

CsvScanner::CsvScanner(std::string name, const CsvOptions& options)
    : name_(std::move(name)), options_(options) {
  const char separator = options_.separator;
  if (separator == '"' || separator == '\n' || separator == '\r' || separator == '\0') {
    throw UsageError("A CSV separator cannot be a quote, a line end or a zero byte.");
  }
}

void CsvScanner::start(std::string_view bytes, bool is_last, std::uint64_t first_line) {
  begin_ = bytes.data();
  at_ = begin_;
  end_ = begin_ + bytes.size();
  is_last_ = is_last;
  line_ = first_line;
}

void CsvScanner::fail(std::uint64_t line, const std::string& what) const {
  throw InputError(name_ + ", line " + std::to_string(line) + ": " + what);
}

void CsvScanner::check_size(std::size_t size, bool is_quoted) const {
  if (size <= options_.field_bytes_max) return;
  fail(record_line_, "a field is longer than " + std::to_string(options_.field_bytes_max) +
                         " bytes" + (is_quoted ? "; is a closing quote missing?" : "."));
}

const char* CsvScanner::find_field_end(const char* from) const {
  const std::uint64_t separators = repeat(options_.separator);
  if constexpr (std::endian::native == std::endian::little) {
    for (; end_ - from >= 8; from += 8) {
      std::uint64_t word;
      std::memcpy(&word, from, sizeof word);
      const std::uint64_t hits = zero_bytes(word ^ separators) | zero_bytes(word ^ repeat('\n')) |
                                 zero_bytes(word ^ repeat('\r'));
      if (hits != 0) return from + std::countr_zero(hits) / 8;
    }
  }
  while (from != end_ && *from != options_.separator && *from != '\n' && *from != '\r') ++from;
  return from;
}

const char* CsvScanner::read_plain(const char* from, CsvText& field) const {
  const char* const after = find_field_end(from);
  const auto size = static_cast<std::size_t>(after - from);
  check_size(size, false);
  if (after == end_ && !is_last_) return nullptr;
  field = {{from, size}, false};
  return after;
}

const char* CsvScanner::read_quoted(const char* from, CsvText& field, std::uint64_t& line) {
  const std::uint64_t opened = line;
  const char* const text = ++from;
  std::string* copy = nullptr;
  const char* part = text;
  while (true) {
    const auto* quote =
        static_cast<const char*>(std::memchr(from, '"', static_cast<std::size_t>(end_ - from)));
    const char* const stop = quote == nullptr ? end_ : quote;
    check_size((copy == nullptr ? 0 : copy->size()) + static_cast<std::size_t>(stop - part), true);
    if (quote == nullptr || (quote + 1 == end_ && !is_last_)) {
      if (!is_last_) return nullptr;
      fail(opened, "a quote is opened here and never closed.");
    }
    if (quote + 1 != end_ && quote[1] == '"') {
      if (copy == nullptr) {
        if (unescaped_count_ == unescaped_.size()) unescaped_.emplace_back();
        copy = &unescaped_[unescaped_count_++];
        copy->clear();
      }
      copy->append(part, static_cast<std::size_t>(quote + 1 - part));
      part = quote + 2;
      from = part;
      continue;
    }
    line += count_line_ends({text, static_cast<std::size_t>(quote - text)});
    if (copy != nullptr) {
      copy->append(part, static_cast<std::size_t>(quote - part));
      field = {*copy, true};
    } else {
      field = {{text, static_cast<std::size_t>(quote - text)}, true};
    }
    return quote + 1;
  }
}

const char* CsvScanner::skip_line_end(const char* from) const {
  if (*from == '\n') return from + 1;
  if (from + 1 == end_) return is_last_ ? end_ : nullptr;
  return from + (from[1] == '\n' ? 2 : 1);
}

CsvScanner::Outcome CsvScanner::next(std::vector<CsvText>& fields) {
  fields.clear();
  unescaped_count_ = 0;
  while (at_ != end_ && (*at_ == '\n' || *at_ == '\r')) {
    const char* const after = skip_line_end(at_);
    if (after == nullptr) return Outcome::Incomplete;
    at_ = after;
    ++line_;
  }
  if (at_ == end_) return is_last_ ? Outcome::End : Outcome::Incomplete;

  record_line_ = line_;
  std::uint64_t line = line_;
  const char* from = at_;
  while (true) {
    if (fields.size() >= options_.fields_max) {
      fail(record_line_,
           "the line has more than " + std::to_string(options_.fields_max) + " fields.");
    }
    CsvText& field = fields.emplace_back();
    if (from != end_ && *from == '"') {
      from = read_quoted(from, field, line);
    } else {
      from = read_plain(from, field);
    }
    if (from == nullptr) return Outcome::Incomplete;
    if (from == end_) {
      if (!is_last_) return Outcome::Incomplete;
      break;
    }
    if (*from == options_.separator) {
      ++from;
      continue;
    }
    if (*from != '\n' && *from != '\r') {
      fail(line, "a closing quote must be followed by the separator or the line's end.");
    }
    from = skip_line_end(from);
    if (from == nullptr) return Outcome::Incomplete;
    ++line;
    break;
  }
  at_ = from;
  line_ = line;
  return Outcome::Record;
}

std::uint64_t count_line_ends(std::string_view bytes) {
  std::uint64_t count = 0;
  for (const char byte : bytes) count += byte == '\n' ? 1 : 0;
  if (std::memchr(bytes.data(), '\r', bytes.size()) == nullptr) return count;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n')) ++count;
  }
  return count;
}

}  // namespace liaison::engine

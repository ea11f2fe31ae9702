#include "liaison/engine/csv_reader.h"

#include <algorithm>

#include "io/csv_scanner.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvOptions options)
    : source_(std::move(source)),
      scanner_(std::make_unique<engine::CsvScanner>(std::move(name), options)),
      buffer_(kBufferBytes) {}

CsvReader::~CsvReader() = default;

std::uint64_t CsvReader::line() const {
  return scanner_->record_line();
}

bool CsvReader::fill() {
  if (is_at_end_) return false;
  if (begin_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
  const std::size_t count = source_->read(buffer_.data() + end_, buffer_.size() - end_);
  end_ += count;
  is_at_end_ = count == 0;
  return true;
}

bool CsvReader::next(std::vector<CsvField>& fields) {
  fields.clear();
  if (!is_started_) {
    // The byte order mark is no part of the first name.
    while (end_ < kByteOrderMark.size() && fill()) {
    }
    if (std::string_view(buffer_.data(), end_).starts_with(kByteOrderMark)) {
      begin_ = kByteOrderMark.size();
    }
    scanner_->start({buffer_.data() + begin_, end_ - begin_}, is_at_end_, 1);
    is_started_ = true;
  }
  while (true) {
    const std::size_t before = scanner_->position();
    const engine::CsvScanner::Outcome outcome = scanner_->next(texts_);
    begin_ += scanner_->position() - before;
    if (outcome == engine::CsvScanner::Outcome::Record) break;
    if (outcome == engine::CsvScanner::Outcome::End) return false;
    const std::uint64_t line = scanner_->line();
    fill();
    scanner_->start({buffer_.data() + begin_, end_ - begin_}, is_at_end_, line);
  }
  fields.reserve(texts_.size());
  for (const engine::CsvText& text : texts_) {
    if (!text::is_valid_utf8(text.text)) {
      scanner_->fail(line(), "the text is not UTF-8; convert the file first.");
    }
    fields.push_back({std::string(text.text), text.is_quoted});
  }
  return true;
}

}  // namespace liaison

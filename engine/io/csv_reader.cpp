#include "liaison/engine/csv_reader.h"

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvOptions options)
    : source_(std::move(source)), name_(std::move(name)), options_(options), buffer_(kBufferBytes) {
  const char separator = options_.separator;
  if (separator == '"' || separator == '\n' || separator == '\r' || separator == '\0') {
    throw UsageError("A CSV separator cannot be a quote, a line end or a zero byte.");
  }
}

int CsvReader::peek() {
  if (position_ == size_) {
    position_ = 0;
    size_ = source_->read(buffer_.data(), buffer_.size());
    if (size_ == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[position_]);
}

int CsvReader::take() {
  const int byte = peek();
  if (byte != kEnd) ++position_;
  return byte;
}

void CsvReader::take_line_end() {
  if (take() == '\r' && peek() == '\n') take();
  ++line_;
}

void CsvReader::fail(std::uint64_t line, const std::string& what) const {
  throw InputError(name_ + ", line " + std::to_string(line) + ": " + what);
}

void CsvReader::append(CsvField& field, int byte) {
  if (field.text.size() >= options_.field_bytes_max) {
    fail(record_line_, "a field is longer than " + std::to_string(options_.field_bytes_max) +
                           " bytes" + (field.is_quoted ? "; is a closing quote missing?" : "."));
  }
  field.text += static_cast<char>(byte);
}

void CsvReader::check_text(const CsvField& field) const {
  if (!text::is_valid_utf8(field.text)) {
    fail(record_line_, "the text is not UTF-8; convert the file first.");
  }
}

void CsvReader::read_quoted(CsvField& field) {
  const std::uint64_t opened = line_;
  field.is_quoted = true;
  take();
  while (true) {
    const int byte = take();
    if (byte == kEnd) fail(opened, "a quote is opened here and never closed.");
    if (byte == '"') {
      if (peek() != '"') return;
      take();
    } else if (byte == '\n' || (byte == '\r' && peek() != '\n')) {
      ++line_;
    }
    append(field, byte);
  }
}

// A quote in the middle of a field is a character like others.
void CsvReader::read_plain(CsvField& field) {
  for (int byte = peek(); byte != kEnd && byte != '\n' && byte != '\r' &&
                          byte != static_cast<unsigned char>(options_.separator);
       byte = peek()) {
    append(field, take());
  }
}

bool CsvReader::next(std::vector<CsvField>& fields) {
  fields.clear();
  if (!is_started_) {
    is_started_ = true;
    // The byte order mark is no part of the first name.
    while (size_ < kByteOrderMark.size()) {
      const std::size_t count = source_->read(buffer_.data() + size_, buffer_.size() - size_);
      if (count == 0) break;
      size_ += count;
    }
    if (std::string_view(buffer_.data(), size_).starts_with(kByteOrderMark)) {
      position_ = kByteOrderMark.size();
    }
  }
  while (peek() == '\n' || peek() == '\r') take_line_end();
  if (peek() == kEnd) return false;
  record_line_ = line_;
  while (true) {
    if (fields.size() >= options_.fields_max) {
      fail(record_line_,
           "the line has more than " + std::to_string(options_.fields_max) + " fields.");
    }
    CsvField& field = fields.emplace_back();
    if (peek() == '"') {
      read_quoted(field);
    } else {
      read_plain(field);
    }
    check_text(field);
    const int after = peek();
    if (after == static_cast<unsigned char>(options_.separator)) {
      take();
      continue;
    }
    if (after == kEnd) return true;
    if (after != '\n' && after != '\r') {
      fail(line_, "a closing quote must be followed by the separator or the line's end.");
    }
    take_line_end();
    return true;
  }
}

}  // namespace liaison

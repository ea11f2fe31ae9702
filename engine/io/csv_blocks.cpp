#include "io/csv_blocks.h"

#include <algorithm>

#include "liaison/engine/text.h"

namespace liaison::engine {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvBlockReader::CsvBlockReader(ByteSource& source, std::string name, const CsvOptions& options,
                               std::size_t block_bytes)
    : source_(source), scanner_(std::move(name), options), block_bytes_(block_bytes) {}

void CsvBlockReader::fill(std::size_t size) {
  std::size_t have = carry_.size();
  if (!is_started_) size = std::max(size, kByteOrderMark.size());
  if (is_at_end_ || have >= size) return;
  carry_.resize(size);
  while (have < size && !is_at_end_) {
    const std::size_t count = source_.read(carry_.data() + have, size - have);
    is_at_end_ = count == 0;
    have += count;
  }
  carry_.resize(have);
  if (!is_started_) {
    is_started_ = true;
    if (carry_.starts_with(kByteOrderMark)) carry_.erase(0, kByteOrderMark.size());
  }
}

bool CsvBlockReader::peek_record(std::vector<std::string>& fields) {
  fields.clear();
  for (std::size_t size = block_bytes_;; size *= 2) {
    fill(size);
    scanner_.start(carry_, is_at_end_, line_);
    const CsvScanner::Outcome outcome = scanner_.next(fields_);
    if (outcome == CsvScanner::Outcome::Incomplete) continue;
    if (outcome == CsvScanner::Outcome::End) return false;
    for (const CsvText& field : fields_) {
      if (!text::is_valid_utf8(field.text)) {
        scanner_.fail(scanner_.record_line(), "the text is not UTF-8; convert the file first.");
      }
      fields.emplace_back(field.text);
    }
    line_after_peeked_ = scanner_.line();
    peeked_bytes_ = scanner_.position();
    return true;
  }
}

void CsvBlockReader::skip_record() {
  carry_.erase(0, peeked_bytes_);
  line_ = line_after_peeked_;
  peeked_bytes_ = 0;
}

std::size_t CsvBlockReader::whole_records() {
  if (carry_.find('"') == std::string::npos) {
    const std::size_t feed = carry_.rfind('\n');
    // A file with CR alone as line end has none; then records are walked through like quoted ones.
    if (feed != std::string::npos) return feed + 1;
  }
  scanner_.start(carry_, false, line_);
  while (scanner_.next(fields_) == CsvScanner::Outcome::Record) {
  }
  return scanner_.position();
}

bool CsvBlockReader::next(CsvBlock& block) {
  for (std::size_t size = block_bytes_;; size *= 2) {
    fill(size);
    if (carry_.empty() && is_at_end_) return false;
    const std::size_t whole = is_at_end_ ? carry_.size() : whole_records();
    if (whole == 0) continue;
    block.first_line = line_;
    if (whole == carry_.size()) {
      block.bytes.swap(carry_);
      carry_.clear();
    } else {
      block.bytes.assign(carry_, 0, whole);
      carry_.erase(0, whole);
    }
    line_ += count_line_ends(block.bytes);
    return true;
  }
}

}  // namespace liaison::engine

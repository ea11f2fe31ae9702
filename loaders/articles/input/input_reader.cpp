#include "articles/input/input_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "articles/input/html.h"
#include "articles/input/json_lines.h"
#include "articles/input/markdown.h"
#include "core/sha256.h"
#include "core/text_encoding.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 7> kExtensions = {".txt", ".md",    ".markdown", ".html",
                                                         ".htm", ".jsonl", ".ndjson"};

RawArticle::Kind kind_of(const fs::path& file) {
  const std::string extension = lower_extension(file);
  if (extension == ".md" || extension == ".markdown") return RawArticle::Kind::Markdown;
  if (extension == ".html" || extension == ".htm") return RawArticle::Kind::Html;
  if (extension == ".jsonl" || extension == ".ndjson") return RawArticle::Kind::Line;
  return RawArticle::Kind::Text;
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' '; });
}

// One line without its end. False at the end of the file. A line that is too long is passed over
// and `line` left at its maximum and one.
bool read_line(std::istream& in, std::string& line, std::uint64_t& size) {
  line.clear();
  size = 0;
  // In pieces, so that a file without line ends does not fill the memory.
  std::array<char, 1 << 14> piece;
  for (;;) {
    in.getline(piece.data(), piece.size());
    const auto read = static_cast<std::size_t>(in.gcount());
    size += read;
    const bool whole = in.good();  // the line end was read too, and is counted
    if (line.size() <= kTextFileBytesMax) line.append(piece.data(), whole ? read - 1 : read);
    if (whole) return true;
    if (in.eof() || in.bad() || read == 0) return size > 0;
    in.clear();  // the piece is full, and the line goes on
  }
}

}  // namespace

std::string RawArticle::fingerprint() const {
  return sha256_hex(bytes);
}

SourceArticle RawArticle::read() {
  SourceArticle article;
  switch (kind) {
    case Kind::Text:
      article.text = std::move(bytes);
      break;
    case Kind::Markdown:
      article = read_markdown(bytes);
      break;
    case Kind::Html:
      article = read_html(bytes);
      break;
    case Kind::Line:
      article = std::move(record);
      break;
  }
  finish(article);
  return article;
}

std::span<const std::string_view> InputReader::extensions() {
  return kExtensions;
}

InputReader::InputReader(FileList files) : files_(std::move(files)) {
  for (const fs::path& file : files_.files) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(file, error);
    if (!error) bytes_total_ += size;
  }
}

std::optional<RawArticle> InputReader::next() {
  for (;;) {
    std::optional<RawArticle> article;
    if (lines_.is_open()) {
      article = next_line();
      if (!article) {
        lines_.close();
        continue;
      }
    } else if (next_file_ == files_.files.size()) {
      return std::nullopt;
    } else {
      const fs::path& file = files_.files[next_file_++];
      if (kind_of(file) == RawArticle::Kind::Line) {
        lines_name_ = file.filename().string();
        line_number_ = 0;
        lines_.clear();
        lines_.open(file, std::ios::binary);
        if (lines_) continue;
        article.emplace();
        article->place = lines_name_;
        article->problem = std::string("cannot be opened: ") + std::strerror(errno);
        lines_.close();
        return article;
      }
      article = read_file(file);
    }
    if (article->problem.empty() && !ids_.insert(article->id).second) {
      article->problem = "another article of this load has the id '" + article->id + "' already";
    }
    return article;
  }
}

RawArticle InputReader::read_file(const fs::path& file) {
  RawArticle article;
  article.place = file.filename().string();
  article.kind = kind_of(file);
  std::error_code ignored;
  article.size = fs::file_size(file, ignored);
  try {
    std::string bytes = read_file_bytes(file);
    article.bytes = article.kind == RawArticle::Kind::Html ? decode_html(std::move(bytes))
                                                           : decode_text(std::move(bytes));
    const std::string stem = file.stem().string();
    if (!text::is_valid_utf8(stem)) throw InputError("its name is not UTF-8");
    article.id = text::nfc(stem);
    if (is_blank(article.bytes)) throw InputError("holds no text");
  } catch (const InputError& error) {
    article.problem = error.what();
  }
  return article;
}

std::optional<RawArticle> InputReader::next_line() {
  std::string line;
  RawArticle article;
  article.kind = RawArticle::Kind::Line;
  do {
    std::uint64_t size = 0;
    if (!read_line(lines_, line, size)) return std::nullopt;
    ++line_number_;
    article.size += size;
    if (line_number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.ends_with('\r')) line.pop_back();
  } while (is_blank(line));
  article.place = lines_name_ + ":" + std::to_string(line_number_);
  try {
    if (line.size() > kTextFileBytesMax) {
      throw InputError("longer than " + std::to_string(kTextFileBytesMax >> 20) + " MiB");
    }
    article.record = read_json_line(line, article.id);
    article.bytes = std::move(line);
  } catch (const InputError& error) {
    article.problem = error.what();
  }
  return article;
}

}  // namespace liaison::loaders

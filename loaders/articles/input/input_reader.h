// The articles of a source, one after the other: files in the order of their names, the lines of a
// JSON Lines file in theirs. Holds one article at a time, whatever the size of the source.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "articles/input/source_article.h"
#include "core/text_files.h"

namespace liaison::loaders {

// An article before it is read: enough to tell whether it is there already.
struct RawArticle {
  std::string place;       // for messages: "a.txt", "feed.jsonl:12"
  std::string id;          // NFC; of a file its name without extension
  std::string problem;     // not empty: it cannot be loaded, and this is why
  std::uint64_t size = 0;  // bytes in the source

  // SHA-256 of the file without byte order mark, or of the line. To be asked before read().
  std::string fingerprint() const;
  // Reads it, by its kind. *Throws* InputError. The article is spent afterwards.
  SourceArticle read();

  enum class Kind : std::uint8_t { Text, Markdown, Html, Line } kind = Kind::Text;
  std::string bytes;     // of the file or the line
  SourceArticle record;  // of a line
};

class InputReader {
 public:
  // The endings of files that are input.
  static std::span<const std::string_view> extensions();

  explicit InputReader(FileList files);

  // Nothing at the end of the source.
  std::optional<RawArticle> next();

  // Bytes of all files, as the file system says.
  std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  RawArticle read_file(const std::filesystem::path& file);
  std::optional<RawArticle> next_line();

  FileList files_;
  std::size_t next_file_ = 0;
  std::uint64_t bytes_total_ = 0;
  // The JSON Lines file being read.
  std::ifstream lines_;
  std::string lines_name_;
  std::uint64_t line_number_ = 0;
  std::unordered_set<std::string> ids_;  // met before
};

}  // namespace liaison::loaders

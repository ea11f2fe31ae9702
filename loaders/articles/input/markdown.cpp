#include "articles/input/markdown.h"

#include <algorithm>
#include <string>
#include <vector>

#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r'))
    s.remove_suffix(1);
  return s;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view unquoted(std::string_view value) {
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
      value.back() == value.front()) {
    value.remove_prefix(1);
    value.remove_suffix(1);
  }
  return value;
}

// The lines of a head block, between `---` and `---`; returns where the text goes on.
std::size_t read_head(const std::vector<std::string_view>& lines, SourceArticle& article) {
  if (lines.empty() || trim(lines[0]) != "---") return 0;
  std::size_t end = 1;
  while (end < lines.size() && trim(lines[end]) != "---" && trim(lines[end]) != "...") ++end;
  if (end == lines.size()) return 0;
  for (std::size_t i = 1; i < end; ++i) {
    const std::size_t colon = lines[i].find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = text::to_lower(trim(lines[i].substr(0, colon)));
    const std::string_view value = unquoted(trim(lines[i].substr(colon + 1)));
    if (key == "title") article.title = value;
    if (key == "url" || key == "link") article.url = value;
    if (key == "language" || key == "lang") article.language = language_of_tag(value);
    if (key == "date" || key == "published") article.published = iso_date(value).value_or("");
  }
  return end + 1;
}

// A line of three or more of one of `marks` and nothing else.
bool is_rule(std::string_view line, std::string_view marks) {
  std::size_t count = 0;
  char mark = 0;
  for (const char c : line) {
    if (c == ' ' || c == '\t') continue;
    if (marks.find(c) == std::string_view::npos || (mark != 0 && c != mark)) return false;
    mark = c;
    ++count;
  }
  return count >= 3;
}

// "|---|:--|", the line under a table's head.
bool is_table_rule(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

// Length of the mark that starts an item of a list: "- ", "* ", "+ "; numbers stay, they are text.
std::size_t bullet(std::string_view line) {
  if (line.size() < 2 || std::string_view("-*+").find(line[0]) == std::string_view::npos) return 0;
  return line[1] == ' ' || line[1] == '\t' ? 2 : 0;
}

bool is_numbered(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && i < 9 && line[i] >= '0' && line[i] <= '9') ++i;
  return i > 0 && i + 1 < line.size() && (line[i] == '.' || line[i] == ')') && line[i + 1] == ' ';
}

bool is_word_byte(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
         (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Position behind the bracket that closes the one at `at`, npos when none does.
std::size_t closing(std::string_view s, std::size_t at, char open, char close) {
  int depth = 0;
  for (std::size_t i = at; i < s.size(); ++i) {
    if (s[i] == '\\') {
      ++i;
    } else if (s[i] == open) {
      ++depth;
    } else if (s[i] == close && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::string inline_text(std::string_view s, int depth = 0);

// A link or an image at `i`; moves past it. False when there is none.
bool link(std::string_view s, std::size_t& i, std::string& out, int depth) {
  const bool image = s[i] == '!';
  const std::size_t label = i + (image ? 1 : 0);
  if (label >= s.size() || s[label] != '[' || depth > 8) return false;
  const std::size_t end = closing(s, label, '[', ']');
  if (end == std::string_view::npos || end >= s.size()) return false;
  if (s[end] != '(' && s[end] != '[') return false;
  const std::size_t target = closing(s, end, s[end], s[end] == '(' ? ')' : ']');
  if (target == std::string_view::npos) return false;
  if (!image) out += inline_text(s.substr(label + 1, end - label - 2), depth + 1);
  i = target;
  return true;
}

// Emphasis marks go where they touch a word; "5 * 3" and "snake_case" stay.
bool is_emphasis(std::string_view s, std::size_t begin, std::size_t end) {
  const bool space_before = begin == 0 || s[begin - 1] == ' ';
  const bool space_after = end >= s.size() || s[end] == ' ';
  if (space_before && space_after) return false;
  if (s[begin] != '_') return true;
  return begin == 0 || end >= s.size() || !is_word_byte(s[begin - 1]) || !is_word_byte(s[end]);
}

std::string inline_text(std::string_view s, int depth) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const char c = s[i];
    if (c == '\\' && i + 1 < s.size() && !is_word_byte(s[i + 1]) && s[i + 1] != ' ') {
      out += s[i + 1];
      i += 2;
      continue;
    }
    if ((c == '[' || c == '!') && link(s, i, out, depth)) continue;
    if (c == '*' || c == '_' || c == '~' || c == '`') {
      std::size_t end = i;
      while (end < s.size() && s[end] == c) ++end;
      if ((c != '~' || end - i == 2) && (c == '`' || is_emphasis(s, i, end))) {
        i = end;
        continue;
      }
      out.append(s.substr(i, end - i));
      i = end;
      continue;
    }
    if (c == '<') {
      const std::size_t end = s.find('>', i);
      const char next = i + 1 < s.size() ? s[i + 1] : ' ';
      const bool tag = next == '/' || next == '!' || (next >= 'a' && next <= 'z') ||
                       (next >= 'A' && next <= 'Z');
      if (tag && end != std::string_view::npos) {
        const std::string_view inside = s.substr(i + 1, end - i - 1);
        // "<https://...>" is an address, the others are marks.
        if (inside.find("://") != std::string_view::npos && inside.find(' ') == inside.npos)
          out += inside;
        i = end + 1;
        continue;
      }
    }
    out += c;
    ++i;
  }
  return out;
}

std::string without_comments(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t begin = text.find("<!--");
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find("-->", begin);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 3);
  }
  return out;
}

class Builder {
 public:
  void add(std::string_view line) {
    if (!paragraph_.empty()) paragraph_ += ' ';
    paragraph_ += line;
  }
  void line(std::string_view line) {
    end_paragraph();
    add(line);
    end_paragraph();
  }
  void blank() {
    end_paragraph();
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }
  void verbatim(std::string_view line) {
    end_paragraph();
    (out_ += line) += '\n';
  }
  std::string take() {
    end_paragraph();
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void end_paragraph() {
    const std::string text = inline_text(paragraph_);
    const std::string_view shown = trim(text);
    if (!shown.empty()) (out_ += shown) += '\n';
    paragraph_.clear();
  }
  std::string paragraph_;
  std::string out_;
};

}  // namespace

SourceArticle read_markdown(std::string_view bytes) {
  SourceArticle article;
  const std::string text = without_comments(bytes);
  const std::vector<std::string_view> lines = lines_of(text);
  Builder out;
  std::string_view fence;
  for (std::size_t i = read_head(lines, article); i < lines.size(); ++i) {
    std::string_view line = trim(lines[i]);
    if (!fence.empty()) {
      if (line.starts_with(fence)) {
        fence = {};
      } else {
        out.verbatim(lines[i]);
      }
      continue;
    }
    if (line.starts_with("```") || line.starts_with("~~~")) {
      fence = line.substr(0, 3);
      continue;
    }
    while (line.starts_with(">")) line = trim(line.substr(1));
    if (line.empty()) {
      out.blank();
      continue;
    }
    // "Heading" over "=====", "text" over "---", and a line of its own.
    if (is_rule(line, "=-*_") || is_table_rule(line)) {
      out.blank();
      continue;
    }
    if (line.front() == '#') {
      const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
      if (level <= 6 && (level == line.size() || line[level] == ' ')) {
        std::string_view heading = trim(line.substr(level));
        while (!heading.empty() && heading.back() == '#') heading.remove_suffix(1);
        out.blank();
        out.line(trim(heading));
        out.blank();
        continue;
      }
    }
    if (line.front() == '|') {
      std::string row(line.substr(1));
      if (row.ends_with("|")) row.pop_back();
      std::replace(row.begin(), row.end(), '|', ',');
      out.line(row);
      continue;
    }
    if (const std::size_t mark = bullet(line); mark > 0 || is_numbered(line)) {
      out.line("");
      line.remove_prefix(mark);
    }
    // Two spaces or a backslash at the end of a line break it.
    const bool broken = lines[i].ends_with("  ") || line.ends_with('\\');
    if (line.ends_with('\\')) line.remove_suffix(1);
    out.add(line);
    if (broken) out.line("");
  }
  article.text = out.take();
  return article;
}

}  // namespace liaison::loaders

#include "index/full_text_query.h"

#include <algorithm>
#include <charconv>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

namespace {

using Occur = FullTextClause::Occur;

// Deeper brackets are refused: the parser calls itself for each.
constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kPartsMax = 1024;

constexpr std::string_view kSpecial = "+-!(){}[]^\"~*?:\\";

class QueryParser {
 public:
  QueryParser(std::string_view query, std::span<const std::string> fields, const Analyzer& analyzer)
      : text_(query), fields_(fields), analyzer_(analyzer) {}

  FullTextNode parse() {
    FullTextNode list = parse_list(std::nullopt);
    if (!at_end()) fail(at_, "`)` closes a bracket that was never opened");
    return list;
  }

 private:
  [[noreturn]] void fail(std::size_t at, const std::string& problem) const {
    const std::size_t character = text::length(text_.substr(0, at)) + 1;
    throw UsageError("full-text query, character " + std::to_string(character) + ": " + problem);
  }

  // Passes white space; whether nothing is left.
  bool at_end() {
    while (at_ < text_.size()) {
      std::size_t next = at_;
      if (!text::is_space(text::decode(text_, next))) return false;
      at_ = next;
    }
    return true;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool looks_at(std::string_view symbol) const { return text_.substr(at_).starts_with(symbol); }

  // A word in capitals, which ends where a word ends, or its symbol.
  bool take_operator(std::string_view word, std::string_view symbol) {
    if (at_end()) return false;
    if (looks_at(symbol)) {
      at_ += symbol.size();
      return true;
    }
    if (!looks_at(word)) return false;
    std::size_t next = at_ + word.size();
    if (next < text_.size()) {
      const char c = text_[next];
      const std::size_t after = next;
      if (c != '(' && c != '"' && c != ')' && !text::is_space(text::decode(text_, next))) {
        return false;
      }
      next = after;
    }
    at_ = next;
    return true;
  }

  FullTextNode parse_list(std::optional<std::uint32_t> field) {
    if (++depth_ > kDepthMax) {
      fail(at_, "brackets are nested deeper than " + std::to_string(kDepthMax));
    }
    FullTextNode list;
    list.kind = FullTextNode::Kind::List;
    bool is_empty = true;
    bool expects_item = false;
    std::size_t operator_at = 0;
    while (!at_end() && text_[at_] != ')') {
      const std::size_t start = at_;
      if (take_operator("OR", "||")) {
        if (is_empty || expects_item) fail(start, "OR stands between two parts");
        expects_item = true;
        operator_at = start;
        continue;
      }
      const std::size_t and_at = at_;
      if (take_operator("AND", "&&")) fail(and_at, "AND stands between two parts");
      parse_item(field, list);
      is_empty = false;
      expects_item = false;
    }
    if (expects_item) fail(operator_at, "OR stands between two parts");
    --depth_;
    return list;
  }

  // One part, or several joined by AND.
  void parse_item(std::optional<std::uint32_t> field, FullTextNode& list) {
    std::vector<std::optional<FullTextClause>> parts;
    parts.push_back(parse_signed(field));
    while (true) {
      at_end();
      const std::size_t start = at_;
      if (!take_operator("AND", "&&")) break;
      if (at_end() || text_[at_] == ')') fail(start, "AND stands between two parts");
      parts.push_back(parse_signed(field));
    }
    if (parts.size() == 1) {
      if (parts[0]) list.clauses.push_back(std::move(*parts[0]));
      return;
    }
    FullTextClause all;
    all.node.kind = FullTextNode::Kind::List;
    for (auto& part : parts) {
      if (!part) continue;
      if (part->occur == Occur::May) part->occur = Occur::Must;
      all.node.clauses.push_back(std::move(*part));
    }
    if (!all.node.clauses.empty()) list.clauses.push_back(std::move(all));
  }

  std::optional<FullTextClause> parse_signed(std::optional<std::uint32_t> field) {
    if (++parts_ > kPartsMax) {
      fail(at_, "a query has at most " + std::to_string(kPartsMax) + " parts");
    }
    Occur occur = Occur::May;
    const std::size_t start = at_;
    if (take_operator("NOT", "!") || take('-')) {
      occur = Occur::Not;
    } else if (take('+')) {
      occur = Occur::Must;
    }
    if (occur != Occur::May && (at_end() || text_[at_] == ')')) {
      fail(start, "a word, a phrase in quotes or a bracket is missing behind it");
    }
    auto node = parse_part(field);
    if (!node) return std::nullopt;
    return FullTextClause{occur, std::move(*node)};
  }

  std::optional<FullTextNode> parse_part(std::optional<std::uint32_t> field) {
    at_end();
    const std::size_t start = at_;
    if (take('(')) {
      FullTextNode list = parse_list(field);
      if (!take(')')) fail(start, "`(` is not closed");
      parse_weight(list);
      if (list.clauses.empty()) return std::nullopt;
      return list;
    }
    if (take('"')) {
      FullTextNode node;
      node.field = field;
      node.words = words_of(quoted(start));
      if (take('~')) fail(at_ - 1, "`~` stands behind a single word");
      parse_weight(node);
      if (node.words.empty()) return std::nullopt;
      return node;
    }
    const std::string word = plain_word();
    if (word.empty()) {
      fail(start, "`" + std::string(text::substring(text_.substr(start), 0, 1)) +
                      "` stands for itself only behind a backslash or in quotes");
    }
    if (take(':')) return parse_field(word, start, field);
    return parse_word(word, field);
  }

  std::optional<FullTextNode> parse_field(const std::string& name, std::size_t start,
                                          std::optional<std::uint32_t> outer) {
    const auto found = std::find(fields_.begin(), fields_.end(), name);
    if (found == fields_.end()) {
      std::string known;
      for (const std::string& field : fields_) known += (known.empty() ? "" : ", ") + field;
      fail(start, "the index has no property `" + name + "`, it has " + known +
                      "; put a text with a colon in quotes");
    }
    if (outer) fail(start, "a property inside the bracket of a property");
    if (at_end() || text_[at_] == ')') {
      fail(start, "what `" + name + ":` should hold is missing");
    }
    return parse_part(static_cast<std::uint32_t>(found - fields_.begin()));
  }

  std::optional<FullTextNode> parse_word(const std::string& word,
                                         std::optional<std::uint32_t> field) {
    FullTextNode node;
    node.field = field;
    node.words = words_of(word);
    const std::size_t mark = at_;
    if (take('*')) {
      node.kind = FullTextNode::Kind::Prefix;
    } else if (take('~')) {
      node.kind = FullTextNode::Kind::Near;
      if (take('2') || take('0')) fail(mark, "`~` allows one changed letter; `~1` says the same");
      take('1');
    }
    if (node.kind != FullTextNode::Kind::Phrase && node.words.size() != 1) {
      fail(mark, "`" + std::string(1, text_[mark]) + "` stands behind a single word");
    }
    parse_weight(node);
    const bool has_mark = node.kind != FullTextNode::Kind::Phrase;
    if (at_ < text_.size() && (has_mark || text_[at_] == '*' || text_[at_] == '?')) {
      std::size_t next = at_;
      if (text_[at_] != ')' && !text::is_space(text::decode(text_, next))) {
        fail(at_, "`*` and `~` stand at the end of a word only, and there is no `?`");
      }
    }
    if (node.words.empty()) return std::nullopt;
    return node;
  }

  void parse_weight(FullTextNode& node) {
    const std::size_t start = at_;
    if (!take('^')) return;
    const char* end = text_.data() + text_.size();
    double weight = 0;
    const auto [after, error] = std::from_chars(text_.data() + at_, end, weight);
    if (error != std::errc() || !(weight > 0 && weight <= 1e6)) {
      fail(start, "`^` is followed by a weight above 0 and at most 1000000");
    }
    at_ = static_cast<std::size_t>(after - text_.data());
    node.weight = weight;
  }

  // Up to the closing quote, which is passed.
  std::string quoted(std::size_t start) {
    std::string content;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      content += text_[at_++];
    }
    if (!take('"')) fail(start, "the quote is not closed");
    return content;
  }

  std::string plain_word() {
    std::string word;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        if (at_ + 1 == text_.size()) fail(at_, "a backslash stands before a character");
        std::size_t next = ++at_;
        text::decode(text_, next);
        word += text_.substr(at_, next - at_);
        at_ = next;
        continue;
      }
      // A sign inside a word belongs to it: co-op, 20-10.
      const bool inside = !word.empty() && (c == '-' || c == '+' || c == '!');
      if (!inside && kSpecial.find(c) != std::string_view::npos) break;
      if (looks_at("&&") || looks_at("||")) break;
      std::size_t next = at_;
      if (text::is_space(text::decode(text_, next))) break;
      word += text_.substr(at_, next - at_);
      at_ = next;
    }
    return word;
  }

  std::vector<std::string> words_of(std::string_view content) const {
    std::vector<std::string> words;
    for (Word& word : analyzer_.words(content)) words.push_back(std::move(word.text));
    return words;
  }

  std::string_view text_;
  std::span<const std::string> fields_;
  const Analyzer& analyzer_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t parts_ = 0;
};

}  // namespace

FullTextNode parse_full_text_query(std::string_view query, std::span<const std::string> fields,
                                   const Analyzer& analyzer) {
  return QueryParser(query, fields, analyzer).parse();
}

}  // namespace liaison::engine

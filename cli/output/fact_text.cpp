#include "output/fact_text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liaison/engine/text.h"
#include "output/value_text.h"

namespace liaison::cli {
namespace {

using loaders::ArticleView;
using loaders::EntityView;
using loaders::FactView;
using loaders::TextRange;

// Wider lines are hard to read.
constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kTypeColumns = 11;  // of the longest relationship type and a space

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kLabelColours = {{
    {"Agency", "\x1b[34m"},
    {"Official", "\x1b[32m"},
    {"Country", "\x1b[35m"},
    {"Place", "\x1b[33m"},
    {"Conference", "\x1b[36m"},
    {"Treaty", "\x1b[31m"},
    {"Topic", "\x1b[4m"},
}};

std::string_view colour_of(std::string_view label) {
  for (const auto& [name, colour] : kLabelColours) {
    if (name == label) return colour;
  }
  return kBold;
}

// Two decimals of a number between 0 and 1.
std::string confidence_text(double confidence) {
  const auto hundredths = static_cast<unsigned>(std::lround(confidence * 100));
  const auto digit = [](unsigned value) { return static_cast<char>('0' + value % 10); };
  return {digit(hundredths / 100), '.', digit(hundredths / 10), digit(hundredths)};
}

// So many spaces, at most.
constexpr std::string_view kSpaces = "                                ";

// Writes words into lines of a width. A style lasts until the next one, over line ends too.
class Paragraph {
 public:
  // `hanging`: spaces before lines that go on.
  Paragraph(std::string& out, const TextStyle& style, std::string_view indent, std::size_t hanging)
      : out_(out), style_(style), indent_(indent), hanging_(hanging) {}
  ~Paragraph() { end(); }
  Paragraph(const Paragraph&) = delete;
  Paragraph& operator=(const Paragraph&) = delete;

  // Spaces in `text` are where lines may break; several stay several.
  void add(std::string_view text) {
    if (is_unbroken()) {
      write_unbroken([&] { out_ += text; });
      return;
    }
    while (!text.empty()) {
      const std::size_t space = std::min(text.find(' '), text.size());
      word_ += text.substr(0, space);
      width_ += text::display_width(text.substr(0, space));
      if (space == text.size()) return;
      end_word();
      ++spaces_;
      text.remove_prefix(space + 1);
    }
  }
  // The same of text from elsewhere: without its control characters.
  void add_foreign(std::string_view text) {
    if (is_unbroken()) {
      write_unbroken([&] { append_without_control_characters(out_, text); });
    } else {
      add(without_control_characters(text));
    }
  }
  // Text that is never broken.
  void add_whole(std::string_view text) {
    if (is_unbroken()) {
      add(text);
      return;
    }
    word_ += text;
    width_ += text::display_width(text);
  }
  void style(std::string_view sequence) {
    if (style_.colour) word_ += sequence;
  }
  void end() {
    end_word();
    if (column_ > 0) out_ += '\n';
    column_ = 0;
    spaces_ = 0;
  }

 private:
  // Lines have no end: what comes is written as it stands, but for spaces at the end of a line.
  bool is_unbroken() const { return style_.columns == 0 && word_.empty(); }
  template <class Append>
  void write_unbroken(Append append) {
    const std::size_t before = out_.size();
    if (is_begun_) {
      out_.append(spaces_, ' ');
    } else {
      out_ += indent_;
    }
    const std::size_t begin = out_.size();
    append();
    const std::size_t end = out_.size();
    while (out_.size() > begin && out_.back() == ' ') out_.pop_back();
    const std::size_t spaces = end - out_.size();
    if (out_.size() == begin) {
      out_.resize(before);
      spaces_ += spaces;
      return;
    }
    is_begun_ = true;
    column_ = 1;
    spaces_ = spaces;
  }
  void end_word() {
    if (word_.empty()) return;
    const bool broken =
        style_.columns > 0 && is_begun_ && column_ + spaces_ + width_ > style_.columns;
    if (!is_begun_) {
      out_ += indent_;
      column_ = text::display_width(indent_);
    } else if (broken) {
      out_ += '\n';
      out_.append(hanging_, ' ');
      column_ = hanging_;
    } else {
      out_.append(spaces_, ' ');
      column_ += spaces_;
    }
    is_begun_ = true;
    out_ += word_;
    column_ += width_;
    word_.clear();
    width_ = 0;
    spaces_ = 0;
  }

  std::string& out_;
  const TextStyle& style_;
  std::string_view indent_;
  std::size_t hanging_;
  std::string word_;  // with its escape sequences
  std::size_t width_ = 0;
  std::size_t column_ = 0;
  std::size_t spaces_ = 0;
  bool is_begun_ = false;
};

std::string counted(std::size_t number, std::string_view thing) {
  return std::to_string(number) + " " + std::string(thing) + (number == 1 ? "" : "s");
}

void print_head(std::string& out, const ArticleView& article, const TextStyle& style) {
  Paragraph line(out, style, "", 4);
  line.style(kBold);
  line.add_whole(without_control_characters(article.id));
  line.style(kReset);
  if (article.name != article.id) {
    line.add("  ");
    line.add_foreign(article.name);
  }
  line.end();
  Paragraph details(out, style, "    ", 4);
  details.style(kDim);
  std::string text = article.language;
  if (!article.published.empty()) text += " · " + article.published;
  std::size_t mentions = 0;
  for (const EntityView& entity : article.entities) mentions += entity.mentions.size();
  text += " · " + counted(mentions, "mention") + ", " + counted(article.facts.size(), "fact");
  if (!article.place.empty() && !article.place.starts_with(article.id)) {
    text += " · " + article.place;
  }
  if (!article.url.empty()) text += " · " + article.url;
  details.add(without_control_characters(text));
  details.style(kReset);
}

void print_name(Paragraph& line, const EntityView& entity) {
  line.style(colour_of(entity.label));
  line.add_foreign(entity.name);
  line.style(kReset);
}

void print_fact(std::string& out, const ArticleView& article, const FactView& fact,
                std::string_view indent, const TextStyle& style) {
  Paragraph line(out, style, indent, indent.size() + kTypeColumns + 2);
  line.style(kBold);
  line.add_whole(fact.type);
  line.add_whole(
      kSpaces.substr(0, std::max(fact.type.size() + 1, kTypeColumns) - fact.type.size()));
  line.style(kReset);
  print_name(line, article.entities[fact.head]);
  line.add(" → ");
  print_name(line, article.entities[fact.tail]);
  for (const auto& [name, value] : fact.attributes) {
    if (value.empty()) continue;
    line.add(" · ");
    line.add(name);
    line.add(": ");
    line.add_foreign(value);
  }
  line.style(kDim);
  line.add("  ");
  line.add(confidence_text(fact.confidence));
  line.add(" ");
  line.add(fact.rule);
  if (fact.other_documents > 0) {
    line.add(" · also in " + counted(fact.other_documents, "other document"));
  }
  line.style(kReset);
}

// The text of ranges, which come in ascending order or near it.
class TextParts {
 public:
  explicit TextParts(const std::string& text) : text_(text), index_(text) {}
  std::string_view at(const TextRange& range) const {
    const std::size_t begin = index_.byte_at(range.start);
    return std::string_view(text_).substr(begin, index_.byte_at(range.end) - begin);
  }
  std::size_t byte_at(std::size_t code_point) const { return index_.byte_at(code_point); }

 private:
  const std::string& text_;
  text::CodePointIndex index_;
};

// One line feed is a break inside a sentence's text; here it is a space.
std::string on_one_line(std::string_view text) {
  std::string line = without_control_characters(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

// Ascending numbers: "1,3-5".
std::string numbers_text(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
    if (last > i) text += (last == i + 1 ? "," : "-") + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

// A place in the text where something is written between two characters.
struct Mark {
  std::size_t at;  // byte
  int order;       // what closes stands before what opens
  std::string_view style;
  std::string text;
};

std::vector<Mark> marks_of(const ArticleView& article, const TextParts& parts,
                           const TextStyle& style) {
  std::vector<Mark> marks;
  for (const EntityView& entity : article.entities) {
    for (const TextRange& range : entity.mentions) {
      marks.push_back(
          {parts.byte_at(range.start), 2, colour_of(entity.label), style.colour ? "" : "["});
      marks.push_back({parts.byte_at(range.end), 0, kReset, style.colour ? "" : "]"});
    }
  }
  std::map<std::size_t, std::vector<std::size_t>> numbers;  // end of a sentence → its facts
  for (std::size_t i = 0; i < article.facts.size(); ++i) {
    for (const TextRange& range : article.facts[i].evidence) {
      numbers[parts.byte_at(range.end)].push_back(i + 1);
    }
  }
  for (const auto& [at, list] : numbers) {
    marks.push_back({at, 1, kBold, " {" + numbers_text(list) + "}"});
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return std::pair(a.at, a.order) < std::pair(b.at, b.order);
  });
  return marks;
}

}  // namespace

TextStyle standard_output_style() {
  TextStyle style;
  if (::isatty(STDOUT_FILENO) != 1) return style;
  const char* const no_colour = std::getenv("NO_COLOR");
  style.colour = no_colour == nullptr || *no_colour == 0;
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20;
  style.columns = std::min<std::size_t>(known ? size.ws_col : 80, kColumnsMax);
  return style;
}

void print_facts(std::ostream& stream, const ArticleView& article, const TextStyle& style) {
  std::string out;
  print_head(out, article, style);
  const TextParts parts(article.text);
  for (std::size_t i = 0; i < article.facts.size();) {
    const TextRange sentence = article.facts[i].evidence.front();
    out += '\n';
    {
      Paragraph quote(out, style, "  “", 3);
      quote.add(on_one_line(parts.at(sentence)));
      quote.add_whole("”");
    }
    for (; i < article.facts.size() && article.facts[i].evidence.front() == sentence; ++i) {
      print_fact(out, article, article.facts[i], "      ", style);
    }
  }
  out += '\n';
  stream << out;
}

void print_marked(std::ostream& stream, const ArticleView& article, const TextStyle& style) {
  std::string out;
  print_head(out, article, style);
  if (style.colour) {
    Paragraph legend(out, style, "    ", 4);
    for (const auto& [label, colour] : kLabelColours) {
      legend.style(colour);
      legend.add_whole(label);
      legend.style(kReset);
      legend.add(" ");
    }
  }
  const TextParts parts(article.text);
  const std::vector<Mark> marks = marks_of(article, parts, style);
  const std::size_t digits = std::to_string(article.facts.size()).size();
  std::size_t mark = 0;
  std::size_t fact = 0;
  const std::string_view text(article.text);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const bool blank =
        text.substr(begin, end - begin).find_first_not_of(" \r\t") == std::string_view::npos;
    if (!blank) {
      out += '\n';
      Paragraph line(out, style, "", 0);
      std::size_t at = begin;
      for (; mark < marks.size() && marks[mark].at <= end; ++mark) {
        line.add(on_one_line(text.substr(at, marks[mark].at - at)));
        at = marks[mark].at;
        line.style(marks[mark].style);
        line.add(marks[mark].text);
        if (marks[mark].order == 1) line.style(kReset);
      }
      line.add(on_one_line(text.substr(at, end - at)));
    }
    // The facts whose first sentence ends here.
    bool first = true;
    for (; fact < article.facts.size() &&
           parts.byte_at(article.facts[fact].evidence.front().end) <= end;
         ++fact) {
      if (first) out += '\n';
      first = false;
      std::string number = std::to_string(fact + 1);
      number.insert(0, digits - number.size(), ' ');
      print_fact(out, article, article.facts[fact], "    " + number + "  ", style);
    }
    begin = end + 1;
  }
  out += '\n';
  stream << out;
}

}  // namespace liaison::cli

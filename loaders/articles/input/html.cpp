#include "articles/input/html.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

// The parser frees its tree by recursion.
constexpr int kDepthMax = 4000;

// A paragraph shorter than this says nothing about where the article is.
constexpr std::size_t kParagraphBytes = 40;

struct Output {
  explicit Output(std::string_view bytes)
      : tree(gumbo_parse_with_options(&kGumboDefaultOptions, bytes.data(), bytes.size())) {}
  ~Output() { gumbo_destroy_output(&kGumboDefaultOptions, tree); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  GumboOutput* tree;
};

template <std::size_t N>
bool is_one_of(GumboTag tag, const std::array<GumboTag, N>& tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

constexpr std::array kNeverShown = {
    GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NAV,
    GUMBO_TAG_ASIDE,  GUMBO_TAG_FORM,   GUMBO_TAG_BUTTON,   GUMBO_TAG_SELECT,   GUMBO_TAG_TEXTAREA,
    GUMBO_TAG_IFRAME, GUMBO_TAG_SVG,    GUMBO_TAG_CANVAS,   GUMBO_TAG_OBJECT,   GUMBO_TAG_VIDEO,
    GUMBO_TAG_AUDIO,  GUMBO_TAG_FOOTER, GUMBO_TAG_HEAD,     GUMBO_TAG_DATALIST};

constexpr std::array kBlocks = {
    GUMBO_TAG_P,          GUMBO_TAG_DIV,     GUMBO_TAG_SECTION,    GUMBO_TAG_ARTICLE,
    GUMBO_TAG_MAIN,       GUMBO_TAG_HEADER,  GUMBO_TAG_H1,         GUMBO_TAG_H2,
    GUMBO_TAG_H3,         GUMBO_TAG_H4,      GUMBO_TAG_H5,         GUMBO_TAG_H6,
    GUMBO_TAG_UL,         GUMBO_TAG_OL,      GUMBO_TAG_LI,         GUMBO_TAG_DL,
    GUMBO_TAG_DT,         GUMBO_TAG_DD,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE,
    GUMBO_TAG_FIGURE,     GUMBO_TAG_TABLE,   GUMBO_TAG_TR,         GUMBO_TAG_CAPTION,
    GUMBO_TAG_FIGCAPTION, GUMBO_TAG_ADDRESS, GUMBO_TAG_HR,         GUMBO_TAG_CENTER,
    GUMBO_TAG_BODY,       GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY,    GUMBO_TAG_HGROUP};

// Blocks that may be nothing but links; a heading that is a link is still a heading.
constexpr std::array kMayBeLinks = {GUMBO_TAG_UL,      GUMBO_TAG_OL,    GUMBO_TAG_LI,
                                    GUMBO_TAG_DIV,     GUMBO_TAG_P,     GUMBO_TAG_SECTION,
                                    GUMBO_TAG_ARTICLE, GUMBO_TAG_TABLE, GUMBO_TAG_DL};

// Words of a class or id that name a part of the page beside the article.
constexpr std::array<std::string_view, 42> kBesides = {
    "related",  "relate",     "share",       "sharing",       "social",     "comment",
    "comments", "advert",     "ads",         "advertisement", "breadcrumb", "breadcrumbs",
    "menu",     "sidebar",    "newsletter",  "tag",           "tags",       "footer",
    "nav",      "navbar",     "navigation",  "popup",         "modal",      "banner",
    "promo",    "recommend",  "recommended", "subscribe",     "cookie",     "cookies",
    "toolbar",  "pagination", "pager",       "sponsor",       "sponsored",  "trending",
    "login",    "signup",     "copyright",   "clock",         "search",     "readmore"};

std::string_view attribute(const GumboNode* node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT;
}

bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}

std::span<GumboNode* const> children(const GumboNode* node) {
  const GumboVector& all = node->v.element.children;
  return {reinterpret_cast<GumboNode* const*>(all.data), all.length};
}

bool names_something_beside(std::string_view names) {
  for (std::size_t i = 0; i < names.size();) {
    std::string word;
    for (; i < names.size() && std::isalpha(static_cast<unsigned char>(names[i])) != 0; ++i) {
      // "relatedPosts" is two words.
      if (!word.empty() && std::isupper(static_cast<unsigned char>(names[i])) != 0 &&
          std::islower(static_cast<unsigned char>(names[i - 1])) != 0) {
        break;
      }
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(names[i])));
    }
    if (std::find(kBesides.begin(), kBesides.end(), word) != kBesides.end()) return true;
    if (word.empty()) ++i;
  }
  return false;
}

bool is_hidden(const GumboNode* node) {
  if (gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr) return true;
  if (attribute(node, "aria-hidden") == "true") return true;
  std::string style(attribute(node, "style"));
  style.erase(std::remove(style.begin(), style.end(), ' '), style.end());
  return style.find("display:none") != std::string::npos;
}

// An upper bound of how deep elements lie in each other, without the parser.
int depth_of(std::string_view bytes) {
  constexpr std::array<std::string_view, 14> kShallow = {"p",    "li",   "br",     "img",   "hr",
                                                         "td",   "tr",   "dt",     "dd",    "input",
                                                         "meta", "link", "option", "source"};
  int depth = 0;
  int deepest = 0;
  for (std::size_t i = bytes.find('<'); i != std::string_view::npos; i = bytes.find('<', i + 1)) {
    const bool closes = i + 1 < bytes.size() && bytes[i + 1] == '/';
    std::string name;
    for (std::size_t k = i + (closes ? 2 : 1);
         k < bytes.size() && name.size() < 10 &&
         std::isalpha(static_cast<unsigned char>(bytes[k])) != 0;
         ++k) {
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(bytes[k])));
    }
    if (name.empty() || std::find(kShallow.begin(), kShallow.end(), name) != kShallow.end()) {
      continue;
    }
    depth = std::max(0, depth + (closes ? -1 : 1));
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

void append_collapsed(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    // The no-break space is a space here.
    const bool no_break = text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
    if (no_break) ++i;
    if (no_break || static_cast<unsigned char>(text[i]) <= ' ') {
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
    } else {
      out += text[i];
    }
  }
}

// What an element holds, as far as it is shown.
struct Weight {
  std::size_t text = 0;   // bytes
  std::size_t links = 0;  // bytes of these in links
};

class Page {
 public:
  explicit Page(const GumboNode* root) : root_(root) {
    look(root);
    weigh(root, false);
  }

  SourceArticle read() {
    SourceArticle article;
    const GumboNode* main = choose();
    shown_ = weights_[main].text;
    emit(main);
    end_line();
    article.text = std::move(out_);
    while (article.text.ends_with('\n')) article.text.pop_back();
    if (!article.text.empty()) article.text += '\n';
    article.title = title();
    article.published = published_;
    article.url = url_;
    article.language = language_;
    return article;
  }

 private:
  std::string text_of(const GumboNode* node) const {
    std::string out;
    append_text(node, out);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  }
  static void append_text(const GumboNode* node, std::string& out) {
    if (is_text(node)) append_collapsed(out, node->v.text.text);
    if (!is_element(node)) return;
    for (const GumboNode* child : children(node)) append_text(child, out);
  }

  void take_date(std::string_view value) {
    if (published_.empty()) published_ = iso_date(value).value_or("");
  }

  void look_at_meta(const GumboNode* node) {
    std::string_view name = attribute(node, "property");
    if (name.empty()) name = attribute(node, "name");
    if (name.empty()) name = attribute(node, "itemprop");
    const std::string_view content = attribute(node, "content");
    if (name == "og:title" && page_title_.empty()) page_title_ = content;
    if (name == "og:url" && url_.empty()) url_ = content;
    if (name == "article:published_time" || name == "datePublished" || name == "pubdate" ||
        name == "date") {
      take_date(content);
    }
  }

  // Title, address, date and language, wherever they stand.
  void look(const GumboNode* node) {
    if (!is_element(node)) return;
    switch (node->v.element.tag) {
      case GUMBO_TAG_HTML:
        language_ = language_of_tag(attribute(node, "lang"));
        break;
      case GUMBO_TAG_META:
        look_at_meta(node);
        break;
      case GUMBO_TAG_LINK:
        if (attribute(node, "rel") == "canonical") url_ = attribute(node, "href");
        break;
      case GUMBO_TAG_TITLE:
        if (window_title_.empty()) window_title_ = text_of(node);
        break;
      case GUMBO_TAG_H1:
        headings_.push_back(text_of(node));
        break;
      case GUMBO_TAG_TIME:
        if (attribute(node, "itemprop") == "datePublished" ||
            gumbo_get_attribute(&node->v.element.attributes, "pubdate") != nullptr) {
          take_date(attribute(node, "datetime"));
        }
        break;
      default:
        break;
    }
    for (const GumboNode* child : children(node)) look(child);
  }

  // The heading that the window's title repeats; else what the page calls itself.
  std::string title() const {
    const auto folded = [](std::string_view s) {
      return text::name_key(s, text::NameLevel::Folded);
    };
    const std::string known = folded(page_title_) + "\n" + folded(window_title_);
    for (const std::string& heading : headings_) {
      if (heading.size() > 8 && known.find(folded(heading)) != std::string::npos) return heading;
    }
    if (!page_title_.empty()) return page_title_;
    if (headings_.size() == 1) return headings_.front();
    // "Headline | Site", "Headline - Site".
    std::size_t end = window_title_.rfind(" | ");
    if (end == std::string::npos) end = window_title_.rfind(" - ");
    return window_title_.substr(0, end);
  }

  Weight weigh(const GumboNode* node, bool in_link) {
    Weight weight;
    if (is_text(node)) {
      for (const char* c = node->v.text.text; *c != 0; ++c) {
        weight.text += static_cast<unsigned char>(*c) > ' ' ? 1 : 0;
      }
      if (in_link) weight.links = weight.text;
      return weight;
    }
    if (!is_element(node)) return weight;
    if (is_one_of(node->v.element.tag, kNeverShown) || is_hidden(node)) return weight;
    const bool link = in_link || node->v.element.tag == GUMBO_TAG_A;
    for (const GumboNode* child : children(node)) {
      const Weight part = weigh(child, link);
      weight.text += part.text;
      weight.links += part.links;
    }
    weights_[node] = weight;
    return weight;
  }

  Weight weight(const GumboNode* node) const {
    const auto it = weights_.find(node);
    return it == weights_.end() ? Weight() : it->second;
  }

  bool is_mostly_links(const GumboNode* node) const {
    const Weight w = weight(node);
    return w.links * 10 > w.text * 6;
  }

  // Points for paragraphs: the block that holds them gets all, the one around it half.
  void score(const GumboNode* node, const GumboNode* parent, const GumboNode* grandparent) {
    if (!is_element(node) || !weights_.contains(node)) return;
    const GumboTag tag = node->v.element.tag;
    std::size_t own = 0;
    if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_BLOCKQUOTE) {
      own = weight(node).text - weight(node).links;
    } else if (tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION || tag == GUMBO_TAG_TD) {
      // Text that stands in the block itself, between line breaks.
      std::size_t direct = 0;
      for (const GumboNode* child : children(node)) {
        if (is_text(child)) direct += std::strlen(child->v.text.text);
      }
      if (direct >= kParagraphBytes) scores_[node] += static_cast<double>(direct);
    }
    const bool beside = names_something_beside(attribute(node, "class")) ||
                        names_something_beside(attribute(node, "id"));
    if (own >= kParagraphBytes && !beside && parent != nullptr) {
      scores_[parent] += static_cast<double>(own);
      if (grandparent != nullptr) scores_[grandparent] += static_cast<double>(own) / 2;
    }
    for (const GumboNode* child : children(node)) score(child, node, parent);
  }

  void find_marked(const GumboNode* node, const GumboNode*& best) const {
    if (!is_element(node) || !weights_.contains(node)) return;
    const GumboTag tag = node->v.element.tag;
    const bool marked = tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN ||
                        attribute(node, "role") == "main" ||
                        attribute(node, "itemprop") == "articleBody";
    if (marked) {
      // The innermost of those that hold most of it.
      const std::size_t now = weight(node).text - weight(node).links;
      const std::size_t before = best == nullptr ? 0 : weight(best).text - weight(best).links;
      if (best == nullptr || now * 10 > before * 8) best = node;
    }
    for (const GumboNode* child : children(node)) find_marked(child, best);
  }

  // In the order of the page, so that of equals the first counts.
  void find_scored(const GumboNode* node, const GumboNode*& best, double& best_points) const {
    if (!is_element(node)) return;
    if (const auto found = scores_.find(node); found != scores_.end()) {
      const Weight w = weight(node);
      const double plain =
          w.text == 0 ? 0 : 1 - static_cast<double>(w.links) / static_cast<double>(w.text);
      if (found->second * plain > best_points) {
        best_points = found->second * plain;
        best = node;
      }
    }
    for (const GumboNode* child : children(node)) find_scored(child, best, best_points);
  }

  const GumboNode* choose() {
    score(root_, nullptr, nullptr);
    const GumboNode* scored = root_;
    double points = 0;
    find_scored(root_, scored, points);
    const GumboNode* marked = nullptr;
    find_marked(root_, marked);
    // What a page marks as its article counts, unless the text stands elsewhere.
    const bool is_there = marked != nullptr && weight(marked).text * 2 >= weight(scored).text;
    return is_there ? marked : scored;
  }

  bool is_left_out(const GumboNode* node) const {
    const GumboTag tag = node->v.element.tag;
    if (!weights_.contains(node)) return true;
    const Weight w = weight(node);
    if (w.text * 2 > shown_) return false;
    if (names_something_beside(attribute(node, "class")) ||
        names_something_beside(attribute(node, "id"))) {
      return true;
    }
    return w.text > 0 && is_one_of(tag, kMayBeLinks) && is_mostly_links(node);
  }

  void end_line() {
    while (!line_.empty() && line_.back() == ' ') line_.pop_back();
    if (!line_.empty()) (out_ += line_) += '\n';
    line_.clear();
  }
  void end_block() {
    end_line();
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }

  void emit_preformatted(const GumboNode* node) {
    std::string_view text(node->v.text.text);
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      append_collapsed(line_, text.substr(0, end));
      if (end < text.size()) end_line();
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void emit(const GumboNode* node, bool preformatted = false) {
    if (is_text(node)) {
      preformatted ? emit_preformatted(node) : append_collapsed(line_, node->v.text.text);
      return;
    }
    if (!is_element(node)) return;
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_BR) {
      end_line();
      return;
    }
    if (is_left_out(node)) return;
    const bool item = tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TR;
    const bool block = is_one_of(tag, kBlocks);
    if (item) {
      end_line();
    } else if (block) {
      end_block();
    }
    for (const GumboNode* child : children(node)) {
      emit(child, preformatted || tag == GUMBO_TAG_PRE);
    }
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) append_collapsed(line_, " ");
    if (item) {
      end_line();
    } else if (block) {
      end_block();
    }
  }

  const GumboNode* root_;
  std::string page_title_;
  std::string window_title_;
  std::vector<std::string> headings_;
  std::string published_;
  std::string url_;
  std::string language_;
  std::unordered_map<const GumboNode*, Weight> weights_;  // of shown elements
  std::unordered_map<const GumboNode*, double> scores_;
  std::size_t shown_ = 0;  // text of the chosen element
  std::string line_;
  std::string out_;
};

}  // namespace

SourceArticle read_html(std::string_view bytes) {
  if (depth_of(bytes) > kDepthMax) {
    throw InputError("tags are nested deeper than " + std::to_string(kDepthMax));
  }
  const Output output(bytes);
  return Page(output.tree->root).read();
}

}  // namespace liaison::loaders

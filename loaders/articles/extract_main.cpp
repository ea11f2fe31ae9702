// liaison_extract FOLDER [--rules FOLDER] [--time N]: reads FOLDER/*.txt, writes the graph as JSON
// Lines to standard output (nodes, then MENTIONS and facts). With --time, extracts everything N
// times and reports megabytes a second on standard error.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "articles/extractor.h"
#include "articles/identity.h"
#include "liaison/engine/error.h"

namespace {

using liaison::loaders::ArticleFacts;
using liaison::loaders::ArticleInput;

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
      out += buffer;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw liaison::InputError(path.string() + ": cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string endpoint(const std::string& id, std::string_view label) {
  return "{\"id\":" + json_string(id) + ",\"labels\":[" + json_string(label) + "]}";
}

void write(const std::vector<ArticleFacts>& articles,
           const liaison::loaders::IdentityResolver& identity) {
  std::ostream& out = std::cout;
  for (const ArticleFacts& a : articles) {
    out << "{\"type\":\"node\",\"id\":" << json_string("article:" + a.article)
        << ",\"labels\":[\"Article\"],\"properties\":{\"article\":" << json_string(a.article)
        << ",\"language\":" << json_string(a.language)
        << ",\"published\":" << json_string(a.published) << "}}\n";
  }
  for (const auto& [key, e] : identity.entities()) {
    out << "{\"type\":\"node\",\"id\":" << json_string(key) << ",\"labels\":["
        << json_string(to_string(e.label)) << "],\"properties\":{\"name\":" << json_string(e.name)
        << ",\"aliases\":[";
    for (std::size_t i = 0; i < e.aliases.size(); ++i)
      out << (i ? "," : "") << json_string(e.aliases[i]);
    out << "]";
    for (const auto& [name, value] : e.attributes)
      out << "," << json_string(name) << ":" << json_string(value);
    out << "}}\n";
  }
  std::size_t id = 0;
  const auto label_of = [&](const std::string& key) {
    return to_string(identity.entities().at(key).label);
  };
  for (const ArticleFacts& a : articles) {
    for (const auto& e : a.entities) {
      const std::string& key = identity.key_of(e.key);
      for (const auto& span : e.mentions) {
        out << "{\"type\":\"relationship\",\"id\":\"" << id++
            << "\",\"label\":\"MENTIONS\",\"properties\":{\"start\":" << span.start
            << ",\"end\":" << span.end
            << "},\"start\":" << endpoint("article:" + a.article, "Article")
            << ",\"end\":" << endpoint(key, label_of(key)) << "}\n";
      }
    }
    for (const auto& f : a.facts) {
      const std::string& head = identity.key_of(f.head);
      const std::string& tail = identity.key_of(f.tail);
      out << "{\"type\":\"relationship\",\"id\":\"" << id++
          << "\",\"label\":" << json_string(f.type)
          << ",\"properties\":{\"source\":" << json_string(a.article)
          << ",\"rule\":" << json_string(f.rule) << ",\"confidence\":" << f.confidence
          << ",\"evidence\":" << json_string(f.evidence[0].sentence)
          << ",\"start\":" << f.evidence[0].start << ",\"end\":" << f.evidence[0].end;
      for (const auto& [name, value] : f.attributes)
        out << "," << json_string(name) << ":" << json_string(value);
      out << "},\"start\":" << endpoint(head, label_of(head))
          << ",\"end\":" << endpoint(tail, label_of(tail)) << "}\n";
    }
  }
}

int run(const std::vector<std::string>& arguments) {
  std::string folder;
  std::string rules_folder;
  int rounds = 0;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--rules" && i + 1 < arguments.size())
      rules_folder = arguments[++i];
    else if (arguments[i] == "--time" && i + 1 < arguments.size())
      rounds = std::stoi(arguments[++i]);
    else
      folder = arguments[i];
  }
  if (folder.empty())
    throw liaison::UsageError("usage: liaison_extract FOLDER [--rules FOLDER] [--time N]");
  std::optional<liaison::loaders::Rules> loaded;
  if (!rules_folder.empty()) loaded.emplace(liaison::loaders::Rules::load(rules_folder));
  const liaison::loaders::Rules& rules = loaded ? *loaded : liaison::loaders::Rules::builtin();
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  const liaison::loaders::Extractor extractor(rules);
  std::vector<ArticleInput> inputs;
  std::size_t bytes = 0;
  for (const auto& path : paths) {
    inputs.push_back({path.stem().string(), read(path)});
    bytes += inputs.back().text.size();
  }
  std::vector<ArticleFacts> articles;
  liaison::loaders::IdentityResolver identity(rules);
  for (const ArticleInput& input : inputs) {
    articles.push_back(extractor.extract(input));
    identity.add(articles.back());
  }
  identity.resolve();
  if (rounds > 0) {
    const auto start = std::chrono::steady_clock::now();
    std::size_t facts = 0;
    for (int r = 0; r < rounds; ++r) {
      for (const ArticleInput& input : inputs) facts += extractor.extract(input).facts.size();
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::fprintf(stderr, "%.2f MB/s (%zu facts in %.2f s)\n",
                 static_cast<double>(bytes) * rounds / seconds / 1e6, facts, seconds);
  }
  write(articles, identity);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "liaison_extract: " << error.what() << "\n";
    return 1;
  }
}

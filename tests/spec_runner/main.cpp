// spec_runner [--mode MODE] [--graphs FOLDER] FILE_OR_FOLDER...
// Runs spec files and says which steps failed, with what was expected and what came. Modes change
// how statements are run and never what they answer: default, chunk3 (three rows a chunk),
// rules-off, rule:NAME (that rule off), plan-cache-off, cache-off (no read cache), cache-one-chunk
// (a read cache that takes in all that is read and holds one chunk), cache-at-once (one that takes
// in all and keeps it), memory (nothing on disk), reopen (the database is closed and opened again
// before every step), threads1 (the caller's thread alone), threads4 (four threads from the first
// row on, two rows a chunk).
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "liaison/engine/database.h"
#include "liaison/query/error.h"
#include "liaison/query/session.h"
#include "optimize/optimizer.h"
#include "spec_file.h"
#include "value_text.h"

namespace liaison::spec {
namespace {

namespace fs = std::filesystem;

struct Mode {
  std::string name = "default";
  bool in_memory = false;
  bool reopens = false;
  DatabaseOptions database;
  query::SessionOptions session;
};

Mode make_mode(const std::string& name) {
  Mode mode{.name = name, .in_memory = false, .reopens = false, .database = {}, .session = {}};
  if (name == "default") return mode;
  if (name == "chunk3") {
    mode.session.chunk_rows = 3;
  } else if (name == "rules-off") {
    mode.session.disabled_rules = query::optimizer_rule_names();
  } else if (name.starts_with("rule:")) {
    mode.session.disabled_rules = {name.substr(5)};
    const auto names = query::optimizer_rule_names();
    if (std::find(names.begin(), names.end(), name.substr(5)) == names.end()) {
      throw std::runtime_error("no optimizer rule is called " + name.substr(5));
    }
  } else if (name == "plan-cache-off") {
    mode.session.plan_cache = false;
  } else if (name == "cache-off") {
    mode.database.cache_capacity_bytes = 0;
  } else if (name == "cache-one-chunk") {
    mode.database.cache_capacity_bytes = 1;
    mode.database.cache_touches = 1;
  } else if (name == "cache-at-once") {
    mode.database.cache_touches = 1;
  } else if (name == "memory") {
    mode.in_memory = true;
  } else if (name == "reopen") {
    mode.reopens = true;
  } else if (name == "threads1") {
    mode.session.threads = 1;
  } else if (name == "threads4") {
    mode.session.threads = 4;
    mode.session.parallel_after_us = 0;
    mode.session.chunk_rows = 2;
  } else {
    throw std::runtime_error("unknown mode " + name);
  }
  return mode;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "liaison-spec-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

class Runner {
 public:
  Runner(Mode mode, fs::path graphs) : mode_(std::move(mode)), graphs_(std::move(graphs)) {}

  void run(const SpecFile& file) {
    start_graph("empty");
    for (const Step& step : file.steps) {
      ++steps_;
      std::string failure;
      try {
        if (mode_.reopens && step.kind != Step::Kind::Graph) reopen();
        failure = run_step(step);
      } catch (const QueryError& error) {
        failure = "unexpected " + error_text(error) + "\n" + query::format_error(error, step.text);
      } catch (const std::exception& error) {
        failure = std::string("unexpected error: ") + error.what();
      }
      if (failure.empty()) continue;
      ++failures_;
      std::cout << file.path << ":" << step.line << ": " << step.title << "\n"
                << step.text << failure << "\n\n";
    }
    session_.reset();
    database_.reset();
  }

  int summary() const {
    std::cout << mode_.name << ": " << steps_ << " steps, " << failures_ << " failed\n";
    return failures_ == 0 && steps_ > 0 ? 0 : 1;
  }

 private:
  static std::string error_text(const QueryError& error) {
    return error.kind() +
           (error.phase() == ErrorPhase::CompileTime ? " compile-time " : " runtime ") +
           error.detail();
  }
  static std::string error_text(const ConstraintError& error) {
    const std::string kind = "ConstraintValidationFailed runtime ";
    switch (error.reason()) {
      case ConstraintError::Reason::Uniqueness:
        return kind + "Uniqueness";
      case ConstraintError::Reason::Existence:
        return kind + "Existence";
      case ConstraintError::Reason::ConnectedNode:
        return kind + "ConnectedNode";
      case ConstraintError::Reason::PropertyType:
        return kind + "PropertyType";
    }
    return kind;
  }

  void open() {
    if (mode_.in_memory) {
      DatabaseOptions options = mode_.database;
      options.in_memory = true;
      if (!database_) database_ = Database::open({}, options);
    } else {
      DatabaseOptions options = mode_.database;
      options.durability = Durability::Buffered;
      database_ = Database::open((folder_->path() / "db").string(), options);
    }
    mode_.session.import_directory = (graphs_.parent_path() / "files").string();
    session_ = std::make_unique<query::Session>(*database_, mode_.session);
  }

  void reopen() {
    session_.reset();
    if (!mode_.in_memory) database_.reset();
    open();
  }

  void start_graph(const std::string& name) {
    session_.reset();
    database_.reset();
    if (!mode_.in_memory) folder_ = std::make_unique<TemporaryFolder>();
    parameters_.clear();
    open();
    if (name == "empty") return;
    const fs::path path = graphs_ / (name + ".cypher");
    std::ifstream stream(path);
    if (!stream) throw std::runtime_error(path.string() + ": cannot be read");
    std::string statement, line;
    while (std::getline(stream, line)) {
      if (line.starts_with("//")) continue;
      statement += line + "\n";
      if (!line.ends_with(";")) continue;
      session_->run(statement);
      statement.clear();
    }
    if (statement.find_first_not_of(" \n") != std::string::npos) {
      throw std::runtime_error(path.string() + ": the last statement does not end with `;`");
    }
  }

  std::string run_step(const Step& step) {
    switch (step.kind) {
      case Step::Kind::Graph:
        start_graph(step.text);
        return "";
      case Step::Kind::Reopen:
        reopen();
        return "";
      case Step::Kind::Parameters:
        parameters_ = session_->run("RETURN " + step.text + " AS p").all_rows()[0][0].as_map();
        return "";
      case Step::Kind::Query:
        return run_query(step);
      case Step::Kind::QueryError:
        return run_error(step);
      case Step::Kind::Statement:
        return run_statement(step);
    }
    return "";
  }

  std::string run_query(const Step& step) {
    query::Result result = session_->run(step.text, parameters_);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : result.all_rows()) {
      auto& texts = rows.emplace_back();
      for (const Value& value : row) texts.push_back(text_of(value));
    }
    if (result.columns() != step.columns) {
      return "expected columns: " + join(step.columns) +
             "\nfound columns:    " + join(result.columns());
    }
    auto expected = step.rows;
    auto found = rows;
    if (!step.ordered) {
      std::sort(expected.begin(), expected.end());
      std::sort(found.begin(), found.end());
    }
    if (expected == found) return "";
    return "expected rows:\n" + table(step.rows) + "found rows:\n" + table(rows);
  }

  std::string run_error(const Step& step) {
    const std::string expected = step.error_kind + " " + step.error_phase + " " + step.error_detail;
    try {
      session_->run(step.text, parameters_).all_rows();
    } catch (const QueryError& error) {
      if (error_text(error) == expected) return "";
      return "expected error " + expected + "\nfound error    " + error_text(error) + ": " +
             error.what();
    } catch (const ConstraintError& error) {
      if (error_text(error) == expected) return "";
      return "expected error " + expected + "\nfound error    " + error_text(error) + ": " +
             error.what();
    }
    return "expected error " + expected + ", found none";
  }

  std::string run_statement(const Step& step) {
    query::Result result = session_->run(step.text, parameters_);
    result.all_rows();
    if (!step.checks_effects) return "";
    const query::Counters& c = result.counters();
    std::map<std::string, long long> found{{"+nodes", c.nodes_created},
                                           {"-nodes", c.nodes_deleted},
                                           {"+relationships", c.relationships_created},
                                           {"-relationships", c.relationships_deleted},
                                           {"+properties", c.properties_set},
                                           {"+labels", c.labels_added},
                                           {"-labels", c.labels_removed},
                                           {"+indexes", c.indexes_added},
                                           {"-indexes", c.indexes_removed},
                                           {"+constraints", c.constraints_added},
                                           {"-constraints", c.constraints_removed}};
    std::erase_if(found, [](const auto& entry) { return entry.second == 0; });
    const std::map<std::string, long long> expected(step.effects.begin(), step.effects.end());
    if (expected == found) return "";
    std::string text = "expected effects:";
    for (const auto& [name, count] : expected) text += " " + name + " " + std::to_string(count);
    text += "\nfound effects:   ";
    for (const auto& [name, count] : found) text += " " + name + " " + std::to_string(count);
    return text;
  }

  static std::string join(const std::vector<std::string>& cells) {
    std::string text;
    for (const std::string& cell : cells) text += (text.empty() ? "" : " | ") + cell;
    return text;
  }
  static std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::string text;
    for (const auto& row : rows) text += "  " + join(row) + "\n";
    return text;
  }

  Mode mode_;
  fs::path graphs_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<query::Session> session_;
  query::Parameters parameters_;
  std::size_t steps_ = 0;
  std::size_t failures_ = 0;
};

std::vector<std::string> spec_files(const fs::path& path) {
  if (!fs::is_directory(path)) return {path.string()};
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.path().extension() == ".test") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

int run(int count, char** arguments) {
  std::string mode = "default";
  fs::path graphs;
  std::vector<fs::path> paths;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--mode" && i + 1 < count) {
      mode = arguments[++i];
    } else if (argument == "--graphs" && i + 1 < count) {
      graphs = arguments[++i];
    } else {
      paths.emplace_back(argument);
    }
  }
  if (paths.empty()) {
    std::cerr << "usage: spec_runner [--mode MODE] [--graphs FOLDER] FILE_OR_FOLDER...\n";
    return 2;
  }
  if (graphs.empty()) graphs = paths.front() / "graphs";
  Runner runner(make_mode(mode), graphs);
  for (const fs::path& path : paths) {
    for (const std::string& file : spec_files(path)) runner.run(read_spec_file(file));
  }
  return runner.summary();
}

}  // namespace
}  // namespace liaison::spec

int main(int count, char** arguments) {
  try {
    return liaison::spec::run(count, arguments);
  } catch (const std::exception& error) {
    std::cerr << "spec_runner: " << error.what() << "\n";
    return 2;
  }
}

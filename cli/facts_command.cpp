// liaison facts: an article of the database with its names and facts marked.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "commands.h"
#include "liaison/engine/text.h"
#include "liaison/loaders/article_view.h"
#include "open_database.h"
#include "output/fact_text.h"

namespace liaison::cli {
namespace {

ExitStatus run(const std::string& path, const std::string& id) {
  const auto database = open_database(path, IfMissing::Fail);
  const Transaction reading = database->begin(TransactionMode::Read);
  const auto article = loaders::read_article(reading.reader(), text::nfc(id));
  if (!article) {
    throw ExitError(kNoInput, "there is no article '" + id + "' in '" + path +
                                  "'; `liaison query " + path +
                                  " 'MATCH (a:Article) RETURN a.article, a.name'` lists them");
  }
  print_marked(std::cout, *article, standard_output_style());
  return kOk;
}

}  // namespace

void add_facts_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("facts", "Print an article with its names and facts marked");
  command->footer(
      "\nNames are in colour on a terminal and in [brackets] elsewhere. {2,3} behind a sentence\n"
      "are the facts that it says; they are listed below the paragraph that says them first,\n"
      "with confidence, rule and how many other documents say the same.\n"
      "\nExamples:\n"
      "  liaison facts news.db --article 2025-12-03\n"
      "  liaison facts news.db --article 2025-12-03 | less");
  struct Arguments {
    std::string database;
    std::string article;
  };
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  command->add_option("--article", arguments->article, "Id of the article")->required();
  command->callback([arguments, &action] {
    action = [arguments] { return run(arguments->database, arguments->article); };
  });
}

}  // namespace liaison::cli

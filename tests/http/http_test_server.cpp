// A server for protocol tests: the library as the `liaison` binary uses it, with limits small
// enough to be reached in a test. Prints its port, runs until its standard input ends.
//   http_test_server [--port N] [--test-hooks=memory|disk] [--folder DIR] [--query-timeout-ms N]
//                    [--collected-bytes-max N] [--idle-timeout-ms N]
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "liaison/engine/database.h"
#include "liaison/server/server.h"

namespace {

struct Arguments {
  liaison::server::ServerOptions options;
  std::string folder;
};

Arguments parse(int count, char** texts) {
  Arguments arguments;
  arguments.options.port = 0;
  for (int i = 1; i < count; ++i) {
    const std::string text = texts[i];
    const auto value = [&](std::string_view name) -> const char* {
      return text == name && i + 1 < count ? texts[++i] : nullptr;
    };
    auto& limits = arguments.options.limits;
    if (text == "--test-hooks=memory") {
      arguments.options.test_hooks = liaison::server::TestHooks::InMemory;
    } else if (text == "--test-hooks=disk") {
      arguments.options.test_hooks = liaison::server::TestHooks::OnDisk;
    } else if (const char* port = value("--port")) {
      arguments.options.port = std::stoi(port);
    } else if (const char* folder = value("--folder")) {
      arguments.folder = folder;
    } else if (const char* query = value("--query-timeout-ms")) {
      limits.query_timeout = std::chrono::milliseconds(std::stoi(query));
    } else if (const char* bytes = value("--collected-bytes-max")) {
      limits.collected_bytes_max = std::stoul(bytes);
    } else if (const char* idle = value("--idle-timeout-ms")) {
      limits.idle_timeout = std::chrono::milliseconds(std::stoi(idle));
    } else if (const char* host = value("--host")) {
      arguments.options.host = host;
    } else {
      throw liaison::UsageError("unknown argument " + text);
    }
  }
  arguments.options.limits.bookmark_wait = std::chrono::milliseconds(300);
  return arguments;
}

}  // namespace

int main(int count, char** texts) {
  try {
    Arguments arguments = parse(count, texts);
    const auto database = arguments.folder.empty() ? liaison::Database::open_in_memory()
                                                   : liaison::Database::open(arguments.folder);
    arguments.options.database = database.get();
    arguments.options.log = [](std::string_view line) { std::cerr << line << std::endl; };
    liaison::server::Server server(arguments.options);
    server.start();
    std::cout << server.port() << std::endl;
    char byte;
    while (::read(STDIN_FILENO, &byte, 1) > 0) {
    }
    server.stop();
    return 0;
  } catch (const liaison::UsageError& error) {
    std::cerr << error.what() << std::endl;
    return 78;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}

// The HTTP server: the Query API over one database, on loopback. See docs/http-api.md.
// Thread-safety: start() and stop() need external locking. Lifetime: the Database outlives it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/database.h"
#include "liaison/query/procedure.h"

namespace liaison::server {

// What one request may cost.
struct ServerLimits {
  std::size_t body_bytes_max = std::size_t{4} << 20;
  std::size_t head_bytes_max = std::size_t{16} << 10;
  std::size_t header_count_max = 100;
  std::size_t uri_bytes_max = std::size_t{8} << 10;
  std::size_t json_depth_max = 64;
  std::size_t statement_bytes_max = std::size_t{1} << 20;
  std::chrono::milliseconds head_timeout{5000};
  std::chrono::milliseconds body_timeout{10000};
  std::chrono::milliseconds write_timeout{30000};
  std::chrono::milliseconds idle_timeout{30000};
  std::chrono::milliseconds query_timeout{30000};
  std::chrono::milliseconds bookmark_wait{30000};
  // How long stop() lets running statements go on before it cancels them.
  std::chrono::milliseconds shutdown_grace{5000};
  std::size_t query_memory_bytes_max = std::size_t{256} << 20;
  // A result up to this size is sent in one piece with an exact status; a longer one is streamed.
  std::size_t collected_bytes_max = std::size_t{1} << 20;
  // One per open connection: more connections wait until one is closed.
  std::size_t worker_count = 64;
  std::size_t requests_per_connection_max = 1'000'000;
};

// Databases by any name, emptied by DELETE, with procedures from tables: for conformance tests.
enum class TestHooks {
  Off,
  OnDisk,  // in a temporary folder, commits not synced
  InMemory,
};

// A port that is taken: who connects waits until a server answers. For who has something to do
// before that, as opening a large database.
class ListeningSocket {
 public:
  // A loopback address or name; port 0: any free one. *Throws* UsageError when it is not loopback
  // or the port is taken.
  ListeningSocket(const std::string& host, int port);
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  int port() const { return port_; }
  // The descriptor, which is the caller's from here on; -1 when it was released before.
  int release();

 private:
  int descriptor_ = -1;
  int port_ = 0;
};

struct ServerOptions {
  // A loopback address or name: anything wider needs credentials and encryption, which this
  // server does not have yet.
  std::string host = "127.0.0.1";
  int port = 7474;  // 0: any free one
  // Taken before, for this host; null: start() takes the port above.
  std::shared_ptr<ListeningSocket> socket;
  Database* database = nullptr;
  std::string database_name = "neo4j";
  // Names besides loopback's own that a Host header may carry.
  std::vector<std::string> allowed_hosts;
  ServerLimits limits;
  TestHooks test_hooks = TestHooks::Off;
  // Procedures besides the built-in ones; may be null.
  std::shared_ptr<const query::ProcedureRegistry> procedures;
  // The folder LOAD CSV may read from. Empty: LOAD CSV is refused.
  std::string import_directory;
  // One line for the operator about a fault of the server; may be empty. Called from any thread.
  std::function<void(std::string_view line)> log;
  // Called after the client was told that the outcome of its commit is unknown: the store must not
  // be written any more, and the process should end with status 74. May be empty.
  std::function<void()> on_outcome_unknown;
};

class Server {
 public:
  // *Throws* UsageError for no database.
  explicit Server(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Begins to answer on threads of its own. *Throws* UsageError for a host that is not loopback, or
  // a port that is taken.
  void start();
  // The bound port, known after start().
  int port() const;
  // Takes no more requests, lets running ones finish within shutdown_grace, cancels the rest.
  // A stopped server cannot be started again.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liaison::server

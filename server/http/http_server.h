// HTTP/1.1 over TCP: takes connections, reads vetted requests, hands them to an application and
// sends its replies. Knows nothing of queries or JSON.
// Thread-safety: start() and stop() need external locking; the application is called from several
// threads at once. Lifetime: the application outlives the server.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/connection.h"
#include "http/head_check.h"
#include "http/message.h"

namespace liaison::server {

class Application {
 public:
  virtual ~Application() = default;
  // Looks at a request without its body: a reply instead of reading it, or nothing to go on.
  virtual std::optional<Response> refuse(const Request& request) = 0;
  virtual Response handle(const Request& request) = 0;
  // The reply to a request that was refused before the application could see it.
  virtual Response refusal(int status, std::string_view message) = 0;
};

struct HttpOptions {
  std::size_t worker_count = 64;
  std::size_t body_bytes_max = 4 << 20;
  std::size_t requests_per_connection_max = 1'000'000;
  HeadLimits head;
  ConnectionTimeouts timeouts;
};

class HttpServer {
 public:
  HttpServer(HttpOptions options, Application& application);
  ~HttpServer();

  // Begins to answer on a socket that listens, which it closes in the end.
  void start(int socket);
  // Takes no more connections and ends idle ones; requests that run go on.
  void begin_stop();
  // Returns when the last request has been answered; making them short is the application's
  // business.
  void finish_stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liaison::server

#include "liaison/server/server.h"

#include "api/routes.h"
#include "http/http_server.h"
#include "session/databases.h"
#include "session/running_queries.h"

namespace liaison::server {
namespace {

HttpOptions http_options(const ServerOptions& options) {
  const ServerLimits& limits = options.limits;
  HttpOptions http;
  http.worker_count = limits.worker_count;
  http.body_bytes_max = limits.body_bytes_max;
  http.requests_per_connection_max = limits.requests_per_connection_max;
  http.head = {limits.head_bytes_max, limits.header_count_max, limits.uri_bytes_max};
  http.timeouts = {limits.head_timeout, limits.body_timeout, limits.write_timeout,
                   limits.idle_timeout};
  return http;
}

ServerOptions checked(ServerOptions options) {
  if (options.database == nullptr && options.test_hooks == TestHooks::Off) {
    throw UsageError("A server needs a database.");
  }
  return options;
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(ServerOptions options)
      : options_(checked(std::move(options))),
        databases_(options_),
        api_(ApiContext{options_, databases_, running_}),
        http_(http_options(options_), api_) {}
  ~Impl() { stop(); }

  void start() {
    if (!options_.socket) {
      options_.socket = std::make_shared<ListeningSocket>(options_.host, options_.port);
    }
    http_.start(options_.socket->release());
  }
  int port() const { return options_.socket ? options_.socket->port() : -1; }
  void stop() {
    http_.begin_stop();
    running_.close(options_.limits.shutdown_grace);
    http_.finish_stop();
  }

 private:
  ServerOptions options_;
  Databases databases_;
  RunningQueries running_;
  Api api_;
  HttpServer http_;
};

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() = default;
void Server::start() {
  impl_->start();
}
int Server::port() const {
  return impl_->port();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace liaison::server

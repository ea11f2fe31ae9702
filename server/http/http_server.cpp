#include "http/http_server.h"

#include <httplib.h>

#include <mutex>
#include <set>
#include <thread>

#include "liaison/engine/error.h"
#include "liaison/engine/worker_pool.h"

namespace liaison::server {
namespace {

constexpr int kStartPolls = 5000;  // one millisecond each
constexpr const char* kAnyPath = R"([\s\S]*)";

std::string lower_name(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// Our connection as the library's stream.
class ConnectionStream : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* out, size_t size) override { return connection_.read(out, size); }
  ssize_t write(const char* bytes, size_t size) override {
    return connection_.write({bytes, size}) ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = connection_.peer_address();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  socket_t socket() const override { return connection_.socket(); }

 private:
  Connection& connection_;
};

// A pool of ours as the library's. Its own starts all threads before it takes a connection.
class TaskQueue : public httplib::TaskQueue {
 public:
  explicit TaskQueue(std::size_t count_max) : count_max_(count_max) {}
  void enqueue(std::function<void()> job) override { pool_.submit(std::move(job), count_max_); }
  void shutdown() override { pool_.finish(); }

 private:
  const std::size_t count_max_;
  WorkerPool pool_;
};

// What the handlers of one request tell the loop that called them, on the same thread.
struct Exchange {
  Connection* connection = nullptr;
  bool has_body = false;
  bool must_close = false;
  std::function<void()> after_sent;
};
thread_local Exchange* current_exchange = nullptr;

Request to_request(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.target = from.target;
  request.is_http_1_0 = from.version == "HTTP/1.0";
  for (const auto& [name, value] : from.headers) {
    request.headers.emplace_back(lower_name(name), value);
  }
  return request;
}

void fill_response(Response&& from, bool may_stream, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  current_exchange->after_sent = std::move(from.after_sent);
  if (from.more && !may_stream) {
    while (from.more(from.body)) {
    }
    from.more = nullptr;
  }
  if (!from.more) {
    to.set_header("Content-Type", from.content_type);
    to.body = std::move(from.body);
    return;
  }
  // An answer that breaks off here lacks its last chunk and cannot pass for a whole one.
  to.set_chunked_content_provider(from.content_type,
                                  [block = std::move(from.body), more = std::move(from.more)](
                                      std::size_t, httplib::DataSink& sink) mutable {
                                    try {
                                      if (!block.empty() && !sink.write(block.data(), block.size()))
                                        return false;
                                      block.clear();
                                      if (!more) {
                                        sink.done();
                                      } else if (!more(block)) {
                                        more = nullptr;
                                      }
                                      return true;
                                    } catch (...) {
                                      return false;
                                    }
                                  });
}

}  // namespace

class HttpServer::Impl : public httplib::Server {
 public:
  Impl(HttpOptions options, Application& application)
      : options_(std::move(options)), application_(application) {
    new_task_queue = [this] { return new TaskQueue(options_.worker_count); };
    // Our loop keeps the connections; these two are what the Keep-Alive header says.
    set_keep_alive_max_count(options_.requests_per_connection_max);
    set_keep_alive_timeout(
        std::chrono::duration_cast<std::chrono::seconds>(options_.timeouts.idle).count());
    set_pre_routing_handler([this](const httplib::Request& from, httplib::Response& to) {
      return before_body(from, to);
    });
    const auto with_body = [this](const httplib::Request& from, httplib::Response& to,
                                  const httplib::ContentReader& reader) {
      answer_with_body(from, to, reader);
    };
    Post(kAnyPath, with_body);
    Put(kAnyPath, with_body);
    Patch(kAnyPath, with_body);
    Delete(kAnyPath, with_body);
    // Errors that the library finds itself have no body yet.
    set_error_handler(HandlerWithResponse([this](const httplib::Request&, httplib::Response& to) {
      if (!to.body.empty() || to.content_provider_) return HandlerResponse::Unhandled;
      current_exchange->must_close = true;
      fill_response(application_.refusal(to.status, "The request is malformed."), false, to);
      return HandlerResponse::Handled;
    }));
  }

  ~Impl() override {
    begin_stop();
    finish_stop();
  }

  void start(int socket) {
    svr_sock_ = socket;
    listener_ = std::thread([this] { listen_after_bind(); });
    for (int i = 0; i < kStartPolls && !is_running(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  void begin_stop() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
      for (Connection* connection : connections_) connection->interrupt();
    }
    stop();
  }

  void finish_stop() {
    if (listener_.joinable()) listener_.join();
  }

 private:
  // Replaces the library's loop: it reads heads with deadlines, closes when told to, and can be
  // woken up.
  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, options_.timeouts);
    {
      const std::lock_guard lock(mutex_);
      if (is_stopping_) return false;
      connections_.insert(&connection);
    }
    for (std::size_t i = 0; i < options_.requests_per_connection_max; ++i) {
      if (!serve_one(connection)) break;
    }
    const std::lock_guard lock(mutex_);
    connections_.erase(&connection);
    return true;
  }

  // False: the connection is done with.
  bool serve_one(Connection& connection) {
    switch (connection.read_head(options_.head.head_bytes_max)) {
      case Connection::HeadResult::Ready:
        break;
      case Connection::HeadResult::Closed:
        return false;
      case Connection::HeadResult::TooSlow:
        return refuse(connection, 408, "The request did not arrive in time.");
      case Connection::HeadResult::TooLong:
        return refuse(connection, 431,
                      "The head of the request is longer than " +
                          std::to_string(options_.head.head_bytes_max) + " bytes.");
    }
    const HeadVerdict verdict = check_head(connection.head(), options_.head);
    if (verdict.status != 0) return refuse(connection, verdict.status, verdict.message);
    connection.replace_head(verdict.head);

    Exchange exchange;
    exchange.connection = &connection;
    exchange.has_body = verdict.has_body;
    current_exchange = &exchange;
    ConnectionStream stream(connection);
    bool client_closes = false;
    const bool is_sent = process_request(stream, is_stopping_, client_closes, nullptr);
    current_exchange = nullptr;
    const bool is_flushed = connection.flush();
    if (exchange.after_sent) exchange.after_sent();
    if (is_sent && is_flushed && exchange.must_close) connection.close_gently();
    return is_sent && is_flushed && !client_closes && !exchange.must_close && !is_stopping_;
  }

  // Answers without the library, which has not seen the request.
  bool refuse(Connection& connection, int status, const std::string& message) {
    const Response response = application_.refusal(status, message);
    std::string reply =
        "HTTP/1.1 " + std::to_string(status) + " " + httplib_status_text(status) +
        "\r\nContent-Type: " + response.content_type +
        "\r\nConnection: close\r\nContent-Length: " + std::to_string(response.body.size()) + "\r\n";
    for (const auto& [name, value] : response.headers) reply += name + ": " + value + "\r\n";
    connection.write(reply + "\r\n" + response.body);
    connection.close_gently();
    return false;
  }

  static const char* httplib_status_text(int status) {
    switch (status) {
      case 405:
        return "Method Not Allowed";
      case 408:
        return "Request Timeout";
      case 414:
        return "URI Too Long";
      case 415:
        return "Unsupported Media Type";
      case 431:
        return "Request Header Fields Too Large";
      default:
        return "Bad Request";
    }
  }

  HandlerResponse before_body(const httplib::Request& from, httplib::Response& to) {
    Request request = to_request(from);
    if (!split_path(request.target, request.path)) {
      return finish(application_.refusal(400, "The path is malformed."), request, to);
    }
    if (std::optional<Response> refused = application_.refuse(request)) {
      return finish(std::move(*refused), request, to);
    }
    if (current_exchange->has_body) return HandlerResponse::Unhandled;
    fill_response(application_.handle(request), !request.is_http_1_0, to);
    return HandlerResponse::Handled;
  }

  // A body that nobody read would pass for the next request.
  HandlerResponse finish(Response&& response, const Request& request, httplib::Response& to) {
    current_exchange->must_close = current_exchange->has_body;
    if (current_exchange->must_close) response.headers.emplace_back("Connection", "close");
    fill_response(std::move(response), !request.is_http_1_0, to);
    return HandlerResponse::Handled;
  }

  void answer_with_body(const httplib::Request& from, httplib::Response& to,
                        const httplib::ContentReader& reader) {
    Request request = to_request(from);
    split_path(request.target, request.path);
    bool is_too_long =
        from.has_header("Content-Length") &&
        from.get_header_value<std::uint64_t>("Content-Length") > options_.body_bytes_max;
    bool is_whole = !is_too_long;
    if (is_whole) {
      is_whole = reader([&](const char* bytes, std::size_t size) {
        is_too_long = request.body.size() + size > options_.body_bytes_max;
        if (!is_too_long) request.body.append(bytes, size);
        return !is_too_long;
      });
    }
    if (is_whole) {
      fill_response(application_.handle(request), !request.is_http_1_0, to);
    } else if (is_too_long) {
      finish(application_.refusal(413, "The body is longer than " +
                                           std::to_string(options_.body_bytes_max) + " bytes."),
             request, to);
    } else if (current_exchange->connection->timed_out()) {
      finish(application_.refusal(408, "The body did not arrive in time."), request, to);
    } else {
      finish(application_.refusal(400, "The body did not arrive whole."), request, to);
    }
  }

  HttpOptions options_;
  Application& application_;
  std::thread listener_;
  std::mutex mutex_;
  std::set<Connection*> connections_;
  std::atomic<bool> is_stopping_{false};
};

HttpServer::HttpServer(HttpOptions options, Application& application)
    : impl_(std::make_unique<Impl>(std::move(options), application)) {}
HttpServer::~HttpServer() = default;
void HttpServer::start(int socket) {
  impl_->start(socket);
}
void HttpServer::begin_stop() {
  impl_->begin_stop();
}
void HttpServer::finish_stop() {
  impl_->finish_stop();
}

}  // namespace liaison::server

// A request and a response as the endpoints see them: no socket, no library type.
// Thread-safety: plain data.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liaison::server {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string target;             // as sent
  std::vector<std::string> path;  // segments of the target, percent-decoded
  Headers headers;                // names in lower case
  std::string body;
  bool is_http_1_0 = false;  // no chunked replies

  // The first header of that (lower case) name, or null.
  const std::string* header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return &value;
    }
    return nullptr;
  }
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  Headers headers;
  std::string body;
  // Set for a long reply: appends the next block, returns whether more follow. `body` is the first
  // block then. Must not throw; it runs on the connection's thread after the head has been sent.
  std::function<bool(std::string& block)> more;
  // Called once the reply has been handed to the operating system.
  std::function<void()> after_sent;
};

// Segments of the path part of a request target, percent-decoded ('+' is an ordinary character).
// False for a malformed escape, a decoded '/' or NUL, or text that is not UTF-8.
bool split_path(std::string_view target, std::vector<std::string>& segments);

}  // namespace liaison::server

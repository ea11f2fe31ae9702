#include "http/head_check.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace liaison::server {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// RFC 9110 token characters, less '_': CGI-like variable names map '-' to '_', so that a header
// with '_' could pass for another one.
bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("!#$%&'*+-.^`|~").find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

HeadVerdict refuse(int status, std::string message) {
  HeadVerdict verdict;
  verdict.status = status;
  verdict.message = std::move(message);
  return verdict;
}

// "POST /path HTTP/1.1"; a verdict with a status if it is not of that form.
HeadVerdict check_request_line(std::string_view line, const HeadLimits& limits,
                               std::string_view& method) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || has_control(line)) {
    return refuse(400, "The request line is malformed.");
  }
  method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return refuse(400, "The protocol version must be HTTP/1.1 or HTTP/1.0.");
  }
  if (target.size() > limits.uri_bytes_max) {
    return refuse(414,
                  "The URI is longer than " + std::to_string(limits.uri_bytes_max) + " bytes.");
  }
  if (target.empty() || target.front() != '/' || target.find(' ') != std::string_view::npos) {
    return refuse(400, "The request target must be a path.");
  }
  static constexpr std::array<std::string_view, 7> kMethods = {"GET",    "HEAD",    "POST", "PUT",
                                                               "DELETE", "OPTIONS", "PATCH"};
  if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end()) {
    return refuse(405, "The method is not one this server knows.");
  }
  return {};
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Headers of the whole request, gathered line by line.
struct HeadFacts {
  std::size_t hosts = 0;
  std::size_t content_lengths = 0;
  std::size_t transfer_encodings = 0;
  bool is_length_positive = false;
};

HeadVerdict check_header(const std::string& name, std::string_view value, HeadFacts& facts) {
  if (name == "host") {
    ++facts.hosts;
  } else if (name == "content-length") {
    ++facts.content_lengths;
    if (!is_digits(value)) return refuse(400, "The Content-Length is not a number.");
    facts.is_length_positive = value.find_first_not_of('0') != std::string_view::npos;
  } else if (name == "transfer-encoding") {
    ++facts.transfer_encodings;
    if (lower(value) != "chunked") return refuse(400, "The Transfer-Encoding must be chunked.");
  } else if (name == "content-encoding") {
    return refuse(415, "A Content-Encoding is not supported.");
  } else if (name == "expect" && lower(value) != "100-continue") {
    return refuse(400, "The Expect header is not supported.");
  }
  return {};
}

}  // namespace

HeadVerdict check_head(std::string_view head, const HeadLimits& limits) {
  const std::size_t line_end = head.find("\r\n");
  std::string_view method;
  if (line_end == std::string_view::npos) return refuse(400, "The request line is malformed.");
  HeadVerdict verdict = check_request_line(head.substr(0, line_end), limits, method);
  if (verdict.status != 0) return verdict;
  verdict.head.assign(head.substr(0, line_end + 2));
  HeadFacts facts;
  std::size_t count = 0;
  for (std::string_view rest = head.substr(line_end + 2); !rest.starts_with("\r\n");) {
    const std::size_t end = rest.find("\r\n");
    if (end == std::string_view::npos) return refuse(400, "The head of the request is cut.");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (++count > limits.header_count_max) {
      return refuse(431,
                    "There are more than " + std::to_string(limits.header_count_max) + " headers.");
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_header_name(line.substr(0, colon)) ||
        has_control(line)) {
      return refuse(400, "A header is malformed.");
    }
    const std::string name = lower(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    HeadVerdict bad = check_header(name, value, facts);
    if (bad.status != 0) return bad;
    if (name == "range" || name == "if-range" || name == "accept-encoding") continue;
    verdict.head.append(line);
    verdict.head += "\r\n";
  }
  verdict.head += "\r\n";
  if (facts.hosts != 1) return refuse(400, "There must be exactly one Host header.");
  if (facts.content_lengths + facts.transfer_encodings > 1) {
    return refuse(400, "The length of the body is given more than once.");
  }
  verdict.has_body = facts.transfer_encodings > 0 || facts.is_length_positive;
  if (verdict.has_body && (method == "GET" || method == "HEAD" || method == "OPTIONS")) {
    return refuse(400, "A body is not allowed with this method.");
  }
  return verdict;
}

bool is_loopback_name(std::string_view name) {
  const std::string wanted = lower(name);
  if (wanted == "localhost" || wanted == "::1" || wanted == "[::1]") return true;
  // Any address of 127.0.0.0/8, but not a name such as 127.0.0.1.example.org.
  return wanted.starts_with("127.") && std::count(wanted.begin(), wanted.end(), '.') == 3 &&
         wanted.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_host_allowed(std::string_view host, const std::vector<std::string>& allowed) {
  std::string_view name = host;
  if (name.starts_with('[')) {
    const std::size_t end = name.find(']');
    if (end == std::string_view::npos) return false;
    name = name.substr(0, end + 1);
  } else {
    name = name.substr(0, name.find(':'));
  }
  const std::string_view port = host.substr(name.size());
  if (!port.empty() && (port.front() != ':' || !is_digits(port.substr(1)))) return false;
  if (is_loopback_name(name)) return true;
  const std::string wanted = lower(name);
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& entry) { return lower(entry) == wanted; });
}

bool is_own_origin(std::string_view origin, std::string_view host) {
  const std::string wanted = lower(host);
  const std::string given = lower(origin);
  return given == "http://" + wanted || given == "https://" + wanted;
}

}  // namespace liaison::server

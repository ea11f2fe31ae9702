// Looks at a request's head before anything else does: its form, its limits, and the combinations
// of headers that let two readers of one request disagree about where it ends.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::server {

struct HeadLimits {
  std::size_t head_bytes_max = 16 << 10;
  std::size_t header_count_max = 100;
  std::size_t uri_bytes_max = 8 << 10;
};

// A status of 0 means: go on. Otherwise the connection is answered with it and closed.
struct HeadVerdict {
  int status = 0;
  std::string message;
  bool has_body = false;
  // The head to go on with: headers that we do not honour (ranges, compression of the reply) are
  // left out.
  std::string head;
};

// `head` is everything up to and including the empty line. Length is the reader's business.
HeadVerdict check_head(std::string_view head, const HeadLimits& limits);

// Whether a Host header names this machine's loopback, or one of `allowed` (without port).
bool is_host_allowed(std::string_view host, const std::vector<std::string>& allowed);
bool is_loopback_name(std::string_view name);
// Whether a browser's Origin is the server that was addressed.
bool is_own_origin(std::string_view origin, std::string_view host);

}  // namespace liaison::server

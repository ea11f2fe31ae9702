// Which handler answers a method and a path. Patterns are segments, "{name}" takes any one.
// Thread-safety: filled before it is shared, then immutable.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace liaison::server {

// Values of the pattern's "{...}" segments, in order.
using PathArguments = std::vector<std::string>;
using Handler = std::function<Response(const Request&, const PathArguments&)>;

struct RouteOptions {
  bool takes_json = false;  // the body must be of a JSON media type
};

class Router {
 public:
  void add(std::string_view method, std::string_view pattern, Handler handler,
           RouteOptions options = {});

  struct Match {
    const Handler* handler = nullptr;  // null: no such path, or not with this method
    PathArguments arguments;
    RouteOptions options;
    std::string allow;  // methods of this path, "GET, POST"; empty: no such path
  };
  // HEAD is answered as GET is.
  Match match(std::string_view method, const std::vector<std::string>& path) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;
    Handler handler;
    RouteOptions options;
  };
  std::vector<Route> routes_;
};

}  // namespace liaison::server

#include "http/router.h"

#include "liaison/engine/error.h"

namespace liaison::server {
namespace {

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
             PathArguments& arguments) {
  if (pattern.size() != path.size()) return false;
  arguments.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].starts_with('{')) {
      if (path[i].empty()) return false;
      arguments.push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Handler handler,
                 RouteOptions options) {
  Route route{std::string(method), {}, std::move(handler), options};
  if (!split_path(pattern, route.pattern)) throw UsageError("bad route " + std::string(pattern));
  routes_.push_back(std::move(route));
}

Router::Match Router::match(std::string_view method, const std::vector<std::string>& path) const {
  if (method == "HEAD") method = "GET";
  Match found;
  PathArguments arguments;
  for (const Route& route : routes_) {
    if (!matches(route.pattern, path, arguments)) continue;
    found.allow += (found.allow.empty() ? "" : ", ") + route.method;
    if (route.method != method || found.handler != nullptr) continue;
    found.handler = &route.handler;
    found.arguments = arguments;
    found.options = route.options;
  }
  return found;
}

}  // namespace liaison::server

#include "http/router.h"

#include <doctest/doctest.h>

using namespace liaison::server;

namespace {

Handler answer(int status) {
  return [status](const Request&, const PathArguments&) {
    Response response;
    response.status = status;
    return response;
  };
}

Router example() {
  Router router;
  router.add("GET", "/", answer(1));
  router.add("POST", "/db/{name}/query/v2", answer(2), {.takes_json = true});
  router.add("DELETE", "/db/{name}", answer(3));
  router.add("GET", "/db/{name}", answer(4));
  return router;
}

Router::Match match(const Router& router, std::string_view method, std::string_view target) {
  std::vector<std::string> path;
  REQUIRE(split_path(target, path));
  return router.match(method, path);
}

int status_of(const Router::Match& match) {
  return match.handler == nullptr ? 0 : (*match.handler)({}, {}).status;
}

}  // namespace

TEST_CASE("Paths are split and percent-decoded") {
  std::vector<std::string> path;
  CHECK(split_path("/", path));
  CHECK(path.empty());
  CHECK(split_path("/db/a%20b%c3%A9+/query?x=/y", path));
  CHECK(path == std::vector<std::string>{"db", "a b\xC3\xA9+", "query"});
  CHECK(split_path("/a/", path));
  CHECK(path == std::vector<std::string>{"a"});
  CHECK(split_path("/a//b", path));
  CHECK(path == std::vector<std::string>{"a", "", "b"});
  for (const char* bad : {"", "a", "/%", "/%2", "/%zz", "/a%2fb", "/%00", "/%ff"}) {
    CAPTURE(bad);
    CHECK_FALSE(split_path(bad, path));
  }
}

TEST_CASE("A route is found by method and path, with its arguments") {
  const Router router = example();
  CHECK(status_of(match(router, "GET", "/")) == 1);
  CHECK(status_of(match(router, "HEAD", "/")) == 1);
  const Router::Match query = match(router, "POST", "/db/my%20graph/query/v2");
  CHECK(status_of(query) == 2);
  CHECK(query.options.takes_json);
  CHECK(query.arguments == PathArguments{"my graph"});
  CHECK(status_of(match(router, "DELETE", "/db/x")) == 3);
}

TEST_CASE("An unknown path differs from a method that is not allowed") {
  const Router router = example();
  CHECK(match(router, "GET", "/nowhere").allow.empty());
  CHECK(match(router, "GET", "/db").allow.empty());
  CHECK(match(router, "POST", "/db//query/v2").allow.empty());
  CHECK(match(router, "POST", "/db/x/query/v2/tx").allow.empty());
  const Router::Match wrong = match(router, "PUT", "/db/x");
  CHECK(wrong.handler == nullptr);
  CHECK(wrong.allow == "DELETE, GET");
}

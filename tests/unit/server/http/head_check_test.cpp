#include "http/head_check.h"

#include <doctest/doctest.h>

using namespace liaison::server;

namespace {

HeadVerdict check(std::string_view line, std::string_view headers, const HeadLimits& limits = {}) {
  return check_head(std::string(line) + "\r\nHost: localhost\r\n" + std::string(headers) + "\r\n",
                    limits);
}

}  // namespace

TEST_CASE("An ordinary head passes as it is") {
  const std::string head =
      "POST /db/neo4j/query/v2 HTTP/1.1\r\nHost: localhost:7474\r\nContent-Length: 12\r\n\r\n";
  const HeadVerdict verdict = check_head(head, {});
  CHECK(verdict.status == 0);
  CHECK(verdict.has_body);
  CHECK(verdict.head == head);
  CHECK_FALSE(check("GET / HTTP/1.1", "").has_body);
  CHECK_FALSE(check("POST / HTTP/1.1", "Content-Length: 000\r\n").has_body);
}

TEST_CASE("Headers that we do not honour are left out") {
  const HeadVerdict verdict =
      check("GET / HTTP/1.1", "Range: bytes=0-1\r\nAccept: */*\r\naccept-encoding: gzip\r\n");
  CHECK(verdict.status == 0);
  CHECK(verdict.head == "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");
}

TEST_CASE("What two readers could understand differently is refused") {
  CHECK(check("POST / HTTP/1.1", "Content-Length: 1\r\nContent-Length: 1\r\n").status == 400);
  CHECK(check("POST / HTTP/1.1", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n").status ==
        400);
  CHECK(check("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n").status == 400);
  CHECK(check("POST / HTTP/1.1", "Content-Length: +1\r\n").status == 400);
  CHECK(check("POST / HTTP/1.1", "Content-Length: -1\r\n").status == 400);
  CHECK(check("POST / HTTP/1.1", "Content-Length: 99999999999999999999\r\n").status == 400);
  CHECK(check("GET / HTTP/1.1", "Content-Length: 1\r\n").status == 400);
  CHECK(check("GET / HTTP/1.1", "Host: localhost\r\n").status == 400);
  CHECK(check_head("GET / HTTP/1.1\r\n\r\n", {}).status == 400);
  CHECK(check("GET / HTTP/1.1", "Remote_Addr: 1\r\n").status == 400);
  CHECK(check("GET / HTTP/1.1", " folded: 1\r\n").status == 400);
  CHECK(check("GET / HTTP/1.1", "Name : 1\r\n").status == 400);
  CHECK(check("GET / HTTP/1.1", "no colon\r\n").status == 400);
  CHECK(check("GET / HTTP/1.1", "A: b\nC: d\r\n").status == 400);
  CHECK(check("POST / HTTP/1.1", "Content-Encoding: gzip\r\n").status == 415);
}

TEST_CASE("A request line is method, path and version") {
  CHECK(check("GET /", "").status == 400);
  CHECK(check("GET / HTTP/2.0", "").status == 400);
  CHECK(check("GET http://localhost/ HTTP/1.1", "").status == 400);
  CHECK(check("GET /a b HTTP/1.1", "").status == 400);
  CHECK(check("TRACE / HTTP/1.1", "").status == 405);
  CHECK(check("BREW / HTTP/1.1", "").status == 405);
  CHECK(check("GET / HTTP/1.0", "").status == 0);
}

TEST_CASE("Limits are exact") {
  HeadLimits limits;
  limits.uri_bytes_max = 10;
  limits.header_count_max = 3;
  CHECK(check("GET /123456789 HTTP/1.1", "", limits).status == 0);
  CHECK(check("GET /1234567890 HTTP/1.1", "", limits).status == 414);
  CHECK(check("GET / HTTP/1.1", "A: 1\r\nB: 1\r\n", limits).status == 0);
  CHECK(check("GET / HTTP/1.1", "A: 1\r\nB: 1\r\nC: 1\r\n", limits).status == 431);
}

TEST_CASE("Only loopback's names and listed ones are our host") {
  for (const char* host :
       {"localhost", "LOCALHOST:7474", "127.0.0.1:80", "127.8.9.1", "[::1]", "[::1]:7474"}) {
    CAPTURE(host);
    CHECK(is_host_allowed(host, {}));
  }
  for (const char* host :
       {"", "example.org", "127.0.0.1.example.org", "localhost.example.org", "127.1", "localhost:x",
        "localhost:", "[::1", "[::2]", "::1", "user@localhost"}) {
    CAPTURE(host);
    CHECK_FALSE(is_host_allowed(host, {}));
  }
  CHECK(is_host_allowed("Graph.Example.org:7474", {"graph.example.org"}));
  CHECK_FALSE(is_host_allowed("x.graph.example.org", {"graph.example.org"}));
}

TEST_CASE("A page's origin must be the very server it talks to") {
  CHECK(is_own_origin("http://localhost:7474", "localhost:7474"));
  CHECK(is_own_origin("http://LOCALHOST:7474", "localhost:7474"));
  CHECK_FALSE(is_own_origin("http://localhost:3000", "localhost:7474"));
  CHECK_FALSE(is_own_origin("http://localhost", "localhost:7474"));
  CHECK_FALSE(is_own_origin("null", "localhost:7474"));
  CHECK_FALSE(is_own_origin("", "localhost:7474"));
}

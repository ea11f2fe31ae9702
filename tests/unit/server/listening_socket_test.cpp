#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>

#include "liaison/engine/error.h"
#include "liaison/server/server.h"

namespace liaison::server {
namespace {

// A connection of our own to a port of 127.0.0.1.
class Client {
 public:
  explicit Client(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  bool is_connected() const { return is_connected_; }
  void send(std::string_view text) {
    CHECK(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(text.size()));
  }
  std::string first_line() {
    std::string text;
    char byte = 0;
    while (::recv(socket_, &byte, 1, 0) == 1 && byte != '\r') text.push_back(byte);
    return text;
  }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  bool is_connected_ = false;
};

TEST_CASE("who connects before the server answers is answered when it does") {
  const auto socket = std::make_shared<ListeningSocket>("127.0.0.1", 0);
  const int port = socket->port();
  REQUIRE(port > 0);
  Client client(port);
  REQUIRE(client.is_connected());
  client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");

  const auto database = Database::open_in_memory();
  ServerOptions options;
  options.database = database.get();
  options.socket = socket;
  Server server(std::move(options));
  server.start();
  CHECK(server.port() == port);
  CHECK(client.first_line() == "HTTP/1.1 200 OK");
  server.stop();
  CHECK_FALSE(Client(port).is_connected());
}

TEST_CASE("a port is taken until it is given back") {
  auto socket = std::make_unique<ListeningSocket>("localhost", 0);
  const int port = socket->port();
  CHECK_THROWS_WITH_AS(ListeningSocket("localhost", port),
                       doctest::Contains("is another server running there?"), UsageError);
  socket.reset();
  CHECK(ListeningSocket("localhost", port).port() == port);
}

TEST_CASE("only loopback can be listened on") {
  CHECK_THROWS_WITH_AS(ListeningSocket("0.0.0.0", 0), doctest::Contains("not loopback"),
                       UsageError);
}

}  // namespace
}  // namespace liaison::server

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "http/head_check.h"
#include "liaison/engine/error.h"
#include "liaison/server/server.h"

namespace liaison::server {
namespace {

// -1, with errno: this address cannot be had.
int listen_on(const addrinfo& address) {
  const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  // So that a port is free again as soon as its server has ended. SO_REUSEPORT would share it.
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket, address.ai_addr, address.ai_addrlen) == 0 &&
      ::listen(socket, SOMAXCONN) == 0) {
    return socket;
  }
  const int reason = errno;
  ::close(socket);
  errno = reason;
  return -1;
}

int port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return -1;
  const auto* bound = reinterpret_cast<const sockaddr*>(&address);
  return ntohs(bound->sa_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(bound)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(bound)->sin_port);
}

}  // namespace

ListeningSocket::ListeningSocket(const std::string& host, int port) {
  if (!is_loopback_name(host)) {
    throw UsageError("The host " + host +
                     " is not loopback: a server that others can reach needs credentials and "
                     "encryption, which are not there yet. Use 127.0.0.1, ::1 or localhost.");
  }
  const std::string where = "cannot listen on " + host + ":" + std::to_string(port) + ": ";
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (status != 0) throw UsageError(where + ::gai_strerror(status));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, ::freeaddrinfo);
  int reason = 0;
  for (const addrinfo* at = addresses.get(); at != nullptr && descriptor_ < 0; at = at->ai_next) {
    descriptor_ = listen_on(*at);
    reason = errno;
  }
  if (descriptor_ < 0) {
    throw UsageError(where + (reason == EADDRINUSE ? "is another server running there?"
                                                   : std::strerror(reason)));
  }
  port_ = port_of(descriptor_);
}

ListeningSocket::~ListeningSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int ListeningSocket::release() {
  return std::exchange(descriptor_, -1);
}

}  // namespace liaison::server

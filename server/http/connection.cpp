#include "http/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace liaison::server {
namespace {

// Sent at once when that much has gathered, else at the end of the reply.
constexpr std::size_t kOutputBlockBytes = 64 << 10;
constexpr std::size_t kInputBlockBytes = 16 << 10;
constexpr std::chrono::milliseconds kLinger{1000};
// What a refused client may still send before we stop listening to it.
constexpr std::size_t kLingerBytesMax = 8 << 20;

}  // namespace

Connection::Connection(int socket, const ConnectionTimeouts& timeouts)
    : socket_(socket), timeouts_(timeouts) {
  // Head and body of a reply may go in two packets; without this the second waits 40 ms.
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() {
  ::close(socket_);
}

Connection::Wait Connection::wait(short events, Clock::time_point deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() < 0) return Wait::TimedOut;
    pollfd entry{socket_, events, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(left.count()));
    if (ready > 0) return Wait::Ready;
    if (ready == 0) return Wait::TimedOut;
    if (errno != EINTR) return Wait::Failed;
  }
}

std::ptrdiff_t Connection::fill(Clock::time_point deadline) {
  timed_out_ = false;
  if (is_broken_) return -1;
  const Wait outcome = wait(POLLIN, deadline);
  if (outcome != Wait::Ready) {
    timed_out_ = outcome == Wait::TimedOut;
    return -1;
  }
  const std::size_t before = input_.size();
  input_.resize(before + kInputBlockBytes);
  ssize_t got;
  do {
    got = ::recv(socket_, input_.data() + before, kInputBlockBytes, 0);
  } while (got < 0 && errno == EINTR);
  input_.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
  return got;
}

Connection::HeadResult Connection::read_head(std::size_t bytes_max) {
  input_.erase(0, position_);
  position_ = 0;
  head_size_ = 0;
  if (input_.empty() && fill(Clock::now() + timeouts_.idle) <= 0) return HeadResult::Closed;
  const auto deadline = Clock::now() + timeouts_.head;
  std::size_t searched = 0;
  for (;;) {
    const std::size_t end = input_.find("\r\n\r\n", searched);
    if (end != std::string::npos && end + 4 <= bytes_max) {
      head_size_ = end + 4;
      body_deadline_ = Clock::now() + timeouts_.body;
      return HeadResult::Ready;
    }
    if (end != std::string::npos || input_.size() >= bytes_max) return HeadResult::TooLong;
    searched = input_.size() < 3 ? 0 : input_.size() - 3;
    if (fill(deadline) <= 0) return timed_out_ ? HeadResult::TooSlow : HeadResult::Closed;
  }
}

void Connection::replace_head(std::string_view head) {
  input_.replace(position_, head_size_, head);
  head_size_ = head.size();
}

std::ptrdiff_t Connection::read(char* out, std::size_t size) {
  if (position_ == input_.size()) {
    // The peer may wait for what we have written (100 Continue) before it sends more.
    if (!flush()) return -1;
    input_.clear();
    position_ = 0;
    const std::ptrdiff_t got = fill(body_deadline_);
    if (got <= 0) return got;
  }
  const std::size_t count = std::min(size, input_.size() - position_);
  std::memcpy(out, input_.data() + position_, count);
  position_ += count;
  return static_cast<std::ptrdiff_t>(count);
}

bool Connection::write(std::string_view bytes) {
  if (is_broken_) return false;
  output_ += bytes;
  return output_.size() < kOutputBlockBytes || flush();
}

bool Connection::flush() {
  const auto deadline = Clock::now() + timeouts_.write;
  std::size_t sent = 0;
  while (!is_broken_ && sent < output_.size()) {
    const ssize_t count =
        ::send(socket_, output_.data() + sent, output_.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      sent += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      is_broken_ = wait(POLLOUT, deadline) != Wait::Ready;
    } else if (errno != EINTR) {
      is_broken_ = true;
    }
  }
  output_.clear();
  return !is_broken_;
}

void Connection::close_gently() {
  if (!flush()) return;
  ::shutdown(socket_, SHUT_WR);
  const auto deadline = Clock::now() + kLinger;
  std::size_t taken = 0;
  while (taken < kLingerBytesMax) {
    input_.clear();
    position_ = 0;
    const std::ptrdiff_t got = fill(deadline);
    if (got <= 0) return;
    taken += static_cast<std::size_t>(got);
  }
}

void Connection::interrupt() {
  ::shutdown(socket_, SHUT_RD);
}

std::string Connection::peer_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  char text[INET6_ADDRSTRLEN] = "";
  if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return text;
  const void* bytes =
      address.ss_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<sockaddr_in6*>(&address)->sin6_addr)
          : static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(&address)->sin_addr);
  ::inet_ntop(address.ss_family, bytes, text, sizeof text);
  return text;
}

}  // namespace liaison::server

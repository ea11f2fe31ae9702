// One client's socket with deadlines and byte budgets: reads a whole head before anyone parses it,
// then gives out bytes; gathers what is written and sends it in few pieces.
// Thread-safety: needs external locking, except interrupt().
// Lifetime: owns the socket.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace liaison::server {

// Each is for the whole of its phase, not for one read: a client that drips bytes runs out of it.
struct ConnectionTimeouts {
  std::chrono::milliseconds head{5000};
  std::chrono::milliseconds body{10000};
  std::chrono::milliseconds write{30000};  // for each block of the reply
  std::chrono::milliseconds idle{30000};   // between two requests
};

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(int socket, const ConnectionTimeouts& timeouts);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class HeadResult { Ready, Closed, TooSlow, TooLong };
  // Waits for a request and reads until its empty line. head() is good until the next read.
  HeadResult read_head(std::size_t bytes_max);
  std::string_view head() const { return std::string_view(input_).substr(position_, head_size_); }
  void replace_head(std::string_view head);

  // Up to `size` bytes of what follows: 0 at the end, negative on timeout or error.
  std::ptrdiff_t read(char* out, std::size_t size);
  // False once the peer is gone or too slow.
  bool write(std::string_view bytes);
  bool flush();

  // Sends what is there, tells the peer that nothing follows, and takes what it still sends for a
  // moment, so that it reads the answer instead of a reset.
  void close_gently();
  // From any thread: a wait for the next request ends, and further bytes read as the end.
  void interrupt();

  // Whether the last read ended for want of time.
  bool timed_out() const { return timed_out_; }
  int socket() const { return socket_; }
  std::string peer_address() const;
  // Another request has arrived already (pipelined).
  bool has_input() const { return position_ < input_.size(); }

 private:
  enum class Wait { Ready, TimedOut, Failed };
  Wait wait(short events, Clock::time_point deadline) const;
  // Appends to input_: > 0 bytes, 0 the end, < 0 timeout or error (timed_out_ tells).
  std::ptrdiff_t fill(Clock::time_point deadline);

  int socket_;
  ConnectionTimeouts timeouts_;
  std::string input_;
  std::size_t position_ = 0;  // read so far
  std::size_t head_size_ = 0;
  Clock::time_point body_deadline_;
  bool timed_out_ = false;
  bool is_broken_ = false;
  std::string output_;
};

}  // namespace liaison::server

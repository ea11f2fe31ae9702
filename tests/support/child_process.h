// Runs one test case of this executable in a process of its own, with a pipe from it to us: for
// what must be killed, or must be another process. The case carries doctest::skip(), so that it
// runs only here. The child is started afresh (exec), because a forked copy of a process with
// threads cannot be trusted to open a database.
// Thread-safety: needs external locking.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liaison::test {

class ChildProcess {
 public:
  ChildProcess(const std::string& test_case,
               const std::vector<std::pair<std::string, std::string>>& environment) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    // Built before the fork: the child may only make system calls until it is another program.
    const std::string filter = "--test-case=" + test_case;
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
      variables.emplace_back(*variable);
    }
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    variables.push_back("LIAISON_TEST_PIPE=" + std::to_string(ends[1]));
    std::vector<char*> pointers;
    for (std::string& variable : variables) pointers.push_back(variable.data());
    pointers.push_back(nullptr);
    const char* arguments[] = {"test", filter.c_str(), "--no-skip=true", "--minimal=true", nullptr};
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      ::execve("/proc/self/exe", const_cast<char* const*>(arguments), pointers.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    read_end_ = ends[0];
    if (process_ < 0) throw std::runtime_error("no process");
  }
  ~ChildProcess() {
    if (process_ > 0) {
      kill();
      wait();
    }
    ::close(read_end_);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // What the child has written, waiting for some; empty at its end.
  std::string read_some() {
    std::string bytes(65536, '\0');
    ssize_t got;
    do {
      got = ::read(read_end_, bytes.data(), bytes.size());
    } while (got < 0 && errno == EINTR);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }
  std::string read_all() {
    std::string all;
    for (std::string some = read_some(); !some.empty(); some = read_some()) all += some;
    return all;
  }
  void kill() { ::kill(process_, SIGKILL); }
  // Exit status, or minus the signal that ended it.
  int wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t process_ = -1;
  int read_end_ = -1;
};

// In the child. At most PIPE_BUF bytes arrive in one piece, also from several threads.
inline void write_to_parent(std::string_view bytes) {
  const char* pipe = std::getenv("LIAISON_TEST_PIPE");
  if (pipe == nullptr) throw std::runtime_error("not started by ChildProcess");
  if (::write(std::atoi(pipe), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("cannot write to the parent");
  }
}

}  // namespace liaison::test

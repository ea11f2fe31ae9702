// What the program's exit status says; numbers as in sysexits.h where it has one. Scripts depend on
// them: they are documented in `liaison --help` and do not change.
// Thread-safety: constants and pure functions.
#pragma once

#include <stdexcept>
#include <string>

namespace liaison::cli {

enum ExitStatus : int {
  kOk = 0,
  kQueryFailed = 1,        // the statement is wrong, or the data says no
  kUsage = 2,              // the command line is wrong
  kDamagedData = 65,       // stored bytes contradict the format
  kNoInput = 66,           // an input is missing or cannot be used
  kInternalError = 70,     // our mistake
  kCannotCreate = 73,      // the database folder cannot be made
  kInputOutputError = 74,  // disk full, unreadable, output closed
  kLocked = 75,            // another process has the database open
  kBadConfiguration = 78,  // an address that cannot be served
  kInterrupted = 130,      // stopped by Ctrl-C, as shells say it
};

// An error with the status that the process ends with.
class ExitError : public std::runtime_error {
 public:
  ExitError(ExitStatus status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  ExitStatus status() const { return status_; }

 private:
  ExitStatus status_;
};

// The status for the exception being handled, and the line to show for it. *Requires* to be called
// inside a catch block.
ExitStatus describe_current_exception(std::string& message);

}  // namespace liaison::cli

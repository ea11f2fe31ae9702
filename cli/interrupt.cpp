#include "interrupt.h"

namespace liaison::cli {
namespace {

CancellationToken* taken = nullptr;  // what the handler cancels

extern "C" void on_interrupt(int /*signal*/) {
  taken->cancel();  // a store to an atomic: allowed in a handler
}

}  // namespace

const std::shared_ptr<CancellationToken>& interrupted() {
  static const auto token = std::make_shared<CancellationToken>();
  return token;
}

InterruptGuard::InterruptGuard() {
  taken = interrupted().get();
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESETHAND;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &action, &before_[i]);
  }
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], &before_[i], nullptr);
  }
}

}  // namespace liaison::cli

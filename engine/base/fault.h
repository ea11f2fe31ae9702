// Deliberate faults, so that tests can be tested: a build with LIAISON_FAULTS has all of them, and
// the environment variable LIAISON_FAULT chooses one by name. A reliability test whose run under
// its fault passes has not tested anything. In every other build a hook is the constant false.
// Names and what each breaks: fault.cpp. Thread-safety: safe.
#pragma once

#ifdef LIAISON_FAULTS

#include <string_view>

namespace liaison::engine {
// Whether LIAISON_FAULT names this one. Ends the process when it names none that exists.
bool fault_chosen(std::string_view name);
}  // namespace liaison::engine

#define LIAISON_FAULT(name) ::liaison::engine::fault_chosen(name)
#else
#define LIAISON_FAULT(name) false
#endif

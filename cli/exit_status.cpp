#include "exit_status.h"

#include "liaison/engine/error.h"

namespace liaison::cli {

ExitStatus describe_current_exception(std::string& message) {
  try {
    throw;
  } catch (const ExitError& error) {
    message = error.what();
    return error.status();
  } catch (const UsageError& error) {
    message = error.what();
    return kUsage;
  } catch (const InputError& error) {
    message = error.what();
    return kNoInput;
  } catch (const CorruptionError& error) {
    message = error.what();
    return kDamagedData;
  } catch (const LockedError& error) {
    message = error.what();
    return kLocked;
  } catch (const StorageError& error) {
    message = error.what();
    return kInputOutputError;
  } catch (const OutcomeUnknownError& error) {
    message = error.what();
    return kInputOutputError;
  } catch (const Error& error) {  // query, constraint, conflict, cancelled, access
    message = error.what();
    return kQueryFailed;
  } catch (const std::bad_alloc&) {
    message = "out of memory";
    return kInputOutputError;
  } catch (const std::exception& error) {
    message = std::string("internal error: ") + error.what();
    return kInternalError;
  }
}

}  // namespace liaison::cli

// A database that has met a failed write or sync of its log accepts no more commits: what the log
// holds is only known once it is opened again.
#pragma once

#include "liaison/engine/error.h"

namespace liaison {

// Refused because an earlier commit, or folding in the background, could not be made durable.
// Nothing of the refused one was written. Remedy: open the database again.
class StoppedError : public StorageError {
  using StorageError::StorageError;
};

}  // namespace liaison

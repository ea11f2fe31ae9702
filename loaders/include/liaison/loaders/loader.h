// Brings input of a known format into a database, through the engine's public door. Loading the
// same input again changes nothing; loading a part first and the rest later gives the same graph as
// loading all at once.
// Thread-safety: a Loader needs external locking; other threads may use the database meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "liaison/engine/cancellation.h"
#include "liaison/engine/database.h"
#include "liaison/loaders/report.h"

namespace liaison::loaders {

struct LoadOptions {
  // Folder whose rule files replace the built-in ones of the same name; empty: built-in ones only.
  std::filesystem::path rules;
  // Inputs that share one commit. A batch is there as a whole or not at all.
  std::size_t batch_inputs = 64;
  // Called after each input with how many are done, of how many. May be empty.
  std::function<void(std::size_t done, std::size_t total)> progress;
  // UTC milliseconds since 1970, noted in evidence records. Empty: the system clock.
  std::function<std::int64_t()> clock_ms;
  // May be null. Batches that were committed stay.
  std::shared_ptr<CancellationToken> cancellation;
};

class Loader {
 public:
  virtual ~Loader() = default;
  // Name of the format, as `liaison load --format` takes it.
  virtual std::string_view format() const = 0;
  // Whether `source` looks like input of this loader.
  virtual bool accepts(const std::filesystem::path& source) const = 0;
  // Looks at the source and the options without loading. *Throws* InputError as load() does.
  virtual void check_source(const std::filesystem::path& source,
                            const LoadOptions& options) const = 0;
  // *Throws* InputError (nothing to load at `source`, bad rules), StorageError, CancelledError. An
  // input that is bad by itself is counted and named in the report instead.
  virtual LoadReport load(Database& database, const std::filesystem::path& source,
                          const LoadOptions& options) = 0;
};

// Names of all formats, in the order in which they are tried.
std::span<const std::string_view> loader_formats();
// *Throws* UsageError for a format that is none.
std::unique_ptr<Loader> make_loader(std::string_view format);
// Loads with the first loader that accepts `source`. *Throws* as Loader::load, and InputError when
// none does.
LoadReport load(Database& database, const std::filesystem::path& source,
                const LoadOptions& options = {});

}  // namespace liaison::loaders

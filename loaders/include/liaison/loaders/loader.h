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
#include "liaison/loaders/article_view.h"
#include "liaison/loaders/report.h"

namespace liaison::loaders {

// How far a load is.
struct LoadProgress {
  std::uint64_t articles = 0;  // looked at, failed ones too
  std::uint64_t bytes = 0;     // of the input
  std::uint64_t bytes_total = 0;
};

struct LoadOptions {
  // Folder whose rule files add to the built-in ones of the same name; empty: built-in ones only.
  std::filesystem::path rules;
  // Inputs that share one commit, up to so many, and no more once they have so many bytes. A batch
  // is there as a whole or not at all. Larger ones touch each page of the database less often.
  std::size_t batch_inputs = 512;
  std::uint64_t batch_bytes = std::uint64_t{4} << 20;
  // Called after each article. May be empty.
  std::function<void(const LoadProgress&)> progress;
  // UTC milliseconds since 1970, noted in evidence records. Empty: the system clock.
  std::function<std::int64_t()> clock_ms;
  // May be null. When it is cancelled the load ends between two articles with `stopped` in its
  // report: batches that were committed stay, and the same load goes on from there.
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
  // *Throws* InputError (nothing to load at `source`, bad rules), StorageError. An input that is
  // bad by itself is counted and named in the report instead.
  virtual LoadReport load(Database& database, const std::filesystem::path& source,
                          const LoadOptions& options) = 0;
  // Reads and extracts without a database, and hands each article to `sink` in the order of the
  // source. The report counts what was read and found. *Throws* as load(), and what `sink` throws.
  virtual LoadReport preview(const std::filesystem::path& source, const LoadOptions& options,
                             const ArticleSink& sink) = 0;
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

// The parameters of a benchmark query, out of the params.json that belongs to a data set.
// Thread-safety: immutable once read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "liaison/query/session.h"
#include "query/bench_file.h"

namespace liaison::bench {

class ParameterSets {
 public:
  // *Throws* std::runtime_error when the file is absent or no JSON object.
  explicit ParameterSets(const std::string& path);
  ~ParameterSets();

  // One set per run, taken in turn; one empty set for a query without parameters. *Throws*
  // std::runtime_error for a name that the file does not have.
  std::vector<query::Parameters> of(const BenchQuery& query) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liaison::bench

// Rows of a result to a stream, in the formats of `liaison query`. Rows are written as they come;
// memory does not grow with their number.
// Thread-safety: needs external locking.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/value.h"

namespace liaison::cli {

using Row = std::vector<Value>;

class ResultWriter {
 public:
  virtual ~ResultWriter() = default;
  // Once, before the rows.
  virtual void begin(const std::vector<std::string>& columns) = 0;
  virtual void row(Row row) = 0;
  // Once, after the last row.
  virtual void end() = 0;
};

// Columns under each other, by the width that characters take on a terminal. Cells wider than
// `cell_columns_max` are broken into lines at spaces; 0 never breaks. The widths come from the
// first thousand rows. Ends with the number of rows.
std::unique_ptr<ResultWriter> make_table_writer(std::ostream& out, std::size_t cell_columns_max);
// A JSON array with one object per row, a row a line.
std::unique_ptr<ResultWriter> make_json_writer(std::ostream& out);
// RFC 4180 with a header line; null is an empty field, what is no scalar is JSON.
std::unique_ptr<ResultWriter> make_csv_writer(std::ostream& out);

}  // namespace liaison::cli

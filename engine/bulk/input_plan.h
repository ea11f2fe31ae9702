// The files of a load with their headers understood: which field is which property, by token, which
// id space an id belongs to. Made before anything is read but headers.
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bulk/header.h"
#include "catalog/token_table.h"
#include "io/csv_blocks.h"
#include "io/input_file.h"
#include "liaison/engine/bulk_load.h"

namespace liaison::engine {

inline constexpr std::size_t kNoField = ~std::size_t{0};

struct PropertyColumn {
  HeaderColumn header;
  std::size_t field = 0;
  std::uint32_t key = 0;
};

// Files that share a header.
struct InputGroup {
  HeaderKind kind = HeaderKind::Nodes;
  std::vector<std::string> paths;
  std::vector<std::string> header;
  std::vector<LabelId> labels;             // of nodes, sorted
  std::uint32_t type = 0;                  // of relationships; 0: from the files
  std::vector<PropertyColumn> properties;  // by key; a stored id is one of them
  std::size_t id_field = kNoField;
  std::size_t label_field = kNoField;
  std::size_t start_field = kNoField;
  std::size_t end_field = kNoField;
  std::size_t type_field = kNoField;
  std::size_t space = 0;  // of ids, or of :START_ID
  std::size_t end_space = 0;
  bool id_is_stored = false;
  bool id_must_be_integer = false;  // unless all of its space turn out not to be
};

struct InputPlan {
  std::vector<InputGroup> nodes;
  std::vector<InputGroup> relationships;
  std::vector<std::string> spaces;  // names
};

// `text_spaces`: id spaces that are known to hold ids that are no integers. Reads the headers.
// Throws InputError, UsageError.
InputPlan make_input_plan(const BulkInput& input, const BulkLoadOptions& options,
                          const std::set<std::string>& text_spaces, TokenTable& tokens);

// Blocks of all files of some groups, one after the other.
class InputBlocks {
 public:
  struct Block {
    CsvBlock csv;
    std::size_t group = 0;
    const std::string* path = nullptr;
  };

  InputBlocks(const std::vector<InputGroup>& groups, CsvOptions options);
  bool next(Block& block);
  std::uint64_t bytes_total() const { return bytes_total_; }
  std::uint64_t bytes_read() const;

 private:
  bool open_next();

  const std::vector<InputGroup>& groups_;
  const CsvOptions options_;
  std::size_t group_ = 0;
  std::size_t file_ = 0;  // of the group: the next to open
  std::unique_ptr<InputFile> source_;
  std::unique_ptr<CsvBlockReader> reader_;
  std::uint64_t bytes_total_ = 0;
  std::uint64_t bytes_of_closed_ = 0;
};

}  // namespace liaison::engine

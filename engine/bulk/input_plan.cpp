#include "bulk/input_plan.h"

#include <algorithm>

#include "graph/storable.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

class Planner {
 public:
  Planner(const BulkLoadOptions& options, const std::set<std::string>& text_spaces,
          TokenTable& tokens)
      : options_(options), text_spaces_(text_spaces), tokens_(tokens) {}

  InputPlan plan(const BulkInput& input) {
    for (const BulkFiles& files : input.nodes) plan_.nodes.push_back(nodes(files));
    for (const BulkFiles& files : input.relationships) {
      plan_.relationships.push_back(relationships(files));
    }
    return std::move(plan_);
  }

 private:
  InputGroup nodes(const BulkFiles& files) {
    InputGroup group = read_header(files, HeaderKind::Nodes);
    for (const std::string& name : files.names) {
      group.labels.push_back(LabelId(tokens_.find_or_create(TokenKind::Label, name)));
    }
    std::sort(group.labels.begin(), group.labels.end());
    group.labels.erase(std::unique(group.labels.begin(), group.labels.end()), group.labels.end());
    return group;
  }

  InputGroup relationships(const BulkFiles& files) {
    InputGroup group = read_header(files, HeaderKind::Relationships);
    if (files.names.size() > 1) throw UsageError("a relationship has one type");
    if (!files.names.empty()) {
      group.type = tokens_.find_or_create(TokenKind::RelationshipType, files.names.front());
    } else if (group.type_field == kNoField) {
      throw InputError(files.paths.front() +
                       ": no type is given, and the header has no column :TYPE.");
    }
    return group;
  }

  InputGroup read_header(const BulkFiles& files, HeaderKind kind) {
    if (files.paths.empty()) throw UsageError("a group of input files needs at least one file");
    InputGroup group;
    group.kind = kind;
    group.paths = files.paths;
    const std::string& path = files.paths.front();
    const auto source = open_input_file(path);
    CsvOptions csv;
    csv.separator = options_.separator;
    CsvBlockReader reader(*source, path, csv, std::size_t{64} << 10);
    if (!reader.peek_record(group.header))
      throw InputError(path + ": is empty; a header is needed.");
    const std::string place = path + ", line " + std::to_string(reader.line());
    const std::vector<HeaderColumn> columns = parse_header(group.header, kind, place);
    for (std::size_t i = 0; i < columns.size(); ++i) add_column(group, columns[i], i);
    if (group.properties.size() > kPropertiesPerEntityMax) {
      throw InputError(place + ": " + std::to_string(group.properties.size()) +
                       " properties; at most " + std::to_string(kPropertiesPerEntityMax) +
                       " are allowed.");
    }
    std::sort(group.properties.begin(), group.properties.end(),
              [](const PropertyColumn& a, const PropertyColumn& b) { return a.key < b.key; });
    return group;
  }

  void add_column(InputGroup& group, const HeaderColumn& column, std::size_t field) {
    switch (column.role) {
      case ColumnRole::Property:
        add_property(group, column, field);
        return;
      case ColumnRole::Id:
        group.id_field = field;
        group.space = space(column.space);
        if (!column.name.empty()) add_id_property(group, column, field);
        return;
      case ColumnRole::StartId:
        group.start_field = field;
        group.space = space(column.space);
        return;
      case ColumnRole::EndId:
        group.end_field = field;
        group.end_space = space(column.space);
        return;
      case ColumnRole::Type:
        group.type_field = field;
        return;
      case ColumnRole::Label:
        group.label_field = field;
        return;
      case ColumnRole::Ignore:
        return;
    }
  }

  void add_property(InputGroup& group, const HeaderColumn& column, std::size_t field) {
    group.properties.push_back(
        {column, field, tokens_.find_or_create(TokenKind::PropertyKey, column.name)});
  }

  void add_id_property(InputGroup& group, HeaderColumn column, std::size_t field) {
    group.id_is_stored = true;
    if (!column.has_declared_type) {
      group.id_must_be_integer =
          options_.id_type == BulkIdType::Automatic && !text_spaces_.contains(column.space);
      const bool as_integer = group.id_must_be_integer || options_.id_type == BulkIdType::Integer;
      column.type = as_integer ? ColumnType::Integer : ColumnType::String;
    }
    add_property(group, column, field);
  }

  std::size_t space(const std::string& name) {
    const auto found = std::find(plan_.spaces.begin(), plan_.spaces.end(), name);
    const auto index = static_cast<std::size_t>(found - plan_.spaces.begin());
    if (found == plan_.spaces.end()) plan_.spaces.push_back(name);
    return index;
  }

  const BulkLoadOptions& options_;
  const std::set<std::string>& text_spaces_;
  TokenTable& tokens_;
  InputPlan plan_;
};

}  // namespace

InputPlan make_input_plan(const BulkInput& input, const BulkLoadOptions& options,
                          const std::set<std::string>& text_spaces, TokenTable& tokens) {
  return Planner(options, text_spaces, tokens).plan(input);
}

InputBlocks::InputBlocks(const std::vector<InputGroup>& groups, CsvOptions options)
    : groups_(groups), options_(options) {
  for (const InputGroup& group : groups_) {
    for (const std::string& path : group.paths) bytes_total_ += input_file_bytes(path);
  }
}

std::uint64_t InputBlocks::bytes_read() const {
  return bytes_of_closed_ + (source_ ? source_->bytes_read() : 0);
}

bool InputBlocks::open_next() {
  while (group_ < groups_.size() && file_ == groups_[group_].paths.size()) {
    ++group_;
    file_ = 0;
  }
  if (group_ == groups_.size()) return false;
  const InputGroup& group = groups_[group_];
  const std::string& path = group.paths[file_];
  source_ = open_input_file(path);
  reader_ = std::make_unique<CsvBlockReader>(*source_, path, options_);
  std::vector<std::string> first;
  if (reader_->peek_record(first) && first == group.header) reader_->skip_record();
  ++file_;
  return true;
}

bool InputBlocks::next(Block& block) {
  while (true) {
    if (!reader_ && !open_next()) return false;
    if (reader_->next(block.csv)) {
      block.group = group_;
      block.path = &groups_[group_].paths[file_ - 1];
      return true;
    }
    bytes_of_closed_ += source_->bytes_read();
    reader_.reset();
    source_.reset();
  }
}

}  // namespace liaison::engine

#include "bulk/row_parser.h"

#include <algorithm>

#include "base/varint.h"
#include "bulk/field_value.h"
#include "graph/storable.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::engine {
namespace {

// Texts are checked a block at a time; only when one is bad is its line looked for.
void check_utf8(const InputBlocks::Block& block) {
  if (text::is_valid_utf8(block.csv.bytes)) return;
  std::uint64_t line = block.csv.first_line;
  std::string_view rest = block.csv.bytes;
  while (!rest.empty()) {
    const std::size_t feed = rest.find('\n');
    const std::string_view one = rest.substr(0, feed);
    if (!text::is_valid_utf8(one) || feed == std::string_view::npos) break;
    rest.remove_prefix(feed + 1);
    ++line;
  }
  throw InputError(*block.path + ", line " + std::to_string(line) +
                   ": the text is not UTF-8; convert the file first.");
}

// What parsing nodes and relationships has in common.
template <class Row>
class BlockParser {
 public:
  BlockParser(const ParseContext& context, InputBlocks::Block& block)
      : context_(context),
        group_(context.groups[block.group]),
        scanner_(*block.path, context.csv),
        block_(block) {
    check_utf8(block);
    out_.group = &group_;
    out_.path = block.path;
    out_.bytes.reserve(block.csv.bytes.size());
    scanner_.start(block.csv.bytes, true, block.csv.first_line);
  }

 protected:
  bool next() { return scanner_.next(fields_) == CsvScanner::Outcome::Record; }

  // Runs `read` for the row at hand; a bad row is taken back and noted.
  template <class Read>
  void guarded(Read read) {
    const std::size_t start = out_.bytes.size();
    Row row;
    row.start = start;
    row.line = scanner_.record_line();
    try {
      if (fields_.size() > group_.header.size()) {
        throw FieldError("the row has " + std::to_string(fields_.size()) +
                         " fields, and the header has " + std::to_string(group_.header.size()));
      }
      read(row);
      out_.rows.push_back(row);
    } catch (const FieldError& error) {
      out_.bytes.resize(start);
      out_.bad_rows.push_back({out_.rows.size(), row.line, error.what()});
    }
  }

  const CsvText& field(std::size_t index) const {
    static const CsvText kAbsent;
    return index < fields_.size() ? fields_[index] : kAbsent;
  }

  // Appends the property part of a record; returns how many there are.
  std::uint32_t put_properties() {
    properties_.clear();
    std::uint32_t count = 0;
    std::uint32_t before = 0;
    for (const PropertyColumn& column : group_.properties) {
      const CsvText& text = field(column.field);
      if (text.text.empty() && !text.is_quoted) continue;
      const std::size_t start = properties_.size();
      put_varint(properties_, column.key - before);
      if (column.header.role == ColumnRole::Id && group_.id_must_be_integer &&
          !canonical_integer(text.text)) {
        throw IdsAreText{group_.space};
      }
      if (!put_field_value(properties_, column.header, text.text, text.is_quoted,
                           context_.list_separator)) {
        properties_.resize(start);
        continue;
      }
      before = column.key;
      ++count;
    }
    put_varint(out_.bytes, count);
    out_.bytes.append(properties_);
    return count;
  }

  const ParseContext& context_;
  const InputGroup& group_;
  CsvScanner scanner_;
  InputBlocks::Block& block_;
  ParsedBlock<Row> out_;
  std::vector<CsvText> fields_;
  std::string properties_;
};

class NodeParser : public BlockParser<ParsedNode> {
 public:
  using BlockParser::BlockParser;

  ParsedBlock<ParsedNode> run() {
    label_set_ = context_.label_sets.number_of(group_.labels);
    while (next()) guarded([this](ParsedNode& row) { read(row); });
    return std::move(out_);
  }

 private:
  void read(ParsedNode& row) {
    if (group_.id_field != kNoField) {
      const std::string_view id = field(group_.id_field).text;
      if (id.empty()) throw FieldError("the row has no id");
      row.has_id = true;
      row.id_size = static_cast<std::uint32_t>(id.size());
      out_.bytes.append(id);
    }
    row.label_set = label_set();
    out_.bytes.append(*record_start_);
    row.properties = put_properties();
    row.record_size = static_cast<std::uint32_t>(out_.bytes.size() - row.start - row.id_size);
  }

  std::uint32_t label_set() {
    if (group_.label_field != kNoField) {
      const std::string_view text = field(group_.label_field).text;
      if (text != label_text_) {
        label_set_ = context_.label_sets.number_of(labels_of(text));
        label_text_ = text;
        record_start_ = nullptr;
      }
    }
    if (record_start_ == nullptr) record_start_ = &context_.label_sets.at(label_set_).record_start;
    return label_set_;
  }

  std::vector<LabelId> labels_of(std::string_view text) const {
    std::vector<LabelId> labels = group_.labels;
    while (!text.empty()) {
      const std::size_t end = text.find(context_.list_separator);
      const std::string_view name = text.substr(0, end);
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      if (name.empty()) continue;
      try {
        labels.push_back(LabelId(context_.tokens.find_or_create(TokenKind::Label, name)));
      } catch (const UsageError& error) {
        throw FieldError(error.what());
      }
    }
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    if (labels.size() > kLabelsPerNodeMax) {
      throw FieldError(std::to_string(labels.size()) + " labels on one node; at most " +
                       std::to_string(kLabelsPerNodeMax) + " are allowed");
    }
    return labels;
  }

  std::uint32_t label_set_ = 0;
  std::string label_text_;
  const std::string* record_start_ = nullptr;
};

class RelationshipParser : public BlockParser<ParsedRelationship> {
 public:
  using BlockParser::BlockParser;

  ParsedBlock<ParsedRelationship> run() {
    type_ = group_.type;
    while (next()) guarded([this](ParsedRelationship& row) { read(row); });
    return std::move(out_);
  }

 private:
  void read(ParsedRelationship& row) {
    row.source = node(group_.start_field, group_.space, "start");
    row.target = node(group_.end_field, group_.end_space, "end");
    row.type = type();
    row.properties = put_properties();
    row.size = static_cast<std::uint32_t>(out_.bytes.size() - row.start);
  }

  std::uint64_t node(std::size_t index, std::size_t space, const char* end) const {
    const std::string_view id = field(index).text;
    if (id.empty()) throw FieldError(std::string("the row has no ") + end + " id");
    const auto found = context_.ids[space].find(id);
    if (found) return *found;
    const std::string& name = context_.spaces[space];
    throw FieldError(std::string("there is no node with the ") + end + " id '" + std::string(id) +
                     "'" + (name.empty() ? "" : " in the id space '" + name + "'"));
  }

  std::uint32_t type() {
    if (group_.type_field == kNoField) return type_;
    const std::string_view text = field(group_.type_field).text;
    if (text.empty()) {
      if (group_.type == 0) throw FieldError("the row has no type");
      return group_.type;
    }
    if (text != type_text_) {
      try {
        type_ = context_.tokens.find_or_create(TokenKind::RelationshipType, text);
      } catch (const UsageError& error) {
        throw FieldError(error.what());
      }
      type_text_ = text;
    }
    return type_;
  }

  std::uint32_t type_ = 0;
  std::string type_text_;
};

}  // namespace

ParsedBlock<ParsedNode> parse_nodes(const ParseContext& context, InputBlocks::Block& block) {
  return NodeParser(context, block).run();
}

ParsedBlock<ParsedRelationship> parse_relationships(const ParseContext& context,
                                                    InputBlocks::Block& block) {
  return RelationshipParser(context, block).run();
}

}  // namespace liaison::engine

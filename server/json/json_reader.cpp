#include "json/json_reader.h"

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

#include "liaison/engine/text.h"

namespace liaison::server {
namespace {

// Objects up to this many keys are searched for a duplicate one by one.
constexpr std::size_t kLinearKeysMax = 16;

// "(line 3, column 7)" of a byte position; columns count code points.
std::string place_of(std::string_view text, std::size_t position) {
  position = std::min(position, text.size());
  std::size_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < position; ++i) {
    if (text[i] == '\n') {
      ++line;
      line_begin = i + 1;
    }
  }
  const std::size_t column = text::length(text.substr(line_begin, position - line_begin)) + 1;
  return "(line " + std::to_string(line) + ", column " + std::to_string(column) + ")";
}

// Builds the value from the parser's events. Every event returns true: faults are thrown.
class ValueBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  ValueBuilder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Value take() { return std::move(root_); }

  bool null() override { return add(Value()); }
  bool boolean(bool value) override { return add(Value(value)); }
  bool number_integer(number_integer_t value) override { return add(Value(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      fail("An integer is outside the range of 64 bits");
    }
    return add(Value(static_cast<std::int64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t& written) override {
    // The parser hands integers over as floats once they do not fit.
    if (written.find_first_of(".eE") == string_t::npos) {
      fail("An integer is outside the range of 64 bits");
    }
    return add(Value(value));
  }
  bool string(string_t& value) override { return add(Value(std::string_view(value))); }
  bool binary(binary_t&) override { return false; }  // cannot occur in text

  bool start_object(std::size_t) override {
    push(true);
    return true;
  }
  bool key(string_t& value) override {
    Frame& frame = frames_.back();
    check_duplicate(frame, value);
    frame.key = value;
    return true;
  }
  bool end_object() override {
    Value value(std::move(frames_.back().map));
    frames_.pop_back();
    return add(std::move(value));
  }
  bool start_array(std::size_t) override {
    push(false);
    return true;
  }
  bool end_array() override {
    Value value(std::move(frames_.back().list));
    frames_.pop_back();
    return add(std::move(value));
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    // The library's text repeats what the client sent; ours does not.
    std::string what = "The body is not valid JSON ";
    if (error.id == 406) {
      fail("A number is outside the range of FLOAT");
    } else if (std::string_view(error.what()).find("surrogate") != std::string_view::npos) {
      what = "A string has half of a surrogate pair ";
    }
    throw JsonError(what + place_of(text_, position == 0 ? 0 : position - 1) + ".");
  }

 private:
  struct Frame {
    bool is_object = false;
    std::string key;
    ValueList list;
    ValueMap map;
    std::unordered_set<std::string> keys;  // filled past kLinearKeysMax
  };

  void push(bool is_object) {
    if (frames_.size() >= limits_.depth_max) {
      throw JsonError("The JSON is nested more than " + std::to_string(limits_.depth_max) +
                      " levels deep.");
    }
    frames_.emplace_back();
    frames_.back().is_object = is_object;
  }

  bool add(Value value) {
    if (frames_.empty()) {
      root_ = std::move(value);
    } else if (Frame& frame = frames_.back(); frame.is_object) {
      frame.map.emplace_back(std::move(frame.key), std::move(value));
    } else {
      frame.list.push_back(std::move(value));
    }
    return true;
  }

  void check_duplicate(Frame& frame, const std::string& key) {
    bool is_duplicate = false;
    if (frame.map.size() < kLinearKeysMax) {
      for (const auto& [name, value] : frame.map) is_duplicate |= name == key;
    } else {
      if (frame.keys.empty()) {
        for (const auto& [name, value] : frame.map) frame.keys.insert(name);
      }
      is_duplicate = !frame.keys.insert(key).second;
    }
    if (is_duplicate) {
      frame.key = key;
      fail("A key occurs twice in one object");
    }
  }

  // Path of the value that is being read: parameters.a[2]
  [[noreturn]] void fail(const std::string& what) const {
    std::string path;
    for (const Frame& frame : frames_) {
      if (frame.is_object) {
        if (!path.empty()) path += '.';
        path += frame.key;
      } else {
        path += '[' + std::to_string(frame.list.size()) + ']';
      }
    }
    throw JsonError(what + (path.empty() ? "." : ", at " + path + "."));
  }

  std::string_view text_;
  JsonLimits limits_;
  std::vector<Frame> frames_;
  Value root_;
};

}  // namespace

Value read_json(std::string_view text, const JsonLimits& limits) {
  if (!text::is_valid_utf8(text)) throw JsonError("The body is not valid UTF-8.");
  ValueBuilder builder(text, limits);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return builder.take();
}

}  // namespace liaison::server

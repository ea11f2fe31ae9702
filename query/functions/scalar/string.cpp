// Functions of text. Positions and lengths are in Unicode code points.
#include <string>

#include "functions/families.h"
#include "functions/support.h"
#include "liaison/engine/normal_form.h"
#include "liaison/engine/text.h"

namespace liaison::query {
namespace {

using Arguments = std::span<const Value>;

std::string_view text_of(const Value& v, std::string_view function) {
  if (!v.is_string()) throw_bad_argument(function, v, "a string");
  return v.as_string();
}

std::int64_t count_of(const Value& v, std::string_view function) {
  if (!v.is_integer()) throw_bad_argument(function, v, "an integer");
  if (v.as_integer() < 0) {
    throw_argument_error("NumberOutOfRange", std::string(function) +
                                                 "() takes a number that is not negative; found " +
                                                 std::to_string(v.as_integer()) + ".");
  }
  return v.as_integer();
}

Value to_lower_kernel(const FunctionContext&, Arguments a) {
  return text::to_lower(text_of(a[0], "toLower"));
}
Value to_upper_kernel(const FunctionContext&, Arguments a) {
  return text::to_upper(text_of(a[0], "toUpper"));
}

bool is_in(char32_t c, const std::u32string& set) {
  return set.find(c) != std::u32string::npos;
}

std::u32string characters(std::string_view text) {
  std::u32string result;
  for (std::size_t position = 0; position < text.size();) {
    result.push_back(text::decode(text, position));
  }
  return result;
}

// Cuts characters of `set`, or white space when there is no set, from the ends.
Value trim(std::string_view text, const std::u32string* set, bool front, bool back) {
  const std::u32string all = characters(text);
  const auto cut = [&](char32_t c) { return set ? is_in(c, *set) : text::is_space(c); };
  std::size_t begin = 0;
  std::size_t end = all.size();
  while (front && begin < end && cut(all[begin])) ++begin;
  while (back && end > begin && cut(all[end - 1])) --end;
  return text::substring(text, begin, end - begin);
}

Value trim_kernel(Arguments a, std::string_view name, bool front, bool back) {
  if (a.size() == 1) return trim(text_of(a[0], name), nullptr, front, back);
  const std::u32string set = characters(text_of(a[1], name));
  return trim(text_of(a[0], name), &set, front, back);
}
Value btrim_kernel(const FunctionContext&, Arguments a) {
  return trim_kernel(a, "trim", true, true);
}
Value ltrim_kernel(const FunctionContext&, Arguments a) {
  return trim_kernel(a, "lTrim", true, false);
}
Value rtrim_kernel(const FunctionContext&, Arguments a) {
  return trim_kernel(a, "rTrim", false, true);
}

Value substring_kernel(const FunctionContext&, Arguments a) {
  const std::string_view text = text_of(a[0], "substring");
  const auto start = static_cast<std::size_t>(count_of(a[1], "substring"));
  if (a.size() == 2) return text::substring(text, start);
  return text::substring(text, start, static_cast<std::size_t>(count_of(a[2], "substring")));
}
Value left_kernel(const FunctionContext&, Arguments a) {
  return text::substring(text_of(a[0], "left"), 0,
                         static_cast<std::size_t>(count_of(a[1], "left")));
}
Value right_kernel(const FunctionContext&, Arguments a) {
  const std::string_view text = text_of(a[0], "right");
  const auto count = static_cast<std::size_t>(count_of(a[1], "right"));
  const std::size_t length = text::length(text);
  return text::substring(text, count >= length ? 0 : length - count);
}

Value replace_kernel(const FunctionContext&, Arguments a) {
  const std::string_view text = text_of(a[0], "replace");
  const std::string_view search = text_of(a[1], "replace");
  const std::string_view replacement = text_of(a[2], "replace");
  if (search.empty()) return a[0];
  std::string result;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find(search, from)) != std::string_view::npos;) {
    result.append(text.substr(from, at - from)).append(replacement);
    from = at + search.size();
  }
  return result.append(text.substr(from));
}

void split_by(std::string_view text, std::string_view delimiter, ValueList& out) {
  if (delimiter.empty()) {
    for (std::size_t position = 0; position < text.size();) {
      const std::size_t begin = position;
      text::decode(text, position);
      out.emplace_back(text.substr(begin, position - begin));
    }
    return;
  }
  std::size_t from = 0;
  for (std::size_t at; (at = text.find(delimiter, from)) != std::string_view::npos;) {
    out.emplace_back(text.substr(from, at - from));
    from = at + delimiter.size();
  }
  out.emplace_back(text.substr(from));
}

Value split_kernel(const FunctionContext&, Arguments a) {
  ValueList parts;
  if (!a[1].is_list()) {
    split_by(text_of(a[0], "split"), text_of(a[1], "split"), parts);
    return parts;
  }
  // Several delimiters: each splits what the ones before it left.
  parts.push_back(a[0]);
  for (const Value& delimiter : a[1].as_list()) {
    ValueList next;
    for (const Value& part : parts) {
      split_by(text_of(part, "split"), text_of(delimiter, "split"), next);
    }
    parts = std::move(next);
  }
  return parts;
}

Value reverse_kernel(const FunctionContext&, Arguments a) {
  if (a[0].is_list()) {
    return ValueList(a[0].as_list().rbegin(), a[0].as_list().rend());
  }
  if (!a[0].is_string()) throw_bad_argument("reverse", a[0], "a string or a list");
  return text::reverse(a[0].as_string());
}

Value char_length_kernel(const FunctionContext&, Arguments a) {
  return static_cast<std::int64_t>(text::length(text_of(a[0], "char_length")));
}

Value normalize_kernel(const FunctionContext&, Arguments a) {
  const std::string_view text = text_of(a[0], "normalize");
  if (a.size() == 1) return text::nfc(text);
  const std::string_view form = text_of(a[1], "normalize");
  if (form == "NFC") return text::normalize(text, text::NormalForm::Nfc);
  if (form == "NFD") return text::normalize(text, text::NormalForm::Nfd);
  if (form == "NFKC") return text::normalize(text, text::NormalForm::Nfkc);
  if (form == "NFKD") return text::normalize(text, text::NormalForm::Nfkd);
  throw_argument_error("InvalidArgumentValue", "There is no normal form " + std::string(form) +
                                                   "; there are NFC, NFD, NFKC and NFKD.");
}

Value fold_kernel(const FunctionContext&, Arguments a) {
  return text::fold(text_of(a[0], "fold"));
}

}  // namespace

std::span<const FunctionSpec> string_functions() {
  static const std::vector<FunctionSpec> rows = [] {
    FunctionRows r("String");
    const StaticType string = type_string();
    const StaticType integer = type_integer();
    r.add("toLower", {{"text", string}}, string, to_lower_kernel, "The text in lower case.",
          "toLower('Đà NẴNG')", "'đà nẵng'")
        .aliases = {"lower"};
    r.add("toUpper", {{"text", string}}, string, to_upper_kernel, "The text in upper case.",
          "toUpper('Huế')", "'HUẾ'")
        .aliases = {"upper"};
    FunctionSpec& trim =
        r.add("trim", {{"text", string}, {"characters", string}}, string, btrim_kernel,
              "The text without white space, or without the given characters, at both ends.",
              "trim('  a b ')", "'a b'");
    trim.aliases = {"btrim"};
    trim.optional_arguments = 1;
    r.add("lTrim", {{"text", string}, {"characters", string}}, string, ltrim_kernel,
          "As trim(), at the start only.", "lTrim('  a ')", "'a '")
        .optional_arguments = 1;
    r.add("rTrim", {{"text", string}, {"characters", string}}, string, rtrim_kernel,
          "As trim(), at the end only.", "rTrim('  a ')", "'  a'")
        .optional_arguments = 1;
    r.add("substring", {{"text", string}, {"start", integer}, {"length", integer}}, string,
          substring_kernel, "The part of a text from a position on, counted from 0.",
          "substring('Hà Nội', 3, 2)", "'Nộ'")
        .optional_arguments = 1;
    r.add("left", {{"text", string}, {"length", integer}}, string, left_kernel,
          "The first characters of a text.", "left('Hà Nội', 2)", "'Hà'");
    r.add("right", {{"text", string}, {"length", integer}}, string, right_kernel,
          "The last characters of a text.", "right('Hà Nội', 3)", "'Nội'");
    r.add("replace", {{"text", string}, {"search", string}, {"replacement", string}}, string,
          replace_kernel, "The text with every occurrence of one part replaced.",
          "replace('banana', 'an', 'o')", "'booa'");
    r.add("split",
          {{"text", string}, {"delimiter", string.union_with(StaticType::list_of(string))}},
          StaticType::list_of(string), split_kernel,
          "The parts of a text between delimiters; several delimiters may be given as a list.",
          "split('one,two', ',')", "['one', 'two']");
    r.add("reverse", {{"input", string.union_with(type_list())}}, string.union_with(type_list()),
          reverse_kernel, "The text or list from its end to its start.", "reverse('Huế')", "'ếuH'");
    r.add("char_length", {{"text", string}}, integer, char_length_kernel,
          "The number of characters (code points) in a text.", "char_length('Huế')", "3")
        .aliases = {"character_length"};
    r.add("normalize", {{"text", string}, {"form", string}}, string, normalize_kernel,
          "The text in a Unicode normal form (NFC, NFD, NFKC or NFKD; NFC without one), in which "
          "equal "
          "texts have equal bytes.",
          "normalize('ﬁ', NFKC)", "'fi'")
        .optional_arguments = 1;
    r.add("fold", {{"text", string}}, string, fold_kernel,
          "The text in lower case and without diacritics: how people type names in a hurry.",
          "fold('Bộ Công an')", "'bo cong an'");
    return r.take();
  }();
  return rows;
}

}  // namespace liaison::query

#include "articles/input/json_lines.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "articles/input/flat_object.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

using nlohmann::json;

// The text of a field; empty when it is not there or null.
std::string take_text(json& object, const char* name) {
  const auto field = object.find(name);
  if (field == object.end() || field->is_null()) return {};
  if (!field->is_string()) {
    throw InputError(std::string("field `") + name + "` is " + field->type_name() +
                     ", expected a string");
  }
  return std::move(field->get_ref<std::string&>());
}

// *Throws* json::parse_error, json::out_of_range.
json parse(std::string_view line) {
  const auto is_sound = [](const JsonMember& member) {
    return member.other.empty() || json::accept(member.other);
  };
  auto members = read_flat_object(line);
  if (!members || !std::all_of(members->begin(), members->end(), is_sound)) {
    return json::parse(line);
  }
  json object = json::object();
  for (JsonMember& member : *members) {
    object[member.name] =
        member.other.empty() ? json(std::move(member.text)) : json::parse(member.other);
  }
  return object;
}

}  // namespace

SourceArticle read_json_line(std::string_view line, std::string& id) {
  json object;
  try {
    object = parse(line);
  } catch (const json::parse_error& error) {
    throw InputError("not JSON, as byte " + std::to_string(error.byte) + " of the line shows");
  } catch (const json::out_of_range&) {
    throw InputError("holds a number that is too large");
  }
  if (!object.is_object()) throw InputError("not a JSON object");
  SourceArticle article;
  article.text = take_text(object, "text");
  article.title = take_text(object, "title");
  article.url = take_text(object, "url");
  article.language = language_of_tag(take_text(object, "language"));
  const std::string published = take_text(object, "published");
  if (!published.empty()) {
    const auto date = iso_date(published);
    if (!date) throw InputError("`published` is \"" + published + "\", expected an ISO 8601 date");
    article.published = *date;
  }
  if (const auto field = object.find("id"); field != object.end() && field->is_number_integer()) {
    id = field->dump();
  } else {
    id = text::nfc(take_text(object, "id"));
  }
  if (id.empty()) id = text::nfc(article.url);
  if (id.empty()) throw InputError("has neither `id` nor `url`");
  if (article.text.empty()) throw InputError("has no `text`");
  if (article.text.find('\0') != std::string::npos) {
    throw InputError("`text` holds a zero byte; it is not text");
  }
  return article;
}

}  // namespace liaison::loaders

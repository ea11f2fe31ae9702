#include "liaison/engine/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

#include <limits>
#include <memory>

#include "liaison/engine/assert.h"

namespace liaison::text {
namespace {

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

// Null for a name that ICU does not know.
Converter open(std::string_view encoding) {
  const std::string name(encoding);
  UErrorCode status = U_ZERO_ERROR;
  // An empty name would be the locale's encoding.
  Converter converter(name.empty() ? nullptr : ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  return converter;
}

// A subset of windows-1252 that pages say when they mean the whole.
bool means_windows_1252(UConverter* converter) {
  UErrorCode status = U_ZERO_ERROR;
  const std::string_view name = ucnv_getName(converter, &status);
  return name == "ISO-8859-1" || name == "US-ASCII";
}

}  // namespace

bool is_known_encoding(std::string_view name) {
  return open(name) != nullptr;
}

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view encoding) {
  Converter converter = open(encoding);
  LIAISON_CHECK(converter != nullptr);
  if (means_windows_1252(converter.get())) converter = open("windows-1252");
  if (converter == nullptr || bytes.size() > std::numeric_limits<std::int32_t>::max()) {
    return std::nullopt;
  }
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  const icu::UnicodeString converted(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                     converter.get(), status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string text;
  converted.toUTF8String(text);
  return text;
}

}  // namespace liaison::text

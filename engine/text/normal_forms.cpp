// The four normal forms of Unicode by name, for the query language.
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include "liaison/engine/assert.h"
#include "liaison/engine/normal_form.h"
#include "liaison/engine/text.h"

namespace liaison::text {
namespace {

const icu::Normalizer2& instance_of(NormalForm form) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = nullptr;
  switch (form) {
    case NormalForm::Nfc:
      instance = icu::Normalizer2::getNFCInstance(status);
      break;
    case NormalForm::Nfd:
      instance = icu::Normalizer2::getNFDInstance(status);
      break;
    case NormalForm::Nfkc:
      instance = icu::Normalizer2::getNFKCInstance(status);
      break;
    case NormalForm::Nfkd:
      instance = icu::Normalizer2::getNFKDInstance(status);
      break;
  }
  LIAISON_CHECK(U_SUCCESS(status) && instance != nullptr);
  return *instance;
}

}  // namespace

std::string normalize(std::string_view text, NormalForm form) {
  if (form == NormalForm::Nfc) return nfc(text);
  // Ill-formed bytes are replaced first, as in nfc().
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) append(clean, decode(text, i));
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  instance_of(form).normalizeUTF8(
      0, icu::StringPiece(clean.data(), static_cast<std::int32_t>(clean.size())), sink, nullptr,
      status);
  LIAISON_CHECK(U_SUCCESS(status));
  return out;
}

}  // namespace liaison::text

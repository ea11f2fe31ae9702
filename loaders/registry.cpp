#include "registry.h"

namespace liaison::loaders {
namespace {

constexpr LoaderDescription kLoaders[] = {
    {"articles",
     "news articles (*.txt): officials, agencies, conferences, texts and facts between them"},
};

}  // namespace

std::span<const LoaderDescription> loaders() {
  return kLoaders;
}

}  // namespace liaison::loaders

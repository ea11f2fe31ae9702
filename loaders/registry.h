// The list of loaders, one line each (see loaders/registry.cpp).
// Thread-safety: immutable.
#pragma once

#include <span>
#include <string_view>

namespace liaison::loaders {

// What `liaison load` accepts, for help texts and for choosing by file name.
struct LoaderDescription {
  std::string_view name;
  std::string_view summary;
};

std::span<const LoaderDescription> loaders();

}  // namespace liaison::loaders

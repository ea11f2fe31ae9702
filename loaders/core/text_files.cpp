#include "core/text_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

namespace fs = std::filesystem;

std::string lower_extension(const fs::path& file) {
  return text::to_lower(file.extension().string());
}

FileList list_files(const fs::path& source, std::span<const std::string_view> extensions) {
  const auto is_input = [&](const fs::path& file) {
    const std::string extension = lower_extension(file);
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
  };
  std::string known;
  for (const std::string_view extension : extensions) {
    known += (known.empty() ? "" : extension == extensions.back() ? " or " : ", ");
    known += extension;
  }
  std::error_code error;
  const fs::file_status status = fs::status(source, error);
  if (!fs::exists(status)) {
    throw InputError("'" + source.string() + "' does not exist");
  }
  FileList list;
  if (fs::is_regular_file(status)) {
    if (!is_input(source)) {
      throw InputError("'" + source.string() + "' is no article: its name does not end in " +
                       known);
    }
    list.files.push_back(source);
    return list;
  }
  if (!fs::is_directory(status)) {
    throw InputError("'" + source.string() + "' is neither a file nor a folder");
  }
  fs::directory_iterator entries(source, error);
  if (error) throw InputError("cannot read folder '" + source.string() + "': " + error.message());
  for (const fs::directory_entry& entry : entries) {
    if (!entry.is_regular_file(error)) continue;
    if (is_input(entry.path())) {
      list.files.push_back(entry.path());
    } else {
      ++list.ignored;
    }
  }
  if (list.files.empty()) {
    throw InputError("folder '" + source.string() + "' holds no articles: no file in it ends in " +
                     known);
  }
  std::sort(list.files.begin(), list.files.end());
  return list;
}

std::string read_file_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw InputError(std::string("cannot be opened: ") + std::strerror(errno));
  std::string bytes;
  std::string block(std::size_t{1} << 16, '\0');
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    bytes.append(block, 0, static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > kTextFileBytesMax) {
      throw InputError("larger than " + std::to_string(kTextFileBytesMax >> 20) + " MiB");
    }
  }
  if (in.bad()) throw InputError(std::string("cannot be read: ") + std::strerror(errno));
  return bytes;
}

}  // namespace liaison::loaders

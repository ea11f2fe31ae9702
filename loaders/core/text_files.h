// The text files of a folder, and one of them read whole.
// Thread-safety: pure functions over the file system.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::loaders {

// Bytes in one text at most: far above any article, far below what would hurt.
inline constexpr std::uint64_t kTextFileBytesMax = std::uint64_t{16} << 20;

struct FileList {
  std::vector<std::filesystem::path> files;  // by name
  std::uint64_t ignored = 0;                 // other files in the folder
};

// The extension of a file's name in small letters, with its dot: ".txt".
std::string lower_extension(const std::filesystem::path& file);

// The file `source` itself, or the files of the folder `source` (not of folders in it) whose names
// end in one of `extensions`, in any case of letters. *Throws* InputError when `source` does not
// exist, cannot be read, or holds none.
FileList list_files(const std::filesystem::path& source,
                    std::span<const std::string_view> extensions);

// *Throws* InputError: unreadable or too large.
std::string read_file_bytes(const std::filesystem::path& file);

}  // namespace liaison::loaders

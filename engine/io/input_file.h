// A file to load, by its path: plain, or packed as .gz (zlib) or .zst (libzstd), told by the name.
// Unlike open_file_in (csv_reader.h) it goes wherever its caller, the owner of the process, says.
// Thread-safety: one thread, except that bytes_read() is safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "liaison/engine/csv_reader.h"

namespace liaison::engine {

class InputFile : public ByteSource {
 public:
  // Bytes of the file taken so far, packed as they lie on disk: what progress is measured by.
  virtual std::uint64_t bytes_read() const = 0;
};

// Throws InputError: not there, not a regular file. Reading throws it for damaged packing.
std::unique_ptr<InputFile> open_input_file(const std::string& path);
// Size on disk. Throws InputError as open_input_file.
std::uint64_t input_file_bytes(const std::string& path);

}  // namespace liaison::engine

// SHA-256 (FIPS 180-4), as the fingerprint of an input's bytes.
// Thread-safety: a Sha256 needs external locking.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace liaison::loaders {

class Sha256 {
 public:
  void update(std::string_view bytes);
  // The digest of all bytes as 64 hexadecimal digits. The object is spent afterwards.
  std::string hex_digest();

 private:
  void compress(const std::uint8_t* block);

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::size_t used_ = 0;  // bytes in block_
  std::uint64_t length_ = 0;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace liaison::loaders

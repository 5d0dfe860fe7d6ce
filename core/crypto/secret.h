#pragma once

#include <string_view>

#include "base/bytes.h"

namespace weighmaster::crypto {

/// Bytes that nobody else may see, a password or the text of a private key: wiped from memory with the
/// object. It moves and is never copied.
class Secret {
 public:
  Secret() = default;
  /// Takes the bytes over where they lie: no copy of them stays behind.
  explicit Secret(Bytes&& bytes) : bytes_(std::move(bytes)) {}
  ~Secret();
  Secret(Secret&& other) noexcept = default;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  [[nodiscard]] BytesView bytes() const { return bytes_; }
  [[nodiscard]] std::string_view text() const { return as_text(bytes_); }

 private:
  void wipe();

  Bytes bytes_;
};

}  // namespace weighmaster::crypto

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace docktor::test {

/// Takes a fuzzer's input apart, from its front on.
class Pieces {
 public:
  Pieces(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
  /// Borrows the text.
  explicit Pieces(std::string_view text) : rest_(text) {}

  bool empty() const { return rest_.empty(); }
  /// 0 where nothing is left.
  std::uint8_t Byte() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  /// Up to the next `end`, which is dropped, or to the end of all.
  std::string Text(char end = '\0') {
    const std::string text(rest_.substr(0, rest_.find(end)));
    rest_.remove_prefix(std::min(text.size() + 1, rest_.size()));
    return text;
  }
  std::string_view Rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace docktor::test

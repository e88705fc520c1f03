#include "brain/providers/pieces.h"

/// An answer that comes in pieces, of a type (the first byte says which) and in a provider's language (the second): it
/// is put together as far as it goes, and reads as a reply or as none; cut elsewhere it is the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  if (size < 2) return 0;
  const auto* type = data[0] % 2 == 0 ? "text/event-stream" : "application/vnd.amazon.eventstream";
  const auto& provider = *brain::Providers()[data[1] % brain::Providers().size()];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto heard = [&](std::size_t part) {
    json::value whole;
    std::string text;
    const auto reader =
        brain::PieceReader::For(type, [&](const brain::Piece& piece) { text += provider.Add(piece, whole); });
    for (std::size_t at = 0; at < bytes.size(); at += part)
      if (!reader->Feed(bytes.substr(at, part))) break;
    (void)provider.Read(whole);
    return text + WriteJson(whole);
  };
  if (heard(7) != heard(bytes.size() + 1)) __builtin_trap();
  return 0;
}

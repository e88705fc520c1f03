#include <sstream>

#include "fuzz/pieces.h"
#include "serve/mcp/header_value.h"
#include "serve/mcp/seal.h"
#include "serve/mcp/stdio.h"
#include "serve/tools/offer.h"

namespace docktor::serve {
namespace {

/// An agent's program that says these lines hears lines of JSON-RPC, and they end.
void Converse(const std::string& said) {
  static const Ask nobody = [](const auto&, const auto&) -> Result<json::value> {
    return Fail(Errc::kUnavailable, "no daemon runs");
  };
  static const mcp::Server server(DocktorOffer({nobody, nobody}, Access::kChanges));
  std::istringstream in(said);
  std::ostringstream out;
  mcp::ServeLines(server, in, out);
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    const auto heard = ParseJson(line);
    if (!heard) __builtin_trap();
    const auto messages = heard->is_array() ? heard->get_array() : json::array{*heard};
    for (const auto& message : messages)
      if (!message.is_object() || message.at("jsonrpc") != "2.0") __builtin_trap();
  }
}

/// Nothing opens but what was closed, for what it was bound to and in time.
void Seal(const std::string& text, const std::string& bound_to, const std::string& forged) {
  static const mcp::Seal seal;
  const Instant now{1'764'000'000'000ms};
  const auto closed = seal.Close(text, bound_to, now);
  if (seal.Open(closed, bound_to, now) != text || seal.Open(closed, bound_to + "x", now)) __builtin_trap();
  if (seal.Open(closed, bound_to, now + 11min) || seal.Open(forged, bound_to, now)) __builtin_trap();
  if (seal.Open(closed + forged, bound_to, now) && !forged.empty()) __builtin_trap();
}

}  // namespace
}  // namespace docktor::serve

/// What an agent's program says on standard input, what it carries for the server, and what it puts into headers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  test::Pieces pieces(data, size);
  switch (pieces.Byte() % 3) {
    case 0: serve::Converse(std::string(pieces.Rest())); break;
    case 1: {
      const auto text = pieces.Text(), bound_to = pieces.Text();
      serve::Seal(text, bound_to, pieces.Text());
      break;
    }
    default: (void)serve::mcp::HeaderValue(std::string(pieces.Rest()));
  }
  return 0;
}

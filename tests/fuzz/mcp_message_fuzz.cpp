#include "serve/mcp/server.h"
#include "serve/tools/offer.h"

/// Messages that an agent's program may say: each is answered with JSON-RPC or not at all, whatever it is. Nobody is
/// there to do what is asked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  static const serve::Ask nobody = [](const auto&, const auto&) -> Result<json::value> {
    return Fail(Errc::kUnavailable, "no daemon runs");
  };
  static const serve::mcp::Server server([] {
    auto offer = serve::DocktorOffer({nobody, nobody}, serve::Access::kChanges);
    offer.watch = [](const serve::mcp::OnChange&) { return std::make_shared<int>(); };
    return offer;
  }());
  const auto message = ParseJson({reinterpret_cast<const char*>(data), size});
  if (!message) return 0;
  const auto answer = server.Answer(*message, {.session = std::make_shared<serve::mcp::Session>()});
  if (answer && answer->at("jsonrpc") != "2.0") __builtin_trap();
  if (answer && answer->contains("result") == answer->contains("error")) __builtin_trap();
  return 0;
}

#include "serve/router.h"

#include <cstdint>

#include "fuzz/store_leaks.h"
#include "unit/operations/world.h"

/// Whatever somebody asks over HTTP: a method, a target, a body and headers, a line of zeros between them. It is
/// answered or refused, and what would be run has an input that its operation accepts or names as wrong.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  static operations::World world;
  static const serve::Router router(world.context, operations::All());
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto take = [&] {
    const auto end = std::min(rest.find('\0'), rest.size());
    std::string part(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
  };
  serve::Request request{.method = take(), .target = take(), .accept = take(), .actor = take()};
  request.headers["mcp-session-id"] = take();
  request.headers["content-type"] = "application/json";
  request.headers["accept"] = "application/json, text/event-stream";
  request.body = std::string(rest);
  const auto found = router.Route(request);
  if (const auto* response = std::get_if<serve::Response>(&found); response && response->status < 100) __builtin_trap();
  if (const auto* call = std::get_if<serve::Call>(&found))
    if (const auto checked = call->operation->Check(call->input); !checked && checked.error().message.empty())
      __builtin_trap();
  return 0;
}

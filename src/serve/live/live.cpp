#include "serve/live/live.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

#include "serve/query.h"

namespace docktor::serve {
namespace {

std::string Header(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

bool WantsSocket(const Request& request) {
  auto upgrade = Header(request, "upgrade");
  std::transform(upgrade.begin(), upgrade.end(), upgrade.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return upgrade == "websocket";
}

bool WantsEvents(const Request& request) { return request.accept.find("text/event-stream") != std::string::npos; }

std::optional<std::uint64_t> NumberIn(const std::string& text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
}

Status Take(const std::string& name, const std::string& value, Live& live) {
  const auto wrong = Fail(Errc::kInvalidInput, name + ": '" + value + "'", "for example ?since=41&wait=25s");
  if (name == "since") {
    live.since = NumberIn(value);
    return live.since ? Status{} : wrong;
  }
  if (name != "wait") return wrong;
  const auto wait = ParseDuration(value);
  if (!wait) return wrong;
  live.wait = std::min(*wait, Live::kLongest);
  return {};
}

}  // namespace

bool IsLive(const Request& request, std::string_view query) {
  if (request.method != "GET") return false;
  const bool polls = query.starts_with("since=") || query.starts_with("wait=");
  return WantsSocket(request) || polls || (WantsEvents(request) && query.empty());
}

Result<Live> LiveOf(const Request& request, std::string_view query) {
  Live live{.by = WantsSocket(request)   ? Live::By::kSocket
                  : WantsEvents(request) ? Live::By::kEvents
                                         : Live::By::kPoll};
  const auto pairs = ParseQuery(query);
  if (!pairs) return tl::unexpected<Error>(pairs.error());
  if (live.by == Live::By::kEvents) live.since = NumberIn(Header(request, "last-event-id"));
  for (const auto& [name, value] : *pairs)
    if (const auto taken = Take(name, value, live); !taken) return tl::unexpected<Error>(taken.error());
  if (live.since == std::uint64_t{0}) live.since.reset();
  return live;
}

}  // namespace docktor::serve

#include "docker/engine_event.h"

#include <limits>
#include <utility>

using namespace docktor;
using docker::EngineEvent;

namespace {

constexpr Instant kLast{Duration{1'000'000'000'000'000}};  // `FromSeconds` goes no further
constexpr std::int64_t kNanos = 1'000'000;                 // of a millisecond

/// As the engine would say it. A time that has no nanoseconds is one of whole seconds.
std::string LineOf(const EngineEvent& event, const char* type) {
  json::object attributes;
  for (const auto& [name, value] : event.attributes) attributes[name] = value;
  json::object line{{"Type", type},
                    {"Action", event.action},
                    {"Actor", {{"ID", event.container.value}, {"Attributes", std::move(attributes)}}}};
  const auto at = event.at.time_since_epoch().count();
  if (at > 0 && at <= std::numeric_limits<std::int64_t>::max() / kNanos)
    line["timeNano"] = at * kNanos;
  else
    line["time"] = at / 1000;
  return json::serialize(line);
}

bool Same(const EngineEvent& a, const EngineEvent& b) {
  return a.action == b.action && a.container == b.container && a.at == b.at && a.attributes == b.attributes;
}

void Check(const EngineEvent& event) {
  if (event.container.empty() || event.action.empty()) __builtin_trap();
  if (event.at > kLast || event.at < Instant{} - kLast.time_since_epoch()) __builtin_trap();
  for (const auto& [name, value] : event.attributes)
    if (name.find('\0') == std::string::npos && docker::Attribute(event, name.c_str()) != value) __builtin_trap();
  const auto again = docker::ParseEvent(LineOf(event, "container"));
  if (!again || !Same(*again, event)) __builtin_trap();
  if (docker::ParseEvent(LineOf(event, "network"))) __builtin_trap();
}

}  // namespace

/// Whatever comes down the stream of events: what is taken for one says of which container, at a time that can be
/// reckoned with, and is the same when it is told anew.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto event = docker::ParseEvent({reinterpret_cast<const char*>(data), size})) Check(*event);
  return 0;
}

#pragma once

#include <optional>
#include <string_view>

namespace docktor::docker {

/// The number that Linux has for a signal, which the engine takes by number or by name: "15", "TERM", "sigterm",
/// "SIGRTMIN+3". Empty: it is none.
std::optional<int> SignalNumber(std::string_view signal);

}  // namespace docktor::docker

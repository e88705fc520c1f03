#pragma once

#include <functional>
#include <string>
#include <vector>

namespace docktor::net {

/// Whether `is_it` says so of the command, word by word, of a process that runs on this machine, as far as this process
/// may see them.
bool AnyRunning(const std::function<bool(const std::vector<std::string>& command)>& is_it);

}  // namespace docktor::net

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace docktor::net {

/// Whether `is_it` says so of the command, word by word, of a process whose name begins so (of which the kernel
/// keeps 15 letters) that runs on this machine, as far as this process may see them. Others' commands are not read:
/// that can hang as long as they do.
bool AnyRunning(std::string_view name, const std::function<bool(const std::vector<std::string>& command)>& is_it);

}  // namespace docktor::net

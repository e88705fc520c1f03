#pragma once

#include <string_view>

namespace docktor::net {

/// Gives back to the kernel what a start has taken and nobody needs any more: freed memory, and the pages of the
/// program and its libraries, which come from their files again once they are run. Takes some milliseconds, in which
/// other threads may wait for memory; any thread may call it.
void GiveBackMemory();

/// The pages alone, and of the library alone whose path has `name` in it.
void GiveBackPagesOf(std::string_view name);

}  // namespace docktor::net

#pragma once

namespace docktor::net {

/// Gives back to the kernel what this process does without for now: freed memory, and the pages of the program and its
/// libraries, which come from their files again once they are run. Takes some milliseconds; any thread may call it.
void GiveBackMemory();

}  // namespace docktor::net

#pragma once

#include "docker/engine.h"
#include "observe/files/roots.h"

namespace docktor::observe {

/// Whether the engine that said `info` at `address` runs on the machine that these files tell of, so that the files'
/// host is the engine's: the address is a socket of this machine, and kernel, memory and name are this machine's. In a
/// container Docktor has another name, which tells nothing then.
bool IsOnThisMachine(const docker::EngineAddress& address, const docker::EngineInfo& info, const Roots& roots = {});

}  // namespace docktor::observe

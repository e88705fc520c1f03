#pragma once

#include "cli/arguments/arguments.h"
#include "cli/daemon/daemon_place.h"

namespace docktor::cli {

/// The start that takes the place of the daemon at `running`: of the same project, with its flags and those that the
/// command has. Goes to the folder in which that one was started, here and in `around`, where its
/// project is not named.
///
/// kNotFound: that folder is gone. Other errors are those of a daemon that does not answer.
Result<StartCommand> AsStarted(const StartCommand& command, const DaemonPlace& running, Surroundings& around);

}  // namespace docktor::cli

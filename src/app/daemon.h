#pragma once

#include <functional>

#include "app/plan/options.h"
#include "core/result.h"

namespace docktor::app {

/// Whether RunDaemon would start, if no daemon ran: its errors, all but kConflict. Changes nothing.
Status CheckStart(const DaemonOptions& options);

/// Runs the daemon of one project on this thread until it is told to end (SIGINT, SIGTERM or the operation `stop`);
/// then everything has been closed and the socket is gone.
///
/// `on_ready` is called once, when the services have been looked at for the first time and the socket answers. The log
/// goes to stderr, which the caller may have sent to a file.
/// Errors, only before `on_ready`: kInvalidInput: a setting or a file is wrong. kNotFound: no such project or file.
/// kDenied: other machines would be answered without TLS. kConflict: a daemon answers for this project already.
/// kUnavailable: the Docker engine cannot be reached.
Status RunDaemon(const DaemonOptions& options, const std::function<void()>& on_ready);

}  // namespace docktor::app

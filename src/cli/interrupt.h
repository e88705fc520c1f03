#pragma once

namespace docktor::cli {

/// From now on SIGINT and SIGTERM do not end the process but make `Interrupted` true.
void WatchForInterrupt();
bool Interrupted();
/// What was to be interrupted has ended. SIGTERM means everything, and is not forgotten.
void ForgetInterrupt();

}  // namespace docktor::cli

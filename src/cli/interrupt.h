#pragma once

namespace docktor::cli {

/// From now on SIGINT and SIGTERM do not end the process but make `Interrupted` true.
void WatchForInterrupt();
/// And a read that began just after the signal had come is interrupted too, within a second, for as long as
/// `Interrupted`.
void InterruptLateReads();
bool Interrupted();
/// What was to be interrupted has ended. SIGTERM means everything, and is not forgotten.
void ForgetInterrupt();

}  // namespace docktor::cli

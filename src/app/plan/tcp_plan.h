#pragma once

#include <optional>

#include "app/plan/options.h"
#include "app/plan/plan.h"
#include "core/result.h"
#include "serve/entrance.h"

namespace docktor::app {

/// What the daemon is to serve over TCP beside its socket.
struct TcpPlan {
  serve::Entrance entrance;
  bool asked_for = false;  ///< by name: where it cannot be had the daemon does not start
};

/// Empty: nothing. Opens nothing, but reads the files that TLS wants. kInvalidInput: an address, a path or one of these
/// files is wrong. kDenied: other machines could reach it, nothing would be encrypted, and nobody said that this is
/// right.
Result<std::optional<TcpPlan>> PlanTcp(const Plan& plan, const DaemonOptions& options);

}  // namespace docktor::app

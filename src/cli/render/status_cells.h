#pragma once

#include <string>

#include "cli/render/table.h"
#include "operations/now/status.h"

namespace docktor::cli {

/// What is said of one service, piece by piece.
std::string Percent(double ratio);
/// "2/3 of 1–10 …": ready, running, bounds where Docktor may change the count, and whether it is at it.
Cell ReplicasCell(const operations::ServiceStatus& service);
/// "62% of 60%", loud where that is too much.
Cell LoadCell(const operations::ServiceStatus& service);
Cell ModeCell(const operations::ServiceStatus& service, Instant now);
/// "web 2 → 4: …  (3s ago)"
std::string LastDecision(const operations::ServiceStatus& service, Instant now);

}  // namespace docktor::cli

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "operations/now/status.h"
#include "operations/shared/history_item.h"

namespace docktor::cli {

/// Where a demo plays: a service `web`, load on it, and Docktor that scales it. For one thread. The errors say what a
/// person can do about them.
class Stage {
 public:
  virtual ~Stage() = default;

  /// Puts everything there; `done` is told each step.
  virtual Status Raise(const std::function<void(const std::string& step)>& done) = 0;
  /// Takes away what it has put there, be it all or a part.
  virtual void Strike() = 0;

  /// Starts `rate` requests a second for `length`, each of 30 ms of CPU; when the first leaves.
  virtual Result<Instant> StartLoad(double rate, Duration length) = 0;
  /// What the load came to, a JSON document; empty while it lasts.
  virtual Result<std::string> LoadSummary() = 0;
  virtual Result<operations::StatusOutput> Look() = 0;
  /// The last ones about `web`, newest first.
  virtual Result<std::vector<operations::HistoryItem>> Decisions(int limit) = 0;

  virtual Instant Now() const = 0;  ///< by the clock that the stage goes by
  virtual void Wait() = 0;          ///< lets up to a second pass
};

/// `web` of a status; null where it is not there.
const operations::ServiceStatus* WebOf(const operations::StatusOutput& status);

}  // namespace docktor::cli

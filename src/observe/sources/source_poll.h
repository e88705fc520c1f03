#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/ids.h"
#include "core/reading.h"
#include "core/spec.h"
#include "observe/sources/list.h"
#include "observe/sources/source.h"

namespace docktor::observe {

/// What the sources of a project need to know of the world. Called from several threads.
struct SourceWorld {
  /// An IP address of a running replica of a service of the project, the same one while that replica runs. Empty: no
  /// such service, or it does not run.
  std::function<std::optional<std::string>(const std::string& service)> address_of;
  /// The value of an environment variable; empty: it is not set.
  std::function<std::optional<std::string>(const std::string& name)> variable;
  std::function<SourceMaker> make = MakeSource;
};

/// The time from one look to the next, after so many failures in a row: the interval at first, then longer and longer
/// up to half a minute or the interval, whichever is more.
Duration PauseAfter(Duration interval, int failures);

/// Looks at one source of a service. One thread at a time. A replica that stands for the URL's host is looked up each
/// time; another one begins anew.
class SourcePoll {
 public:
  /// How long one look may take.
  static constexpr Duration kLimit = 2s;

  /// `world` outlives it.
  SourcePoll(ServiceKey service, SourceSettings settings, const SourceWorld& world)
      : service_(std::move(service)), settings_(std::move(settings)), world_(world) {}

  /// The figure, or why there is none, or neither: it answers, and has nothing to tell. Its `at` is left to the caller.
  ServiceReading Look(SteadyTime now);
  /// How long to wait after it.
  Duration Pause() const { return PauseAfter(settings_.interval, failures_); }

 private:
  Result<std::optional<double>> Read(SteadyTime now);
  Result<std::string> Password() const;
  Status Renew();

  ServiceKey service_;
  SourceSettings settings_;
  const SourceWorld& world_;
  SourceAccess access_;
  std::unique_ptr<Source> source_;
  int failures_ = 0;
};

}  // namespace docktor::observe

#pragma once

#include "core/service.h"

namespace docktor::pilot {

/// Tells from the replicas before a loss of the engine and after it whether it was restarted, or was only out of reach
/// for a while: its stream of events was cut, or it hung. Nothing else tells, since no event of that time is known.
///
/// An engine that restarts ends all that run and begins new runs of some, whatever the service. (With live-restore it
/// ends none; then none is missing either.) So it was not restarted where a replica has gone on with its run. Where
/// none has, it was, be it that none runs at all; but not where some are not described, nor where the only ones that
/// run were made meanwhile, and not by Docktor: who made them took the others away. Where all that are left crashed
/// meanwhile, and their policy started them anew, nothing tells that from a restart.
class EngineReturn {
 public:
  /// Of one service: as last seen before the loss, and as it is now. What the engine did not describe says nothing.
  void Note(const ServiceFacts& before, const ServiceFacts& now);
  bool Restarted() const { return !went_on_ && (began_anew_ || !(made_ || hidden_)); }

 private:
  bool went_on_ = false;
  bool began_anew_ = false;
  bool made_ = false;
  bool hidden_ = false;  ///< something was not described
};

}  // namespace docktor::pilot

#pragma once

#include <algorithm>
#include <array>

#include "core/replica.h"

namespace docktor::pilot {

constexpr int kOfSignal = 128;  ///< what exit codes of programs that a signal ended begin at

/// Whether the exit of one that has ended is that of a fault, which nobody can have asked for: a lack of memory, or a
/// signal of such.
inline bool ShowsFault(const Replica& replica) {
  constexpr int kKill = 9;
  constexpr std::array kFaults{4, 5, 6, 7, 8, 11, 31};  // ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS
  if (Runs(replica)) return false;
  const int signal = replica.exit_code - kOfSignal;
  if (signal == kKill) return replica.out_of_memory;
  return std::find(kFaults.begin(), kFaults.end(), signal) != kFaults.end();
}

/// Whether it is likely that nobody stopped it: it ended with an error of its own. What is told to stop ends with 0 as
/// a rule, or of a signal: of its own one, or in the end of KILL. Some programs have an error for it.
inline bool ShowsCrash(const Replica& replica) {
  constexpr int kLastSignal = 64;
  if (Runs(replica) || replica.exit_code == 0) return false;
  const int signal = replica.exit_code - kOfSignal;
  return ShowsFault(replica) || signal <= 0 || signal > kLastSignal;
}

}  // namespace docktor::pilot

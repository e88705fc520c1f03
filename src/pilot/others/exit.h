#pragma once

#include <algorithm>
#include <array>

#include "core/replica.h"

namespace docktor::pilot {

/// Whether the exit of one that has ended shows that nobody stopped it. What is told to stop ends with 0, or of a
/// signal (128 and its number): of its own one, or in the end of KILL. The signals of faults are nobody's word.
inline bool ShowsCrash(const Replica& replica) {
  constexpr int kOfSignal = 128, kLastSignal = 64, kKilled = kOfSignal + 9;
  constexpr std::array kFaults{4, 5, 6, 7, 8, 11, 31};  // ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS
  if (Runs(replica) || replica.exit_code == 0) return false;
  if (replica.exit_code == kKilled) return replica.out_of_memory;
  const int signal = replica.exit_code - kOfSignal;
  if (signal <= 0 || signal > kLastSignal) return true;
  return std::find(kFaults.begin(), kFaults.end(), signal) != kFaults.end();
}

}  // namespace docktor::pilot

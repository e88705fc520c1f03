/// Twelve hours with load and trouble on an engine in memory, in a minute or two: what runs must not grow.
#include <iostream>
#include <random>

#include <malloc.h>
#include <unistd.h>

#include "support/footprint.h"
#include "support/soak_checks.h"

namespace docktor {
namespace {

struct Held {
  test::Footprint process;
  std::size_t heap = 0;  ///< bytes in use
};

Held HeldNow() {
  malloc_trim(0);
  const auto info = mallinfo2();
  return {test::FootprintOf(getpid()), info.uordblks + info.hblkhd};
}
std::ostream& operator<<(std::ostream& os, const Held& held) {
  return os << held.process << ", " << held.heap / 1024 << " KiB of heap in use";
}

TEST(Soak, TwelveHoursOfTroubleLeaveNothingBehind) {
  const auto* given = std::getenv("CHAOS_SEED");
  const auto seed = given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
  SCOPED_TRACE("CHAOS_SEED=" + std::to_string(seed));
  test::Soak soak(seed);
  std::vector<Held> held;
  for (int hours = 2; hours <= 12; hours += 2) {
    soak.Run(2h, true);
    held.push_back(HeldNow());
    soak.restarts = false;  // from now on nothing is given back by an end
    std::cout << "after " << hours << " h and " << soak.faults() << " faults, " << soak.amid()
              << " times amid an action: " << held.back() << std::endl;
  }
  const auto &early = held.front(), &late = held.back();
  EXPECT_EQ(late.process.threads, early.process.threads);
  EXPECT_LE(late.process.descriptors, early.process.descriptors + 1);
  EXPECT_LE(late.process.own_kib, early.process.own_kib + 8 * 1024);
  EXPECT_LE(late.heap, early.heap + (1 << 20));
  soak.Run(10min, false);
  test::ExpectOrder(soak);
}

}  // namespace
}  // namespace docktor

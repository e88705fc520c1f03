#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// How one part of the daemon does.
struct PartHealth {
  std::string part;  ///< engine, looks, readings, settings, journal, store, model
  bool ok = true;
  std::string says;    ///< a sentence
  std::string advice;  ///< what to do about trouble; empty: nothing
};
BOOST_DESCRIBE_STRUCT(PartHealth, (), (part, ok, says, advice))

struct HealthOutput {
  bool ok = true;  ///< all of them are
  std::vector<PartHealth> parts;
};
BOOST_DESCRIBE_STRUCT(HealthOutput, (), (ok, parts))

constexpr std::uintmax_t kLeastFree = 20 * 1024 * 1024;  ///< bytes; with less, nothing can be recorded soon

/// The pilots publish every few seconds, whatever happens. Whether they have not for so long that they hang.
bool Hangs(const pilot::Snapshot& snapshot, Instant now);

PartHealth EngineHealth(const pilot::Snapshot& snapshot);
PartHealth LooksHealth(const pilot::Snapshot& snapshot, Instant now);
PartHealth JournalHealth(const Context& context, const pilot::Snapshot& snapshot);
HealthOutput HealthOf(const Context& context);

Operation HealthOperation();

}  // namespace docktor::operations

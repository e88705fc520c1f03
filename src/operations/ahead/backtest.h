#pragma once

#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct BacktestInput {
  std::string service;
  std::string since = "7d";
  std::string set = {};  ///< settings that differ from the present ones: "targets.cpu=70%; max=12"; empty: none
};
BOOST_DESCRIBE_STRUCT(BacktestInput, (), (service, since, set))

struct BacktestRow {
  std::string name;  ///< "as it was", "present settings", "changed settings"
  double replica_hours = 0;
  double minutes_over = 0;  ///< in which the replicas were busier than `goal`
  int changes = 0;
};
BOOST_DESCRIBE_STRUCT(BacktestRow, (), (name, replica_hours, minutes_over, changes))

/// A time in which the changed settings would have had another count than the present ones.
struct BacktestDifference {
  Instant from{}, to{};
  int present = 0, changed = 0;  ///< the counts at its begin
  std::string by;                ///< whose decision made them differ: "present" or "changed"; empty: they began so
  std::string because;           ///< that decision: "web 2 → 4: CPU at 91 % …"
  int went_to = 0;               ///< the count that it ordered; 0: there was none
};
BOOST_DESCRIBE_STRUCT(BacktestDifference, (), (from, to, present, changed, by, because, went_to))

struct BacktestOutput {
  ServiceKey service;
  Instant from{}, to{};
  double hours = 0;  ///< of load that were played
  double goal = 0;   ///< the CPU that counts as too busy when it is exceeded
  std::vector<BacktestRow> rows;
  std::vector<BacktestDifference> differences;  ///< the longest first, twenty at most
  int differ = 0;                               ///< how many there are
  std::vector<std::string> assumptions;
};
BOOST_DESCRIBE_STRUCT(BacktestOutput, (), (service, from, to, hours, goal, rows, differences, differ, assumptions))

Operation BacktestOperation();

}  // namespace docktor::operations

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/record.h"
#include "core/spread.h"

namespace docktor::remember {

/// What kind of change was decided: as in the store's table `decisions`.
struct ChangeDecided {
  std::string action;  ///< scale_up, scale_down, resize
  Actor by = Actor::kRules;
  Reason reason = Reason::kWithinRange;  ///< what limited it, or else what the strategy saw
  friend auto operator<=>(const ChangeDecided&, const ChangeDecided&) = default;
};

enum class Failure {
  kNotDone,   ///< the engine did not do all that was asked for
  kNotReady,  ///< it did, and the new replicas did not become ready, or ended again
};
BOOST_DESCRIBE_ENUM(Failure, kNotDone, kNotReady)

/// What came of asking one language model.
struct ModelCounts {
  std::map<AdviceFate, std::int64_t> fates = {};
  Spread<9> seconds{{0.5, 1, 2, 5, 10, 20, 30, 60, 120}};  ///< that answers took
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
};

/// What was recorded of one service; each number only grows.
struct ServiceCounts {
  std::map<ChangeDecided, std::int64_t> changes = {};
  std::map<Reason, std::int64_t> holds = {};  ///< by what limited them; equal ones in a row count once
  std::map<Failure, std::int64_t> failures = {};
  std::map<OutcomeKind, std::int64_t> outcomes =
      {};  ///< one that replaces an earlier one of the same action counts too
  Spread<9> until_ready{
      {1, 2, 5, 10, 20, 30, 60, 120, 300}};  ///< s from a decision to its last new replica being ready
  std::map<ProposalEnd, std::int64_t> proposals = {};
  std::map<ChangeKind, std::int64_t> changes_by_others = {};
  std::map<std::string, ModelCounts> models = {};  ///< by name
};

/// Counts what is recorded from the start of the daemon on. Thread-safe.
class Counts {
 public:
  /// Takes a record that was appended.
  void Add(const Record& record);
  std::map<ServiceKey, ServiceCounts> Now() const;

 private:
  void Take(const Intent& intent);
  void Take(const HoldRun& run);
  void Take(const ActionEnded& ended);
  void Take(const OutcomeJudged& judged);
  void Take(const ProposalEnded& ended);
  void Take(const ChangeSeen& change);
  void Take(const Judged& judged);
  template <typename Body>
  void Take(const Body&) {}  // is nothing that is counted

  mutable std::mutex mutex_;
  std::map<ServiceKey, ServiceCounts> services_;
  std::map<ServiceKey, DecisionId> begun_;   ///< whose intent was counted last
  std::map<ServiceKey, DecisionId> failed_;  ///< whose failure was counted last
};

}  // namespace docktor::remember

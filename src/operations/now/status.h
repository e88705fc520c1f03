#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/orders/proposals.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// How a service is treated at present.
enum class Mode {
  kAuto,         ///< scaled by its rules
  kManual,       ///< its rules propose, a person decides
  kWatched,      ///< nobody enabled it: explained, never changed
  kDryRun,       ///< decided, not done
  kPaused,       ///< left alone because somebody said so
  kOverride,     ///< kept at the count that somebody commanded
  kStopped,      ///< others stopped it: stays stopped
  kCannotScale,  ///< an engine fact is in the way
};
BOOST_DESCRIBE_ENUM(Mode, kAuto, kManual, kWatched, kDryRun, kPaused, kOverride, kStopped, kCannotScale)

/// One line of the table.
struct ServiceStatus {
  ServiceKey service;
  Mode mode = Mode::kAuto;
  std::optional<ChosenMode> rules = {};    ///< what its rules may do, beneath an order; empty: it is not enabled
  std::optional<ChosenMode> chosen = {};   ///< by a person; empty: the mode is that of the settings
  std::optional<Instant> mode_until = {};  ///< of kPaused and kOverride; empty: until resumed
  std::string override;                    ///< in words: "at least 4 replicas"; empty: none
  int running = 0;
  int ready = 0;
  int min = 0;
  int max = 0;
  std::optional<double> cpu = {};         ///< mean utilization, 0.85 = 85 %; empty: no fresh reading
  std::optional<double> cpu_target = {};  ///< that its strategy goes by; empty: it finds out by itself how busy is well
  bool acting = false;                    ///< an action is in flight
  std::optional<DecisionId> decision = {};
  std::optional<Instant> decided_at = {};
  std::int64_t equal_looks = 0;            ///< looks in a row that came to the same hold
  std::string sentence;                    ///< the last decision in words; empty before the first look
  std::optional<Instant> held_until = {};  ///< when the limit that keeps the count ends by itself, where it does
  std::optional<Instant> next_look = {};
  std::optional<ProposalItem> proposal = {};  ///< that waits for a person's word
  std::vector<std::string> warnings = {};     ///< of one that is scaled: what speaks against more replicas
};
BOOST_DESCRIBE_STRUCT(ServiceStatus, (),
                      (service, mode, rules, chosen, mode_until, override, running, ready, min, max, cpu, cpu_target,
                       acting, decision, decided_at, equal_looks, sentence, held_until, next_look, proposal, warnings))

/// What asking a language model has come to, over all services, since the start.
struct ModelStatus {
  std::string model;
  BrainMode mode = BrainMode::kAdvise;  ///< of the first service that asks
  pilot::CounselView counsel;           ///< sums; the trouble of any service
  brain::SpentOnModels spent = {};      ///< lately, on talks too: what counts for the budget
};
BOOST_DESCRIBE_STRUCT(ModelStatus, (), (model, mode, counsel, spent))

struct StatusInput {
  bool watch = false;
};
BOOST_DESCRIBE_STRUCT(StatusInput, (), (watch))

struct StatusOutput {
  Instant at{};
  DaemonFacts daemon;
  std::optional<std::string> engine_lost = {};
  std::optional<std::string> journal_error = {};
  std::optional<std::string> journal_loss = {};    ///< what of it cannot be used, or was never written
  std::optional<std::string> settings_error = {};  ///< why changed settings are refused; the old ones are in force
  std::optional<HostReading> host = {};
  std::optional<ModelStatus> model = {};  ///< empty: none is asked
  std::string readings_from;              ///< "the kernel's files", "the engine's stats streams"
  std::vector<ServiceStatus> services;
};
BOOST_DESCRIBE_STRUCT(StatusOutput, (),
                      (at, daemon, engine_lost, journal_error, journal_loss, settings_error, host, model, readings_from,
                       services))

Mode ModeOf(const pilot::ServiceView& view);
/// In words; none of a service that cannot be scaled.
std::vector<std::string> WarningsOf(const pilot::ServiceView& view);
/// Empty: none is asked.
std::optional<ModelStatus> ModelOf(const Context& context, const pilot::Snapshot& snapshot);
ServiceStatus StatusOf(const pilot::ServiceView& view);
/// Of everything, now.
StatusOutput StatusNow(const Context& context);

Operation StatusOperation();

}  // namespace docktor::operations

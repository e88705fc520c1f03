#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/decision.h"
#include "core/judgement.h"
#include "core/service.h"

#include <boost/describe.hpp>

namespace docktor {

/// What the journal keeps. Each body carries the name under which it is written (`kType`).

struct DaemonStarted {
  static constexpr const char* kType = "daemon_started";
  std::string version;
  std::string project;
};
BOOST_DESCRIBE_STRUCT(DaemonStarted, (), (version, project))

struct DaemonStopped {
  static constexpr const char* kType = "daemon_stopped";
  std::string project;
};
BOOST_DESCRIBE_STRUCT(DaemonStopped, (), (project))

/// A decision that acts. On disk before the first call to the engine; a later record with the same decision id replaces
/// the earlier: another run of a replica is stopped than the one that was to be.
struct Intent {
  static constexpr const char* kType = "intent";
  Decision decision;
};
BOOST_DESCRIBE_STRUCT(Intent, (), (decision))

struct ActionEnded {
  static constexpr const char* kType = "action_ended";
  ActionReport report;
};
BOOST_DESCRIBE_STRUCT(ActionEnded, (), (report))

struct OutcomeJudged {
  static constexpr const char* kType = "outcome";
  Outcome outcome;
};
BOOST_DESCRIBE_STRUCT(OutcomeJudged, (), (outcome))

/// Equal holds in a row. Written when the run begins (count 1), from time to time, and when it ends; a later record
/// with the same decision id replaces the earlier.
struct HoldRun {
  static constexpr const char* kType = "hold";
  Decision first;
  Instant last{};
  std::int64_t count = 1;
};
BOOST_DESCRIBE_STRUCT(HoldRun, (), (first, last, count))

struct OverrideSet {
  static constexpr const char* kType = "override_set";
  ServiceKey service;
  Override override;
};
BOOST_DESCRIBE_STRUCT(OverrideSet, (), (service, override))

struct OverrideEnded {
  static constexpr const char* kType = "override_ended";
  ServiceKey service;
  Actor by = Actor::kPerson;  ///< kRules: its time was up
};
BOOST_DESCRIBE_STRUCT(OverrideEnded, (), (service, by))

/// How a person wants a service treated.
enum class ChosenMode {
  kAuto,    ///< scaled by its rules
  kManual,  ///< its rules propose, a person decides
};
BOOST_DESCRIBE_ENUM(ChosenMode, kAuto, kManual)

/// A person chose how a service is treated, over what its settings say of that. It counts while they say what they said
/// then.
struct ModeChosen {
  static constexpr const char* kType = "mode_chosen";
  ServiceKey service;
  std::optional<ChosenMode> mode = {};  ///< empty: as its settings say
  std::optional<ChosenMode> over = {};  ///< what its settings said then; empty: it was not enabled
};
BOOST_DESCRIBE_STRUCT(ModeChosen, (), (service, mode, over))

/// The count found when a service was first enabled: its minimum where nobody says one.
struct FirstEnabled {
  static constexpr const char* kType = "first_enabled";
  ServiceKey service;
  int count = 0;
};
BOOST_DESCRIBE_STRUCT(FirstEnabled, (), (service, count))

/// What a change of the count was that Docktor did not make.
enum class ChangeKind {
  kDeploy,         ///< Compose put the service back to the count of its file, or made it anew
  kByHand,         ///< somebody wants another count
  kStopped,        ///< none is left running, and nobody let it crash
  kEngineRestart,  ///< the engine was restarted, and fewer came back than ran before
};
BOOST_DESCRIBE_ENUM(ChangeKind, kDeploy, kByHand, kStopped, kEngineRestart)

struct ChangeSeen {
  static constexpr const char* kType = "change_seen";
  ServiceKey service;
  ChangeKind kind = ChangeKind::kByHand;
  Instant at{};  ///< when it was noticed
  int from = 0;
  int to = 0;
  std::optional<Instant> until = {};  ///< of a change by hand: how long it is left so
  friend bool operator==(const ChangeSeen&, const ChangeSeen&) = default;
};
BOOST_DESCRIBE_STRUCT(ChangeSeen, (), (service, kind, at, from, to, until))

struct ProposalMade {
  static constexpr const char* kType = "proposal";
  Proposal proposal;
};
BOOST_DESCRIBE_STRUCT(ProposalMade, (), (proposal))

struct ProposalEnded {
  static constexpr const char* kType = "proposal_ended";
  DecisionId id;
  ServiceKey service;
  ProposalEnd how = ProposalEnd::kExpired;
  Actor by = Actor::kRules;
  int count = 0;                             ///< that was approved, or rejected
  std::optional<Instant> silent_until = {};  ///< what was proposed is not proposed again before
  std::optional<int> proposed = {};          ///< of a modified one
};
BOOST_DESCRIBE_STRUCT(ProposalEnded, (), (id, service, how, by, count, silent_until, proposed))

/// Docktor is about to leave a service without replicas. What is known of it then: the engine says nothing of it any
/// more, and it has to come back though Docktor is restarted meanwhile.
struct Emptied {
  static constexpr const char* kType = "emptied";
  ServiceKey service;
  std::optional<ServiceFacts> facts;  ///< without the replicas; empty: somebody has brought it back
  Limits takes = {};                  ///< what one replica took: by its limits, or the memory that it used
};
BOOST_DESCRIBE_STRUCT(Emptied, (), (service, facts, takes))

/// A language model was asked about a service.
struct Judged {
  static constexpr const char* kType = "judgement";
  Judgement judgement;
  AdviceFate fate = AdviceFate::kFailed;
  int recommended = 0;     ///< by the rules, when the answer came
  int verdict = 0;         ///< what the constraints then made of the advice, or without one of the recommendation
  std::int64_t looks = 0;  ///< at the service since the last judgement; there was nothing to ask at the others
};
BOOST_DESCRIBE_STRUCT(Judged, (), (judgement, fate, recommended, verdict, looks))

/// A person talked with a language model.
struct TalkedWith {
  static constexpr const char* kType = "talk";
  Instant at{};  ///< when it ended
  std::string endpoint;
  std::string model;
  std::int64_t calls = 0;  ///< questions to the model, those without an answer too
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double dollars = 0;  ///< by the prices in the settings
};
BOOST_DESCRIBE_STRUCT(TalkedWith, (), (at, endpoint, model, calls, tokens_in, tokens_out, dollars))

/// What the journal could not keep: its disk took nothing, and there was no room for more in memory.
struct RecordsLost {
  static constexpr const char* kType = "records_lost";
  Instant first{};  ///< when the first of them was to be kept
  Instant last{};
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RecordsLost, (), (first, last, count))

using RecordBody = std::variant<DaemonStarted, DaemonStopped, Intent, ActionEnded, OutcomeJudged, HoldRun, OverrideSet,
                                OverrideEnded, ModeChosen, FirstEnabled, ChangeSeen, ProposalMade, ProposalEnded,
                                Emptied, Judged, TalkedWith, RecordsLost>;

/// One line of the journal.
struct Record {
  std::uint64_t sequence = 0;  ///< from 1, without holes
  Instant at{};
  RecordBody body;
};

}  // namespace docktor

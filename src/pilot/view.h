#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/reading.h"
#include "core/record.h"
#include "core/service.h"
#include "core/spec.h"
#include "core/spread.h"

#include <boost/describe.hpp>

namespace docktor::pilot {

/// What has come of asking a language model about one service since the start.
struct CounselView {
  std::int64_t asked = 0;
  std::int64_t followed = 0;  ///< wished for, whatever the constraints made of it
  std::int64_t same = 0;      ///< as the rules had recommended
  std::int64_t unsure = 0;    ///< not followed for its own lack of confidence
  std::int64_t late = 0;
  std::int64_t invalid = 0;
  std::int64_t failed = 0;
  std::int64_t looks = 0;    ///< at which there was nothing to ask
  std::string trouble = {};  ///< why the last question was not answered, or not even put; empty: it was answered
};
BOOST_DESCRIBE_STRUCT(CounselView, (), (asked, followed, same, unsure, late, invalid, failed, looks, trouble))

/// All that can be said of one service now. Immutable once published.
struct ServiceView {
  ServiceKey key;
  Spec spec;
  std::string image;
  std::vector<Replica> replicas;  ///< exited ones too
  std::vector<Obstacle> obstacles;
  std::vector<Warning> warnings;
  Inputs inputs;                          ///< as of this view
  std::optional<Override> override = {};  ///< in force
  std::optional<ChosenMode> chosen = {};  ///< by a person; empty: the mode is that of the settings
  std::optional<ChangeSeen> change = {};  ///< the last one that others made
  std::optional<Decision> decision = {};  ///< the last one, be it an action or a hold
  std::int64_t equal_looks = 0;           ///< how many looks in a row came to that same hold; 0 for an action
  std::optional<Action> in_flight = {};
  std::optional<Proposal> proposal = {};  ///< that waits for a person's word
  std::optional<Outcome> outcome = {};    ///< of the last action that was judged
  std::optional<Instant> next_look = {};
  std::optional<Duration> start_time = {};  ///< that was learned; empty: no replica was seen starting
  std::int64_t looks = 0;                   ///< since the start
  std::int64_t late_looks = 0;              ///< those that were taken more than a second after they were due
  std::optional<CounselView> counsel = {};  ///< empty: no model is asked
};
BOOST_DESCRIBE_STRUCT(ServiceView, (),
                      (key, spec, image, replicas, obstacles, warnings, inputs, override, chosen, change, decision,
                       equal_looks, in_flight, proposal, outcome, next_look, start_time, looks, late_looks, counsel))

/// All services at one time.
struct Snapshot {
  Instant at{};
  std::vector<ServiceView> services;  ///< by key
  std::optional<HostReading> host = {};
  std::optional<std::string> engine_lost = {};    ///< why the engine cannot be asked; empty: it answers
  std::optional<std::string> journal_error = {};  ///< why the disk refuses the journal; empty: it takes it
  Spread<9> decided_in{{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1}};  ///< s for all that was due at once
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (at, services, host, engine_lost, journal_error))

}  // namespace docktor::pilot

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"

#include <boost/describe.hpp>

namespace docktor {

/// A look that was, as far as a trend can be seen in it.
struct LookPoint {
  Instant at{};
  int running = 0;
  int recommended = 0;
  std::optional<double> load = {};  ///< the mean of the first signal
  friend bool operator==(const LookPoint&, const LookPoint&) = default;
};
BOOST_DESCRIBE_STRUCT(LookPoint, (), (at, running, recommended, load))

/// What a language model is asked: how many replicas, from `least` to `most`, the service should run.
struct Consultation {
  Decision look;  ///< with the recommendation, and what the constraints make of it; known by its id
  int least = 0;
  int most = 0;
  std::optional<Override> override = {};  ///< in force
  BrainSettings brain = {};
  std::vector<LookPoint> recent = {};  ///< oldest first
};

/// What questions to a model have taken.
struct ModelCall {
  Instant at{};
  std::int64_t tokens = 0;
  double dollars = 0;
  std::string endpoint = {};
  std::int64_t calls = 1;  ///< so many requests
  friend bool operator==(const ModelCall&, const ModelCall&) = default;
};
BOOST_DESCRIBE_STRUCT(ModelCall, (), (at, tokens, dollars, endpoint, calls))

/// What came of a consultation, told by whoever asked the model.
struct Judgement {
  DecisionId look;  ///< at which it was asked
  ServiceKey service;
  Instant asked{};
  Duration took{};
  std::string endpoint = {};       ///< empty: none was found to ask
  std::string model = {};          ///< as the settings name it
  std::string served_as = {};      ///< as the endpoint does, where that is another name
  std::string prompt_digest = {};  ///< SHA-256 of the whole question, in hex
  std::string reply = {};          ///< as it came, cut where it is long
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double dollars = 0;                      ///< by the prices in the settings
  std::int64_t calls = 1;                  ///< so many requests it took
  std::vector<ModelCall> before = {};      ///< to models that had been asked before this one, and failed
  std::optional<Advice> advice = {};       ///< empty: what came is none
  std::string trouble = {};                ///< then: why
  bool put = true;                         ///< false: nobody was asked, for the reason in `trouble`
  std::optional<Instant> not_before = {};  ///< asking again sooner is in vain
  friend bool operator==(const Judgement&, const Judgement&) = default;
};
BOOST_DESCRIBE_STRUCT(Judgement, (),
                      (look, service, asked, took, endpoint, model, served_as, prompt_digest, reply, tokens_in,
                       tokens_out, dollars, calls, before, advice, trouble, put, not_before))

/// What became of a judgement.
enum class AdviceFate {
  kFollowed,   ///< it is what the count was wished to be
  kOverruled,  ///< it was wished for, and the constraints made something else of it
  kSame,       ///< it is what the rules had recommended
  kShown,      ///< only words were asked for
  kUnsure,     ///< by its own account it may well be wrong
  kLate,       ///< what it was about had changed by then
  kInvalid,    ///< it was no advice
  kFailed,     ///< no reply came
};
BOOST_DESCRIBE_ENUM(AdviceFate, kFollowed, kOverruled, kSame, kShown, kUnsure, kLate, kInvalid, kFailed)

}  // namespace docktor

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/record.h"
#include "remember/store/database.h"

#include <boost/describe.hpp>

namespace docktor::remember {

/// What asking one model has come to.
struct ModelTally {
  std::string model;
  std::int64_t asked = 0;
  std::int64_t followed = 0;
  std::int64_t overruled = 0;  ///< followed, and cut by what limits the count
  std::int64_t same = 0;       ///< as the rules had recommended
  std::int64_t shown = 0;      ///< words only
  std::int64_t unsure = 0;
  std::int64_t late = 0;
  std::int64_t invalid = 0;
  std::int64_t failed = 0;
  std::int64_t looks = 0;  ///< at the services meanwhile, those that needed no question too
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double dollars = 0;  ///< by the prices in the settings
  double mean_seconds = 0;
  double p95_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(ModelTally, (),
                      (model, asked, followed, overruled, same, shown, unsure, late, invalid, failed, looks, tokens_in,
                       tokens_out, dollars, mean_seconds, p95_seconds))

/// What talks of people with one model have taken.
struct TalkTally {
  std::string model;
  std::int64_t talks = 0;
  std::int64_t calls = 0;  ///< questions to the model
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double dollars = 0;  ///< by the prices in the settings
};
BOOST_DESCRIBE_STRUCT(TalkTally, (), (model, talks, calls, tokens_in, tokens_out, dollars))

/// What both have taken.
struct QuestionTally {
  std::int64_t calls = 0;
  std::int64_t tokens = 0;
  double dollars = 0;
};
BOOST_DESCRIBE_STRUCT(QuestionTally, (), (calls, tokens, dollars))

/// How actions turned out that somebody wished for.
struct OutcomeTally {
  std::string by;  ///< rules, model, agent, person
  std::int64_t actions = 0;
  std::int64_t success = 0;
  std::int64_t insufficient = 0;
  std::int64_t wasteful = 0;
  std::int64_t other = 0;  ///< rolled back, overridden, failed
};
BOOST_DESCRIBE_STRUCT(OutcomeTally, (), (by, actions, success, insufficient, wasteful, other))

struct Tally {
  std::vector<ModelTally> models;      ///< the one that was asked most first
  std::vector<OutcomeTally> outcomes;  ///< of actions whose outcome is on record
  std::vector<TalkTally> talks = {};   ///< the model that was asked most first
  QuestionTally total = {};            ///< of judgements and talks
};
BOOST_DESCRIBE_STRUCT(Tally, (), (models, outcomes, talks, total))

/// Appends a row to `judgements`.
void AppendJudgement(Database::Appender& judgements, const Judged& judged, std::uint64_t sequence);

/// Appends a row to `talks`.
void AppendTalk(Database::Appender& talks, const TalkedWith& talk, std::uint64_t sequence);

/// What the store knows since then.
Result<Tally> TallySince(Database& database, Instant since);

}  // namespace docktor::remember

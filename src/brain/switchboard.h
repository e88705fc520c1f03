#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "brain/judge/breaker.h"
#include "brain/judge/budget.h"
#include "brain/judge/connect.h"
#include "core/clock.h"
#include "core/record.h"

#include <boost/describe.hpp>

namespace docktor::brain {

/// What has been spent on models of this machine, and on others.
struct SpentOnModels {
  Taken here;
  Taken elsewhere;
};
BOOST_DESCRIBE_STRUCT(SpentOnModels, (), (here, elsewhere))

/// Connects whoever asks, judge and talks, with the models that the settings name, so that what one of them learns
/// holds for all: which model does not answer, and how much of the budget is left. Thread-safe, and so are lines of
/// different threads beside one another: nobody waits for what another one asks.
class Switchboard {
 public:
  /// A connection with one model, for one thread. Each request counts, be it answered or not, and a question is refused
  /// with Trouble::kSpent, and when the next may be asked, once the budget is spent. Tokens that the endpoint does not
  /// count are estimated.
  class Line final : public Model {
   public:
    Answer Ask(const Question& question) override;

    const std::string& endpoint() const { return connection_.endpoint; }
    /// What its questions have taken so far, and who answered: as the endpoint names it, where it does.
    const TalkedWith& taken() const { return taken_; }

   private:
    friend class Switchboard;
    Line(Switchboard& board, ModelChoice choice, Connection connection, const BrainSettings& brain);
    ModelCall Take(const Usage& usage);

    Switchboard& board_;
    const ModelChoice choice_;
    const Connection connection_;
    const BrainSettings brain_;
    TalkedWith taken_;
  };

  /// `earlier`: questions of the last day, oldest first; they count for the budget. `clock` outlives it.
  Switchboard(const Clock& clock, Connector connect, const std::vector<ModelCall>& earlier = {});
  Switchboard(const Switchboard&) = delete;
  Switchboard& operator=(const Switchboard&) = delete;

  /// Empty: it may be asked. Else it did not answer when it was asked last, or another model of the same server did not
  /// for a reason that is the server's, and is to be left alone until then.
  std::optional<Instant> LeftAloneUntil(const ModelChoice& choice) const;
  /// The same, those that are left alone last.
  std::vector<ModelChoice> ThatAnswerFirst(std::vector<ModelChoice> choices) const;

  /// May block for some seconds, where it is not known by now where the model is served; it is asked though it be left
  /// alone. Errors are the connector's; the model is left alone then. The line does not outlive the switchboard.
  Result<Line> Connect(const ModelChoice& choice, const BrainSettings& brain);

  SpentOnModels Spent() const;

 private:
  /// What is known of a model.
  struct Known {
    ModelChoice choice;
    std::optional<Connection> connection = {};
    Breaker breaker = {};
    Breaker server = {};  ///< of what it failed by that is about all models there
  };
  Known& Of(const ModelChoice& choice);
  /// Why it may not be asked; else the question counts from now on.
  std::optional<Failure> Begin(const Line& line);
  void End(const Line& line, const Question& question, const Answer& answer, const ModelCall& took);

  const Clock& clock_;
  const Connector connect_;
  mutable std::mutex mutex_;  // never held while somebody is asked
  std::vector<Known> known_;
  Spending spending_;
};

}  // namespace docktor::brain

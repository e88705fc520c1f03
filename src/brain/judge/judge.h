#pragma once

#include <optional>
#include <vector>

#include "brain/judge/breaker.h"
#include "brain/judge/budget.h"
#include "brain/judge/connect.h"
#include "core/clock.h"
#include "core/ports/counsellor.h"
#include "net/serial_worker.h"

namespace docktor::brain {

/// Puts consultations to the models that the settings name, one after the other on a thread of its own, within a
/// budget: each to the first that answers. One that fails is left alone for a while. A consultation that had to wait
/// for others so long that its situation is hardly still the same is not put: it comes back, and can be asked anew.
/// Public members are thread-safe.
class Judge final : public Counsellor {
 public:
  static constexpr Duration kLongestWait = 20s;

  /// `earlier`: questions of the last day, oldest first; they count for the budget.
  Judge(const Clock& clock, Connector connect, const std::vector<ModelCall>& earlier = {});
  ~Judge() override { Stop(); }
  /// Ends the question that is open. Who waits, or asks from now on, is told nothing any more.
  void Stop() { worker_.Stop(); }

  void Consult(Consultation consultation, Judgements& judgements) override;

 private:
  struct Waiting {
    Consultation consultation;
    Judgements* judgements = nullptr;
    Instant since{};
  };
  /// One that can be asked.
  struct Link {
    ModelChoice choice;
    std::optional<Connection> connection = {};
    Breaker breaker = {};
  };
  Judgement Answered(const Waiting& waiting);
  void Arrange(const std::vector<ModelChoice>& models);
  /// Whether it was asked and answered, well or badly; else the judgement says why not.
  bool Put(Link& link, const Consultation& consultation, Judgement& judgement);
  Status Connected(Link& link);
  bool Ask(Link& link, const Consultation& consultation, Judgement& judgement);

  const Clock& clock_;
  const Connector connect_;
  // Of the thread alone:
  std::vector<Link> links_;
  Spending spending_;

  net::SerialWorker<Waiting> worker_;  // last: its thread runs on the members above
};

}  // namespace docktor::brain

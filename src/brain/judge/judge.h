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

/// Puts consultations to the model that the settings name, one after the other on a thread of its own, within a budget.
/// A consultation that had to wait for others so long that its situation is hardly still the same is not put: it comes
/// back, and can be asked anew. Public members are thread-safe.
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
  Judgement Answered(const Waiting& waiting);
  void Ask(const Consultation& consultation, Judgement& judgement);
  void Read(const Answer& answer, const Consultation& consultation, Judgement& judgement);
  Status Connected(const BrainSettings& settings);

  const Clock& clock_;
  const Connector connect_;
  // Of the thread alone:
  std::optional<BrainSettings> settings_;  ///< of the connection
  std::optional<Connection> connection_;
  Breaker breaker_;
  Spending spending_;

  net::SerialWorker<Waiting> worker_;  // last: its thread runs on the members above
};

}  // namespace docktor::brain

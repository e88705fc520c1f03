#pragma once

#include "brain/switchboard.h"
#include "core/clock.h"
#include "core/ports/counsellor.h"
#include "core/ports/precedents.h"
#include "net/serial_worker.h"

namespace docktor::brain {

/// Puts consultations to the models that the settings name, one after the other on a thread of its own, within a
/// budget: each to the first that answers. One that fails is left alone for a while. A consultation that had to wait
/// for others so long that its situation is hardly still the same is not put: it comes back, and can be asked anew.
/// Public members are thread-safe.
class Judge final : public Counsellor {
 public:
  static constexpr Duration kLongestWait = 20s;

  /// All outlive it. `past` null: nothing is remembered.
  Judge(const Clock& clock, Switchboard& models, const Precedents* past = nullptr);
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
  /// Whether it was asked and answered, well or badly; else the judgement says why not.
  bool Put(const ModelChoice& choice, const Consultation& consultation, Judgement& judgement);
  bool Ask(const ModelChoice& choice, Switchboard::Line& line, const Consultation& consultation, Judgement& judgement);

  const Clock& clock_;
  Switchboard& models_;
  const Precedents* const past_;
  net::SerialWorker<Waiting> worker_;  // last: its thread runs on the members above
};

}  // namespace docktor::brain

#pragma once

#include <optional>

#include "core/decision.h"
#include "core/forecast.h"
#include "decide/lazy_raise.h"
#include "decide/patient_drop.h"
#include "decide/price.h"

namespace docktor::decide {

/// What a person may say of the strategy `adaptive`; all else it learns.
struct AdaptiveTerms {
  PriceTerms price;
  double calmness = 200;  ///< replica-seconds that superfluous replicas may cost before they go, 60 to 600
};

/// Wants the count that costs least, running replicas and slow requests together, for what the load is expected to be
/// when a replica that is ordered now can serve. Up as soon as that pays, at once in a burst; down with patience, and
/// with more of it soon after a raise. One of a service; asked once a beat, because it learns from each answer.
class Adaptive {
 public:
  struct Question {
    int current = 0;  ///< replicas that the service is meant to have now
    int min = 1;
    int max = 1;
    int others = 0;                      ///< what other signals than the load ask for: fewer are not superfluous
    std::optional<double> carried = {};  ///< fully busy replicas that the host's free cores carry; empty: not known
    Duration beat{0};                    ///< since the last one
    Instant now{};
  };
  Recommendation Choose(Forecast forecast, const AdaptiveTerms& terms, const Question& asked);

  /// For a demand that has been seen since the forecast: what a burst to it asks for, never below `current`. Nothing is
  /// learned from it.
  static Recommendation AtBurst(Forecast seen, double demand, const AdaptiveTerms& terms, const Question& asked);

 private:
  int Up(const std::vector<double>& prices, int least, const Question& asked);
  int Down(const AdaptiveTerms& terms, const Question& asked);
  double Patience(const AdaptiveTerms& terms, Instant now) const;
  void Excuse(int best, int least, const AdaptiveTerms& terms, const Question& asked, Evidence& evidence) const;
  void SeeChange(const Question& asked);

  LazyRaise raise_;
  PatientDrop drop_;
  double worth_ = 0;  ///< what a raise soon after a drop would have been worth by now, replica-seconds
  std::optional<int> current_;
  std::optional<Instant> raised_, dropped_;
};

}  // namespace docktor::decide

#pragma once

#include "core/judgement.h"

namespace docktor {

/// Told what came of each consultation; on threads of the counsellor's own.
class Judgements {
 public:
  virtual ~Judgements() = default;
  virtual void OnJudgement(Judgement judgement) = 0;
};

/// Puts consultations to a language model.
class Counsellor {
 public:
  virtual ~Counsellor() = default;
  /// Returns at once; what came of it arrives at `judgements` exactly once, be it that nobody could be asked.
  virtual void Consult(Consultation consultation, Judgements& judgements) = 0;
};

}  // namespace docktor

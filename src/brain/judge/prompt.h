#pragma once

#include "brain/model.h"
#include "core/judgement.h"

namespace docktor::brain {

/// The question that a consultation is. The system part is Docktor's own and always the same, so that endpoints keep
/// it; all that comes from elsewhere (names above all) is data in the JSON of the one turn, cut and cleaned.
Question AskForAdvice(const Consultation& consultation);

/// SHA-256, in hex, of all that is said.
std::string DigestOf(const Question& question);

}  // namespace docktor::brain

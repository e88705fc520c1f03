#pragma once

#include "brain/model.h"
#include "core/judgement.h"
#include "core/ports/precedents.h"

namespace docktor::brain {

/// Of earlier changes so many are told.
inline constexpr std::size_t kMostPrecedents = 3;

/// The question that a consultation is, with what came of changes in situations like it, the most like first. The
/// system part is Docktor's own and always the same, so that endpoints keep it; all that comes from elsewhere (names
/// above all) is data in the JSON of the one turn, cut and cleaned.
Question AskForAdvice(const Consultation& consultation, const std::vector<Precedent>& alike = {});

/// SHA-256, in hex, of all that is said.
std::string DigestOf(const Question& question);

}  // namespace docktor::brain

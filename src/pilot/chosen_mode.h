#pragma once

#include <optional>
#include <string>

#include "core/record.h"
#include "core/spec.h"

namespace docktor::pilot {

/// How a service with these settings is treated; empty: it is only watched.
std::optional<ChosenMode> ModeIn(const Spec& spec);

/// Why a service with these settings may not be enabled by a word, in words; empty: it may.
std::string KeepsFromChoosing(const Spec& said);

/// Whether what a person chose counts over `said`, the settings as they are written: they say of it what they said
/// then, and nothing keeps it from counting.
bool InForce(const std::optional<ModeChosen>& choice, const Spec& said);

/// The settings with the mode that a person has chosen, where that is in force.
Spec AsChosen(Spec said, const std::optional<ModeChosen>& choice);

}  // namespace docktor::pilot

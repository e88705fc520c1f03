#pragma once

#include "settings/fields/fields.h"

namespace docktor::settings {

/// "targets.NAME": a number is for each replica, a duration for the signal as it is; memory is a share.
Field SignalField(const std::string& signal);
/// "sources.NAME": where that signal is read.
Field SourceField(const std::string& signal);

}  // namespace docktor::settings

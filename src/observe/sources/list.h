#pragma once

#include <memory>

#include "core/spec.h"
#include "observe/sources/source.h"

namespace docktor::observe {

/// Makes a source; nothing is connected yet. kInvalidInput: the settings ask for what this kind does not have.
using SourceMaker = Result<std::unique_ptr<Source>>(const SourceSettings& settings, const SourceAccess& access);

/// The one for `settings.kind`.
SourceMaker MakeSource;

// Each stands in the file of its name, which says what URL and query mean to it.
SourceMaker MakePrometheus, MakeNginx, MakeTraefik, MakeHaproxy, MakeCaddy, MakeRedis, MakeRabbitmq, MakeNats;

}  // namespace docktor::observe

#pragma once

#include "cli/demo/screen.h"
#include "cli/demo/stage.h"
#include "cli/demo/story.h"

namespace docktor::cli {

/// The demo from its beginning to its end: load that two replicas cannot carry, until some time after it. Leaves the
/// stage as it is then. kConflict, where a person interrupts it; else what the stage cannot do.
Result<Story> PlayDemo(Stage& stage, DemoScreen& screen);

}  // namespace docktor::cli

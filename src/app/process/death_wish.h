#pragma once

namespace docktor::app {

/// In builds for tests: the process kills itself at the fail point that DOCKTOR_DIE_AT names, "stopped", or, of
/// "line_written:3", the third time that it comes there. In others: nothing.
void HeedDeathWish();

}  // namespace docktor::app

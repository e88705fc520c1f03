#pragma once

namespace docktor::app {

/// In builds for tests: the process kills itself at the fail point that DOCKTOR_DIE_AT names. In others: nothing.
void HeedDeathWish();

}  // namespace docktor::app

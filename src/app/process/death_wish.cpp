#include "app/process/death_wish.h"

#include <csignal>
#include <cstdlib>

#include "core/fail_point.h"
#include "core/json.h"

namespace docktor::app {

#ifdef DOCKTOR_FAIL_POINTS
namespace {

FailPoint wished{};

void DieThere(FailPoint point) {
  if (point == wished) std::raise(SIGKILL);
}

}  // namespace

void HeedDeathWish() {
  const auto* name = std::getenv("DOCKTOR_DIE_AT");
  const auto point = name == nullptr ? tl::unexpected(Error{}) : FromJson<FailPoint>(json::string(name));
  if (!point) return;
  wished = *point;
  at_fail_point = DieThere;
}
#else
void HeedDeathWish() {}
#endif

}  // namespace docktor::app

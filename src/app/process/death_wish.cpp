#include "app/process/death_wish.h"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "core/fail_point.h"
#include "core/json.h"

namespace docktor::app {

#ifdef DOCKTOR_FAIL_POINTS
namespace {

FailPoint wished{};
std::atomic<int> times_left{1};

void DieThere(FailPoint point) {
  if (point == wished && --times_left == 0) std::raise(SIGKILL);
}

}  // namespace

void HeedDeathWish() {
  const auto* wish = std::getenv("DOCKTOR_DIE_AT");
  if (wish == nullptr) return;
  const std::string_view words(wish);
  const auto name = words.substr(0, words.find(':'));
  const auto point = FromJson<FailPoint>(json::string(name));
  if (!point) return;
  int times = 1;
  if (name != words) std::from_chars(name.data() + name.size() + 1, words.data() + words.size(), times);
  times_left = times;
  wished = *point;
  at_fail_point = DieThere;
}
#else
void HeedDeathWish() {}
#endif

}  // namespace docktor::app

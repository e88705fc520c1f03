#include "decide/victims.h"

#include <gmock/gmock.h>

#include <limits>

namespace docktor::decide {
namespace {

Candidate Of(int number, Phase phase, std::optional<double> cores = 0.1, const std::string& config = "new") {
  return {.replica = {.id = {std::to_string(number)},
                      .number = number,
                      .phase = phase,
                      .created_at = Instant{number * 1s},
                      .config_hash = config},
          .cpu_cores = cores};
}

Candidate CopyOf(int number, const std::string& config) {
  auto copy = Of(number, Phase::kReady, 0.1, config);
  copy.replica.copy = true;
  return copy;
}

struct Case {
  const char* name;
  std::vector<Candidate> candidates;
  int count;
  std::vector<std::string> expected;
};
class VictimsTest : public testing::TestWithParam<Case> {};

TEST_P(VictimsTest, GoInOrder) {
  std::vector<std::string> chosen;
  for (const auto& id : Victims(GetParam().candidates, GetParam().count)) chosen.push_back(id.value);
  EXPECT_EQ(chosen, GetParam().expected);
}

constexpr auto kNaN = std::numeric_limits<double>::quiet_NaN();
INSTANTIATE_TEST_SUITE_P(
    Victims, VictimsTest,
    testing::Values(Case{"nobody_there", {}, 3, {}}, Case{"nobody_wanted", {Of(1, Phase::kReady)}, 0, {}},
                    Case{"a_negative_count_is_none", {Of(1, Phase::kReady)}, -1, {}},
                    Case{"no_more_than_there_are", {Of(1, Phase::kReady), Of(2, Phase::kReady)}, 5, {"2", "1"}},
                    Case{"failing_first",
                         {Of(1, Phase::kUnhealthy, 0.9), Of(2, Phase::kReady, 0.0), Of(3, Phase::kPaused)},
                         3,
                         {"3", "1", "2"}},
                    Case{"failing_before_old_config",
                         {Of(1, Phase::kReady, 0.1, "old"), Of(2, Phase::kUnhealthy), Of(3, Phase::kReady)},
                         2,
                         {"2", "1"}},
                    Case{"old_config_before_starting",
                         {Of(1, Phase::kReady, 0.9, "old"), Of(2, Phase::kStarting), Of(3, Phase::kReady)},
                         3,
                         {"1", "2", "3"}},
                    Case{"of_the_old_the_least_busy",
                         {Of(1, Phase::kReady, 0.2, "old"), Of(2, Phase::kReady, 0.9, "old"), Of(3, Phase::kReady)},
                         1,
                         {"1"}},
                    Case{"newest_of_the_starting",
                         {Of(1, Phase::kStarting), Of(2, Phase::kStarting), Of(3, Phase::kReady, 0.0)},
                         3,
                         {"2", "1", "3"}},
                    Case{"least_busy_of_the_ready",
                         {Of(1, Phase::kReady, 0.1), Of(2, Phase::kReady, 0.05), Of(3, Phase::kReady, 0.2)},
                         3,
                         {"2", "1", "3"}},
                    Case{"without_a_reading_last",
                         {Of(1, Phase::kReady, std::nullopt), Of(2, Phase::kReady, 5.0), Of(3, Phase::kReady, kNaN)},
                         3,
                         {"2", "3", "1"}},
                    Case{"equals_by_highest_number",
                         {Of(2, Phase::kReady), Of(10, Phase::kReady), Of(9, Phase::kReady)},
                         2,
                         {"10", "9"}},
                    Case{"exited_and_draining_are_none",
                         {Of(1, Phase::kReady), Of(2, Phase::kExited), Of(3, Phase::kDraining)},
                         3,
                         {"1"}},
                    Case{"a_copy_sets_no_config_beside_what_compose_made",
                         {Of(1, Phase::kReady, 0.1), CopyOf(2, "old"), CopyOf(3, "old")},
                         2,
                         {"3", "2"}},
                    Case{"an_exited_one_sets_no_config",
                         {Of(1, Phase::kReady, 0.1), Of(2, Phase::kReady, 0.2), Of(3, Phase::kExited, 0.1, "other")},
                         1,
                         {"1"}}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace docktor::decide

#include "observe/sources/metrics_text.h"

#include <gmock/gmock.h>

namespace docktor::observe {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Shown(std::string_view text, std::string_view prefix = "") {
  std::vector<std::string> all;
  ForEachSample(text, prefix, [&](const MetricSample& sample) {
    std::string shown(sample.name);
    for (const auto& [name, value] : sample.labels) shown += "|" + std::string(name) + "=" + value;
    all.push_back(shown + " " + std::to_string(sample.value));
  });
  return all;
}

TEST(MetricsText, ReadsNamesLabelsAndValues) {
  EXPECT_THAT(Shown("# HELP a_total x\n# TYPE a_total counter\n"
                    "a_total 3\n"
                    "a_total{code=\"200\",service=\"web@docker\"} 1.5e+01 1764000000000\n"
                    "b_bucket{le=\"+Inf\",} +Inf\r\n"),
              ElementsAre("a_total 3.000000", "a_total|code=200|service=web@docker 15.000000", "b_bucket|le=+Inf inf"));
}

TEST(MetricsText, UndoesEscapes) {
  EXPECT_THAT(Shown(R"(a{p="C:\\x \"y\"\n}, z"} 1)"), ElementsAre("a|p=C:\\x \"y\"\n}, z 1.000000"));
}

TEST(MetricsText, LooksOnlyAtThePrefix) {
  EXPECT_THAT(Shown("aa 1\nab 2\nb 3", "a"), ElementsAre("aa 1.000000", "ab 2.000000"));
}

TEST(MetricsText, PassesOverWhatIsNoSample) {
  for (const auto* line : {"", "a", "a ", "a x", "a{", "a{b", "a{b=", "a{b=\"", "a{b=\"c", "a{b=\"c\"", "a{b=c} 1",
                           "a{=\"c\"} 1", "a 1x", "# a 1", "a{b=\"c\\"})
    EXPECT_THAT(Shown(line), IsEmpty()) << line;
}

}  // namespace
}  // namespace docktor::observe

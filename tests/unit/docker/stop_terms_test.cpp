/// How a container is told to end, as its description says it.
#include <gtest/gtest.h>

#include "docker/project/description.h"
#include "unit/docker/inspects.h"

namespace docktor::docker {
namespace {

StopTerms TermsWith(const std::string& key, json::value value) {
  auto inspect = WebReplica();
  inspect["Config"].as_object()[key] = std::move(value);
  return ParseReplica(inspect)->stop;
}

TEST(StopTerms, HaveTheSignalOfTheImageOrTheComposeFile) {
  EXPECT_EQ(TermsWith("StopSignal", "SIGUSR1").signal, 10) << "HAProxy's";
  EXPECT_EQ(TermsWith("StopSignal", "SIGQUIT").signal, 3);
  EXPECT_EQ(TermsWith("StopSignal", "28").signal, 28);
}

TEST(StopTerms, HaveTermWhereThereIsNone) {
  EXPECT_EQ(TermsWith("StopSignal", "").signal, 15);
  EXPECT_EQ(TermsWith("StopSignal", nullptr).signal, 15);
  EXPECT_EQ(TermsWith("StopSignal", "SIGNONSENSE").signal, 15);
}

TEST(StopTerms, HaveTheGracePeriod) {
  EXPECT_EQ(TermsWith("StopTimeout", 300).grace, 5min);
  EXPECT_EQ(TermsWith("StopTimeout", nullptr).grace, 10s);
  EXPECT_EQ(TermsWith("StopTimeout", -1).grace, 24h) << "it is never killed";
}

}  // namespace
}  // namespace docktor::docker

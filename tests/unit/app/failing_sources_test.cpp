#include "app/failing_sources.h"

#include <gtest/gtest.h>

namespace docktor::app {
namespace {

using Turn = FailingSources::Turn;

const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"};

ServiceReading Says(const ServiceKey& service, double value) { return {service, "latency", {}, value}; }
ServiceReading HasNothingToTell(const ServiceKey& service) { return {service, "latency"}; }
ServiceReading Fails(const ServiceKey& service) { return {service, "latency", {}, std::nullopt, "HTTP 503"}; }

TEST(FailingSources, EachFailureIsNewsOnceAndSoIsItsEnd) {
  FailingSources sources;
  EXPECT_EQ(sources.Take(Says(kWeb, 0.2)), Turn::kNone);
  EXPECT_EQ(sources.Take(Fails(kWeb)), Turn::kFails);
  EXPECT_EQ(sources.Take(Fails(kWeb)), Turn::kNone);
  EXPECT_EQ(sources.Take(Fails(kApi)), Turn::kFails);
  EXPECT_EQ(sources.Take(Says(kWeb, 0.2)), Turn::kIsBack);
  EXPECT_EQ(sources.Take(Says(kWeb, 0.2)), Turn::kNone);
  EXPECT_EQ(sources.Take(Fails(kWeb)), Turn::kFails);
}

TEST(FailingSources, OneThatHasNothingToTellAnswers) {
  FailingSources sources;
  EXPECT_EQ(sources.Take(HasNothingToTell(kWeb)), Turn::kNone);
  EXPECT_EQ(sources.Take(Fails(kWeb)), Turn::kFails);
  EXPECT_EQ(sources.Take(HasNothingToTell(kWeb)), Turn::kIsBack);
}

}  // namespace
}  // namespace docktor::app

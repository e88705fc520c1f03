#include "simulate/waiting_line.h"

#include <cmath>

#include <gtest/gtest.h>

namespace docktor::simulate {
namespace {

const ServiceModel kWeb;

TEST(WaitingLine, TheShareOfSlowRequestsIsThatOfAQueue) {
  WaitingLine line(kWeb);
  const auto passed = line.Pass(40, 50, 1, 5s);  // a server of 50 a second at 80 %: exp(-25 × 0.2)
  EXPECT_DOUBLE_EQ(passed.arrived, 200);
  EXPECT_DOUBLE_EQ(passed.served, 200);
  EXPECT_NEAR(passed.violated / passed.arrived, std::exp(-5), 1e-9);
}

TEST(WaitingLine, WhatDoesNotFitWaitsAndWhatWaitsTooLongIsDropped) {
  WaitingLine line(kWeb);
  auto passed = line.Pass(60, 50, 1, 5s);
  EXPECT_NEAR(line.backlog(), 50, 1e-9);
  EXPECT_EQ(passed.dropped, 0);
  for (int i = 0; i < 20; ++i) passed = line.Pass(60, 50, 1, 5s);
  EXPECT_NEAR(line.backlog(), 250, 1e-9) << "five seconds' worth";
  EXPECT_NEAR(passed.dropped, 50, 1e-9);
  EXPECT_DOUBLE_EQ(passed.violated, passed.arrived);
  EXPECT_NEAR(passed.wait, 5, 1e-9);
}

TEST(WaitingLine, WhatWaitedIsServedOnceThereIsRoom) {
  WaitingLine line(kWeb);
  line.Pass(60, 50, 1, 5s);
  for (int i = 0; i < 3; ++i) line.Pass(10, 50, 1, 5s);
  EXPECT_EQ(line.backlog(), 0);
}

TEST(WaitingLine, NobodyServesNothing) {
  WaitingLine line(kWeb);
  const auto passed = line.Pass(10, 0, 0, 5s);
  EXPECT_EQ(passed.served, 0);
  EXPECT_DOUBLE_EQ(passed.violated, passed.arrived);
}

TEST(WaitingLine, TheCurveCanBeBent) {
  auto late = kWeb, early = kWeb;
  late.knee_exponent = 0.7;
  early.knee_exponent = 1.5;
  const auto slow = [](const ServiceModel& model) { return WaitingLine(model).Pass(40, 50, 1, 5s).violated; };
  EXPECT_LT(slow(late), slow(kWeb));
  EXPECT_LT(slow(kWeb), slow(early));
}

}  // namespace
}  // namespace docktor::simulate

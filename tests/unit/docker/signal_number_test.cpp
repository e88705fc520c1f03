#include "docker/signal_number.h"

#include <gtest/gtest.h>

#include <csignal>

namespace docktor::docker {
namespace {

TEST(SignalNumber, IsThatOfTheSystem) {
  EXPECT_EQ(SignalNumber("HUP"), SIGHUP);
  EXPECT_EQ(SignalNumber("SIGQUIT"), SIGQUIT);
  EXPECT_EQ(SignalNumber("SIGUSR1"), SIGUSR1);
  EXPECT_EQ(SignalNumber("USR2"), SIGUSR2);
  EXPECT_EQ(SignalNumber("sigterm"), SIGTERM);
  EXPECT_EQ(SignalNumber("SIGWINCH"), SIGWINCH);
  EXPECT_EQ(SignalNumber("SIGSYS"), SIGSYS);
  EXPECT_EQ(SignalNumber("15"), SIGTERM);
}

TEST(SignalNumber, OfThoseOfRealTimeIsCountedFromTheirEnds) {
  EXPECT_EQ(SignalNumber("SIGRTMIN"), 34);
  EXPECT_EQ(SignalNumber("SIGRTMIN+3"), 37) << "systemd's";
  EXPECT_EQ(SignalNumber("RTMAX-2"), 62);
  EXPECT_EQ(SignalNumber("SIGRTMAX"), 64);
}

TEST(SignalNumber, OfNonsenseIsNone) {
  for (const auto* text : {"", "SIG", "0", "-1", "65", "99999999999", "15 ", "SIGNOTHING", "SIGRTMIN-3", "SIGRTMIN+31",
                           "SIGRTMIN+", "SIGRTMAX+1", "SIGRTMINx"})
    EXPECT_FALSE(SignalNumber(text)) << text;
}

}  // namespace
}  // namespace docktor::docker

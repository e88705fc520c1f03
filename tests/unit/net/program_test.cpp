#include "net/program.h"

#include <array>
#include <csignal>

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include "net/process_list.h"
#include "support/within.h"

namespace docktor::net {
namespace {

TEST(Program, TellsHowItEndedAndWhatItSaid) {
  const auto end = RunProgram({"sh", "-c", "echo one; echo two >&2; exit 7"}, 10s);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 7);
  EXPECT_EQ(end->output, "one\ntwo\n");
}

TEST(Program, InSightItSpeaksForItself) {
  testing::internal::CaptureStderr();
  const auto code = RunInSight({"sh", "-c", "echo one; echo two >&2; exit 7"}, 10s);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "one\ntwo\n");
  EXPECT_EQ(code, 7);
}

TEST(Program, NoShellIsBetween) { EXPECT_EQ(OutputOf({"echo", "$HOME; *"}, 10s).value(), "$HOME; *\n"); }

TEST(Program, VariablesStandBesideItsOwnOrInTheirPlace) {
  setenv("DOCKTOR_TEST_KEPT", "kept", 1);
  setenv("DOCKTOR_TEST_NEW", "old", 1);
  const auto end = RunProgram({"sh", "-c", "echo $DOCKTOR_TEST_KEPT $DOCKTOR_TEST_NEW"}, 10s, {"DOCKTOR_TEST_NEW=new"});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->output, "kept new\n");
  unsetenv("DOCKTOR_TEST_KEPT");
  unsetenv("DOCKTOR_TEST_NEW");
}

TEST(Program, OnceItRunsThatIsTold) {
  const std::vector<std::string> command{"sleep", "1000.5"};
  const auto runs = [&] { return AnyRunning("sleep", [&](const auto& it) { return it == command; }); };
  bool seen = false;  // the kernel gives it its name a moment after it has begun
  EXPECT_FALSE(RunProgram(command, 50ms, {}, [&] { seen = test::Within(5s, runs); }));
  EXPECT_TRUE(seen);
  EXPECT_FALSE(runs()) << "it has been killed";
}

TEST(Program, OneThatIsNotThereIsNamed) {
  const auto end = RunProgram({"no-such-program"}, 10s, {}, [] { ADD_FAILURE() << "it does not run"; });
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Errc::kNotFound);
  EXPECT_NE(end.error().message.find("no-such-program"), std::string::npos);
}

TEST(Program, OneThatHangsIsKilled) {
  const auto end = RunProgram({"sleep", "1000"}, 50ms);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Errc::kTimeout);
}

TEST(Program, WhatOneThatHangsHasStartedIsKilledToo) {
  std::array<int, 2> ends{};  // the program and its child hold the one for writing, as long as they live
  ASSERT_EQ(pipe(ends.data()), 0);
  EXPECT_FALSE(RunProgram({"sh", "-c", "sleep 1000 & wait"}, 200ms));
  close(ends[1]);
  pollfd all_gone{.fd = ends[0], .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&all_gone, 1, 10'000), 1) << "nobody holds it any more";
  close(ends[0]);
}

TEST(Program, NoSignalIsKeptFromIt) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  EXPECT_EQ(OutputOf({"sed", "-n", "s/SigBlk:\t//p", "/proc/self/status"}, 10s).value(), "0000000000000000\n");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(Program, AFailureCarriesItsLastWords) {
  const auto output = OutputOf({"sh", "-c", "echo at first; echo at last; exit 1"}, 10s);
  ASSERT_FALSE(output);
  EXPECT_TRUE(output.error().message.ends_with("at last")) << output.error().message;
}

}  // namespace
}  // namespace docktor::net

#include "net/program.h"

#include <gtest/gtest.h>

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

TEST(Program, OneThatIsNotThereIsNamed) {
  const auto end = RunProgram({"no-such-program"}, 10s);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Errc::kNotFound);
  EXPECT_NE(end.error().message.find("no-such-program"), std::string::npos);
}

TEST(Program, OneThatHangsIsKilled) {
  const auto end = RunProgram({"sleep", "1000"}, 50ms);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Errc::kTimeout);
}

TEST(Program, AFailureCarriesItsLastWords) {
  const auto output = OutputOf({"sh", "-c", "echo at first; echo at last; exit 1"}, 10s);
  ASSERT_FALSE(output);
  EXPECT_TRUE(output.error().message.ends_with("at last")) << output.error().message;
}

}  // namespace
}  // namespace docktor::net

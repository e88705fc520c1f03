#include "observe/files/this_machine.h"

#include <utility>

#include <gtest/gtest.h>

#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

/// The made-up machine, and an engine that says of itself what is true of it.
class ThisMachine : public testing::Test {
 protected:
  ThisMachine() {
    tree.WriteHost(1, 1);
    tree.Write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    tree.Write("proc/sys/kernel/hostname", "tower\n");
  }
  bool IsEngines() const { return IsOnThisMachine(address, info, tree.MadeRoots()); }

  const MadeTree tree;
  docker::EngineAddress address{.host = "unix:///var/run/docker.sock"};
  docker::EngineInfo info{.name = "tower", .kernel = "6.1.0-18-amd64", .memory_bytes = 16'000 * 1024};
};

TEST_F(ThisMachine, IsTheEnginesWhereAllAgrees) { EXPECT_TRUE(IsEngines()); }

TEST_F(ThisMachine, IsNotThatOfAnEngineOverTheNetwork) {
  for (const auto* host : {"tcp://10.0.0.5:2376", "tcp://127.0.0.1:2375", "ssh://me@tower"}) {
    address.host = host;
    EXPECT_FALSE(IsEngines()) << host;
  }
}

TEST_F(ThisMachine, IsNotThatOfAnotherBehindASocket) {
  for (auto* differs : {&info.kernel, &info.name}) {
    const auto said = std::exchange(*differs, "another");
    EXPECT_FALSE(IsEngines()) << said;
    *differs = said;
  }
  info.memory_bytes -= 1024;
  EXPECT_FALSE(IsEngines());
}

TEST_F(ThisMachine, HasAnotherNameInAContainer) {
  tree.Write("proc/sys/kernel/hostname", "4f1c0e9d2b7a\n");
  EXPECT_FALSE(IsEngines());
  tree.Write("proc/self/root/.dockerenv", "");
  EXPECT_TRUE(IsEngines());
  info.kernel = "another";
  EXPECT_FALSE(IsEngines());
}

TEST_F(ThisMachine, IsNotKnownToBeTheEnginesWhereEitherSaysNothing) {
  const auto said = std::exchange(info, {.name = "tower"});
  EXPECT_FALSE(IsEngines());
  info = said;
  for (const auto* file : {"proc/sys/kernel/osrelease", "proc/meminfo"}) {
    tree.Remove(file);
    EXPECT_FALSE(IsEngines()) << file;
  }
}

}  // namespace
}  // namespace docktor::observe

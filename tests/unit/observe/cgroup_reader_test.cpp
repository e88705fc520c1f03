#include "observe/files/cgroup_reader.h"

#include <gtest/gtest.h>

#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

CgroupReader Open(const MadeTree& tree, const ContainerId& id, int pid) {
  return FindCgroup(tree.MadeRoots(), id, pid).and_then(CgroupReader::Open).value();
}

TEST(CgroupReader, ReadsV1) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  auto reader = Open(tree, kWeb, 41);
  tree.WriteV1(kWeb, 123'456'789, 15, 4, 700'416, 4'096);
  EXPECT_EQ(reader.Read().value(), (Counters{123'456'789, 15, 4, 696'320}));
}

TEST(CgroupReader, ReadsV2) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  auto reader = Open(tree, kWeb, 41);
  tree.WriteV2(kWeb, 123'456, 15, 4, 700'416, 4'096);
  EXPECT_EQ(reader.Read().value(), (Counters{123'456'000, 15, 4, 696'320}));
}

TEST(CgroupReader, SeesEachChange) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  auto reader = Open(tree, kWeb, 41);
  for (const long cpu : {5, 70'000, 800'000}) {
    tree.WriteV1(kWeb, cpu, 0, 0, 0, 0);
    EXPECT_EQ(reader.Read().value().cpu_ns, cpu);
  }
}

TEST(CgroupReader, MoreInactiveThanUsedIsUsage) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  tree.WriteV2(kWeb, 1, 0, 0, 4'096, 8'192);
  EXPECT_EQ(Open(tree, kWeb, 41).Read().value().memory_bytes, 4'096);
}

TEST(CgroupReader, AKernelWithoutLimitsCountsNoThrottling) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  tree.Write("cg/system.slice/docker-" + kWeb.value + ".scope/cpu.stat", "usage_usec 9\n");
  EXPECT_EQ(Open(tree, kWeb, 41).Read().value(), (Counters{.cpu_ns = 9'000}));
}

TEST(CgroupReader, AKernelWithoutMemoryAccountingStillTellsOfTheCpu) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  tree.WriteV2(kWeb, 3, 2, 1, 0, 0);
  tree.Remove("cg/system.slice/docker-" + kWeb.value + ".scope/memory.current");
  EXPECT_EQ(Open(tree, kWeb, 41).Read().value(), (Counters{3'000, 2, 1, 0}));
}

TEST(CgroupReader, AFolderThatIsGoneIsNotFound) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  const auto folders = FindCgroup(tree.MadeRoots(), kWeb, 41).value();
  tree.Remove("cg/cpu,cpuacct/docker");
  const auto reader = CgroupReader::Open(folders);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, Errc::kNotFound);
}

TEST(CgroupReader, OddContentsAreAnErrorNotAZero) {
  for (const auto* text : {"", "\n", "-5\n", "12x\n", "nonsense", "99999999999999999999\n1"}) {
    const MadeTree tree;
    tree.MakeV1Host();
    tree.MakeV1Replica(kWeb, 41);
    tree.Write("cg/cpu,cpuacct/docker/" + kWeb.value + "/cpuacct.usage", text);
    const auto counters = Open(tree, kWeb, 41).Read();
    ASSERT_FALSE(counters) << text;
    EXPECT_EQ(counters.error().code, Errc::kUnavailable);
  }
}

TEST(KeptFile, GrowsWithItsContents) {
  const MadeTree tree;
  tree.Write("stat", "short");
  auto file = KeptFile::Open(tree.Path("stat")).value();
  EXPECT_EQ(file.Read().value(), "short");
  const std::string large(50'000, 'x');
  tree.Write("stat", large);
  EXPECT_EQ(file.Read().value(), large);
  tree.Write("stat", "");
  EXPECT_EQ(file.Read().value(), "");
}

}  // namespace
}  // namespace docktor::observe

#include "observe/files/io_reader.h"

#include <gtest/gtest.h>

#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

IoCounters Read(const MadeTree& tree, int pid) {
  const auto roots = tree.MadeRoots();
  return IoReader(roots, FindCgroup(roots, kWeb, pid).value(), pid).Read();
}

TEST(IoReader, ReadsV1) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  tree.WriteNetwork(41, 1'500, 70);
  tree.WriteV1Io(kWeb, 4'096, 512, 3);
  EXPECT_EQ(Read(tree, 41), (IoCounters{1'500, 70, 4'097, 512, 3, std::nullopt}));
}

TEST(IoReader, ReadsV2) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  tree.WriteNetwork(41, 1'500, 70);
  tree.WriteV2Io(kWeb, 4'096, 512, 3, 123'456);
  EXPECT_EQ(Read(tree, 41), (IoCounters{1'500, 70, 4'097, 512, 3, 123'456}));
}

TEST(IoReader, AHybridHostTellsOfPressureBesideItsV1Hierarchies) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  tree.WriteV1Io(kWeb, 4'096, 512, 3);
  tree.Write("cg/unified/docker/" + kWeb.value + "/cpu.pressure", "some avg10=0.00 total=9\n");
  EXPECT_EQ(Read(tree, 41), (IoCounters{{}, {}, 4'097, 512, 3, 9}));
}

TEST(IoReader, AnOldKernelHasOnlyTheOtherFileOfBlockDevices) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  tree.Write("cg/blkio/docker/" + kWeb.value + "/blkio.throttle.io_service_bytes",
             "8:0 Read 5\n8:0 Write 6\nTotal 11\n");
  EXPECT_EQ(Read(tree, 41), (IoCounters{.read_bytes = 5, .written_bytes = 6}));
}

TEST(IoReader, WhatIsNotThereIsMissing) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  EXPECT_EQ(Read(tree, 41), IoCounters{});
}

TEST(IoReader, SeesEachChangeAndTheEnd) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  tree.WriteV2Io(kWeb, 0, 0, 1, 0);
  const auto roots = tree.MadeRoots();
  IoReader reader(roots, FindCgroup(roots, kWeb, 41).value(), 41);
  for (const long bytes : {5, 70'000}) {
    tree.WriteV2Io(kWeb, bytes, bytes, 1, bytes);
    EXPECT_EQ(reader.Read().written_bytes, bytes);
    EXPECT_EQ(reader.Read().cpu_pressure_us, bytes);
  }
}

TEST(IoReader, ANetworkThatIsSharedWithTheHostIsNotTheReplicasOwn) {
  for (const auto* other : {"1", "self"}) {
    const MadeTree tree;
    tree.MakeV2Host();
    tree.MakeV2Replica(kWeb, 41);
    tree.WriteNetwork(41, 1'500, 70);
    std::filesystem::create_directories(tree.Path("proc/") + other + "/net");
    std::filesystem::create_hard_link(tree.Path("proc/41/net/dev"), tree.Path("proc/") + other + "/net/dev");
    EXPECT_EQ(Read(tree, 41).rx_bytes, std::nullopt) << other;
  }
}

struct TextCase {
  const char* text;
  std::optional<TwoWays> bytes;
};
TEST(ParseNetDev, LeavesOutLoopback) {
  constexpr const char* kHead = "Inter-|\n face |\n";
  for (const auto& [text, bytes] :
       {TextCase{"", std::nullopt}, TextCase{"nonsense\n\n eth0: 1 2 3 4 5 6 7 8 9", std::nullopt}})
    EXPECT_EQ(ParseNetDev(text), bytes) << text;
  EXPECT_EQ(ParseNetDev(kHead), std::nullopt);
  EXPECT_EQ(ParseNetDev(kHead + std::string("lo: 9 0 0 0 0 0 0 0 9 0\n")), std::nullopt);
  EXPECT_EQ(ParseNetDev(kHead + std::string(" eth0:5 0 0 0 0 0 0 0 6 0\nlong.lo: 1 0 0 0 0 0 0 0 2")), (TwoWays{6, 8}));
  EXPECT_EQ(ParseNetDev(kHead + std::string(" eth0: 5 0 0\n")), std::nullopt);
  EXPECT_EQ(ParseNetDev(kHead + std::string(" eth0: x 0 0 0 0 0 0 0 6 0\n")), std::nullopt);
}

TEST(ParseBlkio, AddsUpTheDevices) {
  for (const auto& [text, bytes] :
       {TextCase{"", TwoWays{}}, TextCase{"Total 0\n", TwoWays{}},
        TextCase{"8:0 Read 1\n8:0 Write 2\n8:16 Write 3\n", TwoWays{1, 5}}, TextCase{"8:0 Read x\n", std::nullopt}})
    EXPECT_EQ(ParseBlkio(text), bytes) << text;
}

TEST(ParseIoStat, AddsUpTheDevices) {
  for (const auto& [text, bytes] : {TextCase{"", TwoWays{}}, TextCase{"8:0 \n", TwoWays{}},
                                    TextCase{"8:0 rbytes=1 wbytes=2 rios=9\n8:16 wbytes=3\n", TwoWays{1, 5}}})
    EXPECT_EQ(ParseIoStat(text), bytes) << text;
}

TEST(ParsePressure, IsThatOfSome) {
  EXPECT_EQ(ParsePressure("some avg10=1.00 avg60=0.00 avg300=0.00 total=42\nfull avg10=0.00 total=7\n"), 42);
  for (const auto* text : {"", "full avg10=0.00 total=7\n", "some avg10=0.00\n", "some total=x"})
    EXPECT_EQ(ParsePressure(text), std::nullopt) << text;
}

}  // namespace
}  // namespace docktor::observe

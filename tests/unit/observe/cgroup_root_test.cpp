#include "observe/files/cgroup_root.h"

#include <gtest/gtest.h>

#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

struct PathCase {
  const char* name;
  std::string path;
  std::optional<std::string> container;
};
class ContainerPathTest : public testing::TestWithParam<PathCase> {};
TEST_P(ContainerPathTest, EndsInTheId) { EXPECT_EQ(ContainerPath(GetParam().path, kWeb), GetParam().container); }
INSTANTIATE_TEST_SUITE_P(
    Paths, ContainerPathTest,
    testing::Values(PathCase{"cgroupfs", "/docker/" + kWeb.value, "/docker/" + kWeb.value},
                    PathCase{"systemd", "/system.slice/docker-" + kWeb.value + ".scope",
                             "/system.slice/docker-" + kWeb.value + ".scope"},
                    PathCase{"parent_of_ones_own", "/shop/" + kWeb.value, "/shop/" + kWeb.value},
                    PathCase{"folder_made_inside", "/docker/" + kWeb.value + "/init.scope", "/docker/" + kWeb.value},
                    PathCase{"engine_in_a_namespace", "/../" + kWeb.value, "/../" + kWeb.value},
                    PathCase{"unused_hierarchy", "/", std::nullopt}, PathCase{"nothing", "", std::nullopt},
                    PathCase{"another_container", "/docker/" + kApi.value, std::nullopt},
                    PathCase{"only_part_of_the_id", "/docker/" + kWeb.value.substr(0, 12), std::nullopt},
                    PathCase{"longer_than_the_id", "/docker/" + kWeb.value + "f", std::nullopt}),
    [](const auto& row) { return row.param.name; });

TEST(ContainerPath, WithoutAnIdThereIsNone) { EXPECT_EQ(ContainerPath("docker/", ContainerId{}), std::nullopt); }

TEST(CgroupMounts, AreReadWithTheirControllers) {
  const auto mounts = CgroupMounts(
      "30 22 0:27 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
      "31 30 0:28 /a /my\\040place/cpu rw,relatime shared:9 master:2 - cgroup cgroup rw,cpu,cpuacct\n"
      "40 30 0:37 / /sys/fs/cgroup/unified rw - cgroup2 none rw\n"
      "broken line\n- cgroup x y\n");
  ASSERT_EQ(mounts.size(), 2u);
  EXPECT_EQ(mounts[0].point, "/my place/cpu");
  EXPECT_EQ(mounts[0].root, "/a");
  EXPECT_EQ(mounts[0].controllers, (std::vector<std::string>{"rw", "cpu", "cpuacct"}));
  EXPECT_TRUE(mounts[1].unified);
}

TEST(FindCgroup, V1HasAFolderForEachController) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kWeb, 41);
  const auto folders = FindCgroup(tree.MadeRoots(), kWeb, 41).value();
  EXPECT_EQ(folders.cpuacct, tree.Path("cg/cpu,cpuacct/docker/" + kWeb.value));
  EXPECT_EQ(folders.cpu, folders.cpuacct);
  EXPECT_EQ(folders.memory, tree.Path("cg/memory/docker/" + kWeb.value));
  EXPECT_EQ(folders.unified, tree.Path("cg/unified/docker/" + kWeb.value));
}

TEST(FindCgroup, V2HasOneFolder) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  EXPECT_EQ(FindCgroup(tree.MadeRoots(), kWeb, 41).value(),
            (CgroupFolders{.unified = tree.Path("cg/system.slice/docker-" + kWeb.value + ".scope")}));
}

TEST(FindCgroup, LooksThroughAMountThatShowsAPartOfTheHierarchy) {
  const MadeTree tree;
  tree.Write("proc/self/mountinfo",
             "24 1 0:21 /dock /wrong rw - cgroup2 cgroup2 rw\n25 1 0:21 /docker /part rw - cgroup2 cgroup2 rw\n");
  tree.Write("proc/41/cgroup", "0::/docker/" + kWeb.value + "\n");
  EXPECT_EQ(FindCgroup(tree.MadeRoots(), kWeb, 41).value().unified, tree.Path("part/" + kWeb.value));
}

TEST(FindCgroup, AProcessOfAnotherContainerIsNotTakenForIt) {
  const MadeTree tree;
  tree.MakeV1Host();
  tree.MakeV1Replica(kApi, 41);
  const auto folders = FindCgroup(tree.MadeRoots(), kWeb, 41);
  ASSERT_FALSE(folders);
  EXPECT_EQ(folders.error().code, Errc::kNotFound);
}

TEST(FindCgroup, AProcessThatHasEndedIsNotFound) {
  const MadeTree tree;
  tree.MakeV1Host();
  const auto folders = FindCgroup(tree.MadeRoots(), kWeb, 41);
  ASSERT_FALSE(folders);
  EXPECT_EQ(folders.error().code, Errc::kNotFound);
  EXPECT_NE(folders.error().message.find(kWeb.Short()), std::string::npos);
}

TEST(FindCgroup, AnUnmountedHierarchyIsSaidSo) {
  const MadeTree tree;
  tree.MakeV2Host();
  tree.MakeV2Replica(kWeb, 41);
  tree.Write("proc/self/mountinfo", "1 1 0:1 / / rw - ext4 /dev/sda1 rw\n");
  const auto folders = FindCgroup(tree.MadeRoots(), kWeb, 41);
  ASSERT_FALSE(folders);
  EXPECT_EQ(folders.error().code, Errc::kUnavailable);
  EXPECT_FALSE(folders.error().hint.empty());
}

}  // namespace
}  // namespace docktor::observe

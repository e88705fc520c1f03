#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

#include "settings/files/find_project.h"
#include "settings/files/folders.h"

namespace docktor::settings {
namespace {

using std::filesystem::path;
using testing::HasSubstr;

class PlacesTest : public testing::Test {
 protected:
  PlacesTest() {
    std::string name = (std::filesystem::temp_directory_path() / "docktor-settings-XXXXXX").string();
    top = ::mkdtemp(name.data());
  }
  ~PlacesTest() override { std::filesystem::remove_all(top); }

  path Write(const path& file, const std::string& text = "services: {}\n") const {
    std::filesystem::create_directories((top / file).parent_path());
    std::ofstream(top / file) << text;
    return top / file;
  }
  Here At(const path& folder) const {
    std::filesystem::create_directories(top / folder);
    return {.folder = top / folder, .executable = {}};
  }
  static std::vector<std::string> Files(const FoundProject& project) {
    std::vector<std::string> files;
    for (const auto& file : project.files) files.push_back(path(file.path).filename().string());
    return files;
  }

  path top;
};

TEST_F(PlacesTest, TheNearestFileUpwardIsFound) {
  Write("shop/compose.yaml");
  const auto project = FindProject({}, {}, At("shop/src/deep")).value();
  EXPECT_EQ(project.files.at(0).path, (top / "shop/compose.yaml").string());
  EXPECT_EQ(project.name, "shop");
  Write("shop/src/docker-compose.yml");
  EXPECT_EQ(FindProject({}, {}, At("shop/src/deep")).value().name, "src");
}

TEST_F(PlacesTest, NamesAreTriedInComposesOrderAndTheOverrideIsTaken) {
  Write("shop/docker-compose.yaml");
  EXPECT_THAT(Files(FindProject({}, {}, At("shop")).value()), testing::ElementsAre("docker-compose.yaml"));
  Write("shop/compose.yml");
  Write("shop/compose.override.yaml");
  EXPECT_THAT(Files(FindProject({}, {}, At("shop")).value()),
              testing::ElementsAre("compose.yml", "compose.override.yaml"));
}

TEST_F(PlacesTest, TheFlagWinsOverTheVariableOverTheFolder) {
  Write("shop/compose.yaml");
  Write("a/one.yaml");
  const auto two = Write("b/two.yaml");
  const Environment environment{{"DOCKTOR_COMPOSE_FILE", two.string()}};
  EXPECT_THAT(Files(FindProject({.compose_file = "../a/one.yaml"}, environment, At("shop")).value()),
              testing::ElementsAre("one.yaml"));
  EXPECT_EQ(FindProject({.compose_file = "../a/one.yaml"}, environment, At("shop")).value().name, "a");
  EXPECT_EQ(FindProject({}, environment, At("shop")).value().name, "b");
  EXPECT_EQ(FindProject({}, {{"DOCKTOR_COMPOSE_FILE", ""}}, At("shop")).value().name, "shop");
}

TEST_F(PlacesTest, SeveralFilesAreNamedAsForCompose) {
  Write("shop/compose.yaml");
  Write("shop/prod.yaml");
  const auto files = [&](const ProjectFlags& flags, const Environment& environment) {
    return Files(FindProject(flags, environment, At("shop")).value());
  };
  const auto both = testing::ElementsAre("compose.yaml", "prod.yaml");
  EXPECT_THAT(files({.compose_file = "compose.yaml:prod.yaml"}, {}), both);
  EXPECT_THAT(files({}, {{"DOCKTOR_COMPOSE_FILE", "compose.yaml:prod.yaml:"}}), both);
  EXPECT_THAT(files({}, {{"COMPOSE_FILE", "compose.yaml,prod.yaml"}, {"COMPOSE_PATH_SEPARATOR", ","}}), both);
  EXPECT_THAT(files({}, {{"COMPOSE_FILE", ":"}}), testing::ElementsAre("compose.yaml"));
  Write("shop/.env", "COMPOSE_FILE_OLD=x\nCOMPOSE_FILE=compose.yaml;prod.yaml\nCOMPOSE_PATH_SEPARATOR=;\n");
  EXPECT_THAT(files({}, {}), both);
  EXPECT_EQ(FindProject({}, {{"COMPOSE_FILE", "prod.yaml:gone.yaml"}}, At("shop")).error().code, Errc::kNotFound);
}

TEST_F(PlacesTest, AFileThatWasNamedMustBeThere) {
  Write("shop/compose.yaml");
  const auto project = FindProject({.compose_file = "other.yaml"}, {}, At("shop"));
  ASSERT_FALSE(project);
  EXPECT_EQ(project.error().code, Errc::kNotFound);
  EXPECT_THAT(project.error().message, HasSubstr("other.yaml"));
}

TEST_F(PlacesTest, TheExampleIsTheLastResort) {
  Write("docktor/examples/docker-compose.yaml", "name: docktor-example\nservices: {}\n");
  auto here = At("elsewhere");
  const auto none = FindProject({}, {}, here);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::kNotFound);
  EXPECT_THAT(none.error().hint, HasSubstr("--compose-file"));
  here.executable = top / "docktor/docktor";
  EXPECT_EQ(FindProject({}, {}, here).value().name, "docktor-example");
  const auto named = FindProject({.project = "shop"}, {}, here).value();
  EXPECT_EQ(named.name, "shop");
  EXPECT_TRUE(named.files.empty());
}

TEST_F(PlacesTest, TheProjectsNameIsComposes) {
  Write("My Shop.2/compose.yaml");
  const auto here = At("My Shop.2");
  EXPECT_EQ(FindProject({}, {}, here).value().name, "myshop2");
  Write("My Shop.2/compose.yaml", "name: named\nservices: {}\n");
  EXPECT_EQ(FindProject({}, {}, here).value().name, "named");
  Write("My Shop.2/.env", "A=1\nexport COMPOSE_PROJECT_NAME=\"dotted\"\n");
  EXPECT_EQ(FindProject({}, {}, here).value().name, "dotted");
  const Environment environment{{"COMPOSE_PROJECT_NAME", "from_env"}};
  EXPECT_EQ(FindProject({}, environment, here).value().name, "from_env");
  EXPECT_EQ(FindProject({.project = "flagged"}, environment, here).value().name, "flagged");
}

TEST_F(PlacesTest, WhatIsNoProjectsNameIsRefused) {
  Write("shop/compose.yaml");
  const auto project = FindProject({.project = "My Shop"}, {}, At("shop"));
  ASSERT_FALSE(project);
  EXPECT_EQ(project.error().hint, "did you mean 'myshop'?");
  EXPECT_FALSE(FindProject({.project = "-x"}, {}, At("shop")));
  EXPECT_FALSE(FindProject({.project = ""}, {}, At("shop")));
  Write("shop/compose.yaml", "name: ${NAME:-shop}\n");
  EXPECT_THAT(FindProject({}, {}, At("shop")).error().hint, HasSubstr("--project"));
  Write("___/compose.yaml");
  EXPECT_FALSE(FindProject({}, {}, At("___")));
}

TEST_F(PlacesTest, AWrongFileIsFoundWithItsErrors) {
  Write("shop/compose.yaml", "services: [");
  EXPECT_EQ(FindProject({}, {}, At("shop")).value().files.at(0).errors.size(), 1u);
}

struct FolderCase {
  const char* name;
  Environment environment;
  uid_t uid;
  Folders folders;
};
class FoldersTest : public testing::TestWithParam<FolderCase> {};
TEST_P(FoldersTest, AreWhereTheyBelong) {
  EXPECT_EQ(FindFolders(GetParam().environment, GetParam().uid, "/nonexistent").value(), GetParam().folders);
}
INSTANTIATE_TEST_SUITE_P(
    Places, FoldersTest,
    testing::Values(
        FolderCase{"root", {{"HOME", "/root"}}, 0, {"/etc/docktor", "/var/lib/docktor", "/run/docktor"}},
        FolderCase{"root_without_anything", {}, 0, {"/etc/docktor", "/var/lib/docktor", "/run/docktor"}},
        FolderCase{"root_with_xdg",
                   {{"XDG_CONFIG_HOME", "/c"}, {"XDG_STATE_HOME", "/s"}, {"XDG_RUNTIME_DIR", "/r"}},
                   0,
                   {"/c/docktor", "/s/docktor", "/run/docktor"}},
        FolderCase{"user",
                   {{"HOME", "/home/a"}, {"XDG_RUNTIME_DIR", "/run/user/7"}},
                   7,
                   {"/home/a/.config/docktor", "/home/a/.local/state/docktor", "/run/user/7/docktor"}},
        FolderCase{"user_without_runtime",
                   {{"HOME", "/home/a"}},
                   7,
                   {"/home/a/.config/docktor", "/home/a/.local/state/docktor", "/home/a/.local/state/docktor/run"}},
        FolderCase{"relative_xdg_is_unset",
                   {{"HOME", "/home/a"}, {"XDG_STATE_HOME", "x"}, {"XDG_CONFIG_HOME", ""}},
                   7,
                   {"/home/a/.config/docktor", "/home/a/.local/state/docktor", "/home/a/.local/state/docktor/run"}},
        FolderCase{"ours_win",
                   {{"HOME", "/h"},
                    {"XDG_STATE_HOME", "/s"},
                    {"DOCKTOR_STATE_DIR", "/mine"},
                    {"DOCKTOR_RUNTIME_DIR", "/sock"}},
                   7,
                   {"/h/.config/docktor", "/mine", "/sock"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(PlacesTest, ARuntimeFolderThatIsThereIsUsed) {
  std::filesystem::create_directories(top / "7");
  EXPECT_EQ(FindFolders({{"HOME", "/h"}}, 7, top).value().runtime, top / "7/docktor");
}

TEST_F(PlacesTest, FoldersNeedAHomeOrNames) {
  EXPECT_FALSE(FindFolders({}, 7, top));
  EXPECT_FALSE(FindFolders({{"HOME", "/h"}, {"DOCKTOR_STATE_DIR", "relative"}}, 7, top));
  EXPECT_THAT(FindFolders({{"HOME", "/h"}, {"DOCKTOR_RUNTIME_DIR", "relative"}}, 7, top).error().message,
              HasSubstr("DOCKTOR_RUNTIME_DIR"));
}

}  // namespace
}  // namespace docktor::settings

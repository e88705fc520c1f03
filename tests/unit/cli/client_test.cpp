#include "cli/client.h"

#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/daemon/daemon_place.h"
#include "cli/daemon/launch.h"
#include "operations/now/status.h"
#include "serve/http_server.h"
#include "unit/operations/world.h"

namespace docktor::cli {
namespace {

using operations::Find;
using testing::HasSubstr;

/// A daemon's door in this process.
class ClientTest : public testing::Test {
 protected:
  void Open(const std::string& project) {
    auto opened = serve::HttpServer::Open({.socket = (world.folder.path / (project + ".sock")).string()}, router);
    ASSERT_TRUE(opened) << opened.error().message;
    servers.push_back(*std::move(opened));
  }
  Surroundings Around() {
    return {.environment = {},
            .here = {.folder = world.folder.path / "work"},
            .folders = {.state = world.folder.path, .runtime = world.folder.path}};
  }
  void WriteComposeFile() {
    std::filesystem::create_directories(world.folder.path / "work");
    std::ofstream(world.folder.path / "work" / "compose.yaml") << "name: shop\nservices:\n  web:\n    image: web\n";
  }

  operations::World world;
  serve::Router router{world.context, operations::All()};
  std::vector<std::unique_ptr<serve::HttpServer>> servers;
};

TEST_F(ClientTest, AsksAndIsAnswered) {
  Open("shop");
  Client client(world.folder.path / "shop.sock");
  const auto status = client.Ask<operations::StatusOutput>(*Find("status"));
  ASSERT_TRUE(status) << status.error().message;
  EXPECT_EQ(status->daemon.pid, 4711);
}

TEST_F(ClientTest, AnErrorArrivesAsItWasSaid) {
  Open("shop");
  Client client(world.folder.path / "shop.sock");
  const auto refused = client.Call(*Find("scale"), {{"service", "api"}, {"replicas", 2}}, [](const json::value&) {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kDenied);
  EXPECT_THAT(refused.error().hint, HasSubstr("--once"));
  const auto before_the_stream = client.Call(*Find("logs"), {{"lines", -1}}, [](const json::value&) {});
  EXPECT_EQ(before_the_stream.error().code, Errc::kInvalidInput);
}

TEST_F(ClientTest, ReadsAStreamToItsEndOrUntilToldToStop) {
  Open("shop");
  Client client(world.folder.path / "shop.sock");
  for (int i = 0; i < 500; ++i) world.logs.Write({operations::kNow, "info", "line " + std::to_string(i)});
  int lines = 0;
  EXPECT_TRUE(client.Call(*Find("logs"), {{"lines", 300}}, [&](const json::value&) { ++lines; }));
  EXPECT_EQ(lines, 300);
  lines = 0;
  EXPECT_TRUE(client.Call(
      *Find("logs"), {{"follow", true}}, [&](const json::value&) { ++lines; }, [&] { return lines == 100; }));
  EXPECT_EQ(lines, 100);
}

TEST_F(ClientTest, ADaemonThatEndsMeanwhileIsToldApart) {
  Open("shop");
  Client client(world.folder.path / "shop.sock");
  world.logs.Write({operations::kNow, "info", "last words"});
  const auto ended = client.Call(*Find("logs"), {{"follow", true}},
                                 [&](const json::value&) { std::thread([this] { servers.clear(); }).join(); });
  ASSERT_FALSE(ended);
  EXPECT_THAT(ended.error().message, HasSubstr("the daemon is ending"));
  const auto gone = client.Ask<operations::StatusOutput>(*Find("status"));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Errc::kConflict);
}

TEST_F(ClientTest, FindsTheDaemonOfTheFolderOrTheOnlyOne) {
  EXPECT_EQ(FindDaemon({}, Around()).error().code, Errc::kNotFound);
  Open("blog");
  EXPECT_EQ(FindDaemon({}, Around())->project, "blog") << "the only one that runs";
  WriteComposeFile();
  const auto not_this = FindDaemon({}, Around());
  ASSERT_FALSE(not_this) << "the folder's own project is meant, and its daemon does not run";
  EXPECT_THAT(not_this.error().message, HasSubstr("'shop'"));
  EXPECT_THAT(not_this.error().hint, HasSubstr("--project: blog"));
  Open("shop");
  EXPECT_EQ(FindDaemon({}, Around())->project, "shop");
  EXPECT_EQ(FindDaemon({.project = "blog"}, Around())->project, "blog");
  EXPECT_EQ(FindDaemon({.project = "zoo"}, Around()).error().code, Errc::kNotFound);
  std::filesystem::remove_all(world.folder.path / "work");
  const auto which = FindDaemon({}, Around());
  ASSERT_FALSE(which);
  EXPECT_THAT(which.error().message + which.error().hint, HasSubstr("blog, shop"));
}

class LaunchTest : public testing::Test {
 protected:
  /// A program that gets "--ready-fd 3" as its last arguments.
  std::filesystem::path Script(const std::string& text) {
    const auto path = folder.path / "program";
    std::ofstream(path) << "#!/bin/sh\n" << text;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  operations::TemporaryFolder folder;
  std::filesystem::path log = folder.path / "log";
};

TEST_F(LaunchTest, ReturnsWhenItIsReady) {
  const auto started =
      StartInBackground(Script("echo \"$@\"\necho '{\"ready\":true}' >&3\n"), {"daemon", "start"}, log, 5s);
  EXPECT_TRUE(started) << started.error().message;
  std::string line;
  std::getline(std::ifstream(log) >> std::ws, line);
  EXPECT_EQ(line, "daemon start --ready-fd 3");
}

TEST_F(LaunchTest, TellsWhatTheDaemonTold) {
  const auto told = StartInBackground(
      Script("echo '{\"error\":{\"code\":\"unavailable\",\"message\":\"no Docker\"}}' >&3\n"), {}, log, 5s);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, Errc::kUnavailable);
  EXPECT_EQ(told.error().message, "no Docker");
}

TEST_F(LaunchTest, ADeathWithoutAWordPointsToTheLog) {
  const auto died = StartInBackground(Script("exit 7\n"), {}, log, 5s);
  ASSERT_FALSE(died);
  EXPECT_EQ(died.error().code, Errc::kInternal);
  EXPECT_THAT(died.error().hint, HasSubstr(log.string()));
}

TEST_F(LaunchTest, SilenceIsNotWaitedForForEver) {
  const auto fifo = folder.path / "until";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  const auto silent = StartInBackground(Script("read line < " + fifo.string() + "\n"), {}, log, 100ms);
  std::ofstream(fifo) << "end\n";
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, Errc::kTimeout);
}

TEST(Readiness, SaysOneThing) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    Readiness readiness(ends[1]);
    readiness.Failed({Errc::kConflict, "taken"});
    readiness.Ready();
  }
  char text[200];
  const auto got = read(ends[0], text, sizeof text);
  EXPECT_EQ(std::string(text, static_cast<std::size_t>(got)),
            "{\"error\":{\"code\":\"conflict\",\"message\":\"taken\"}}\n");
  close(ends[0]);
}

}  // namespace
}  // namespace docktor::cli

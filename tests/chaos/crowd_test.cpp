/// Five hundred containers of other projects that come and go on the same engine.
#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.h"
#include "support/demo_services.h"
#include "support/footprint.h"
#include "support/watched_project.h"

namespace docktor {
namespace {

using test::Within;

constexpr int kOthers = 500, kAtOnce = 4, kStanding = 200;

/// Runs `kOthers` containers of a project of somebody else's, a few at a time, each for a moment. They stay where they
/// ended until `kStanding` newer ones do: whoever lists what there is has to look past them.
class Crowd {
 public:
  explicit Crowd(docker::Engine& engine) : engine_(engine) {
    for (int i = 0; i < kAtOnce; ++i) threads_.emplace_back([this] { ComeAndGo(); });
  }
  ~Crowd() {
    for (auto& thread : threads_) thread.join();
  }
  int there() const { return came_ - gone_; }
  int gone() const { return gone_; }

 private:
  void ComeAndGo() {
    std::deque<ContainerId> ended;
    for (int number = next_++; number < kOthers; number = next_++) {
      const auto id = Come(number);
      if (!id) {
        ADD_FAILURE() << id.error().message;
        break;
      }
      ended.push_back(*id);
      if (ended.size() > kStanding / kAtOnce) Remove(ended);
    }
    while (!ended.empty()) Remove(ended);
  }

  Result<ContainerId> Come(int number) {
    const json::object body{{"Image", test::TestImage()},
                            {"Labels", json::object{{docker::kProjectLabel, "somebody-else"},
                                                    {docker::kServiceLabel, "web"},
                                                    {docker::kNumberLabel, std::to_string(number + 1)},
                                                    {docker::kOneOffLabel, "False"}}}};
    auto id = engine_.Create("somebody-else-web-" + std::to_string(number + 1), body);
    if (!id) return id;
    ++came_;
    EXPECT_TRUE(engine_.Start(*id));
    EXPECT_TRUE(engine_.Stop(*id));
    return id;
  }

  void Remove(std::deque<ContainerId>& ended) {
    EXPECT_TRUE(engine_.Remove(ended.front(), docker::Engine::Volumes::kDeleteAnonymous));
    ended.pop_front();
    ++gone_;
  }

  docker::Engine& engine_;
  std::atomic<int> next_{0}, came_{0}, gone_{0};
  std::vector<std::thread> threads_;
};

/// How many looks at a service were taken too late; -1: nobody says.
long LateLooks(const test::WatchedProject& project) {
  net::HttpClient door({.unix_socket = project.docktor.socket()});
  const auto page = door.Send({.path = "/metrics"});
  if (!page) return -1;
  for (const auto& line : test::Lines(page->body))
    if (line.starts_with("docktor_late_looks_total{")) return std::stol(line.substr(line.rfind(' ')));
  return -1;
}

TEST(Crowd, OfOtherProjectsDoesNotConcernThisOne) {
  test::WatchedProject project(test::Services(test::Web("web", "x-docktor: { min: 1, max: 6, interval: 1s }")));
  project.compose.Compose("up -d");
  project.Start();
  const auto scale = [&](int count) {
    EXPECT_EQ(project.docktor.Run("scale web " + std::to_string(count) + " --for 10m").exit_code, 0);
    EXPECT_TRUE(Within(20s, [&] { return project.Runs("web", count) && !project.Status("web").acting; }));
  };
  scale(3);
  project.docktor.Run("decisions export --output warm.csv");  // the store is open
  const auto pid = project.Status().daemon.pid;
  const auto late_before = LateLooks(project);
  ASSERT_GE(late_before, 0);
  int scaled = 0, most = 0;
  std::optional<test::Footprint> midway;  // by then it holds what it keeps of its own actions
  {
    Crowd crowd(project.engine());
    for (int count = 2; crowd.gone() < kOthers && !testing::Test::HasFailure(); count = 5 - count, ++scaled) {
      scale(count);
      EXPECT_EQ(project.Status().services.size(), 1u);
      most = std::max(most, crowd.there());
      if (!midway && crowd.gone() >= kOthers / 2) midway = test::FootprintOf(pid);
    }
  }
  EXPECT_GE(most, kStanding / 2) << "so many were there at once";
  scale(3);
  const auto after = test::FootprintOf(pid);
  ASSERT_TRUE(midway);
  std::cout << scaled << " actions meanwhile, " << most << " others there at once; midway: " << *midway
            << "; after: " << after << "\n";
  test::ExpectNoGrowth(*midway, after);
  EXPECT_EQ(LateLooks(project), late_before);
  for (const auto& intent : project.Intents()) EXPECT_EQ(intent.service.project, project.name());
  EXPECT_TRUE(project.ChainHolds());
}

}  // namespace
}  // namespace docktor

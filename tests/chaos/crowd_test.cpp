/// Five hundred containers of other projects that come and go on the same engine, two hundred of them at once.
#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/at_rest.h"
#include "support/demo_services.h"
#include "support/footprint.h"
#include "support/look_watch.h"

namespace docktor {
namespace {

using test::Within;

constexpr int kOthers = 500, kProjects = 4, kStanding = 200;
constexpr int kMany = kStanding * 9 / 10;
/// What the store and the memory of what was decided may take meanwhile: some hundred decisions of its own.
constexpr long kMostKib = 8 * 1024;

/// Runs `kOthers` containers of projects of somebody else's, of each one after another. They run until `kStanding`
/// newer ones do.
class Crowd {
 public:
  explicit Crowd(docker::Engine& engine) : engine_(engine) {
    for (int i = 1; i <= kProjects; ++i) threads_.emplace_back([this, i] { ComeAndGo(std::to_string(i)); });
  }
  ~Crowd() {
    for (auto& thread : threads_) thread.join();
  }
  int there() const { return came_ - gone_; }
  int gone() const { return gone_; }

 private:
  void ComeAndGo(const std::string& project) {
    std::deque<ContainerId> here;
    for (int number = next_++; number < kOthers; number = next_++) {
      const auto id = Come("somebody-else-" + project, std::to_string(number + 1));
      if (!id) {
        ADD_FAILURE() << id.error().message;
        break;
      }
      here.push_back(*id);
      if (here.size() > kStanding / kProjects) Go(here);
    }
    while (!here.empty()) Go(here);
  }

  /// Without a network, which takes an engine longer than all the rest.
  Result<ContainerId> Come(const std::string& project, const std::string& number) {
    const json::object body{{"Image", test::TestImage()},
                            {"StopTimeout", 1},
                            {"HostConfig", json::object{{"NetworkMode", "none"}}},
                            {"Labels", json::object{{docker::kProjectLabel, project},
                                                    {docker::kServiceLabel, "web"},
                                                    {docker::kNumberLabel, number},
                                                    {docker::kOneOffLabel, "False"}}}};
    auto id = engine_.Create(project + "-web-" + number, body);
    if (!id) return id;
    EXPECT_TRUE(engine_.Start(*id));
    ++came_;
    return id;
  }

  void Go(std::deque<ContainerId>& here) {
    EXPECT_TRUE(engine_.Stop(here.front()));
    EXPECT_TRUE(engine_.Remove(here.front(), docker::Engine::Volumes::kDeleteAnonymous));
    here.pop_front();
    ++gone_;
  }

  docker::Engine& engine_;
  std::atomic<int> next_{0}, came_{0}, gone_{0};
  std::vector<std::thread> threads_;
};

class CrowdTest : public testing::Test {
 protected:
  CrowdTest() {
    project_.compose.Compose("up -d");
    project_.Start();
    test::BringToRest(project_);
    project_.docktor.Run("decisions export --output warm.csv");  // the store is open
  }
  void Scale(int count) {
    EXPECT_EQ(project_.docktor.Run("scale web " + std::to_string(count) + " --for 10m").exit_code, 0);
    EXPECT_TRUE(Within(30s, [&] { return project_.Runs("web", count) && !project_.Status("web").acting; }));
  }
  test::Footprint Held() {
    Scale(3);
    EXPECT_TRUE(test::Stays(6s, [&] { return project_.Runs("web", 3); }));
    return test::HeldAtRest(project_.daemon());
  }

  test::WatchedProject project_{test::Services(test::Web("web", "x-docktor: { min: 1, max: 6, interval: 1s }"))};
};

TEST_F(CrowdTest, OfOtherProjectsDoesNotConcernThisOne) {
  const test::LookWatch looks(project_);
  int scaled = 0, most = 0;
  std::optional<test::Footprint> amid;
  {
    const Crowd crowd(project_.engine());
    for (int count = 2; crowd.gone() < kOthers && !HasFailure(); count = 5 - count, ++scaled) {
      Scale(count);
      EXPECT_EQ(project_.Status().services.size(), 1u);
      most = std::max(most, crowd.there());
      if (!amid && crowd.there() >= kMany) amid = Held();
    }
  }
  EXPECT_GE(most, kMany) << "so many ran at once";
  ASSERT_TRUE(amid);
  const auto after = Held();
  std::cout << scaled << " actions meanwhile, " << most << " others ran at once; amid them: " << *amid
            << "; after: " << after << "\n";
  test::ExpectFlat(*amid, after, kMostKib);
  looks.ExpectInTime(1);
  for (const auto& intent : project_.Intents()) EXPECT_EQ(intent.service.project, project_.name());
  EXPECT_TRUE(project_.ChainHolds());
}

}  // namespace
}  // namespace docktor

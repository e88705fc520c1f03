#include "act/origins.h"

#include <gtest/gtest.h>

#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"

namespace docktor::act {
namespace {

TEST(Origins, KnowHowAProjectWasBroughtUpUntilItIsTakenDown) {
  docker::FakeEngine engine;
  docker::FakeComposeFiles files;
  const ServiceFacts jobs{.key = {"shop", "jobs"}, .config_files = {"/srv/compose.yaml"}, .working_dir = "/srv"};
  Origins origins(engine, files, {jobs});
  EXPECT_FALSE(origins.HowBroughtUp(jobs.key)) << "nothing of the project is there";
  const auto web = engine.AddComposeService("shop", "web", 1)[0];
  ASSERT_TRUE(origins.HowBroughtUp(jobs.key));
  EXPECT_EQ(origins.HowBroughtUp(jobs.key)->folder, "/srv/app") << "by the newest container";
  engine.Destroy(web);
  ASSERT_TRUE(origins.HowBroughtUp(jobs.key)) << "the network is there still";
  EXPECT_EQ(origins.HowBroughtUp(jobs.key)->folder, "/srv");
  EXPECT_FALSE(origins.HowBroughtUp({"shop", "other"}));
  engine.TakeDown("shop");
  EXPECT_FALSE(origins.HowBroughtUp(jobs.key));
}

}  // namespace
}  // namespace docktor::act

#include "act/growth.h"

#include <gmock/gmock.h>

#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "docker/project/labels.h"

namespace docktor::act {
namespace {

using testing::ElementsAre;

TEST(Growth, SaysWhatItRemovedThoughDocktorStopsBeforeComposeIsAsked) {
  const ServiceKey web{"shop", "web"};
  docker::FakeEngine engine;
  docker::FakeComposeFiles files;
  Origins origins(engine, files);
  const auto left = engine.AddComposeService("shop", "web", 1, {.labels = {{docker::kCopyLabel, "d1"}}})[0];
  engine.Edit(left, [](json::object& inspect) { inspect["State"].as_object()["Status"] = "created"; });
  const Action action{.decision = {7}, .service = web, .from = 0, .to = 1, .add = 1};
  const std::atomic<bool> stopping = true;
  const auto tally = Growth(engine, origins, action, stopping).Run();
  EXPECT_THAT(tally.failures, ElementsAre("Docktor is stopping: not all copies were made"));
  EXPECT_THAT(tally.notes, ElementsAre("removed shop-web-1, a copy that never started"));
}

}  // namespace
}  // namespace docktor::act

#include <memory>
#include <thread>

#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/demo/engine_stage.h"
#include "cli/demo/play.h"
#include "cli/demo/simulated_stage.h"
#include "cli/interrupt.h"

namespace docktor::cli {
namespace {

struct Venue {
  std::unique_ptr<Stage> stage;
  After after;
};

/// For people, who want to see it, the clock goes only so much faster; a pipe is not kept waiting.
Venue Simulated(const Look& look, const std::string& because) {
  const bool watched = look.terminal;
  fmt::print("{}\n", Paint("simulated" + because + ": no container runs; " +
                               (watched ? fmt::format("the clock goes {} times as fast", SimulatedStage::kSpeedUp)
                                        : "two minutes pass at once"),
                           Ink::kYellow, look));
  std::function<void(Duration)> pass;
  if (watched) pass = [](Duration time) { std::this_thread::sleep_for(time); };
  return {std::make_unique<SimulatedStage>(look.now, pass), After::kSimulated};
}

/// Only containers can be kept.
Venue VenueOf(const Session& session, const DemoCommand& command) {
  if (command.simulated) return Simulated(session.look, "");
  if (!command.keep && !DemoStack::CheckEngine()) return Simulated(session.look, ", as no Docker engine answers");
  return {std::make_unique<EngineStage>(session.around), command.keep ? After::kRunning : After::kGone};
}

}  // namespace

ExitCode RunDemo(const Session& session, const DemoCommand& command) {
  WatchForInterrupt();
  const auto [stage, after] = VenueOf(session, command);
  DemoScreen screen(session.look);
  const auto story = PlayDemo(*stage, screen);
  if (story) fmt::print("{}", RenderStory(*story, session.look, after));
  if (!story && !Interrupted()) Complain(story.error());
  if (!story || !command.keep) stage->Strike();
  if (Interrupted()) return kInterrupted;
  if (!story) return ExitCodeOf(story.error());
  return story->Rose() && story->Fell() && !story->Failed() ? kOk : kFailed;
}

}  // namespace docktor::cli

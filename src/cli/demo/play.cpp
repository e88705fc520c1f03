#include "cli/demo/play.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "cli/interrupt.h"

namespace docktor::cli {
namespace {

constexpr double kRate = 30;  // requests a second, of 30 ms each: six replicas of a quarter core at 60 %
constexpr Duration kLoadLength = 40s;
constexpr Duration kSettle = 90s;  // for the replicas to be gone again

class Demo {
 public:
  Demo(Stage& stage, DemoScreen& screen) : stage_(stage), screen_(screen), lap_(stage.Now()) {}

  Status Begin();
  Status Load();
  Status AwaitCalm();
  Result<Story> Conclude();

 private:
  void Step(const std::string& what);
  Status NoteNews();
  Result<operations::StatusOutput> Look(const std::string& caption);

  Stage& stage_;
  DemoScreen& screen_;
  Instant lap_;
  Story story_;
  std::set<DecisionId> told_;
};

void Demo::Step(const std::string& what) {
  const auto now = stage_.Now();
  screen_.Step(what, now - std::exchange(lap_, now));
}

Status Demo::Begin() {
  if (const auto raised = stage_.Raise([this](const std::string& step) { Step(step); }); !raised) return raised;
  const auto status = stage_.Look();
  if (!status) return tl::unexpected<Error>(status.error());
  story_.began = status->at;
  story_.least = WebOf(*status) != nullptr ? WebOf(*status)->min : 0;
  return {};
}

/// What was decided since the last time, a line each.
Status Demo::NoteNews() {
  const auto decisions = stage_.Decisions(20);
  if (!decisions) return tl::unexpected<Error>(decisions.error());
  for (auto item = decisions->rbegin(); item != decisions->rend(); ++item)
    if (item->decision.at >= story_.began && told_.insert(item->decision.id).second)
      screen_.Decided(*item, item->decision.at - story_.began);
  return {};
}

Result<operations::StatusOutput> Demo::Look(const std::string& caption) {
  if (Interrupted()) return Fail(Errc::kConflict, "interrupted");
  if (const auto told = NoteNews(); !told) return tl::unexpected<Error>(told.error());
  auto status = stage_.Look();
  if (status) screen_.Show(*status, caption);
  return status;
}

Status Demo::Load() {
  const auto began = stage_.StartLoad(kRate, kLoadLength);
  if (!began) return tl::unexpected<Error>(began.error());
  story_.load_began = *began;
  Step(fmt::format("load begins: {} requests a second of 30 ms CPU each, for {}", kRate, ToText(kLoadLength)));
  while (true) {
    const auto status = Look("load runs");
    if (!status) return tl::unexpected<Error>(status.error());
    const auto summary = stage_.LoadSummary();
    if (!summary) return tl::unexpected<Error>(summary.error());
    story_.load_ended = status->at;
    story_.load_summary = *summary;
    if (!summary->empty()) break;
    stage_.Wait();
  }
  Step("load has ended; now the replicas may go");
  return {};
}

/// What the replicas that are too many wait for.
std::string CountDown(const operations::ServiceStatus& web, Instant now) {
  if (web.acting) return "taking replicas away";
  if (!web.held_until || *web.held_until <= now) return "looking again";
  const auto left = std::chrono::ceil<std::chrono::seconds>(*web.held_until - now);
  return fmt::format("{} more than needed; they stay for the window of 20 s: {} s to go", web.running - web.min,
                     left.count());
}

Status Demo::AwaitCalm() {
  const auto deadline = stage_.Now() + kSettle;
  std::string caption = "waiting";
  while (stage_.Now() < deadline) {
    const auto status = Look(caption);
    if (!status) return tl::unexpected<Error>(status.error());
    const auto* web = WebOf(*status);
    if (web != nullptr && web->running == web->min && !web->acting) break;
    if (web != nullptr) caption = CountDown(*web, status->at);
    stage_.Wait();
  }
  Step("calm again");
  return {};
}

Result<Story> Demo::Conclude() {
  const auto decisions = stage_.Decisions(500);
  if (!decisions) return tl::unexpected<Error>(decisions.error());
  for (auto item = decisions->rbegin(); item != decisions->rend(); ++item)
    if (item->decision.at >= story_.began) story_.decisions.push_back(*item);
  const auto status = stage_.Look();
  story_.ended = status ? status->at : story_.load_ended;
  return std::move(story_);
}

}  // namespace

const operations::ServiceStatus* WebOf(const operations::StatusOutput& status) {
  const auto found = std::find_if(status.services.begin(), status.services.end(),
                                  [](const auto& s) { return s.service.service == "web"; });
  return found == status.services.end() ? nullptr : &*found;
}

Result<Story> PlayDemo(Stage& stage, DemoScreen& screen) {
  Demo demo(stage, screen);
  for (const auto part : {&Demo::Begin, &Demo::Load, &Demo::AwaitCalm})
    if (const auto went = (demo.*part)(); !went) return tl::unexpected<Error>(went.error());
  return demo.Conclude();
}

}  // namespace docktor::cli

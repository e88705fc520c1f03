#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>
#include <thread>

#include <fmt/core.h>

#include "cli/client.h"
#include "cli/commands.h"
#include "cli/daemon/launch.h"
#include "cli/demo/screen.h"
#include "cli/demo/stack.h"
#include "cli/demo/story.h"
#include "cli/interrupt.h"
#include "operations/list.h"
#include "operations/stop.h"

namespace docktor::cli {
namespace {

constexpr double kRate = 30;  // requests a second, of 30 ms each: six replicas of a quarter core at 60 %
constexpr Duration kLoadLength = 40s;
constexpr Duration kSettle = 90s;  // for the replicas to be gone again
constexpr Duration kPatience = 60s;

class Stopwatch {
 public:
  Duration Lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration_cast<Duration>(now - std::exchange(last_, now));
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// The demo from its beginning to its end. Whatever happens, `End` leaves nothing behind.
class Demo {
 public:
  Demo(const Session& session, const DemoCommand& command)
      : session_(session),
        command_(command),
        file_(session.around.here.executable.parent_path() / "examples" / "demo.yaml"),
        stack_(file_),
        place_(PlaceOf(session.around.folders, DemoStack::kProject)),
        client_(place_.socket),
        screen_(session.look) {}

  Status Begin();
  Status Load();
  Status AwaitCalm();
  Status Conclude(ExitCode& code);
  void End();

 private:
  Status StartDaemon();
  Result<operations::StatusOutput> Look(const std::string& caption);
  Status NoteNews();
  const operations::ServiceStatus* Web(const operations::StatusOutput& status) const;
  std::string CountDown(const operations::ServiceStatus& web, Instant now) const;

  const Session& session_;
  const DemoCommand& command_;
  std::filesystem::path file_;
  DemoStack stack_;
  DaemonPlace place_;
  Client client_;
  DemoScreen screen_;
  Stopwatch watch_;
  Story story_;
  std::set<DecisionId> told_;
  bool stack_up_ = false;
  bool daemon_up_ = false;
};

Status Interruption() {
  if (Interrupted()) return Fail(Errc::kConflict, "interrupted");
  return {};
}

const operations::ServiceStatus* Demo::Web(const operations::StatusOutput& status) const {
  const auto found = std::find_if(status.services.begin(), status.services.end(),
                                  [](const auto& s) { return s.service.service == "web"; });
  return found == status.services.end() ? nullptr : &*found;
}

Status Demo::Begin() {
  if (!std::filesystem::exists(file_)) return Fail(Errc::kNotFound, "the demo's stack is not at " + file_.string());
  if (Answers(place_.socket))
    return Fail(Errc::kConflict, "a demo runs already", "end it: docktor --project docktor-tour daemon stop");
  if (const auto checked = stack_.Check(); !checked) return checked;
  stack_up_ = true;
  if (const auto up = stack_.Up(); !up) return up;
  screen_.Step("the stack is up: a load balancer, a store, two replicas of web (0.25 cores each)", watch_.Lap());
  if (const auto started = StartDaemon(); !started) return started;
  screen_.Step("the daemon watches it and scales web between 2 and 10", watch_.Lap());
  const auto status = client_.Ask<operations::StatusOutput>(*operations::Find("status"));
  if (!status) return tl::unexpected<Error>(status.error());
  story_.began = status->at;
  story_.least = Web(*status) != nullptr ? Web(*status)->min : 0;
  return {};
}

Status Demo::StartDaemon() {
  std::error_code error;
  std::filesystem::create_directories(place_.log_file.parent_path(), error);
  if (error)
    return Fail(Errc::kInternal, "make the folder " + place_.log_file.parent_path().string() + ": " + error.message());
  daemon_up_ = true;
  return StartInBackground(
      "/proc/self/exe", {"daemon", "start", "--foreground", "--project", DemoStack::kProject, "--compose-file", file_},
      place_.log_file, kPatience);
}

/// What was decided since the last time, a line each.
Status Demo::NoteNews() {
  const auto list = client_.Ask<operations::ListDecisionsOutput>(*operations::Find("decisions_list"),
                                                                 {{"service", "web"}, {"limit", 20}});
  if (!list) return tl::unexpected<Error>(list.error());
  for (auto item = list->decisions.rbegin(); item != list->decisions.rend(); ++item)
    if (item->decision.at >= story_.began && told_.insert(item->decision.id).second)
      screen_.Decided(*item, item->decision.at - story_.began);
  return {};
}

Result<operations::StatusOutput> Demo::Look(const std::string& caption) {
  if (const auto on = Interruption(); !on) return tl::unexpected<Error>(on.error());
  if (const auto told = NoteNews(); !told) return tl::unexpected<Error>(told.error());
  auto status = client_.Ask<operations::StatusOutput>(*operations::Find("status"));
  if (status) screen_.Show(*status, caption);
  return status;
}

Status Demo::Load() {
  const auto began = stack_.StartLoad(kRate, kLoadLength);
  if (!began) return tl::unexpected<Error>(began.error());
  story_.load_began = *began;
  screen_.Step(fmt::format("load begins: {} requests a second of 30 ms CPU each, for {}", kRate, ToText(kLoadLength)),
               watch_.Lap());
  while (true) {
    const auto status = Look("load runs");
    if (!status) return tl::unexpected<Error>(status.error());
    const auto summary = stack_.LoadSummary();
    if (!summary) return tl::unexpected<Error>(summary.error());
    story_.load_ended = status->at;
    story_.load_summary = *summary;
    if (!summary->empty()) break;
    std::this_thread::sleep_for(500ms);
  }
  screen_.Step("load has ended; now the replicas may go", watch_.Lap());
  return {};
}

/// What the replicas that are too many wait for.
std::string Demo::CountDown(const operations::ServiceStatus& web, Instant now) const {
  if (web.acting) return "taking replicas away";
  if (!web.held_until || *web.held_until <= now) return "looking again";
  const auto left = std::chrono::ceil<std::chrono::seconds>(*web.held_until - now);
  return fmt::format("{} more than needed; they stay for the window of 20 s: {} s to go", web.running - web.min,
                     left.count());
}

Status Demo::AwaitCalm() {
  const auto deadline = std::chrono::steady_clock::now() + kSettle;
  std::string caption = "waiting";
  while (std::chrono::steady_clock::now() < deadline) {
    const auto status = Look(caption);
    if (!status) return tl::unexpected<Error>(status.error());
    const auto* web = Web(*status);
    if (web != nullptr && web->running == web->min && !web->acting) break;
    if (web != nullptr) caption = CountDown(*web, status->at);
    std::this_thread::sleep_for(500ms);
  }
  screen_.Step("calm again", watch_.Lap());
  return {};
}

Status Demo::Conclude(ExitCode& code) {
  const auto list = client_.Ask<operations::ListDecisionsOutput>(*operations::Find("decisions_list"),
                                                                 {{"service", "web"}, {"limit", 500}});
  if (!list) return tl::unexpected<Error>(list.error());
  for (auto item = list->decisions.rbegin(); item != list->decisions.rend(); ++item)
    if (item->decision.at >= story_.began) story_.decisions.push_back(*item);
  const auto status = client_.Ask<operations::StatusOutput>(*operations::Find("status"));
  story_.ended = status ? status->at : story_.load_ended;
  fmt::print("{}", RenderStory(story_, session_.look, command_.keep));
  code = story_.Rose() && story_.Fell() && !story_.Failed() ? kOk : kFailed;
  return {};
}

void Demo::End() {
  stack_.RemoveLoad();
  if (daemon_up_ && Answers(place_.socket)) {
    (void)client_.Ask<operations::StopOutput>(*operations::Find("stop"));
    for (int i = 0; i < 500 && Answers(place_.socket); ++i) std::this_thread::sleep_for(20ms);
  }
  if (!stack_up_) return;
  if (const auto down = stack_.Down(); !down)
    Complain(down.error());
  else
    Note("the demo's containers are gone");
}

}  // namespace

ExitCode RunDemo(const Session& session, const DemoCommand& command) {
  WatchForInterrupt();
  Demo demo(session, command);
  ExitCode code = kFailed;
  auto went = demo.Begin();
  if (went) went = demo.Load();
  if (went) went = demo.AwaitCalm();
  if (went) went = demo.Conclude(code);
  if (!went && !Interrupted()) Complain(went.error());
  if (!went || !command.keep) demo.End();
  return Interrupted() ? kInterrupted : went ? code : ExitCodeOf(went.error());
}

}  // namespace docktor::cli

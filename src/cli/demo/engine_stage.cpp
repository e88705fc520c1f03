#include "cli/demo/engine_stage.h"

#include <chrono>
#include <thread>

#include "cli/daemon/launch.h"
#include "operations/list.h"
#include "operations/past/decisions.h"
#include "operations/stop.h"

namespace docktor::cli {
namespace {

constexpr Duration kPatience = 60s;

}  // namespace

EngineStage::EngineStage(const Surroundings& around)
    : file_(around.here.executable.parent_path() / "examples" / "demo.yaml"),
      stack_(file_),
      place_(PlaceOf(around.folders, DemoStack::kProject)),
      client_(place_.socket) {}

Status EngineStage::Raise(const std::function<void(const std::string& step)>& done) {
  if (!std::filesystem::exists(file_)) return Fail(Errc::kNotFound, "the demo's stack is not at " + file_.string());
  if (Answers(place_.socket))
    return Fail(Errc::kConflict, "a demo runs already", "end it: docktor --project docktor-tour daemon stop");
  if (const auto checked = stack_.Check(); !checked) return checked;
  stack_up_ = true;
  if (const auto up = stack_.Up(); !up) return up;
  done("the stack is up: a load balancer, a store, two replicas of web (0.25 cores each)");
  if (const auto started = StartDaemon(); !started) return started;
  done("the daemon watches it and scales web between 2 and 10");
  return {};
}

Status EngineStage::StartDaemon() {
  std::error_code error;
  std::filesystem::create_directories(place_.log_file.parent_path(), error);
  if (error)
    return Fail(Errc::kInternal, "make the folder " + place_.log_file.parent_path().string() + ": " + error.message());
  daemon_up_ = true;
  return StartInBackground(
      "/proc/self/exe", {"daemon", "start", "--foreground", "--project", DemoStack::kProject, "--compose-file", file_},
      place_.log_file, kPatience);
}

Result<operations::StatusOutput> EngineStage::Look() {
  return client_.Ask<operations::StatusOutput>(*operations::Find("status"));
}

Result<std::vector<operations::HistoryItem>> EngineStage::Decisions(int limit) {
  auto list = client_.Ask<operations::ListDecisionsOutput>(*operations::Find("decisions_list"),
                                                           {{"service", "web"}, {"limit", limit}});
  if (!list) return tl::unexpected<Error>(list.error());
  return std::move(list->decisions);
}

Instant EngineStage::Now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

void EngineStage::Wait() { std::this_thread::sleep_for(500ms); }

void EngineStage::Strike() {
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

}  // namespace docktor::cli

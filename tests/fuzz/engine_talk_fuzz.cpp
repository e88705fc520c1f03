#include <algorithm>
#include <atomic>
#include <memory>

#include "act/aftermath.h"
#include "act/balancer_call.h"
#include "act/growth.h"
#include "act/removal.h"
#include "act/resizing.h"
#include "docker/project/engine_skew.h"
#include "docker/project/memory_kills.h"
#include "docker/project/project_survey.h"
#include "fuzz/made_up_engine.h"

namespace docktor {
namespace {

constexpr char kEnd = '\x1e';
constexpr Instant kNow{1'764'000'000'000ms};
const ServiceKey kWeb{"shop", "web"};

test::MadeUpEngine& TheEngine() {
  static test::MadeUpEngine engine(kWeb, kNow);
  return engine;
}

void Must(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

// In the place of net/http_client.cpp and net/program.cpp, which are left out when this is linked: with sockets and
// processes an input would take far longer, and no two runs of it would be the same.
namespace net {

class HttpClient::Pool {};
HttpClient::HttpClient(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::Send(const HttpRequest& request) { return TheEngine().Answer(request); }

Result<HttpResponse> HttpClient::Stream(const HttpRequest& request, const StreamHandlers& handlers) {
  if (handlers.stop && handlers.stop()) return HttpResponse{};
  auto answer = TheEngine().Answer(request);
  if (!answer || answer->status > 299) return answer;
  const auto body = std::exchange(answer->body, {});
  const std::string_view all = body, half = all.substr(0, all.size() / 2);
  if (handlers.on_head) handlers.on_head(*answer);
  for (const auto chunk : {half, all.substr(half.size())}) handlers.on_chunk(chunk);
  return answer;
}

Result<ProgramEnd> RunProgram(const std::vector<std::string>& command, Duration, const std::vector<std::string>&,
                              const std::function<void()>&) {
  return TheEngine().Run(command);
}

Result<std::string> OutputOf(const std::vector<std::string>& command, Duration) {
  auto end = TheEngine().Run(command);
  if (!end) return tl::unexpected(end.error());
  if (end->exit_code != 0) return Fail(Errc::kUnavailable, "it ended with " + std::to_string(end->exit_code));
  return std::move(end->output);
}

}  // namespace net

namespace {

using test::Ids;

bool Within(const Ids& some, const Ids& all) { return std::includes(all.begin(), all.end(), some.begin(), some.end()); }

Ids Named(const std::vector<ContainerId>& ids) {
  Ids named;
  for (const auto& id : ids) named.insert(net::PercentEncode(id.value));
  return named;
}

/// Those of which a list said so.
template <typename Which>
Ids Listed(const test::Talk& talk, Which which) {
  std::vector<ContainerId> ids;
  for (const auto& list : talk.lists)
    for (const auto& container : list.containers)
      if (which(container, list)) ids.push_back(container.id);
  return Named(ids);
}

bool Runs(const act::Counted& container, const act::Census&) { return act::Runs(container); }

void CheckReplica(const Replica& replica) {
  const auto& [cpus, memory] = replica.limits;
  Must(!replica.id.empty() && replica.number >= 0 && replica.pid >= 0);
  Must((!cpus || *cpus >= 0.01) && (!memory || *memory > 0));
  Must(replica.stop.signal > 0 && replica.stop.signal <= 64 && replica.stop.grace >= 0s && replica.stop.grace <= 24h);
  if (docktor::Runs(replica.phase))
    Must(replica.exit_code == 0 && !replica.out_of_memory);
  else
    Must(replica.pid == 0 && replica.addresses.empty());
}

void CheckFacts(const ServiceFacts& facts, Instant at) {
  using enum Reason;
  Must(facts.key.project == kWeb.project && !facts.key.service.empty() && facts.at == at);
  for (const auto& replica : facts.replicas) CheckReplica(replica);
  Must(std::is_sorted(facts.replicas.begin(), facts.replicas.end(),
                      [](const Replica& a, const Replica& b) { return a.number < b.number; }));
  for (const auto& [reason, detail] : facts.obstacles)
    Must(reason == kFixedHostPort || reason == kContainerName || reason == kStatefulService ||
         (reason == kEngineLost && !detail.empty()));
  for (const auto& [label, value] : facts.labels) Must(label.starts_with("docktor."));
}

/// One of the things that a daemon does with an engine, as the input asks for it.
struct Step {
  char what = ' ';
  int to = 0;
  int count = 0;     ///< to be added or removed
  int patience = 0;  ///< requests until it is told to stop
};

class Daemon {
 public:
  void Do(const Step& step) {
    step_ = step;
    stopping_ = false;
    TheEngine().Begin(step.patience, [this] { stopping_ = true; });
    switch (step.what) {
      case 's': Survey(); break;
      case 'e': Follow(); break;
      case 'g': Grow(); break;
      case 'r':
      case 'd': Shrink(); break;
      case 'a': Tidy(); break;
      case 'z': Resize(); break;
      case 'b': CallBalancer(); break;
      default: break;
    }
  }

 private:
  /// Services that were there once are there still.
  void Survey() {
    at_ += 1min;
    auto topology = survey_.Take(at_, {.all = step_.count > 0});
    if (!topology) return Must(!topology.error().message.empty());
    for (const auto& facts : topology->services) CheckFacts(facts, at_);
    const auto& now = topology->services;
    for (const auto& old : topology_.services)
      Must(std::count_if(now.begin(), now.end(), [&](const auto& facts) { return facts.key == old.key; }) == 1);
    topology_ = *std::move(topology);
  }

  void Follow() {
    const auto stop = [this] { return stopping_.load(); };
    const auto on_event = [&](const docker::EngineEvent& event) {
      Must(!event.action.empty() && !event.container.empty());
      kills_.On(event);
    };
    if (const auto info = engine_->Info()) Must(!info->api_version.empty());
    skew_.Note(engine_->Date(), at_);
    (void)docker::IsUp(*engine_, kWeb.project);
    (void)engine_->Events(
        {kWeb.project}, [] {}, on_event, stop);
    (void)engine_->Stats(
        {"a"}, [](const json::object&) {}, stop);
    kills_.MarkIn(topology_);
    for (auto& facts : topology_.services) {
      skew_.Shift(facts);
      for (const auto& replica : facts.replicas) CheckReplica(replica);
    }
  }

  /// Never more than were asked for, or than it takes for so many to run; and nothing is taken away but its own.
  void Grow() {
    Action action{.decision = {7}, .service = kWeb, .to = step_.to, .add = step_.count, .source = Source()};
    action.crashed = Known();
    const auto tally = act::Growth(*engine_, origins_, action, stopping_).Run();
    const auto& talk = TheEngine().talk();
    const auto spare = Listed(talk, [](const auto& container, const auto& list) {
      return act::IsLeftover(container) && (container.state == "created" || list.Running() > 0);
    });
    const int running = talk.lists.empty() ? step_.to : talk.lists.front().Running();
    Must(talk.times_made <= std::max(0, std::min(step_.count, step_.to - running)));
    Must(step_.patience != 0 || talk.times_made == 0);
    Must(Within(Asked("start"), talk.made) && Within(Asked("stop"), talk.made) && Within(Asked("archive"), talk.made));
    for (const auto& id : Asked("delete")) Must(talk.made.contains(id) || spare.contains(id));
    for (const auto& labels : talk.wanted) CheckLabels(labels);
    Must(tally.removed.empty() && Asked("update").empty() && Asked("kill").empty());
    CheckReport(action, tally);
  }
  /// By which Compose takes a copy for one of its own.
  static void CheckLabels(const json::object& labels) {
    Must(docker::Text(labels, {docker::kProjectLabel}) == kWeb.project);
    Must(docker::Text(labels, {docker::kServiceLabel}) == kWeb.service);
    Must(docker::Text(labels, {docker::kCopyLabel}) == "d7");
    Must(std::stoi(docker::Text(labels, {docker::kNumberLabel})) > 0);
  }

  /// Only what was to go and is the service's own; and of those that run no more than are too many, or were before they
  /// were drained.
  void Shrink() {
    const auto action = Removal();
    act::Drain drain(*engine_, action.drain);
    TheEngine().Begin(step_.patience, [&] { step_.what == 'r' ? drain.End() : drain.Cancel(); });
    const auto tally = act::Removal(*engine_, origins_, action, drain).Run();
    const auto& talk = TheEngine().talk();
    for (const auto* done : {"stop", "delete"}) {
      Must(Within(Asked(done), Named(action.remove)) && Within(Asked(done), talk.ours));
      Must(step_.patience != 0 || Asked(done).empty());
    }
    int too_many = 0;
    for (const auto& list : talk.lists) too_many = std::max(too_many, list.Running() - step_.to);
    Must(talk.lists.empty() || StoppedOf(talk.lists.back()) <= too_many);
    Must(talk.times_made == 0 && Asked("start").empty() && Asked("update").empty() && Asked("kill").empty());
    Must(tally.added.empty() && Within(Named(tally.removed), Asked("delete")));
    CheckReport(action, tally);
  }
  int StoppedOf(const act::Census& census) {
    std::map<std::string, bool> runs;
    for (const auto& container : census.containers)
      runs.emplace(net::PercentEncode(container.id.value), act::Runs(container));
    const auto& stopped = Asked("stop");
    return static_cast<int>(std::count_if(stopped.begin(), stopped.end(), [&](const auto& id) { return runs[id]; }));
  }

  /// Only copies that were never started, and what was to go and has ended since.
  void Tidy() {
    const auto action = Removal();
    const Decision open{.id = {step_.to % 2 * 7u}, .service = kWeb, .at = kNow, .action = action};
    const auto tally = act::Aftermath(*engine_, origins_, open, stopping_).Run();
    const auto& talk = TheEngine().talk();
    const auto copies = Listed(talk, [&](const auto& container, const auto&) {
      return container.state == "created" && !container.copy_of.empty() &&
             (open.id == DecisionId{} || container.copy_of == open.id.Text());
    });
    const auto ended = Listed(talk, [](const auto& container, const auto&) {
      return container.state == "exited" || container.state == "dead";
    });
    const auto leaving = Named(action.remove);
    for (const auto& id : Asked("delete"))
      Must(copies.contains(id) || (ended.contains(id) && leaving.contains(id) && talk.before.contains(id)));
    Must(step_.patience != 0 || Asked("delete").empty());
    Must(talk.times_made == 0 && Asked("start").empty() && Asked("stop").empty() && Asked("exec").empty());
    CheckReport(action, tally);
  }

  void Resize() {
    Action action{.decision = {7}, .service = kWeb};
    action.resize = {.from = 1, .to = 0.5 + step_.to};
    CheckReport(action, act::ResizeAll(*engine_, action, stopping_));
    Must(Within(Asked("update"), Listed(TheEngine().talk(), Runs)) && (step_.patience != 0 || Asked("update").empty()));
  }

  void CallBalancer() {
    BalancerSettings balancer{.service = kWeb.service};
    if (step_.to > 0) balancer.command = {"reload"};
    (void)act::CallBalancer(*engine_, kWeb.project, balancer, [this] { return stopping_.load(); });
    const auto running = Listed(TheEngine().talk(), Runs);
    Must(Within(Asked("kill"), running) && Within(Asked("exec"), running));
  }

  void CheckReport(const Action& action, const act::Tally& tally) const {
    const auto report = act::ReportOf(action, tally, at_);
    Must(report.ok || !report.message.empty());
  }

  /// Those of the service first, then others.
  std::vector<ContainerId> Known() const {
    std::vector<ContainerId> ids;
    for (const bool own : {true, false})
      for (const auto& facts : topology_.services)
        for (const auto& replica : facts.replicas)
          if ((facts.key == kWeb) == own && std::find(ids.begin(), ids.end(), replica.id) == ids.end())
            ids.push_back(replica.id);
    return ids;
  }
  ContainerId Source() const {
    const auto ids = Known();
    return ids.empty() ? ContainerId{} : ids.front();
  }
  Action Removal() const {
    auto ids = Known();
    ids.resize(std::min<std::size_t>(ids.size(), static_cast<std::size_t>(step_.count)));
    Action action{.decision = {7}, .service = kWeb, .to = step_.to, .remove = std::move(ids)};
    if (step_.what == 'd') action.drain.command = {"drain"};
    return action;
  }
  static const Ids& Asked(const std::string& what) {
    static const Ids kNone;
    const auto& asked = TheEngine().talk().asked;
    const auto found = asked.find(what);
    return found == asked.end() ? kNone : found->second;
  }

  const std::unique_ptr<docker::Engine> engine_ = docker::Connect({}).value();
  docker::ComposeFilesByCommand files_{engine_->address()};
  const std::vector<ServiceFacts> empty_{{.key = kWeb, .config_files = {"/dev/null"}, .working_dir = "/"}};
  act::Origins origins_{*engine_, files_, empty_};
  docker::ProjectSurvey survey_{*engine_, {kWeb.project}, empty_};
  docker::MemoryKills kills_;
  docker::EngineSkew skew_;
  Topology topology_;
  Instant at_ = kNow;
  Step step_;
  std::atomic<bool> stopping_ = false;
};

/// Those that the text asks for, each as WHAT TO COUNT PATIENCE of one byte each: "s10z g32z r10z".
std::vector<Step> StepsIn(const std::string& text) {
  constexpr std::size_t kMost = 8;
  std::vector<Step> steps;
  test::Pieces rest(text);
  while (!rest.empty() && steps.size() < kMost) {
    const auto what = static_cast<char>(rest.Byte());
    if (what == ' ') continue;
    const auto to = rest.Byte() % 8, count = rest.Byte() % 8;
    steps.push_back({what, to, count, static_cast<std::uint8_t>(rest.Byte() - '0')});
  }
  return steps;
}

}  // namespace
}  // namespace docktor

/// Whatever an engine answers to what a daemon asks it: what is read of a project is as the pilots may rely on, no
/// action does more than it was asked for or touches what is not its service's, and whoever is told to stop does.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  test::Pieces pieces(data, size);
  const auto steps = StepsIn(pieces.Text(kEnd));
  TheEngine().Learn(pieces, kEnd);
  Daemon daemon;
  for (const auto& step : steps) daemon.Do(step);
  return 0;
}

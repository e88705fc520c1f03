#include "app/daemon.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "act/engine_actuator.h"
#include "app/end_signal.h"
#include "app/file_watch.h"
#include "app/live_settings.h"
#include "app/log.h"
#include "app/lookout.h"
#include "app/open_files.h"
#include "app/plan.h"
#include "app/samples.h"
#include "app/service_manager.h"
#include "app/tidy_up.h"
#include "control/control.h"
#include "core/version.h"
#include "docker/engine.h"
#include "docker/project_survey.h"
#include "docker/project_watch.h"
#include "net/host_clock.h"
#include "observe/sampler.h"
#include "observe/service_addresses.h"
#include "observe/source_watch.h"
#include "operations/context.h"
#include "operations/controlled_pilots.h"
#include "operations/list.h"
#include "remember/file_journal.h"
#include "remember/history.h"
#include "remember/replay.h"
#include "remember/store_keeper.h"
#include "serve/http_server.h"
#include "serve/token_file.h"
#include "settings/environment.h"

namespace docktor::app {
namespace {

namespace fs = std::filesystem;

constexpr Duration kBetweenLooks = 1s;  // at the files of settings
constexpr Duration kFirstSight = 10s;   // the engine must have shown the services by then
constexpr Duration kPast = 1h;          // of the journal, for windows and rates

Status MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Fail(Errc::kInternal, "make folder " + folder.string() + ": " + error.message());
  fs::permissions(folder, fs::perms::owner_all, error);
  return {};
}

/// What the journal says of the time before this start.
Result<pilot::FleetMemory> Recall(const fs::path& folder, Instant now) {
  const auto past = remember::RecentPast(folder, now - kPast);
  if (!past) return tl::unexpected(past.error());
  if (past->unreadable.lines > 0)
    spdlog::warn("{} lines of the journal cannot be read, first: {}", past->unreadable.lines, past->unreadable.first);
  pilot::FleetMemory memory;
  for (const auto& record : past->records) memory.Add(record);
  return memory;
}

/// Logs which way the replicas are read, and keeps it in `path`, which outlives it.
observe::Sampler::OnPath KeepPath(std::atomic<observe::ReadingPath>& path) {
  return [&path](observe::ReadingPath way, const std::string& why) {
    path = way;
    if (way == observe::ReadingPath::kFiles) return spdlog::info("replicas are read from {}", ToText(way));
    spdlog::warn("replicas are read from {}, and the host is not: {}", ToText(way), why);
  };
}

/// Does something at the end, whichever way that comes.
class AtEnd {
 public:
  explicit AtEnd(std::function<void()> what) : what_(std::move(what)) {}
  ~AtEnd() { what_(); }
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;

 private:
  std::function<void()> what_;
};

/// A changed file, or SIGHUP.
void Reload(LiveSettings& settings, control::Control& control) {
  if (const auto reloaded = settings.Reload(); !reloaded)
    return spdlog::error("changed settings are refused, the old ones stay: {}", reloaded.error().message);
  spdlog::info("the settings have been read anew");
  control.OnSettingsChanged();
}

/// Waits until every service has been looked at once.
void AwaitLooks(const control::Control& control, std::size_t services) {
  const auto looked = [&] {
    const auto snapshot = control.Latest();
    return snapshot->services.size() >= services &&
           std::all_of(snapshot->services.begin(), snapshot->services.end(),
                       [](const auto& view) { return view.decision.has_value(); });
  };
  for (int i = 0; i < 400 && !looked(); ++i) std::this_thread::sleep_for(5ms);
}

/// In the background it is where `docktor daemon logs` looks for it.
std::optional<std::string> LogFileOf(const Plan& plan, const DaemonOptions& options) {
  std::error_code gone;
  if (options.log_file) return fs::absolute(*options.log_file, gone).string();
  if (options.foreground) return std::nullopt;
  return (plan.folders.state / plan.project.name / "daemon.log").string();
}

/// For the manager of services. The pilots' thread publishes every few seconds, whatever happens; one that has not for
/// so long hangs.
ServiceManager::Health HealthOf(const control::Control& control, const Clock& clock) {
  constexpr Duration kHangs = 30s;
  const auto snapshot = control.Latest();
  const auto scaled = std::count_if(snapshot->services.begin(), snapshot->services.end(),
                                    [](const auto& view) { return view.spec.enabled; });
  auto status = fmt::format("watching {} services, {} of them scaled", snapshot->services.size(), scaled);
  if (snapshot->engine_lost) status += "; Docker does not answer: " + *snapshot->engine_lost;
  return {std::move(status), clock.Now() - snapshot->at < kHangs};
}

operations::DaemonFacts FactsOf(const Plan& plan, const DaemonOptions& options, const docker::EngineInfo& engine,
                                Instant now) {
  std::error_code gone;
  return {.version = kVersion,
          .pid = getpid(),
          .started_at = now,
          .projects = {plan.project.name},
          .compose_file = plan.project.files.empty() ? "" : plan.project.files.front().path,
          .socket = (plan.folders.runtime / (plan.project.name + ".sock")).string(),
          .engine = "Docker " + engine.version + " at " + plan.engine.host,
          .log_file = LogFileOf(plan, options).value_or(""),
          .dry_run = options.dry_run,
          .folder = fs::current_path(gone).string(),
          .flags = FlagsOf(options)};
}

observe::SourceWorld WorldOf(const observe::ServiceAddresses& addresses) {
  return {.address_of = [&addresses](const std::string& service) { return addresses.Of(service); },
          .variable = [environment = settings::ProcessEnvironment()](
                          const std::string& name) { return settings::Variable(environment, name); }};
}

/// What the daemon listens to beside its socket; empty: nothing.
Result<std::optional<serve::HttpServer::Tcp>> OpenTcp(const Plan& plan, const DaemonOptions& options) {
  if (!options.listen) return std::nullopt;
  const auto address = serve::TcpAddress::Parse(*options.listen);
  if (!address) return tl::unexpected(address.error());
  auto listener = serve::TcpListener::Open(*address);
  if (!listener) return tl::unexpected(listener.error());
  auto token = serve::ReadOrMakeToken(plan.folders.state / plan.project.name / "token");
  if (!token) return tl::unexpected(token.error());
  return serve::HttpServer::Tcp{*std::move(listener), *std::move(token)};
}

/// The engine, once it has shown the project, and the project is what the plan takes it for.
Result<std::unique_ptr<docker::Engine>> Reach(const Plan& plan) {
  auto engine = docker::Connect(plan.engine);
  if (!engine) return engine;
  const auto seen = docker::ProjectSurvey(**engine, {plan.project.name}).Take({});
  if (!seen) return tl::unexpected(seen.error());
  if (const auto right = CheckNames(plan, seen->services); !right) return tl::unexpected(right.error());
  return engine;
}

/// The daemon itself: every part in order, each with what it is for. They end in the opposite order.
Status Fly(const Plan& plan, const DaemonOptions& options, const std::function<void()>& on_ready) {
  AllowManyOpenFiles();
  EndSignal end;             // what ends it all; first, so that every thread inherits the mask
  ServiceManager manager;    // systemd, where it started this
  net::HostClock clock;      // the one source of time
  operations::LogBook logs;  // the last lines of the log, for whoever asks
  const auto folder = plan.folders.state / plan.project.name / "journal";
  for (const auto& needed : {plan.folders.runtime, plan.folders.state, folder.parent_path()})
    if (const auto made = MakeFolder(needed); !made) return made;
  const auto log = OpenLog(logs, {LogFileOf(plan, options), options.log_format.value_or(LogFormat::kText)});
  if (!log) return log;
  const AtEnd close_log(CloseLog);

  auto engine = Reach(plan);  // what containers there are, and changes to them
  if (!engine) return tl::unexpected(engine.error());
  const auto info = (*engine)->Info();
  if (!info) return tl::unexpected(info.error());

  auto journal = remember::FileJournal::Open(folder, clock);  // what happened; one writer
  if (!journal) return tl::unexpected(journal.error());
  auto memory = Recall(folder, clock.Now());
  if (!memory) return tl::unexpected(memory.error());
  remember::History history(folder);  // the newest decisions, to be asked about
  if (const auto loaded = history.Load(); !loaded) return loaded;
  (*journal)->Subscribe([&history](const Record& record) { history.Add(record); });
  (void)(*journal)->Append(DaemonStarted{kVersion, plan.project.name});  // a disk that refuses shows in the status
  const AtEnd farewell([&] { (void)(*journal)->Append(DaemonStopped{plan.project.name}); });

  act::EngineActuator actuator(**engine, **journal, clock);  // does what was decided
  const auto cut_short = options.dry_run ? pilot::FleetMemory{} : *memory;
  TidyUp tidy_up(actuator, clock, cut_short);  // removes what a killed daemon left half done
  LiveSettings settings(plan.settings, [&] { return ReadAgain(plan, options); });  // what the user wants
  control::Control control(
      {.clock = clock,
       .actuator = actuator,
       .journal = **journal,
       .spec_of = [&settings](const ServiceFacts& facts,
                              std::optional<int> first) { return settings.Now()->SpecOf(facts, first); },
       .memory = *std::move(memory)});                // flies the pilots
  const AtEnd stop_acting([&] { actuator.Stop(); });  // before the pilots go, who are told what came of it
  const auto log_news = control.Subscribe(LogNews);
  operations::Meter meter;                                             // what replicas used lately
  Lookout lookout(control, settings, tidy_up, meter);                  // passes on what is seen
  std::atomic path{observe::ReadingPath::kUndecided};                  // which way the replicas are read
  observe::Sampler sampler(clock, lookout, **engine, KeepPath(path));  // reads the replicas every second
  observe::ServiceAddresses addresses;                                 // where a service's replicas are asked
  observe::SourceWatch sources(clock, lookout, WorldOf(addresses));    // reads proxies, queues and Prometheus
  lookout.Feed({sampler, sources, addresses});
  docker::ProjectWatch watch(**engine, clock, lookout, plan.project.name);  // sees what containers there are

  remember::StoreKeeper store({.journal = folder,
                               .file = folder.parent_path() / "store.duckdb",
                               .clock = clock,
                               .look = [&control] { return SamplesOf(*control.Latest()); },
                               .warn = [](const auto& text) { spdlog::warn("{}", text); }});  // what SQL can ask

  operations::ControlledPilots pilots(control);
  operations::ThreadTicker ticker;  // for those who watch
  operations::Context context{clock,
                              pilots,
                              history,
                              store,
                              folder,
                              logs,
                              meter,
                              ticker,
                              [] { EndSignal::Raise(); },
                              FactsOf(plan, options, *info, clock.Now()),
                              [&path] { return std::string(ToText(path.load())); }};
  context.settings_trouble = [&settings] { return settings.Trouble(); };
  auto tcp = OpenTcp(plan, options);
  if (!tcp) return tl::unexpected(tcp.error());
  if (*tcp) context.facts.url = (*tcp)->listener.url();
  const serve::Router router(context, operations::All());
  auto server = serve::HttpServer::Open({.socket = context.facts.socket}, router, *std::move(tcp));  // the door
  if (!server) return tl::unexpected(server.error());

  std::optional<Error> lost;
  const auto first = lookout.AwaitFirst(kFirstSight, lost);
  if (!first)
    return tl::unexpected(lost.value_or(Error{Errc::kTimeout, "the Docker engine does not list its containers"}));
  AwaitLooks(control, first->services.size());
  spdlog::info("watching {} services of {} on {}", first->services.size(), plan.project.name, context.facts.engine);
  const auto reload = [&] { Reload(settings, control); };
  const FileWatch files(
      kBetweenLooks, [&settings] { return settings.Now()->Files(); }, reload);  // sees what is edited
  on_ready();
  manager.Ready([&control, &clock] { return HealthOf(control, clock); });
  end.Wait(reload);

  manager.Stopping();
  spdlog::info("shutting down");
  server->reset();
  watch.Stop();
  return {};
}

}  // namespace

Status CheckStart(const DaemonOptions& options) {
  const auto plan = MakePlan(options);
  if (!plan) return tl::unexpected(plan.error());
  const auto engine = Reach(*plan);
  return engine ? Status{} : tl::unexpected(engine.error());
}

Status RunDaemon(const DaemonOptions& options, const std::function<void()>& on_ready) {
  const auto plan = MakePlan(options);
  if (!plan) return tl::unexpected(plan.error());
  return Fly(*plan, options, on_ready);
}

}  // namespace docktor::app

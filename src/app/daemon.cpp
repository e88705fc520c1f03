#include "app/daemon.h"

#include <algorithm>
#include <filesystem>
#include <future>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "act/engine_actuator.h"
#include "app/clock_keeper.h"
#include "app/door.h"
#include "app/eyes.h"
#include "app/file_watch.h"
#include "app/live_settings.h"
#include "app/outlook_feed.h"
#include "app/past.h"
#include "app/plan/plan.h"
#include "app/plan/tcp_plan.h"
#include "app/process/death_wish.h"
#include "app/process/end_in_time.h"
#include "app/process/end_signal.h"
#include "app/process/free_memory.h"
#include "app/process/log.h"
#include "app/process/open_files.h"
#include "app/process/service_manager.h"
#include "app/process/sole_keeper.h"
#include "app/samples.h"
#include "app/tidy_up.h"
#include "brain/judge/judge.h"
#include "control/control.h"
#include "core/version.h"
#include "docker/engine.h"
#include "docker/project/compose_files.h"
#include "docker/project/project_survey.h"
#include "net/host_clock.h"
#include "observe/files/this_machine.h"
#include "operations/now/health.h"
#include "remember/clock_file.h"
#include "remember/lessons_file.h"
#include "remember/store/store_keeper.h"

namespace docktor::app {
namespace {

namespace fs = std::filesystem;

constexpr Duration kBetweenLooks = 1s;  // at the files of settings
constexpr Duration kDoorsEnd = 5s;      // it gives whoever is still asking two of them
constexpr Duration kLongestEnd = 20s;   // a journal that hangs takes five of them

Status MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return Fail(Errc::kInternal, "make folder " + folder.string() + ": " + error.message(),
                "let it be made, or name other folders: DOCKTOR_STATE_DIR, DOCKTOR_RUNTIME_DIR");
  fs::permissions(folder, fs::perms::owner_all, error);
  return {};
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

/// In the background it is where `docktor daemon logs` looks for it.
std::optional<std::string> LogFileOf(const Plan& plan, const DaemonOptions& options) {
  std::error_code gone;
  if (options.log_file) return fs::absolute(*options.log_file, gone).string();
  if (options.foreground) return std::nullopt;
  return (plan.Records() / "daemon.log").string();
}

/// For the manager of services.
ServiceManager::Health HealthOf(const control::Control& control, const Clock& clock) {
  const auto snapshot = control.Latest();
  const auto scaled = std::count_if(snapshot->services.begin(), snapshot->services.end(),
                                    [](const auto& view) { return view.spec.enabled; });
  auto status = fmt::format("watching {} services, {} of them scaled", snapshot->services.size(), scaled);
  if (snapshot->engine_lost) status += "; Docker does not answer: " + *snapshot->engine_lost;
  return {std::move(status), !operations::Hangs(*snapshot, clock.Now())};
}

std::string EngineText(const Plan& plan, const docker::EngineInfo& engine) {
  return "Docker " + engine.version + " at " + plan.engine.host;
}

operations::DaemonFacts FactsOf(const Plan& plan, const DaemonOptions& options, const docker::EngineInfo& engine,
                                const std::optional<std::string>& log_file, Instant now) {
  std::error_code gone;
  return {.version = kVersion,
          .pid = getpid(),
          .started_at = now,
          .projects = {plan.project.name},
          .compose_file = plan.project.files.empty() ? "" : plan.project.files.front().path,
          .socket = (plan.folders.runtime / (plan.project.name + ".sock")).string(),
          .engine = EngineText(plan, engine),
          .log_file = log_file.value_or(""),
          .dry_run = options.dry_run,
          .folder = fs::current_path(gone).string(),
          .flags = FlagsOf(options)};
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

Status MakeFolders(const Plan& plan) {
  for (const auto& needed : {plan.folders.runtime, plan.folders.state, plan.Records()})
    if (const auto made = MakeFolder(needed); !made) return made;
  return {};
}

/// Answers the file that it goes to, if to one. On a disk that takes none it is kept in memory: that is no reason not
/// to scale. A file that somebody named has to be right.
Result<std::optional<std::string>> BeginLog(const Plan& plan, const DaemonOptions& options, operations::LogBook& logs) {
  LogTarget target{LogFileOf(plan, options), options.log_format.value_or(LogFormat::kText)};
  const auto opened = OpenLog(logs, target);
  if (opened) return target.file;
  if (options.log_file) return tl::unexpected(opened.error());
  target.file.reset();
  if (const auto without = OpenLog(logs, target); !without) return tl::unexpected(without.error());
  spdlog::error("the last lines of this log are in memory alone, see docktor daemon logs: {}", opened.error().message);
  return target.file;
}

/// What the daemon stands on.
struct Ground {
  const Plan& plan;
  const DaemonOptions& options;
  const Clock& clock;         ///< the one source of time
  operations::LogBook& logs;  ///< the last lines of the log, for whoever asks
  docker::Engine& engine;     ///< what containers there are, and changes to them
  docker::EngineInfo info;
  Past& past;                           ///< what happened; one writer
  std::optional<std::string> log_file;  ///< empty: it goes to stderr
  EndInTime& in_time;

  fs::path folder() const { return plan.Records(); }
  fs::path journal() const { return folder() / "journal"; }
};

/// What Docktor itself has left without containers, as it was: unless the whole project has been taken down since.
Result<std::vector<ServiceFacts>> LeftEmpty(const Ground& on) {
  auto empty = on.past.memory().WithoutReplicas();
  if (empty.empty()) return empty;
  const auto up = docker::IsUp(on.engine, on.plan.project.name);
  if (!up) return tl::unexpected(up.error());
  return *up ? empty : std::vector<ServiceFacts>{};
}

/// The model of the settings, with the keys that this process was given.
Result<brain::Connection> Reached(const brain::Variables& variables, const ModelChoice& choice) {
  auto connection = brain::Connect(choice, variables);
  if (connection)
    spdlog::info("asking the model {} at {}", choice.model, connection->endpoint);
  else
    spdlog::warn("the model {} cannot be asked: {}", choice.model, connection.error().message);
  return connection;
}

pilot::FleetMemory MemoryOf(const Ground& on, const remember::LessonsFile& lessons) {
  auto memory = on.past.memory();
  const auto known = lessons.Known();
  for (const auto& [service, learned] : known) memory.services[service].lessons = learned;
  return memory;
}

control::Control::Parts PilotsOf(const Ground& on, act::EngineActuator& actuator, brain::Judge& judge,
                                 remember::LessonsFile& lessons, LiveSettings& settings) {
  return {.clock = on.clock,
          .actuator = actuator,
          .counsellor = &judge,
          .journal = on.past.journal(),
          .journal_trouble = [&journal = on.past.journal()] { return journal.Trouble(); },
          .lessons = &lessons,
          .spec_of = [&settings](const ServiceFacts& facts,
                                 std::optional<int> first) { return settings.SpecOf(facts, first); },
          .memory = MemoryOf(on, lessons)};
}

remember::StoreUpkeep::Parts StoreOf(const Ground& on, const control::Control& control) {
  return {.journal = on.journal(),
          .file = on.folder() / "store.duckdb",
          .clock = on.clock,
          .look = [&control] { return SamplesOf(*control.Latest()); },
          .warn = [](const auto& text) { spdlog::warn("{}", text); }};
}

OutlookFeed::Parts OutlooksOf(const Ground& on, control::Control& control, remember::StoreKeeper& store) {
  return {.clock = on.clock,
          .store = store,
          .latest = [&control] { return control.Latest(); },
          .tell = [&control](const ServiceKey& service,
                             forecast::Outlook outlook) { control.OnOutlook(service, std::move(outlook)); }};
}

Door::World AskedOf(const Ground& on, control::Control& control, remember::StoreKeeper& store, Eyes& eyes,
                    operations::Talks& talks, const brain::Switchboard& models, operations::Workbench& workbench,
                    const LiveSettings& settings) {
  return {.clock = on.clock,
          .control = control,
          .history = on.past.history(),
          .counts = on.past.counts(),
          .store = store,
          .journal = on.journal(),
          .logs = on.logs,
          .meter = eyes.meter(),
          .stop = [] { EndSignal::Raise(); },
          .facts = FactsOf(on.plan, on.options, on.info, on.log_file, on.clock.Now()),
          .settings_trouble = [&settings] { return settings.Trouble(); },
          .journal_loss = [&past = on.past] { return past.Loss(); },
          .readings_from = [&eyes] { return eyes.ReadingsFrom(); },
          .settings_in_force = [&settings] { return settings.InForce(); },
          .talks = talks,
          .models = models,
          .workbench = workbench};
}

/// Watches and scales until the end: every part in order, each with what it is for. They end in the opposite order.
Status Watch(const Ground& on, EndSignal& end, ServiceManager& manager, const std::function<void()>& on_ready) {
  const auto empty = LeftEmpty(on);
  if (!empty) return tl::unexpected(empty.error());
  docker::ComposeFilesByCommand compose_files(on.engine.address());  // what containers do not show
  act::EngineActuator actuator(on.engine, compose_files, on.past.journal(), on.clock, *empty);  // does what was decided
  const auto cut_short = on.options.dry_run ? pilot::FleetMemory{} : on.past.memory();
  TidyUp tidy_up(actuator, on.clock, cut_short);  // removes what a killed daemon left half done
  LiveSettings settings(on.plan.settings, [&] { return ReadAgain(on.plan, on.options); });  // what the user wants
  const auto variables = [&settings, environment = settings::ProcessEnvironment()](const std::string& name) {
    return settings.Now()->Variable(environment, name);
  };
  brain::Switchboard models(on.clock, std::bind_front(Reached, variables),
                            on.past.memory().model_calls);   // who answers, and what that may cost
  brain::Judge judge(on.clock, models, &on.past.history());  // asks a language model
  remember::LessonsFile lessons(on.folder() / "lessons.json", on.clock,
                                [](const auto& text) { spdlog::warn("{}", text); });  // what was learned of loads
  control::Control control(PilotsOf(on, actuator, judge, lessons, settings));         // flies the pilots
  const auto stop_work = [&] {  // before the pilots go, who are told what came of it
    judge.Stop();
    actuator.Stop();
  };
  const AtEnd stop_at_end(stop_work);
  const auto log_news = control.Subscribe(LogNews);
  const bool engine_is_here = observe::IsOnThisMachine(on.engine.address(), on.info);
  Eyes eyes({on.clock, on.engine, control, settings, tidy_up, engine_is_here}, on.plan.project.name,
            *empty);                // all that is seen
  operations::Workbench workbench;  // what takes a while to work out; longer than the store, whose answers it gets
  remember::StoreKeeper store(StoreOf(on, control));             // what SQL can ask
  const OutlookFeed outlooks(OutlooksOf(on, control, store));    // plans for services that start slowly
  operations::Talks talks(on.clock, models, on.past.journal());  // a model that talks
  auto door = Door::Open(AskedOf(on, control, store, eyes, talks, models, workbench, settings), on.plan,
                         on.options);  // where it is asked
  if (!door) return tl::unexpected(door.error());

  const auto reload = [&] { Reload(settings, control); };
  const FileWatch files(
      kBetweenLooks, [&settings] { return settings.Now()->Files(); }, reload);  // sees what is edited
  const auto services = eyes.AwaitFirstSight();
  if (!services) return tl::unexpected(services.error());
  spdlog::info("watching {} services of {} on {}", *services, on.plan.project.name, EngineText(on.plan, on.info));
  on_ready();
  manager.Ready([&] { return HealthOf(control, on.clock); });
  end.Wait(reload);

  manager.Stopping();
  spdlog::info("shutting down");
  const auto nobody_asks = std::async(std::launch::async, [&] {
    talks.Stop();  // whoever waits is told
    (*door)->Close();
  });
  nobody_asks.wait_for(kDoorsEnd);  // a disk that does not answer may hold up somebody's question
  eyes.Close();
  stop_work();  // which may take as long as a replica is given to stop
  on.in_time.Begin(kLongestEnd, [&on] { return on.past.journal().Trouble().value_or(""); });
  nobody_asks.wait();
  return {};
}

/// A dry run changes nothing, and may look on beside another daemon. Where the kernel has no such names nobody is kept.
Result<std::optional<SoleKeeper>> KeepOthersOff(const Plan& plan, const DaemonOptions& options) {
  if (options.dry_run) return std::nullopt;
  auto keeper = SoleKeeper::Of(plan.engine.host, plan.project.name);
  if (keeper) return *std::move(keeper);
  if (keeper.error().code == Errc::kConflict) return tl::unexpected(keeper.error());
  spdlog::warn("{}", keeper.error().message);
  return std::nullopt;
}

Status Fly(const Plan& plan, const DaemonOptions& options, const std::function<void()>& on_ready) {
  HeedDeathWish();
  AllowManyOpenFiles();
  KeepLittleFreeMemory();
  EndSignal end;           // what ends it all; first, so that every thread inherits the mask
  ServiceManager manager;  // systemd, where it started this
  EndInTime in_time;       // once it has been told to end, whatever hangs
  const net::HostClock clock;
  operations::LogBook logs;
  if (const auto made = MakeFolders(plan); !made) return made;
  const auto log_file = BeginLog(plan, options, logs);
  if (!log_file) return tl::unexpected(log_file.error());
  const AtEnd close_log(CloseLog);
  remember::ClockFile clock_file(plan.Records() / "clock.json", [](const auto& text) { spdlog::warn("{}", text); });
  const auto dates_set = clock_file.Begin(clock.Mark());
  const auto engine = Reach(plan);
  if (!engine) return tl::unexpected(engine.error());
  const auto info = (*engine)->Info();
  if (!info) return tl::unexpected(info.error());
  const auto keeper = KeepOthersOff(plan, options);
  if (!keeper) return tl::unexpected(keeper.error());
  std::optional<ClockKeeper> clock_keeper;  // before what ends first: its disk may hang
  const auto past = Past::Open(plan.Records() / "journal", clock, plan.project.name, dates_set);
  if (!past) return tl::unexpected(past.error());
  clock_keeper.emplace([&clock] { return clock.Mark(); }, clock_file);  // nobody else writes here
  return Watch({plan, options, clock, logs, **engine, *info, **past, *log_file, in_time}, end, manager, on_ready);
}

/// What is wrong about the door is told before anything is begun.
Result<Plan> CheckedPlan(const DaemonOptions& options) {
  auto plan = MakePlan(options);
  if (!plan) return plan;
  if (const auto tcp = PlanTcp(*plan, options); !tcp) return tl::unexpected(tcp.error());
  return plan;
}

}  // namespace

Status CheckStart(const DaemonOptions& options) {
  const auto plan = CheckedPlan(options);
  if (!plan) return tl::unexpected(plan.error());
  const auto engine = Reach(*plan);
  return engine ? Status{} : tl::unexpected(engine.error());
}

Status RunDaemon(const DaemonOptions& options, const std::function<void()>& on_ready) {
  const auto plan = CheckedPlan(options);
  if (!plan) return tl::unexpected(plan.error());
  return Fly(*plan, options, on_ready);
}

}  // namespace docktor::app

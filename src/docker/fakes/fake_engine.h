#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/clock.h"
#include "docker/engine.h"

namespace docktor::docker {

/// A service as its Compose file would describe it, for FakeEngine.
struct FakeService {
  std::string image = "shop/web:1";
  std::string config_hash = "a4ed";  ///< any text
  std::optional<double> cpus = 0.25;
  std::optional<std::int64_t> memory_bytes = 128 << 20;
  bool healthcheck = true;
  std::vector<std::string> networks = {"default"};  ///< as the file names them
  std::vector<std::string> aliases = {};            ///< besides the service's name and the replica's
  std::map<std::string, std::string> volumes = {};  ///< named: {"data", "/data"}
  std::vector<std::string> anonymous_volumes = {};  ///< {"/cache"}
  std::map<std::string, std::string> ports = {};    ///< container's to host's: {"80/tcp", "8080"}
  std::map<std::string, std::string> labels = {};
  std::string hostname = {};
  std::string container_name = {};       ///< empty: PROJECT-SERVICE-NUMBER
  std::string working_dir = "/srv/app";  ///< holds the compose.yaml that the labels name
};

/// An engine in memory, of a host with eight cores. Containers are the inspect documents that a real engine would give;
/// calls change them, send events and fail as a real engine does. Safe to call from every thread.
class FakeEngine final : public Engine {
 public:
  enum class Call {
    kInfo,
    kList,
    kInspect,
    kCreate,
    kStart,
    kStop,
    kSignal,
    kUpdate,
    kRemove,
    kExec,
    kAddedPaths,
    kStatFile,
    kReadFile,
    kWriteFile,
    kNetworks,
    kInspectImage,
    kEvents,
    kStats
  };
  enum class Effect { kNone, kHappened };

  /// Without a clock, time stands at the start of 2026 and moves a second with each change.
  explicit FakeEngine(const Clock* clock = nullptr);
  ~FakeEngine() override;  ///< nobody may be in a call

  // The world, as somebody else changes it.

  /// What `docker compose up` with `count` replicas more would have made: running and, with a health check, healthy.
  std::vector<ContainerId> AddComposeService(const std::string& project, const std::string& service, int count,
                                             const FakeService& description = {});
  /// What `docker compose down` leaves: nothing.
  void TakeDown(const std::string& project);
  /// An image that containers may be made of; its id. Adding it again gives the same id.
  std::string AddImage(const std::string& name, json::object config = {});
  /// Its date is so much ahead of the clock.
  void SetAhead(Duration ahead);
  /// `status`: "starting", "healthy", "unhealthy".
  void SetHealth(const ContainerId& id, const std::string& status);
  /// It ends by itself.
  void Die(const ContainerId& id, int exit_code);
  /// Somebody sends `signal` and it ends of it: an event "kill" comes before "die".
  void Kill(const ContainerId& id, int signal = 9);
  /// The kernel ends it for want of memory. As on a busy host, the engine learns the reason after the end: its document
  /// never says so, only an event "oom" that comes after "die".
  void RunOutOfMemory(const ContainerId& id);
  void Pause(const ContainerId& id);
  void Unpause(const ContainerId& id);
  void Rename(const ContainerId& id, const std::string& name);
  /// Somebody removes it, running or not.
  void Destroy(const ContainerId& id);
  /// Changes its document as it likes, without an event.
  void Edit(const ContainerId& id, const std::function<void(json::object& inspect)>& change);
  /// It has used so much by now: a document of `Stats`, for whoever follows it.
  void Use(const ContainerId& id, json::object stats);
  /// Somebody writes a file into a container's own layer.
  void AddFile(const ContainerId& id, const AddedFile& file, const std::string& content);
  /// What programs that are run in containers end with from now on; empty: they run on.
  void ProgramsEnd(std::optional<int> exit_code);
  /// The engine goes away: calls are kUnavailable and event streams break, until it is back.
  void Lose();
  void Return();

  // Failures on cue.

  /// The next call of that kind fails. kHappened: it did take effect all the same, as after a lost answer.
  void FailNext(Call call, Error error, Effect effect = Effect::kNone) { FailNth(call, 1, std::move(error), effect); }
  /// The nth from now on, from 1.
  void FailNth(Call call, int nth, Error error, Effect effect = Effect::kNone);
  /// Every inspection of that container fails from now on; empty: no more.
  void FailInspections(const ContainerId& id, std::optional<Error> error);
  /// Calls of that kind block until Release.
  void Hang(Call call);
  void Release(Call call);
  /// Returns once `count` calls of that kind are hanging.
  void WaitUntilHanging(Call call, int count = 1);

  // What there is.

  std::optional<json::object> Find(const std::string& name) const;                                 ///< inspect document
  std::vector<std::string> Names(const ServiceKey& service, const std::string& state = {}) const;  ///< by creation
  std::vector<ContainerId> Ids(const ServiceKey& service) const;                                   ///< by creation
  std::set<std::string> VolumeNames() const;  ///< names, anonymous ones too
  /// What a file of its own layer holds.
  std::optional<std::string> FileIn(const ContainerId& id, const std::string& path) const;
  /// The programs that were run in it, as one line each, and the signals that it got: "SIGHUP".
  std::vector<std::string> Executed(const ContainerId& id) const;
  int Calls(Call call) const;
  int Calls() const;                ///< of every kind
  int MostAtOnce(Call call) const;  ///< hanging calls count
  int Hanging() const;              ///< calls of every kind

  // Engine
  const EngineAddress& address() const override { return address_; }
  Result<EngineInfo> Info() override;
  std::optional<Instant> Date() const override;
  Result<json::array> List(const ProjectFilter& filter) override;
  Result<json::object> Inspect(const ContainerId& id) override;
  Result<ContainerId> Create(const std::string& name, const json::object& body) override;
  Status Start(const ContainerId& id) override;
  Status Stop(const ContainerId& id) override;
  Status Signal(const ContainerId& id, const std::string& signal) override;
  Status Update(const ContainerId& id, double cpus) override;
  Status Remove(const ContainerId& id, Volumes volumes) override;
  Result<int> Exec(const ContainerId& id, const Program& program, Duration limit,
                   const std::function<bool()>& stop) override;
  Result<std::vector<std::string>> AddedPaths(const ContainerId& id) override;
  Result<std::optional<AddedFile>> StatFile(const ContainerId& id, const std::string& path) override;
  Result<std::string> ReadFile(const ContainerId& id, const std::string& path) override;
  Status WriteFile(const ContainerId& id, const std::string& path, const std::string& archive) override;
  Result<json::array> Networks(const std::string& project) override;
  Result<json::object> InspectImage(const std::string& image_id) override;
  Status Events(const ProjectFilter& filter, const std::function<void()>& on_open,
                const std::function<void(const EngineEvent&)>& on_event, const std::function<bool()>& stop) override;
  Status Stats(const ContainerId& id, const std::function<void(const json::object&)>& on_stats,
               const std::function<bool()>& stop) override;

 private:
  static constexpr std::size_t kRemembered = 256;
  const EngineAddress address_{.host = "unix:///fake.sock"};
  struct Cue {
    int nth = 0;
    Error error;
    Effect effect = Effect::kNone;
  };
  struct CallState {
    int made = 0;
    int inside = 0;
    int most_inside = 0;
    int hanging = 0;
    bool hang = false;
    std::vector<Cue> cues;
  };

  template <typename T>
  Result<T> Through(Call call, const std::function<Result<T>()>& act);
  static std::optional<Cue> TakeCue(CallState& state);
  Instant Now() const;
  json::object* Get(const ContainerId& id);
  json::object* ByName(const std::string& name);
  Result<ContainerId> CreateLocked(const std::string& name, const json::object& body);
  Status StartLocked(const ContainerId& id);
  Status StopLocked(const ContainerId& id);
  Status RemoveLocked(const ContainerId& id, Volumes volumes);
  std::optional<std::string> TakenPort(const json::object& wanted) const;
  void End(json::object& container, int exit_code);
  void Forget(const ContainerId& id, Volumes volumes);
  std::size_t HappenedSoFar() const { return forgotten_ + events_.size(); }
  std::vector<EngineEvent> EventsSince(std::size_t next) const;
  void Emit(const json::object& container, const std::string& action, std::map<std::string, std::string> more = {});

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  const Clock* clock_;
  Instant own_time_;
  Duration ahead_{0};
  std::uint64_t next_seed_ = 1;
  bool lost_ = false;
  int losses_ = 0;
  std::vector<ContainerId> order_;  // of creation
  std::map<ContainerId, json::object> containers_;
  std::map<ContainerId, std::vector<std::string>> anonymous_;  // volumes that the engine named, by container
  std::map<std::string, json::object> images_;                 // by name
  std::set<std::string> volumes_;
  std::set<std::string> networks_;  // projects that have one
  std::deque<EngineEvent> events_;  // the newest
  std::size_t forgotten_ = 0;       // events before them
  std::map<ContainerId, std::vector<json::object>> stats_;
  std::map<ContainerId, std::vector<std::string>> executed_;
  std::map<ContainerId, std::vector<std::pair<AddedFile, std::string>>> files_;
  std::optional<int> program_end_ = 0;
  std::map<ContainerId, Error> undescribed_;
  mutable std::map<Call, CallState> calls_;
};

}  // namespace docktor::docker

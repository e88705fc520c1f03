#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/json.h"
#include "core/result.h"
#include "core/time.h"
#include "docker/added_file.h"
#include "docker/connection/engine_address.h"
#include "docker/program.h"

namespace docktor::docker {

struct EngineInfo {
  std::string version;            ///< "20.10.24"
  std::string api_version;        ///< the one that is spoken: the lower of ours and the engine's
  std::string name;               ///< host name that the engine reports
  Instant clock{};                ///< what time it is there
  std::string kernel = {};        ///< the release of its kernel
  std::int64_t memory_bytes = 0;  ///< of its machine
};

/// Which containers a call or a stream of events is about: one project's, one-offs left out.
struct ProjectFilter {
  std::string project;
};

/// One line of the engine's event stream, of a container.
struct EngineEvent {
  std::string action;  ///< "create", "start", "die", "destroy", "kill", "rename", "health_status: healthy", …
  ContainerId container;
  Instant at{};
  std::map<std::string, std::string> attributes;  ///< all labels, and name, image, exitCode, signal, oldName
};

/// The Docker Engine API as far as Docktor needs it. Calls block, each with a limit of its own; safe to call from
/// every thread. Errors: kNotFound (404), kConflict (409), kInvalidInput (400), kUnavailable (not reachable, 5xx),
/// kTimeout; the message carries the engine's own words.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual const EngineAddress& address() const = 0;
  virtual Result<EngineInfo> Info() = 0;
  /// What time it is there, to a second, by the last answer; empty: it has not answered yet.
  virtual std::optional<Instant> Date() const = 0;
  /// `GET /containers/json?all=1`: running or not. An array of objects as the API documents them.
  virtual Result<json::array> List(const ProjectFilter& filter) = 0;
  /// `GET /containers/ID/json`
  virtual Result<json::object> Inspect(const ContainerId& id) = 0;
  /// `body` as `POST /containers/create` wants it, with all networks: where the engine takes only one at creation
  /// (before API 1.44) the others are connected afterwards. A container of which a part failed is removed again;
  /// kUnavailable and kTimeout: it may be there all the same.
  virtual Result<ContainerId> Create(const std::string& name, const json::object& body) = 0;
  /// Starting one that runs is success.
  virtual Status Start(const ContainerId& id) = 0;
  /// With its own signal and grace period; returns when it has ended. Stopping one that does not run is success.
  virtual Status Stop(const ContainerId& id) = 0;
  /// Sends a signal, by name ("HUP"), to its first process. kConflict: it does not run.
  virtual Status Signal(const ContainerId& id, const std::string& signal) = 0;
  /// Another CPU limit, in cores, for one that runs; the engine takes 0.01 up to the cores that it has.
  virtual Status Update(const ContainerId& id, double cpus) = 0;
  enum class Volumes { kKeep, kDeleteAnonymous };
  /// Removing one that is gone is success. Refused (kConflict) while it runs.
  virtual Status Remove(const ContainerId& id, Volumes volumes) = 0;
  /// Runs a program in a container and returns its exit code once it has ended; what it prints is dropped. Where `stop`
  /// says so (asked at least every 500 ms) it is not waited for any longer, which is an error, kUnavailable; kTimeout:
  /// nor after `limit`. It goes on in the container then. kNotFound: no such container. kConflict: it does not run.
  virtual Result<int> Exec(const ContainerId& id, const Program& program, Duration limit,
                           const std::function<bool()>& stop) = 0;
  /// The paths of what its own layer has beyond the image, files and folders. Of a container that is stopped, too.
  virtual Result<std::vector<std::string>> AddedPaths(const ContainerId& id) = 0;
  /// Empty: no regular file is there, or no such container.
  virtual Result<std::optional<AddedFile>> StatFile(const ContainerId& id, const std::string& path) = 0;
  /// One file, as an archive that WriteFile takes: its content with owner, mode and time; 2 MiB at most.
  virtual Result<std::string> ReadFile(const ContainerId& id, const std::string& path) = 0;
  /// Folders that are missing on the way are made.
  virtual Status WriteFile(const ContainerId& id, const std::string& path, const std::string& archive) = 0;
  /// `GET /networks` of a project: they are there until it is taken down.
  virtual Result<json::array> Networks(const std::string& project) = 0;
  virtual Result<json::object> InspectImage(const std::string& image_id) = 0;

  /// Follows container events of a project until `stop` says so (asked at least every 500 ms) or the stream breaks,
  /// which is an error. `on_open` is called once the engine has accepted the subscription.
  virtual Status Events(const ProjectFilter& filter, const std::function<void()>& on_open,
                        const std::function<void(const EngineEvent&)>& on_event, const std::function<bool()>& stop) = 0;

  /// Follows what a container uses (`GET /containers/ID/stats`, about one document a second) until `stop` says so
  /// (asked at least every 500 ms) or the stream breaks, which is an error; so is that the container ended or is gone.
  virtual Status Stats(const ContainerId& id, const std::function<void(const json::object&)>& on_stats,
                       const std::function<bool()>& stop) = 0;
};

/// The engine at an address. Connects at the first call and agrees on an API version then. Where it cannot be reached,
/// errors say what to do about it.
/// kInvalidInput: not an address that can be used.
Result<std::unique_ptr<Engine>> Connect(const EngineAddress& address);

}  // namespace docktor::docker

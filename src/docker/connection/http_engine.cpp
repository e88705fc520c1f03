#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "docker/connection/answer.h"
#include "docker/connection/api_version.h"
#include "docker/connection/stop_limit.h"
#include "docker/creation.h"
#include "docker/engine.h"
#include "docker/engine_event.h"
#include "docker/json_reader.h"
#include "docker/tar.h"
#include "net/http_client.h"
#include "net/http_date.h"
#include "net/line_splitter.h"
#include "net/url.h"

namespace docktor::docker {
namespace {

// Reading is quick even where hundreds of containers run; starting is not, when many start at once. A stop takes as
// long as the container's own grace period.
constexpr Duration kPingLimit = 5s, kReadLimit = 10s, kChangeLimit = 60s;

std::string Filtered(const std::string& path, const json::object& filters) {
  return path + "filters=" + net::PercentEncode(WriteJson(filters));
}

std::string ContainerPath(const ContainerId& id, const std::string& rest) {
  return "/containers/" + net::PercentEncode(id.value) + rest;
}

std::string ArchivePath(const ContainerId& id, const std::string& path) {
  return ContainerPath(id, "/archive?path=" + net::PercentEncode(path));
}

net::HttpRequest Post(std::string path, Duration limit, const json::object* body = nullptr) {
  net::HttpRequest request{.method = "POST", .path = std::move(path), .timeout = limit, .once = true};
  if (body == nullptr) return request;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = WriteJson(*body);
  return request;
}

/// Adds to an error what was being attempted.
auto During(std::string attempt) {
  return [attempt = std::move(attempt)](const Error& error) { return error.During(attempt); };
}

class HttpEngine final : public Engine {
 public:
  HttpEngine(EngineAddress address, net::Endpoint endpoint)
      : address_(std::move(address)), client_(std::move(endpoint)) {}

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
  Result<net::HttpResponse> Send(const net::HttpRequest& request, const net::StreamHandlers* stream = nullptr);
  Result<ApiVersion> Version();
  void ForgetVersion();
  /// Sends to the agreed version of the API, agreeing anew where another engine answers by now.
  Result<net::HttpResponse> Call(const net::HttpRequest& request, const net::StreamHandlers* stream = nullptr);
  Result<net::HttpResponse> CallOnce(net::HttpRequest request, const net::StreamHandlers* stream);
  Status Connect(const ContainerId& id, const std::string& network, const json::value& endpoint);
  Status Discard(const ContainerId& id);
  Result<std::string> MakeExec(const ContainerId& id, const Program& program);
  Status RunExec(const std::string& exec, Duration limit, const std::function<bool()>& stop);

  void NoteDate(const net::HttpResponse& answer);

  const EngineAddress address_;
  net::HttpClient client_;
  mutable std::mutex mutex_;
  std::optional<ApiVersion> version_;
  struct Dated {
    Instant date{};
    std::chrono::steady_clock::time_point at{};
  };
  std::optional<Dated> dated_;  ///< the last answer
};

/// An engine that cannot be reached is told with what to do about it.
Result<net::HttpResponse> HttpEngine::Send(const net::HttpRequest& request, const net::StreamHandlers* stream) {
  auto answer = stream == nullptr ? client_.Send(request) : client_.Stream(request, *stream);
  if (answer && stream == nullptr) NoteDate(*answer);
  return std::move(answer).map_error([&](Error error) {
    if (error.hint.empty()) error.hint = ReachHint(address_, error.message);
    return error;
  });
}

void HttpEngine::NoteDate(const net::HttpResponse& answer) {
  const auto header = answer.headers.find("date");
  if (header == answer.headers.end()) return;
  const auto date = net::ReadHttpDate(header->second);
  if (!date) return;
  const std::lock_guard lock(mutex_);
  dated_ = Dated{*date, std::chrono::steady_clock::now()};
}

std::optional<Instant> HttpEngine::Date() const {
  const std::lock_guard lock(mutex_);
  if (!dated_) return std::nullopt;
  return dated_->date + std::chrono::floor<Duration>(std::chrono::steady_clock::now() - dated_->at);
}

Result<ApiVersion> HttpEngine::Version() {
  {
    const std::lock_guard lock(mutex_);
    if (version_) return *version_;
  }
  const auto pong = Send({.method = "HEAD", .path = "/_ping", .timeout = kPingLimit});
  if (!pong) return tl::unexpected(pong.error());
  const auto offered = pong->headers.find("api-version");
  if (pong->status >= 500)
    return Fail(Errc::kUnavailable,
                "the engine at " + address_.Text() + " is not ready (HTTP " + std::to_string(pong->status) + ")");
  const auto agreed = Agree(offered == pong->headers.end() ? "" : offered->second).map_error([&](const Error& error) {
    return error.During("speak with " + address_.Text());
  });
  const std::lock_guard lock(mutex_);
  if (agreed) version_ = *agreed;
  return agreed;
}

void HttpEngine::ForgetVersion() {
  const std::lock_guard lock(mutex_);
  version_.reset();
}

Result<net::HttpResponse> HttpEngine::CallOnce(net::HttpRequest request, const net::StreamHandlers* stream) {
  const auto version = Version();
  if (!version) return tl::unexpected(version.error());
  request.path = "/v" + version->Text() + request.path;
  auto answer = Send(request, stream);
  if (!answer && answer.error().code == Errc::kUnavailable) ForgetVersion();
  return answer;
}

Result<net::HttpResponse> HttpEngine::Call(const net::HttpRequest& request, const net::StreamHandlers* stream) {
  auto answer = CallOnce(request, stream);
  const bool other_engine = answer && answer->status == 400 && answer->body.find("client version") != std::string::npos;
  if (!other_engine) return answer;
  ForgetVersion();
  return CallOnce(request, stream);
}

Result<EngineInfo> HttpEngine::Info() {
  const auto version = Version();
  if (!version) return tl::unexpected(version.error().During("ask the Docker engine about itself"));
  return Call({.path = "/info", .timeout = kReadLimit})
      .and_then(ReadObject)
      .map([&](const json::object& info) {
        return EngineInfo{.version = Text(info, {"ServerVersion"}),
                          .api_version = version->Text(),
                          .name = Text(info, {"Name"}),
                          .clock = ParseInstant(Text(info, {"SystemTime"})).value_or(Instant{}),
                          .kernel = Text(info, {"KernelVersion"}),
                          .memory_bytes = Number(info, {"MemTotal"})};
      })
      .map_error(During("ask the Docker engine about itself"));
}

Result<json::array> HttpEngine::List(const ProjectFilter& filter) {
  return Call({.path = Filtered("/containers/json?all=1&", ListFilters(filter)), .timeout = kReadLimit})
      .and_then(ReadArray)
      .map_error(During("list the containers of project " + filter.project));
}

Result<json::object> HttpEngine::Inspect(const ContainerId& id) {
  return Call({.path = ContainerPath(id, "/json"), .timeout = kReadLimit})
      .and_then(ReadObject)
      .map_error(During("inspect container " + id.Short()));
}

Result<json::array> HttpEngine::Networks(const std::string& project) {
  return Call({.path = Filtered("/networks?", NetworkFilters(project)), .timeout = kReadLimit})
      .and_then(ReadArray)
      .map_error(During("list the networks of project " + project));
}

Result<json::object> HttpEngine::InspectImage(const std::string& image_id) {
  return Call({.path = "/images/" + net::PercentEncode(image_id) + "/json", .timeout = kReadLimit})
      .and_then(ReadObject)
      .map_error(During("inspect image " + image_id));
}

Result<ContainerId> HttpEngine::Create(const std::string& name, const json::object& body) {
  const auto version = Version();
  if (!version) return tl::unexpected(version.error().During("create container " + name));
  const auto creation = PlanCreation(body, *version);
  const auto id = Call(Post("/containers/create?name=" + net::PercentEncode(name), kChangeLimit, &creation.body))
                      .and_then(ReadObject)
                      .map([](const json::object& made) { return ContainerId{Text(made, {"Id"})}; })
                      .map_error(During("create container " + name));
  if (!id) return id;
  if (id->empty()) return Fail(Errc::kUnavailable, "create container " + name + ": the engine named no id");
  for (const auto& [network, endpoint] : creation.later) {
    const auto connected = Connect(*id, network, endpoint);
    if (connected) continue;
    auto error = connected.error();
    if (const auto discarded = Discard(*id); !discarded)
      error = {Errc::kUnavailable, error.message + "; " + discarded.error().message};
    return tl::unexpected(error.During("create container " + name));
  }
  return id;
}

Status HttpEngine::Connect(const ContainerId& id, const std::string& network, const json::value& endpoint) {
  const json::object body{{"Container", id.value}, {"EndpointConfig", endpoint}};
  return Call(Post("/networks/" + net::PercentEncode(network) + "/connect", kChangeLimit, &body))
      .and_then(CheckAnswer)
      .map_error(During("connect it to network " + network));
}

/// Nothing has been written into it yet, so its volumes may go too.
Status HttpEngine::Discard(const ContainerId& id) {
  const auto answer = Call({.method = "DELETE", .path = ContainerPath(id, "?v=1&force=1"), .timeout = kChangeLimit});
  if (answer && answer->status == 404) return {};
  return answer.and_then(CheckDone).map_error(During("remove it again"));
}

Status HttpEngine::Start(const ContainerId& id) {
  return Call(Post(ContainerPath(id, "/start"), kChangeLimit))
      .and_then(CheckDone)
      .map_error(During("start container " + id.Short()));
}

Status HttpEngine::Stop(const ContainerId& id) {
  const auto limit = StopLimit(Inspect(id).value_or(json::object{}));
  return Call(Post(ContainerPath(id, "/stop"), limit))
      .and_then(CheckDone)
      .map_error(During("stop container " + id.Short()));
}

Status HttpEngine::Remove(const ContainerId& id, Volumes volumes) {
  const auto* query = volumes == Volumes::kDeleteAnonymous ? "?v=1" : "?v=0";
  const auto answer = Call({.method = "DELETE", .path = ContainerPath(id, query), .timeout = kChangeLimit});
  if (answer && answer->status == 404) return {};
  return answer.and_then(CheckDone).map_error(During("remove container " + id.Short()));
}

Status HttpEngine::Signal(const ContainerId& id, const std::string& signal) {
  return Call(Post(ContainerPath(id, "/kill?signal=" + net::PercentEncode(signal)), kChangeLimit))
      .and_then(CheckDone)
      .map_error(During("send SIG" + signal + " to container " + id.Short()));
}

Status HttpEngine::Update(const ContainerId& id, double cpus) {
  constexpr double kNano = 1e9;
  const json::object body{{"NanoCpus", static_cast<std::int64_t>(std::llround(cpus * kNano))}};
  return Call(Post(ContainerPath(id, "/update"), kChangeLimit, &body))
      .and_then(CheckAnswer)
      .map_error(During(fmt::format("limit container {} to {:.4g} CPUs", id.Short(), cpus)));
}

Result<int> HttpEngine::Exec(const ContainerId& id, const Program& program, Duration limit,
                             const std::function<bool()>& stop) {
  const auto attempt = During("run a command in container " + id.Short());
  const auto exec = MakeExec(id, program);
  if (!exec) return tl::unexpected(attempt(exec.error()));
  return RunExec(*exec, limit, stop)
      .and_then([&] { return Call({.path = "/exec/" + net::PercentEncode(*exec) + "/json", .timeout = kReadLimit}); })
      .and_then(ReadObject)
      .map([](const json::object& end) { return static_cast<int>(Number(end, {"ExitCode"})); })
      .map_error(attempt);
}

Result<std::string> HttpEngine::MakeExec(const ContainerId& id, const Program& program) {
  json::object body{{"Cmd", json::array(program.command.begin(), program.command.end())},
                    {"AttachStdout", true},
                    {"Privileged", program.privileged}};
  if (!program.user.empty()) body["User"] = program.user;
  if (!program.working_dir.empty()) body["WorkingDir"] = program.working_dir;
  if (!program.environment.empty()) body["Env"] = json::array(program.environment.begin(), program.environment.end());
  return Call(Post(ContainerPath(id, "/exec"), kReadLimit, &body))
      .and_then(ReadObject)
      .map([](const json::object& made) { return Text(made, {"Id"}); });
}

/// Returns when it has ended: the engine holds the stream of its output open until then.
Status HttpEngine::RunExec(const std::string& exec, Duration limit, const std::function<bool()>& stop) {
  const json::object body{{"Detach", false}, {"Tty", false}};
  const auto deadline = std::chrono::steady_clock::now() + limit;
  const auto late = [&] { return std::chrono::steady_clock::now() > deadline; };
  const net::StreamHandlers handlers{.on_chunk = [](std::string_view) {}, .stop = [&] { return late() || stop(); }};
  const auto request = Post("/exec/" + net::PercentEncode(exec) + "/start", limit, &body);
  const auto end = Call(request, &handlers).and_then(CheckAnswer);
  if (stop()) return Fail(Errc::kUnavailable, "not waited for any longer");
  if (late()) return Fail(Errc::kTimeout, "it has not ended in " + ToText(limit));
  return end;
}

Result<std::vector<std::string>> HttpEngine::AddedPaths(const ContainerId& id) {
  const auto attempt = During("list the files added to container " + id.Short());
  const auto answer = Call({.path = ContainerPath(id, "/changes"), .timeout = kReadLimit});
  if (answer && answer->status == 200 && answer->body.starts_with("null")) return std::vector<std::string>{};
  const auto changes = answer.and_then(ReadArray);
  if (!changes) return tl::unexpected(attempt(changes.error()));
  constexpr int kAdded = 1;
  std::vector<std::string> paths;
  for (const auto& change : *changes)
    if (change.is_object() && Number(change.get_object(), {"Kind"}) == kAdded)
      paths.push_back(Text(change.get_object(), {"Path"}));
  return paths;
}

Result<std::optional<AddedFile>> HttpEngine::StatFile(const ContainerId& id, const std::string& path) {
  const auto answer = Call({.method = "HEAD", .path = ArchivePath(id, path), .timeout = kReadLimit});
  if (answer && answer->status == 404) return std::nullopt;
  return answer.and_then(CheckAnswer)
      .map([&] {
        const auto stat = answer->headers.find("x-docker-container-path-stat");
        return stat == answer->headers.end() ? std::nullopt : ParseStat(path, stat->second);
      })
      .map_error(During("look at " + path + " in container " + id.Short()));
}

Result<std::string> HttpEngine::ReadFile(const ContainerId& id, const std::string& path) {
  const auto answer = Call({.path = ArchivePath(id, path), .timeout = kReadLimit, .most_body = 2 << 20});
  return answer.and_then(CheckAnswer)
      .map([&] { return answer->body; })
      .map_error(During("read " + path + " in container " + id.Short()));
}

Status HttpEngine::WriteFile(const ContainerId& id, const std::string& path, const std::string& archive) {
  const auto attempt = During("write " + path + " into container " + id.Short());
  auto placed = PlaceAt(archive, path);
  if (!placed) return tl::unexpected(attempt(placed.error()));
  net::HttpRequest request{.method = "PUT", .path = ArchivePath(id, "/"), .timeout = kChangeLimit};
  request.headers = {{"Content-Type", "application/x-tar"}};
  request.body = *std::move(placed);
  return Call(request).and_then(CheckAnswer).map_error(attempt);
}

Status HttpEngine::Events(const ProjectFilter& filter, const std::function<void()>& on_open,
                          const std::function<void(const EngineEvent&)>& on_event, const std::function<bool()>& stop) {
  net::LineSplitter lines([&](std::string_view line) {
    if (const auto event = ParseEvent(line)) on_event(*event);
  });
  const net::StreamHandlers handlers{.on_head = [&](const net::HttpResponse&) { on_open(); },
                                     .on_chunk = [&](std::string_view chunk) { lines.Feed(chunk); },
                                     .stop = stop};
  const auto attempt = During("follow the events of project " + filter.project);
  const auto end = Call({.path = Filtered("/events?", EventFilters(filter)), .timeout = kReadLimit}, &handlers);
  if (stop()) return {};
  return end.and_then(CheckAnswer)
      .and_then([]() -> Status { return Fail(Errc::kUnavailable, "the engine has ended the stream"); })
      .map_error(attempt);
}

Status HttpEngine::Stats(const ContainerId& id, const std::function<void(const json::object&)>& on_stats,
                         const std::function<bool()>& stop) {
  net::LineSplitter lines([&](std::string_view line) {
    if (const auto stats = ParseJson(line); stats && stats->is_object()) on_stats(stats->get_object());
  });
  const net::StreamHandlers handlers{.on_chunk = [&](std::string_view chunk) { lines.Feed(chunk); }, .stop = stop};
  const auto attempt = During("follow what container " + id.Short() + " uses");
  const auto end = Call({.path = ContainerPath(id, "/stats?stream=true"), .timeout = kReadLimit}, &handlers);
  if (stop()) return {};
  return end.and_then(CheckAnswer)
      .and_then([]() -> Status { return Fail(Errc::kUnavailable, "the engine has ended the stream"); })
      .map_error(attempt);
}

}  // namespace

Result<std::unique_ptr<Engine>> Connect(const EngineAddress& address) {
  return EndpointOf(address).map([&](net::Endpoint endpoint) -> std::unique_ptr<Engine> {
    return std::make_unique<HttpEngine>(address, std::move(endpoint));
  });
}

}  // namespace docktor::docker

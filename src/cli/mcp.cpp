#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/client.h"
#include "cli/commands.h"
#include "operations/now/events.h"
#include "serve/mcp/stdio.h"
#include "serve/tools/offer.h"
#include "serve/tools/watch_here.h"

namespace docktor::cli {
namespace {

/// Through the daemon that is there when the agent asks: it may come and go meanwhile.
serve::Ask AskDaemon(const Session& session, Actor actor) {
  return [&session, actor](const operations::Operation& operation, const json::object& input) -> Result<json::value> {
    const auto place = FindDaemon(session.arguments.project, session.around);
    if (!place)
      return Fail(place.error().code == Errc::kInvalidInput ? Errc::kInvalidInput : Errc::kUnavailable,
                  place.error().message, place.error().hint);
    Result<json::value> answer = Fail(Errc::kInternal, operation.name + ": the daemon gave no answer");
    const auto called =
        Client(place->socket, 40s, actor).Call(operation, input, [&](const json::value& item) { answer = item; });
    if (called) return answer;
    const bool gone = called.error().code == Errc::kConflict && !Answers(place->socket);
    if (gone) return Fail(Errc::kUnavailable, called.error().message, called.error().hint);
    return tl::unexpected<Error>(called.error());
  };
}

/// Tells of what the daemon does, as long as one is there; looks for one again and again. A thread of its own.
class Follower {
 public:
  Follower(const Session& session, serve::mcp::OnChange on_change)
      : session_(session), on_change_(std::move(on_change)), thread_([this] { Run(); }) {}
  ~Follower() {
    ending_ = true;
    thread_.join();
  }

 private:
  void Run() {
    while (!ending_) {
      if (const auto place = FindDaemon(session_.arguments.project, session_.around)) Follow(place->socket);
      for (int i = 0; i < 20 && !ending_; ++i) std::this_thread::sleep_for(100ms);
    }
  }
  void Follow(const std::filesystem::path& socket) {
    const auto tell = [this](const json::value& item) {
      if (const auto event = FromJson<operations::Event>(item)) serve::TellOf(event->service, on_change_);
    };
    (void)Client(socket, 40s, Actor::kAgent).Call(*operations::Find("events"), {}, tell, [this] {
      return ending_.load();
    });
  }

  const Session& session_;
  const serve::mcp::OnChange on_change_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;  // last: runs on the members above
};

/// Only its owner reads it: it holds what the agent was told.
Result<std::ofstream> OpenMessageLog(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return Fail(Errc::kInvalidInput, "--log: open " + path + ": " + std::strerror(errno));
  struct stat facts {};
  if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode)) (void)fchmod(file, 0600);  // one that was there already
  close(file);
  return std::ofstream(path, std::ios::app);
}

std::string Line(serve::mcp::Direction direction, const std::string& message) {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return ToRfc3339(now) + (direction == serve::mcp::Direction::kIn ? " in  " : " out ") + message;
}

}  // namespace

ExitCode RunMcp(const Session& session, const McpCommand& command) {
  std::signal(SIGPIPE, SIG_IGN);
  std::ofstream file;
  serve::mcp::MessageLog log;
  if (command.log) {
    auto opened = OpenMessageLog(*command.log);
    if (!opened) return Complain(opened.error()), kUsage;
    file = *std::move(opened);
    log = [&file](auto direction, const std::string& message) { file << Line(direction, message) << std::endl; };
  }
  if (isatty(STDIN_FILENO) == 1)
    Note(
        "this speaks with an agent's program, a message of JSON-RPC a line; Ctrl-D ends it. docs/mcp.md adds it to "
        "one");
  const auto access = command.read_only ? serve::Access::kReads : serve::Access::kChanges;
  auto offer = serve::DocktorOffer({AskDaemon(session, Actor::kAgent), AskDaemon(session, Actor::kPerson)}, access);
  offer.watch = [&session](const serve::mcp::OnChange& on_change) {
    return std::make_shared<Follower>(session, on_change);
  };
  const serve::mcp::Server server(std::move(offer));
  std::ios::sync_with_stdio(false);
  serve::mcp::ServeLines(server, std::cin, std::cout, log);
  return std::cout ? kOk : kFailed;
}

}  // namespace docktor::cli

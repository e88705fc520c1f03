#include <algorithm>

#include <fmt/format.h>

#include "brain/judge/connect.h"
#include "brain/pull.h"
#include "cli/commands.h"
#include "cli/interrupt.h"

namespace docktor::cli {
namespace {

/// A bar that is drawn over and over; where stdout is no terminal, a line for each new thing that is done.
class Bar {
 public:
  explicit Bar(const Session& session) : session_(session) {}

  void Show(const brain::PullProgress& progress) {
    if (session_.arguments.json) return Print(ToLine(progress));
    if (!session_.look.terminal) {
      if (progress.says != last_.says) Print(progress.says);
    } else {
      fmt::print("\r\x1b[K{}", Drawn(progress));
      drawn_ = true;
    }
    std::fflush(stdout);
    last_ = progress;
  }
  void End() {
    if (drawn_) fmt::print("\r\x1b[K");
  }

 private:
  static void Print(const std::string& line) { fmt::print("{}\n", line); }
  static std::string ToLine(const brain::PullProgress& progress) {
    return WriteJson(json::object{{"says", progress.says}, {"done", progress.done}, {"whole", progress.whole}});
  }
  static std::string Drawn(const brain::PullProgress& progress) {
    constexpr int kWidth = 30;
    constexpr double kMega = 1e6;
    if (progress.whole <= 0) return progress.says;
    const auto share = std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.whole), 0.0, 1.0);
    const auto full = static_cast<int>(share * kWidth);
    return fmt::format("{}  [{}{}] {:.0f} %  {:.0f} of {:.0f} MB", progress.says.substr(0, 30),
                       std::string(static_cast<std::size_t>(full), '#'),
                       std::string(static_cast<std::size_t>(kWidth - full), ' '), 100 * share,
                       static_cast<double>(progress.done) / kMega, static_cast<double>(progress.whole) / kMega);
  }

  const Session& session_;
  brain::PullProgress last_;
  bool drawn_ = false;
};

/// What was named, else the first server on this machine that answers.
Result<std::string> EndpointFor(const ModelPullCommand& command, const brain::Variables& variables) {
  if (!command.endpoint.empty()) return command.endpoint;
  auto servers = brain::LocalServers(variables);
  if (!servers.empty()) return std::move(servers.front().endpoint);
  return Fail(Errc::kNotFound, "no server of models answers on this machine", "start Docker Model Runner or Ollama");
}

}  // namespace

ExitCode RunModelPull(const Session& session, const ModelPullCommand& command) {
  const auto endpoint = EndpointFor(
      command, [&](const std::string& name) { return settings::Variable(session.around.environment, name); });
  if (!endpoint) return Complain(endpoint.error()), kFailed;
  if (!session.arguments.json) Note("fetching " + command.model + " by " + *endpoint);
  WatchForInterrupt();
  Bar bar(session);
  const auto pulled = brain::PullModel(
      *endpoint, command.model, [&](const auto& progress) { bar.Show(progress); }, Interrupted);
  bar.End();
  if (!pulled) return Complain(pulled.error()), Interrupted() ? kInterrupted : kFailed;
  if (!session.arguments.json) fmt::print("{} is there\ntry it: docktor model test {}\n", command.model, command.model);
  return kOk;
}

}  // namespace docktor::cli

#include <filesystem>
#include <optional>

#include <fmt/core.h>

#include "cli/chat/agreement.h"
#include "cli/chat/waiting.h"
#include "cli/client.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/printer.h"
#include "remember/journal/verify.h"

namespace docktor::cli {

ExitCode ExitCodeOf(const Error& error, const DaemonPlace& place) {
  if (error.code != Errc::kUnavailable && error.code != Errc::kConflict) return ExitCodeOf(error);
  return Answers(place.socket) ? kFailed : kNoDaemon;
}

tl::expected<DaemonPlace, ExitCode> RunningDaemon(const Session& session) {
  auto place = FindDaemon(session.arguments.project, session.around);
  if (place) return *std::move(place);
  Complain(place.error());
  return tl::unexpected(place.error().code == Errc::kInvalidInput ? kUsage : kNoDaemon);
}

namespace {

/// Looks at the journal of a project whose daemon does not run: its files say as much. Empty: there is none.
std::optional<ExitCode> VerifyHere(const Session& session, const operations::Operation& operation) {
  const auto& around = session.around;
  const auto project = settings::FindProject(session.arguments.project, around.environment, around.here);
  if (!project) return std::nullopt;
  const auto journal = around.folders.state / project->name / "journal";
  if (std::error_code none; !std::filesystem::is_directory(journal, none)) return std::nullopt;
  const auto verified = remember::Verify(journal);
  if (!verified) return Complain(verified.error()), kFailed;
  Printer printer(session, operation, false);
  printer.Print(ToJson(*verified));
  return printer.meaning();
}

}  // namespace

ExitCode RunCall(const Session& session, const CallCommand& command) {
  const auto& operation = *command.operation;
  if (operation.Id() == "decisions_verify" && !FindDaemon(session.arguments.project, session.around))
    if (const auto done = VerifyHere(session, operation)) return *done;
  if (const auto checked = operation.Check(command.input); !checked) return Complain(checked.error()), kUsage;
  const auto place = RunningDaemon(session);
  if (!place) return place.error();
  const bool streams = operation.Streams(command.input);
  if (streams) WatchForInterrupt();
  Printer printer(session, operation, streams);
  if (operation.patience > Duration{0} && session.look.terminal && !session.arguments.json)
    Note("this may take a while …");
  Client client(place->socket);
  auto input = printer.Asking(command.input);
  std::optional<std::string> asked;
  const bool talks = operation.Id() == "prompt";
  const auto call = [&] {
    chat::Waiting waiting(talks && session.look.terminal && !session.arguments.json);
    return client.Call(
        operation, input,
        [&](const json::value& item) {
          waiting.Heard();
          printer.Print(item);
          asked = talks ? chat::AskedAbout(item) : std::nullopt;
        },
        [&] { return waiting.Over(); });
  };
  auto called = call();
  if (called && asked && chat::PersonAgrees(session)) {
    input["agreed"] = *asked;
    called = call();
  }
  printer.EndSentence();
  if (Interrupted()) return kInterrupted;
  if (called) return printer.meaning();
  Complain(called.error());
  return ExitCodeOf(called.error(), *place);
}

}  // namespace docktor::cli

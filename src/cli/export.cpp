#include <filesystem>

#include <fmt/core.h>

#include "cli/client.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "operations/past/export.h"
#include "remember/store/export.h"

namespace docktor::cli {
namespace {

/// All pages, one after the other.
Status Fetch(Client& client, const ExportCommand& command, remember::DecisionExport& into) {
  auto input = command.input;
  for (;;) {
    const auto page = client.Ask<operations::ExportDecisionsOutput>(*command.operation, input);
    if (!page) return tl::unexpected<Error>(page.error());
    if (auto added = into.Add(page->decisions); !added) return added;
    if (!page->next || Interrupted()) return {};
    input["after"] = ToJson(*page->next);
  }
}

void Tell(const Session& session, std::int64_t count, const std::string& file) {
  if (session.arguments.json)
    fmt::print("{}\n", WriteJson(json::object{{"decisions", count}, {"file", file}}));
  else
    fmt::print("{} decision{} written to {}\n", count, count == 1 ? "" : "s", file);
}

}  // namespace

ExitCode RunExport(const Session& session, const ExportCommand& command) {
  const auto place = RunningDaemon(session);
  if (!place) return place.error();
  WatchForInterrupt();
  Client client(place->socket);
  auto into = remember::DecisionExport::Begin();
  auto done = into ? Fetch(client, command, **into) : tl::unexpected(into.error());
  if (Interrupted()) return kInterrupted;
  if (done) done = (*into)->Write(command.output.value_or("/dev/stdout"), command.format);
  if (!done) {
    Complain(done.error());
    return ExitCodeOf(done.error(), *place);
  }
  if (command.output) Tell(session, (*into)->count(), std::filesystem::absolute(*command.output).string());
  return kOk;
}

}  // namespace docktor::cli

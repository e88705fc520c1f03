#include <fmt/core.h>

#include "cli/chat/line_reader.h"
#include "cli/client.h"
#include "cli/commands.h"
#include "cli/printer.h"
#include "operations/list.h"

namespace docktor::cli {
namespace {

constexpr std::size_t kMostEarlier = 20;  // turns that a model is told of

/// What a person and Docktor say to each other; a model is told what was said before.
class Chat {
 public:
  Chat(const Session& session, const ChatCommand& command, const std::filesystem::path& socket)
      : session_(session), command_(command), client_(socket) {}

  /// Its exit code is that of the last thing said.
  ExitCode Say(const std::string& text) {
    const auto& operation = *operations::Find("prompt");
    Printer printer(session_, operation, true);
    std::string said;
    const auto take = [&](const json::value& item) {
      printer.Print(item);
      if (command_.debug) Note(WriteJson(item));
      if (const auto prompt = FromJson<operations::PromptOutput>(item)) said += prompt->said;
    };
    const auto called =
        client_.Call(operation, printer.Asking({{"text", text}, {"earlier", ToJson(earlier_)}}), take, {});
    if (!called) {
      Complain(called.error());
      return ExitCodeOf(called.error());
    }
    earlier_.push_back({.text = text});
    if (!said.empty()) earlier_.push_back({.by_model = true, .text = said});
    while (earlier_.size() > kMostEarlier) earlier_.erase(earlier_.begin());
    return printer.meaning();
  }

 private:
  const Session& session_;
  const ChatCommand& command_;
  Client client_;
  std::vector<operations::Earlier> earlier_;
};

std::vector<std::string> WordsToComplete(const std::filesystem::path& socket) {
  std::vector<std::string> words{"scale",  "pause", "resume",      "hold off", "be conservative", "be aggressive",
                                 "until",  "for",   "why did you", "what is",  "at least",        "at most",
                                 "status", "exit",  "tomorrow",    "minutes",  "replicas"};
  Client client(socket);
  (void)client.Call(*operations::Find("services"), {},
                    [&](const json::value& item) {
                      if (const auto services = FromJson<operations::ServicesOutput>(item))
                        for (const auto& one : services->services) words.push_back(one.service.service);
                    },
                    {});
  return words;
}

}  // namespace

ExitCode RunChat(const Session& session, const ChatCommand& command) {
  const auto place = RunningDaemon(session);
  if (!place) return place.error();
  chat::LineReader lines(session.around.folders.state / "chat_history", WordsToComplete(place->socket));
  if (lines.interactive()) fmt::print("Say what Docktor should do, or ask it something. Tab completes, Ctrl-D ends.\n");
  Chat chat(session, command, place->socket);
  auto meaning = kOk;
  while (const auto line = lines.Next()) {
    if (line->find_first_not_of(" \t") == std::string::npos) continue;
    if (*line == "exit" || *line == "quit") break;
    meaning = chat.Say(*line);
  }
  return meaning;
}

}  // namespace docktor::cli

#include <cstdio>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "cli/chat/agreement.h"
#include "cli/chat/line_reader.h"
#include "cli/chat/waiting.h"
#include "cli/client.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/printer.h"
#include "operations/declare/error_json.h"
#include "operations/list.h"

namespace docktor::cli {
namespace {

constexpr std::size_t kMostEarlier = 20;  // turns that a model is told of

/// What a person and Docktor say to each other; a model is told what was said before.
class Chat {
 public:
  Chat(const Session& session, const ChatCommand& command, const DaemonPlace& place)
      : session_(session), command_(command), place_(place), client_(place.socket) {}

  /// Its exit code is that of the last thing said.
  ExitCode Say(const std::string& line) {
    const auto& operation = *operations::Find("prompt");
    Printer printer(session_, operation, true);
    const auto asked = std::exchange(asked_, std::nullopt);
    const bool agreed = asked && chat::IsYes(line);
    const auto text = agreed ? asked->text : line;
    std::string said;
    chat::Waiting waiting(session_.look.terminal && !session_.arguments.json);
    const auto take = [&](const json::value& item) {
      waiting.Heard();
      printer.Print(item);
      if (command_.debug) Note(WriteJson(item));
      if (const auto prompt = FromJson<operations::PromptOutput>(item)) said += prompt->said;
      if (auto command = chat::AskedAbout(item)) asked_ = {text, *std::move(command)};
    };
    if (asked && chat::IsNo(line)) return take(ToJson(operations::PromptOutput{.said = "Nothing was done."})), kOk;
    json::object input{{"text", text}, {"earlier", ToJson(earlier_)}};
    if (agreed) input["agreed"] = asked->command;
    ForgetInterrupt();
    const auto called = client_.Call(operation, printer.Asking(std::move(input)), take, [&] { return waiting.Over(); });
    printer.EndSentence();
    if (Interrupted()) return Note("stopped"), kInterrupted;
    if (!called) return Refused(called.error());
    earlier_.push_back({.text = line});
    if (!said.empty()) earlier_.push_back({.by_model = true, .text = said});
    while (earlier_.size() > kMostEarlier) earlier_.erase(earlier_.begin());
    return printer.meaning();
  }

 private:
  /// For a program it stands where the answer would, as the talk goes on.
  ExitCode Refused(const Error& error) const {
    if (session_.arguments.json)
      fmt::print("{}\n", WriteJson(operations::ErrorJson(error))), std::fflush(stdout);
    else
      Complain(error);
    return ExitCodeOf(error, place_);
  }

  /// What Docktor has made of a text, and waits for a yes to.
  struct Asked {
    std::string text;
    std::string command;
  };

  const Session& session_;
  const ChatCommand& command_;
  const DaemonPlace& place_;
  Client client_;
  std::vector<operations::Earlier> earlier_;
  std::optional<Asked> asked_;
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

/// Whether Ctrl-C ended the line that was being typed, and not the talk, as it does the second time in a row.
bool DropsLine(bool& had_enough) {
  if (!Interrupted() || had_enough) return false;
  ForgetInterrupt();
  if (Interrupted()) return false;
  had_enough = true;
  fmt::print("\nCtrl-D, or Ctrl-C once more, ends the talk\n");
  return true;
}

}  // namespace

ExitCode RunChat(const Session& session, const ChatCommand& command) {
  const auto place = RunningDaemon(session);
  if (!place) return place.error();
  chat::LineReader lines(session.around.folders.state / "chat_history", WordsToComplete(place->socket));
  if (lines.interactive()) {
    WatchForInterrupt();
    InterruptLateReads();
    fmt::print(
        "Say what Docktor should do, or ask it something. Tab completes, Ctrl-C stops an answer, Ctrl-D ends.\n");
  }
  Chat chat(session, command, *place);
  auto meaning = kOk;
  for (bool had_enough = false;;) {
    ForgetInterrupt();
    if (Interrupted()) break;  // by what means everything, while it answered
    const auto line = lines.Next();
    if (!line && DropsLine(had_enough)) continue;
    if (!line || *line == "exit" || *line == "quit") break;
    had_enough = false;
    if (line->find_first_not_of(" \t") != std::string::npos) meaning = chat.Say(*line);
  }
  return Interrupted() ? kInterrupted : meaning;
}

}  // namespace docktor::cli

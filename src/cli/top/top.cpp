#include <sstream>

#include <unistd.h>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/render/render.h"
#include "cli/top/feed.h"
#include "cli/top/screen.h"
#include "operations/list.h"

namespace docktor::cli {
namespace {

using namespace top;

constexpr Duration kRedraw = 250ms;
constexpr Duration kSteady = 1s;  // so long a proposal has to have been before a person's eyes

Instant WallClock() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The proposal that keys would answer, and since when it has been that one.
class InSight {
 public:
  void Note(const Sight& sight, const Choice& choice, Instant now) {
    const auto* chosen = Chosen(sight, choice);
    const auto seen = chosen == nullptr || !chosen->proposal ? std::string() : chosen->proposal->digest;
    if (seen != seen_) since_ = now;
    seen_ = seen;
  }
  bool IsSteady(Instant now) const { return now - since_ >= kSteady; }

 private:
  std::string seen_;
  Instant since_{};
};

/// What a key does, in the name of the person before the terminal.
class Hands {
 public:
  explicit Hands(const Session& session) : session_(session) {}

  /// False: that was enough.
  bool Do(Key key, const Sight& sight, Choice& choice, bool steady) const {
    if (key == Key::kResized) return true;
    choice.said.clear();
    if (!choice.sheet.empty()) return choice.sheet.clear(), true;
    const auto* chosen = Chosen(sight, choice);
    switch (key) {
      case Key::kUp: choice.service = Neighbour(sight, choice, -1); break;
      case Key::kDown: choice.service = Neighbour(sight, choice, 1); break;
      case Key::kApprove: choice.said = Answer("approve", chosen, steady); break;
      case Key::kReject: choice.said = Answer("reject", chosen, steady); break;
      case Key::kWhy: Explain(chosen, choice); break;
      case Key::kHelp: choice.sheet = Help(); break;
      case Key::kQuit: return false;
      case Key::kResized:
      case Key::kOther: break;
    }
    return true;
  }

 private:
  static std::vector<std::string> Help() {
    return {"↑ ↓      choose a service",
            "w        why its count is what it is",
            "a, r     approve or reject what its rules propose",
            "q        end",
            "",
            "REPLICAS ready / running, and the bounds",
            "LOAD     CPU of the ready ones; | is the target",
            "NEXT     when it is looked at again",
            "",
            "As commands: docktor status -w, docktor why SERVICE, docktor approve ID, docktor reject ID"};
  }

  template <typename Output>
  Result<Output> Ask(const char* operation, const json::object& input) const {
    const auto place = FindDaemon(session_.arguments.project, session_.around);
    if (!place) return tl::unexpected(place.error());
    return Client(place->socket).Ask<Output>(*operations::Find(operation), input);
  }

  std::string Answer(const char* operation, const operations::ServiceStatus* chosen, bool steady) const {
    if (chosen == nullptr || !chosen->proposal) return "nothing is proposed for this service";
    if (!steady) return "this has only just come: look at it, and press again";
    const auto answered = Ask<operations::CommandOutput>(
        operation, ToJson(operations::AnswerInput{chosen->proposal->id, chosen->proposal->digest}).as_object());
    if (!answered) return answered.error().message;
    return answered->results.empty() ? std::string() : answered->results.front().sentence;
  }

  void Explain(const operations::ServiceStatus* chosen, Choice& choice) const {
    if (chosen == nullptr) return;
    const auto why = Ask<operations::WhyOutput>("why", {{"service", chosen->service.Text()}});
    if (why)
      choice.sheet = LinesOf(RenderWhy(*why, {.now = WallClock()}));
    else
      choice.said = why.error().message;
  }

  const Session& session_;
};

void Run(const Session& session) {
  const Feed feed([&session] { return FindDaemon(session.arguments.project, session.around); });
  const Hands hands(session);
  Screen screen(session.look.color);
  Choice choice;
  InSight proposal;
  for (bool goes_on = true; goes_on && !Interrupted();) {
    const auto sight = feed.Now();
    if (!choice.service) choice.service = Neighbour(sight, choice, 0);
    proposal.Note(sight, choice, WallClock());
    screen.Show(Draw(sight, choice, screen.size(), WallClock()));
    if (const auto key = screen.Next(kRedraw)) goes_on = hands.Do(*key, sight, choice, proposal.IsSteady(WallClock()));
  }
}

}  // namespace

ExitCode RunTop(const Session& session) {
  if (session.arguments.json || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) {
    Complain({Errc::kInvalidInput, "docktor top draws on a terminal, and there is none",
              "for programs: docktor status -w --json"});
    return kUsage;
  }
  if (!Screen::CanDraw()) {
    Complain({Errc::kInvalidInput, "docktor top does not know this terminal",
              "set TERM to one that is installed, as xterm"});
    return kUsage;
  }
  if (const auto place = RunningDaemon(session); !place) return place.error();
  WatchForInterrupt();
  Run(session);
  return kOk;
}

}  // namespace docktor::cli

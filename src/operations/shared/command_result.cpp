#include "operations/shared/command_result.h"

#include <algorithm>
#include <mutex>

#include "decide/words.h"

namespace docktor::operations {
namespace {

/// Waits for the answers of several commands. Whichever answer is the last one replies.
class Answers {
 public:
  Answers(const Pilots& pilots, std::size_t count, Reply<CommandOutput> reply)
      : pilots_(pilots), missing_(count), results_(count), reply_(std::move(reply)) {}

  void Take(std::size_t place, const ServiceKey& service, const pilot::Answer& answer) {
    const std::lock_guard lock(mutex_);
    auto& result = results_[place];
    result.service = service;
    result.ok = answer.has_value();
    if (answer) {
      result.sentence = decide::Sentence(*answer);
      result.decision = *answer;
      if (const auto trouble = pilots_.JournalTrouble())
        result.warning = "it holds, but is not on disk yet, so a restart before that would forget it: " + *trouble;
    } else {
      result.sentence = answer.error().message;
      result.hint = answer.error().hint;
      if (!refusal_) refusal_ = answer.error();
    }
    if (--missing_ == 0) Finish();
  }

 private:
  void Finish() {
    const bool any = std::any_of(results_.begin(), results_.end(), [](const CommandResult& r) { return r.ok; });
    if (!any) return reply_.Fail(*refusal_);
    reply_.Answer(CommandOutput{results_});
  }

  const Pilots& pilots_;
  std::mutex mutex_;
  std::size_t missing_;
  std::vector<CommandResult> results_;
  std::optional<Error> refusal_;
  Reply<CommandOutput> reply_;
};

}  // namespace

void SendAll(Pilots& pilots, std::vector<pilot::Command> commands, Reply<CommandOutput> reply) {
  const auto answers = std::make_shared<Answers>(pilots, commands.size(), std::move(reply));
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto service = commands[i].service;
    pilots.Send(std::move(commands[i]),
                [answers, i, service](const pilot::Answer& a) { answers->Take(i, service, a); });
  }
}

}  // namespace docktor::operations

#include "operations/world/talks.h"

namespace docktor::operations {
namespace {

constexpr auto kEnding = "Docktor is shutting down";
constexpr std::size_t kMostWaiting = 20;

}  // namespace

Talks::Talks(const Clock& clock, brain::Switchboard& models, Journal& journal)
    : clock_(clock), models_(models), journal_(journal), worker_([this](const Talk& talk) { Do(talk); }) {}

Talks::~Talks() { Stop(); }

void Talks::Begin(Talk talk) {
  if (worker_.stopping()) return talk.done(Fail(Errc::kUnavailable, kEnding));
  if (worker_.waiting() >= kMostWaiting)
    return talk.done(Fail(Errc::kUnavailable, "the model is busy, and as many wait for it as may",
                          "try again later; plain orders and questions are understood without it"));
  worker_.Put(std::move(talk));
}

void Talks::Stop() {
  for (const auto& talk : worker_.Stop()) talk.done(Fail(Errc::kUnavailable, kEnding));
}

/// Whoever waits is told first: nobody waits for the disk.
void Talks::Do(const Talk& talk) {
  Records taken;
  talk.done(Hold(talk, taken));
  for (auto& record : taken) (void)journal_.Append(std::move(record));  // a disk that refuses shows in the status
}

Talks::Outcome Talks::Hold(const Talk& talk, Records& taken) {
  Outcome outcome = Fail(Errc::kInvalidInput, "no model is named");
  for (const auto& choice : models_.ThatAnswerFirst(talk.brain.models)) {
    if (talk.wanted && !talk.wanted()) return Fail(Errc::kUnavailable, "nobody waits for the answer any more");
    bool said = false;
    auto hold = HoldWith(choice, talk, said, taken);
    if (hold || said) return hold;
    if (choice == talk.brain.models.front()) outcome = std::move(hold);  // that is who should have answered
  }
  return outcome;
}

Talks::Outcome Talks::HoldWith(const ModelChoice& choice, const Talk& talk, bool& said, Records& taken) {
  auto line = models_.Connect(choice, talk.brain);
  if (!line) return tl::unexpected(line.error());
  const auto follower = talk.listener_for(choice.model);
  brain::Listener listener{.wanted = talk.wanted};
  listener.on_step = [&](const brain::Step& step) {
    said = true;
    if (follower.on_step) follower.on_step(step);
  };
  if (follower.on_text)
    listener.on_text = [&](std::string_view text) {
      said = true;
      follower.on_text(text);
    };
  auto talked = brain::Converse(*line, *talk.tools, talk.turns, {}, clock_, listener);
  if (line->taken().calls > 0) taken.push_back(line->taken());
  if (!talked) return tl::unexpected(talked.error().error);
  talked->model = choice.model;
  return *std::move(talked);
}

}  // namespace docktor::operations

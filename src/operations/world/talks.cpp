#include "operations/world/talks.h"

namespace docktor::operations {
namespace {

constexpr auto kEnding = "Docktor is shutting down";

}  // namespace

Talks::Talks(const Clock& clock, brain::Connector connect)
    : clock_(clock), connect_(std::move(connect)), worker_([this](const Talk& talk) { talk.done(Hold(talk)); }) {}

Talks::~Talks() { Stop(); }

void Talks::Begin(Talk talk) {
  if (worker_.stopping()) return talk.done(Fail(Errc::kUnavailable, kEnding));
  worker_.Put(std::move(talk));
}

void Talks::Stop() {
  for (const auto& talk : worker_.Stop()) talk.done(Fail(Errc::kUnavailable, kEnding));
}

Talks::Outcome Talks::Hold(const Talk& talk) {
  Outcome outcome = Fail(Errc::kInvalidInput, "no model is named");
  for (const auto& choice : talk.brain.models) {
    bool said = false;
    auto hold = HoldWith(choice, talk, said);
    if (hold || said) return hold;
    if (&choice == &talk.brain.models.front()) outcome = std::move(hold);  // that is who should have answered
  }
  return outcome;
}

Talks::Outcome Talks::HoldWith(const ModelChoice& choice, const Talk& talk, bool& said) {
  const auto connection = connect_(choice);
  if (!connection) return tl::unexpected(connection.error());
  const auto follower = talk.listener_for(choice.model);
  brain::Listener listener;
  listener.on_step = [&](const brain::Step& step) {
    said = true;
    if (follower.on_step) follower.on_step(step);
  };
  if (follower.on_text)
    listener.on_text = [&](std::string_view text) {
      said = true;
      follower.on_text(text);
    };
  auto talked = brain::Converse(*connection->model, *talk.tools, talk.turns, {}, clock_, listener);
  if (!talked) return tl::unexpected(talked.error().error);
  talked->model = choice.model;
  return *std::move(talked);
}

}  // namespace docktor::operations

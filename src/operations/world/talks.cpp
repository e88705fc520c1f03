#include "operations/world/talks.h"

namespace docktor::operations {

Talks::Talks(const Clock& clock, brain::Connector connect)
    : clock_(clock), connect_(std::move(connect)), worker_([this](const Talk& talk) { talk.done(Hold(talk)); }) {}

Talks::~Talks() {
  for (const auto& talk : worker_.Stop()) talk.done(Fail(Errc::kUnavailable, "Docktor is shutting down"));
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
  brain::Listener listener;
  listener.on_step = [&](const brain::Step& step) {
    said = true;
    if (talk.listener.on_step) talk.listener.on_step(step);
  };
  if (talk.listener.on_text)
    listener.on_text = [&](std::string_view text) {
      said = true;
      talk.listener.on_text(text);
    };
  auto talked = brain::Converse(*connection->model, *talk.tools, talk.turns, {}, clock_, listener);
  if (!talked) return tl::unexpected(talked.error().error);
  return *std::move(talked);
}

}  // namespace docktor::operations

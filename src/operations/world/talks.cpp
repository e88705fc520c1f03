#include "operations/world/talks.h"

namespace docktor::operations {

Talks::Talks(const Clock& clock, brain::Connector connect)
    : clock_(clock), connect_(std::move(connect)), worker_([this](const Talk& talk) { talk.done(Hold(talk)); }) {}

Talks::~Talks() {
  for (const auto& talk : worker_.Stop()) talk.done(Fail(Errc::kUnavailable, "Docktor is shutting down"));
}

Talks::Outcome Talks::Hold(const Talk& talk) {
  const auto connection = connect_(talk.brain);
  if (!connection) return tl::unexpected(connection.error());
  auto talked = brain::Converse(*connection->model, *talk.tools, talk.turns, {}, clock_, talk.listener);
  if (!talked) return tl::unexpected(talked.error().error);
  return *std::move(talked);
}

}  // namespace docktor::operations

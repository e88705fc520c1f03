#include "operations/now/events.h"

#include <fmt/format.h>

#include "decide/words.h"
#include "operations/shared/find_service.h"

namespace docktor::operations {
namespace {

std::string Count(std::size_t n) { return std::to_string(n) + (n == 1 ? " replica" : " replicas"); }

std::string InWords(const ActionReport& report) {
  std::string did;
  if (!report.added.empty()) did = Count(report.added.size()) + " started";
  if (!report.removed.empty()) did += (did.empty() ? "" : ", ") + Count(report.removed.size()) + " removed";
  if (did.empty()) did = "nothing changed";
  return report.service.service + " " + report.decision.Text() + ": " + did +
         (report.ok ? "" : "; failed: " + report.message);
}

std::string InWords(const Outcome& outcome) {
  auto text = outcome.service.service + " " + outcome.decision.Text() + ": " + decide::InWords(outcome.kind);
  if (outcome.until_ready) text += fmt::format(", ready after {:.1f} s", Seconds(*outcome.until_ready));
  return outcome.message.empty() ? text : text + ": " + outcome.message;
}

Event EventOf(const Decision& d, Instant) {
  return {
      .kind = EventKind::kDecision, .at = d.at, .service = d.service, .sentence = decide::Sentence(d), .decision = d};
}
Event EventOf(const ActionReport& r, Instant) {
  return {.kind = EventKind::kReport, .at = r.at, .service = r.service, .sentence = InWords(r), .report = r};
}
Event EventOf(const Outcome& o, Instant) {
  return {.kind = EventKind::kOutcome, .at = o.at, .service = o.service, .sentence = InWords(o), .outcome = o};
}

Event EventOf(const ProposalEnded& e, Instant now) {
  return {.kind = EventKind::kProposalEnded,
          .at = now,
          .service = e.service,
          .sentence = decide::InWords(e),
          .proposal_ended = e.how};
}

Event EventOf(const ModeChosen& choice, Instant now) {
  return {.kind = EventKind::kModeChosen, .at = now, .service = choice.service, .sentence = decide::InWords(choice)};
}

void Run(Context& context, const Caller&, EventsInput input, Reply<Event> reply) {
  std::optional<ServiceKey> only;
  if (input.service) {
    const auto snapshot = context.pilots.Latest();
    const auto view = FindService(*snapshot, *input.service);
    if (!view) return reply.Fail(view.error());
    only = (*view)->key;
  }
  reply.Keep(context.pilots.Subscribe([&context, only, reply](const pilot::News& news) {
    const auto event = operations::EventOf(news, context.clock.Now());
    if (!only || event.service == *only) reply.Send(event);
  }));
}

}  // namespace

Event EventOf(const pilot::News& news, Instant now) {
  return std::visit([&](const auto& one) { return EventOf(one, now); }, news);
}

Operation EventsOperation() {
  return Declare<EventsInput, Event>(
      {.name = "events",
       .summary = "What is decided and done, as it happens",
       .help =
           "Decisions (actions, and holds that differ from the one before), what came of each action, how it turned "
           "out, what became of proposals, and how a service is treated from now on.",
       .examples = {"events", "events web", "events --json"},
       .stream = Stream::kAlways,
       .fields = {{.name = "service", .help = "this one only", .place = Field::Place::kPositional}}},
      Run);
}

}  // namespace docktor::operations

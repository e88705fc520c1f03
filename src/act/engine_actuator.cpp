#include "act/engine_actuator.h"

#include <cassert>
#include <memory>
#include <utility>

#include "act/aftermath.h"
#include "act/balancer_call.h"
#include "act/growth.h"
#include "act/resizing.h"
#include "core/fail_point.h"

namespace docktor::act {
namespace {

void NoteRefusal(const Status& written, const std::string& attempt, std::string& message) {
  if (!written) message += (message.empty() ? "" : "; ") + written.error().During(attempt).message;
}

Tally Untouched(const Error& why) { return {.failures = {why.message + ": nothing was changed"}}; }

/// Now, by the engine, which tells it to a second.
Instant DateOf(const docker::Engine& engine, const Clock& clock) {
  const auto date = engine.Date();
  return date ? *date + 1s : clock.Now();
}

/// Abandoned copies go as replicas do that it was to remove: unless they are started once more, by somebody else. Which
/// runs they are in nobody has seen: it goes by the engine's own date.
Decision LeftBy(Decision decision, const Tally& tally, Instant now) {
  if (tally.abandoned.empty()) return decision;
  decision.at = now;
  auto& remove = decision.action->remove;
  remove.insert(remove.end(), tally.abandoned.begin(), tally.abandoned.end());
  return decision;
}

}  // namespace

EngineActuator::EngineActuator(docker::Engine& engine, docker::ComposeFiles& files, Journal& journal,
                               const Clock& clock, const std::vector<ServiceFacts>& empty)
    : engine_(engine), journal_(journal), clock_(clock), origins_(engine, files, empty) {}

EngineActuator::~EngineActuator() { Stop(); }

void EngineActuator::Start(const Decision& decision, ActionReports& reports) {
  assert(decision.action);
  const auto drain = drains_.Open(*decision.action);
  const auto work = [this, decision, &reports, drain](const Status& may_act) {
    auto report = Perform(decision, *drain, may_act);
    drains_.Close(decision.id);
    reports.OnReport(std::move(report));
  };
  const auto taken = lanes_.Run(decision.service, [work] { work({}); });
  if (!taken) work(taken);  // nothing but a record and a report comes of it
}

void EngineActuator::CancelDrain(const ServiceKey&, DecisionId decision) { drains_.Cancel(decision); }

void EngineActuator::TellBalancer(const ServiceKey& service, DecisionId decision, const BalancerSettings& balancer,
                                  ActionReports& reports) {
  const auto work = [this, service, decision, balancer, &reports] {
    const auto told = CallBalancer(engine_, service.project, balancer, [this] { return stopping_.load(); });
    MayDieAt(FailPoint::kBalancerTold);
    reports.OnBalancerTold({decision, service, clock_.Now(), told ? "" : told.error().message});
  };
  if (const auto taken = lanes_.Run({service.project, balancer.service}, work); !taken)
    reports.OnBalancerTold({decision, service, clock_.Now(), taken.error().message});
}

std::future<Tally> EngineActuator::TidyAfter(const Decision& open) {
  const auto tidying = std::make_shared<std::packaged_task<Tally()>>(
      [this, open] { return Aftermath(engine_, origins_, open, stopping_).Run(); });
  auto tally = tidying->get_future();
  const auto taken = lanes_.Run(open.service, [tidying] { (*tidying)(); });
  if (taken) return tally;
  std::promise<Tally> untouched;
  untouched.set_value(stopping_ ? Tally{} : Tally{.failures = {taken.error().message}});
  return untouched.get_future();
}

std::vector<Decision> EngineActuator::TakeUnanswered() {
  const std::lock_guard lock(mutex_);
  return std::exchange(unanswered_, {});
}

void EngineActuator::Stop() {
  stopping_ = true;
  drains_.EndAll();
  lanes_.Join();
}

/// What is stopped in another run than the decision says is put on record before: else nobody would know it for ours,
/// were Docktor killed before it is removed.
ActionReport EngineActuator::Perform(Decision decision, Drain& drain, const Status& may_act) {
  auto intent = journal_.Append(Intent{decision});
  MayDieAt(FailPoint::kIntentKept);
  std::mutex noting;
  const auto note_run = [&](const ContainerId& id, const std::string& run) {
    const std::lock_guard lock(noting);
    decision.action->runs[id.value] = run;
    if (const auto kept = journal_.Append(Intent{decision}); !kept) intent = kept;
  };
  const auto action = *decision.action;
  const auto tally = may_act ? Change(action, drain, note_run) : Untouched(may_act.error());
  MayDieAt(FailPoint::kActionDone);
  if (tally.unanswered) {
    const std::lock_guard lock(mutex_);
    unanswered_.push_back(LeftBy(decision, tally, DateOf(engine_, clock_)));
  }
  auto report = ReportOf(action, tally, clock_.Now());
  NoteRefusal(intent, "record the intent", report.message);
  NoteRefusal(journal_.Append(ActionEnded{report}), "record what came of it", report.message);
  MayDieAt(FailPoint::kEndKept);
  return report;
}

Tally EngineActuator::Change(const Action& action, Drain& drain, const Removal::NoteRun& note_run) {
  if (stopping_) return {.failures = {"Docktor is stopping: nothing was changed"}};
  Tally tally;
  if (action.add > 0) tally.Take(Growth(engine_, origins_, action, stopping_).Run());
  if (action.resize) tally.Take(ResizeAll(engine_, action, stopping_));
  if (!action.remove.empty()) tally.Take(Removal(engine_, origins_, action, drain, note_run).Run());
  return tally;
}

}  // namespace docktor::act

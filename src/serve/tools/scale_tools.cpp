#include "serve/tools/scale_tools.h"

#include <fmt/format.h>

#include "decide/resolve.h"
#include "decide/words.h"
#include "operations/now/services.h"
#include "operations/now/status.h"
#include "operations/now/why.h"
#include "operations/shared/command_result.h"
#include "serve/tools/approval.h"
#include "serve/tools/declare_tool.h"

namespace docktor::serve {
namespace {

using operations::Mode;

struct ServiceInput {
  std::string service;
};
BOOST_DESCRIBE_STRUCT(ServiceInput, (), (service))

struct CurrentReplicas {
  int current_replicas = 0;
};
BOOST_DESCRIBE_STRUCT(CurrentReplicas, (), (current_replicas))

struct ProposeInput {
  std::string service;
  int target_replicas = 0;
};
BOOST_DESCRIBE_STRUCT(ProposeInput, (), (service, target_replicas))

struct ProposeOutput {
  bool valid = false;
  std::string message;
  std::string command;
};
BOOST_DESCRIBE_STRUCT(ProposeOutput, (), (valid, message, command))

struct ApplyInput {
  std::string service;
  int target_replicas = 0;
  std::optional<std::string> reason = {};
};
BOOST_DESCRIBE_STRUCT(ApplyInput, (), (service, target_replicas, reason))

struct ApplyOutput {
  bool valid = false;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ApplyOutput, (), (valid, message))

const Argument kService{"the service's name: web, or project/web"};
const Argument kTarget{"how many replicas should run"};

/// Whether the wish could not be met, rather than that nobody was there to meet it.
bool IsRefusal(const Error& error) {
  return error.code != Errc::kUnavailable && error.code != Errc::kTimeout && error.code != Errc::kInternal;
}

std::string Told(const Error& error) { return error.hint.empty() ? error.message : error.message + "; " + error.hint; }

bool Names(const ServiceKey& key, const std::string& name) { return key.service == name || key.Text() == name; }

Result<operations::ServiceStatus> StatusOf(const Ask& ask, const std::string& name) {
  auto status = AskFor<operations::StatusOutput>(ask, "status");
  if (!status) return tl::unexpected<Error>(status.error());
  std::string known;
  for (auto& service : status->services) {
    if (Names(service.service, name)) return std::move(service);
    known += (known.empty() ? "" : ", ") + service.service.service;
  }
  return Fail(Errc::kNotFound, "there is no service '" + name + "'", known.empty() ? "" : "there is " + known);
}

Result<CurrentReplicas> Current(const Ask& ask, const ServiceInput& input) {
  const auto status = StatusOf(ask, input.service);
  if (!status) return tl::unexpected<Error>(status.error());
  return CurrentReplicas{status->running};
}

/// What keeps a service from being scaled by an agent at all; empty: nothing.
std::string ClosedBecause(const operations::ServiceStatus& status) {
  switch (status.mode) {
    case Mode::kWatched: return "nobody enabled it for scaling: a person adds x-docktor to it, or scales it once";
    case Mode::kStopped: return "others stopped it, and it stays stopped";
    case Mode::kCannotScale: return "it cannot be scaled: " + status.sentence;
    default: return "";
  }
}

/// What an agent wants is a soft wish: it replaces others of that rank and yields to everything else.
bool BindsAgents(const Constraint& constraint) {
  return constraint.rank > Rank::kSoftWish && constraint.reason != Reason::kAwaitingApproval;
}

bool AwaitsApproval(const Verdict& verdict) { return decide::InForce(verdict, Reason::kAwaitingApproval); }

ProposeOutput Judge(const ProposeInput& input, const operations::ServiceStatus& status, const Decision& last) {
  ProposeOutput out{.command = fmt::format("docktor scale {} {}", input.service, input.target_replicas)};
  std::vector<Constraint> binding;
  for (const auto& constraint : last.verdict.constraints)
    if (BindsAgents(constraint)) binding.push_back(constraint);
  const auto verdict = decide::Resolve(input.target_replicas, binding);
  out.valid = verdict.count == input.target_replicas && input.target_replicas >= 0;
  if (out.valid) {
    out.message = fmt::format("proposal valid: {} has {} replicas, and no limit speaks against {}", input.service,
                              status.running, input.target_replicas);
    return out;
  }
  out.message = fmt::format("{} replicas of {} are not allowed", input.target_replicas, input.service);
  for (const auto& constraint : binding)
    if (constraint.floor > input.target_replicas || constraint.ceiling < input.target_replicas)
      out.message += ": " + decide::InWords(constraint);
  out.message += fmt::format("; the nearest is {}", verdict.count);
  return out;
}

Result<ProposeOutput> Propose(const Ask& ask, const ProposeInput& input) {
  const auto status = StatusOf(ask, input.service);
  if (!status) {
    if (!IsRefusal(status.error())) return tl::unexpected<Error>(status.error());
    return ProposeOutput{.message = Told(status.error())};
  }
  if (const auto closed = ClosedBecause(*status); !closed.empty())
    return ProposeOutput{.message = input.service + ": " + closed};
  const auto why = AskFor<operations::WhyOutput>(ask, "why", {{"service", input.service}});
  if (!why) return tl::unexpected<Error>(why.error());
  return Judge(input, *status, why->item.decision);
}

ApplyOutput Tell(const ApplyInput& input, const operations::CommandResult& result) {
  if (!result.ok || !result.decision) return {.message = "not scaled: " + result.sentence};
  const auto& decision = *result.decision;
  const auto reason = input.reason.value_or("");
  const auto because = reason.empty() ? "" : " reason: " + reason + ".";
  const int count = decision.action ? decision.action->to : decision.verdict.count;
  ApplyOutput out{.valid = count == input.target_replicas};
  if (AwaitsApproval(decision.verdict)) {
    out.message = fmt::format("not scaled: a person has to approve it ({}: {}); what waits: docktor proposals",
                              decision.id.Text(), result.sentence);
    return out;
  }
  const auto done = decision.action ? "scaled {} to {}.{} ({}: {})" : "{} stays at {}.{} ({}: {})";
  out.message = fmt::format(fmt::runtime(done), input.service, count, because, decision.id.Text(), result.sentence);
  return out;
}

Result<ApplyOutput> Apply(const Ask& ask, const ApplyInput& input) {
  const auto answer = AskFor<operations::CommandOutput>(
      ask, "scale", {{"service", input.service}, {"replicas", input.target_replicas}});
  if (answer && !answer->results.empty()) return Tell(input, answer->results.front());
  if (!answer && !IsRefusal(answer.error())) return tl::unexpected<Error>(answer.error());
  return ApplyOutput{.message = "not scaled: " + (answer ? "nothing was done" : Told(answer.error()))};
}

}  // namespace

std::vector<mcp::Tool> ScaleTools(const Asks& asks) {
  const auto& ask = asks.as_agent;
  return {
      DeclareTool<ServiceInput, CurrentReplicas>({.name = "get_current_replicas",
                                                  .title = "Current replicas",
                                                  .description = "How many replicas of a service run.",
                                                  .annotations = {.read_only = true, .idempotent = true}},
                                                 {{"service", kService}},
                                                 [ask](const ServiceInput& input) { return Current(ask, input); }),
      DeclareTool<ProposeInput, ProposeOutput>(
          {.name = "propose_scale",
           .title = "Propose a count",
           .description = "What the limits in force make of a count of replicas. Changes nothing.",
           .annotations = {.read_only = true, .idempotent = true}},
          {{"service", kService}, {"target_replicas", kTarget}},
          [ask](const ProposeInput& input) { return Propose(ask, input); }),
      WithApproval(
          DeclareTool<ApplyInput, ApplyOutput>(
              {.name = "apply_scale",
               .title = "Scale a service",
               .description = "Brings a service to a count of replicas and holds it there for a while. Its bounds and "
                              "other limits hold: valid is true only where exactly that count came of it.",
               .annotations = {.destructive = true, .idempotent = true}},
              {{"service", kService}, {"target_replicas", kTarget}, {"reason", {"why, in a sentence", false}}},
              [ask](const ApplyInput& input) { return Apply(ask, input); }),
          ask, asks.as_person),
  };
}

}  // namespace docktor::serve

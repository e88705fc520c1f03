#include "operations/orders/proposals.h"

#include <algorithm>

#include "decide/words.h"
#include "net/digest.h"

namespace docktor::operations {
namespace {

void RunProposals(Context& context, const Caller&, Nothing, Reply<ProposalsOutput> reply) {
  ProposalsOutput out;
  const auto snapshot = context.pilots.Latest();
  for (const auto& view : snapshot->services)
    if (view.proposal) out.proposals.push_back(ItemOf(view));
  reply.Answer(out);
}

std::string DigestOf(const Decision& proposed) {
  constexpr std::size_t kShown = 16;
  return net::Sha256(WriteJson(ToJson(proposed))).substr(0, kShown);
}

void Answer(Context& context, const Caller& caller, const pilot::AnswerProposal& answer, const std::string& seen,
            Reply<CommandOutput> reply) {
  const auto snapshot = context.pilots.Latest();
  const auto& services = snapshot->services;
  const auto found = std::find_if(services.begin(), services.end(), [&](const pilot::ServiceView& view) {
    return view.proposal && view.proposal->decision.id == answer.id;
  });
  if (found == services.end())
    return reply.Fail({Errc::kDenied, "the proposal " + answer.id.Text() + " is not open (any more)",
                       "what is open: docktor proposals"});
  if (!seen.empty() && seen != DigestOf(found->proposal->decision))
    return reply.Fail({Errc::kConflict, "the proposal " + answer.id.Text() + " is not the one that was shown",
                       "what is open: docktor proposals"});
  SendAll(context.pilots, {{.service = found->key, .by = caller.actor, .what = answer}}, std::move(reply));
}

void RunApprove(Context& context, const Caller& caller, AnswerInput input, Reply<CommandOutput> reply) {
  Answer(context, caller, {.id = input.id}, input.digest, std::move(reply));
}

void RunReject(Context& context, const Caller& caller, AnswerInput input, Reply<CommandOutput> reply) {
  Answer(context, caller, {.id = input.id, .approved = false}, input.digest, std::move(reply));
}

void RunModify(Context& context, const Caller& caller, ModifyInput input, Reply<CommandOutput> reply) {
  Answer(context, caller, {.id = input.id, .count = input.replicas}, input.digest, std::move(reply));
}

Field IdField() {
  return {
      .name = "id", .help = "of the proposal: d42", .place = Field::Place::kPositional, .need = Field::Need::kRequired};
}

Field DigestField() {
  return {.name = "digest",
          .help = "of the proposal that was seen: another is not answered",
          .place = Field::Place::kProgramsOnly};
}

}  // namespace

ProposalItem ItemOf(const pilot::ServiceView& view) {
  const auto& proposal = *view.proposal;
  const auto& d = proposal.decision;
  return {.id = d.id,
          .service = d.service,
          .from = d.inputs.running,
          .to = d.verdict.count,
          .made_at = d.at,
          .expires = proposal.expires,
          .sentence = decide::Sentence(d),
          .digest = DigestOf(d),
          .by_mcp = view.spec.approval_by_mcp};
}

Operation ProposalsOperation() {
  return Declare<Nothing, ProposalsOutput>(
      {.name = "proposals",
       .summary = "Changes that wait for a person's word, of services in manual mode",
       .help = "A proposal is bound to what was shown: it ends when another count runs or is wanted, and after ten "
               "minutes.",
       .examples = {"proposals", "proposals --json"}},
      RunProposals);
}

Operation ApproveOperation() {
  return Declare<AnswerInput, CommandOutput>({.name = "approve",
                                              .summary = "Let a proposed change be made",
                                              .examples = {"approve d42"},
                                              .effect = Effect::kChanges,
                                              .callers = {Actor::kPerson},
                                              .role = Role::kApprover,
                                              .fields = {IdField(), DigestField()}},
                                             RunApprove);
}

Operation RejectOperation() {
  return Declare<AnswerInput, CommandOutput>(
      {.name = "reject",
       .summary = "Say no to a proposed change; that count is not proposed again for a scale-down window",
       .examples = {"reject d42"},
       .effect = Effect::kChanges,
       .callers = {Actor::kPerson},
       .role = Role::kApprover,
       .fields = {IdField(), DigestField()}},
      RunReject);
}

Operation ModifyOperation() {
  return Declare<ModifyInput, CommandOutput>({.name = "modify",
                                              .summary = "Approve a proposed change with another count",
                                              .help = "The bounds of the service hold for that count as well.",
                                              .examples = {"modify d42 3"},
                                              .effect = Effect::kChanges,
                                              .callers = {Actor::kPerson},
                                              .role = Role::kApprover,
                                              .fields = {IdField(),
                                                         {.name = "replicas",
                                                          .help = "how many should run",
                                                          .place = Field::Place::kPositional,
                                                          .need = Field::Need::kRequired},
                                                         DigestField()}},
                                             RunModify);
}

}  // namespace docktor::operations

#include "operations/link.h"

#include "operations/world/context.h"

namespace docktor::operations {
namespace {

void Run(Context& context, const Caller&, LinkInput input, Reply<LinkOutput> reply) {
  if (!context.login_link)
    return reply.Fail({Errc::kUnavailable, "the daemon listens to its socket only: there is no page",
                       "docktor daemon restart --listen 3000"});
  reply.Answer(context.login_link(input.role).map([&](std::string url) {
    return LinkOutput{std::move(url), input.role};
  }));
}

}  // namespace

Operation LinkOperation() {
  return Declare<LinkInput, LinkOutput>(
      {.name = "link",
       .summary = "The address of the page in a browser, with the token that logs a person in",
       .help =
           "A viewer sees everything and changes nothing, an approver answers proposals as well, an admin may do what "
           "the command line may. Whoever has the link has the role; deleting the token's file and restarting the "
           "daemon takes it back.",
       .examples = {"link", "link --role viewer"},
       .effect = Effect::kChanges,
       .callers = {Actor::kPerson},
       .fields = {{.name = "role", .help = "viewer, approver or admin; admin unless said"}}},
      Run);
}

}  // namespace docktor::operations

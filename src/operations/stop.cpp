#include "operations/stop.h"

namespace docktor::operations {
namespace {

void Run(Context& context, const Caller&, Nothing, Reply<StopOutput> reply) {
  reply.Answer(StopOutput{context.facts.pid});
  context.stop();
}

}  // namespace

Operation StopOperation() {
  return Declare<Nothing, StopOutput>({.name = "stop",
                                       .summary = "End the daemon; the containers stay as they are",
                                       .examples = {"stop"},
                                       .effect = Effect::kChanges,
                                       .callers = {Actor::kPerson}},
                                      Run);
}

}  // namespace docktor::operations

#include "operations/now/logs.h"

namespace docktor::operations {
namespace {

void Run(Context& context, const Caller&, LogsInput input, Reply<LogLine> reply) {
  if (input.lines < 0)
    return reply.Fail({Errc::kInvalidInput, "lines: " + std::to_string(input.lines) + " is below zero"});
  auto following =
      context.logs.Follow(static_cast<std::size_t>(input.lines), [reply](const LogLine& l) { reply.Send(l); });
  if (input.follow) return reply.Keep(std::move(following));
  following.reset();
  reply.End();
}

}  // namespace

Operation LogsOperation() {
  return Declare<LogsInput, LogLine>({.name = "logs",
                                      .summary = "The daemon's own log",
                                      .examples = {"logs", "logs -f", "logs -n 20"},
                                      .stream = Stream::kAlways,
                                      .fields = {{.name = "lines", .help = "how many of the last lines", .letter = "n"},
                                                 {.name = "follow", .help = "go on with what follows", .letter = "f"}}},
                                     Run);
}

}  // namespace docktor::operations

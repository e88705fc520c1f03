#include "serve/tools/prompts.h"

#include <fmt/format.h>

namespace docktor::serve {
namespace {

std::string_view ServiceOf(const mcp::Call& call) { return call.arguments.at("service").as_string(); }

mcp::PromptAnswer Autoscale(const mcp::Call& call) {
  return mcp::UserSays(
      fmt::format("Look after the service {} of this Docker Compose project.\n"
                  "1. Read `status` and `why` for it: Docktor scales it by itself, and may be right already.\n"
                  "2. Read `get_metrics` for its containers.\n"
                  "3. If you want another count, ask `propose_scale` first. If it is not valid, say why and stop.\n"
                  "4. If it is valid and needed, call `apply_scale` once, with your reason, and read `status` again.\n"
                  "5. Say in two sentences what you saw and what you did. Holding is a good answer.",
                  ServiceOf(call)));
}

mcp::PromptAnswer Postmortem(const mcp::Call& call) {
  return mcp::UserSays(fmt::format(
      "Explain what happened to the service {} lately.\n"
      "Read `decisions_list` for it, then `decisions_show` for those that changed something or failed.\n"
      "Tell in order: what was seen, what was decided and why, what came of it, how long it took. Then name what would "
      "have helped: other bounds, targets or windows. Claim nothing that is not on record.",
      ServiceOf(call)));
}

mcp::Prompt::Argument Service() { return {"service", "web, or project/web", true}; }

}  // namespace

std::vector<mcp::Prompt> Prompts() {
  return {{.name = "autoscale",
           .description = "Look at a service and scale it if that is needed",
           .arguments = {Service()},
           .get = Autoscale},
          {.name = "postmortem",
           .description = "Explain what happened to a service, from the record",
           .arguments = {Service()},
           .get = Postmortem}};
}

}  // namespace docktor::serve

#pragma once

#include <string>
#include <vector>

#include "core/decision.h"
#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// What became of a command to one service.
struct CommandResult {
  ServiceKey service;
  bool ok = true;
  std::string sentence;  ///< the decision in words, or why it was refused
  std::string hint;      ///< what to do about a refusal; may be empty
  std::string warning;   ///< of one that was taken: what may come in its way
  std::optional<Decision> decision = {};
};
BOOST_DESCRIBE_STRUCT(CommandResult, (), (service, ok, sentence, hint, warning, decision))

struct CommandOutput {
  std::vector<CommandResult> results;
};
BOOST_DESCRIBE_STRUCT(CommandOutput, (), (results))

/// Sends the commands, at least one, and answers when all have been answered. Where all are refused, the answer is the
/// first refusal.
void SendAll(Pilots& pilots, std::vector<pilot::Command> commands, Reply<CommandOutput> reply);

}  // namespace docktor::operations

#pragma once

#include <optional>
#include <string>

#include "cli/commands.h"
#include "core/json.h"

namespace docktor::cli::chat {

/// The command that an answer of `prompt` asks about. Empty: it asks nothing.
std::optional<std::string> AskedAbout(const json::value& item);

/// "yes", "y", "ok", …
bool IsYes(const std::string& line);
/// "no", "n", "cancel", …
bool IsNo(const std::string& line);

/// Has a person at a terminal say whether it is meant; nobody else can be asked: false.
bool PersonAgrees(const Session& session);

}  // namespace docktor::cli::chat

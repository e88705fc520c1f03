#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "serve/mcp/server.h"

namespace docktor::serve::mcp {

/// Several messages at once, as an array: JSON-RPC has them, of MCP the revisions 2025-03-26 and 2024-11-05 alone.
constexpr std::size_t kMostInBatch = 50;

/// Why the array is not taken as one; empty: it is. `version`: what the client and the server speak; empty: it has not
/// been said.
std::optional<Fault> Unfit(const json::array& batch, const std::string& version);

/// Answers one message of a batch as if it had come alone; those that have to come alone are refused. May block.
std::optional<json::object> AnswerInBatch(const Server& server, const json::value& message, const Client& client);

/// Gathers the answers of a batch, whichever thread they come from.
class BatchAnswers {
 public:
  explicit BatchAnswers(std::size_t messages) : answers_(messages), due_(messages) {}
  /// The answer to the message at `place`, if it has one; once for each. True: it was the last that was waited for.
  bool Put(std::size_t place, std::optional<json::object> answer);
  /// In the order of the messages, once all have come; empty: none of them wanted an answer.
  json::array Take();

 private:
  std::vector<std::optional<json::object>> answers_;
  std::atomic<std::size_t> due_;
};

}  // namespace docktor::serve::mcp

#include "serve/mcp/batch.h"

#include "serve/mcp/request.h"

namespace docktor::serve::mcp {
namespace {

const std::vector<std::string> kBatchVersions{"2025-03-26", "2024-11-05"};

/// Why a request has to come alone; empty: it need not.
std::optional<std::string> ComesAlone(const json::object& message) {
  if (Text(message, "method") == "initialize") return "initialize comes before all else, and alone";
  const auto* params = Member(message, "params");
  const auto* meta = params == nullptr ? nullptr : Member(*params, "_meta");
  if (meta != nullptr && meta->contains(kVersionKey))
    return "a request that names its revision (" + std::string(kVersionKey) + ") comes alone";
  return std::nullopt;
}

}  // namespace

std::optional<Fault> Unfit(const json::array& batch, const std::string& version) {
  if (!version.empty() && !IsOneOf(kBatchVersions, version))
    return Fault{kInvalidRequest, "revision " + version + " has no batches: send each message by itself"};
  if (batch.empty()) return Fault{kInvalidRequest, "there is no message in this batch"};
  if (batch.size() > kMostInBatch)
    return Fault{kInvalidRequest, "a batch of " + std::to_string(batch.size()) + " messages is not taken: at most " +
                                      std::to_string(kMostInBatch)};
  return std::nullopt;
}

std::optional<json::object> AnswerInBatch(const Server& server, const json::value& message, const Client& client) {
  if (const auto* object = message.if_object()) {
    if (client.session && client.session->TakeAtOnce(*object)) return std::nullopt;
    const auto id = IdOf(*object);
    if (const auto why = ComesAlone(*object); why && !id.is_null()) return FaultMessage(id, {kInvalidRequest, *why});
  }
  return server.Answer(message, client);
}

bool BatchAnswers::Put(std::size_t place, std::optional<json::object> answer) {
  answers_[place] = std::move(answer);
  return --due_ == 0;
}

json::array BatchAnswers::Take() {
  json::array all;
  for (auto& answer : answers_)
    if (answer) all.push_back(*std::move(answer));
  return all;
}

}  // namespace docktor::serve::mcp

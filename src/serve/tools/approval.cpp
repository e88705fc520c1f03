#include "serve/tools/approval.h"

#include <algorithm>

#include <fmt/format.h>

#include "operations/orders/proposals.h"
#include "serve/mcp/members.h"

namespace docktor::serve {
namespace {

using operations::ProposalItem;
using operations::ProposalsOutput;

constexpr std::string_view kKey = "approval";

/// As apply_scale answers.
mcp::ToolAnswer Told(bool valid, const std::string& message) {
  return mcp::AnswerOf(json::value(json::object{{"valid", valid}, {"message", message}}));
}

template <typename Fits>
std::optional<ProposalItem> Open(const Ask& ask, Fits fits) {
  auto open = AskFor<ProposalsOutput>(ask, "proposals");
  if (!open) return std::nullopt;
  const auto found = std::find_if(open->proposals.begin(), open->proposals.end(), fits);
  return found == open->proposals.end() ? std::nullopt : std::optional(*found);
}

/// The proposal that this very call has led to, or has met.
std::optional<ProposalItem> Made(const Ask& ask, const json::object& arguments) {
  const auto service = mcp::Text(arguments, "service");
  const auto* target = arguments.if_contains("target_replicas");
  return Open(ask, [&](const ProposalItem& item) {
    const bool named = item.service.service == service || item.service.Text() == service;
    return named && target != nullptr && *target == item.to;
  });
}

/// Names the proposal and what was shown of it.
std::string StateOf(const ProposalItem& item) { return item.id.Text() + " " + item.digest; }

mcp::ToolAnswer PutToPerson(const ProposalItem& item) {
  const json::object approve{{"type", "boolean"}, {"title", "Approve"}, {"description", "false rejects it"}};
  const json::object schema{
      {"type", "object"}, {"properties", json::object{{"approve", approve}}}, {"required", json::array{"approve"}}};
  const auto question = fmt::format("Docktor proposes {} of {} instead of {} ({}: {}). Shall it?", item.to,
                                    item.service.service, item.from, item.id.Text(), item.sentence);
  const json::object params{{"mode", "form"}, {"message", question}, {"requestedSchema", schema}};
  return {.wanted =
              mcp::Wanted{{{kKey, json::object{{"method", "elicitation/create"}, {"params", params}}}}, StateOf(item)}};
}

enum class Word { kApproved, kRejected, kNone };

Word WordIn(const json::object& answer) {
  const auto action = mcp::Text(answer, "action");
  const auto* content = mcp::Member(answer, "content");
  const auto* approve = content == nullptr ? nullptr : content->if_contains("approve");
  if (action == "decline") return Word::kRejected;
  if (action != "accept" || approve == nullptr || !approve->is_bool()) return Word::kNone;
  return approve->get_bool() ? Word::kApproved : Word::kRejected;
}

mcp::ToolAnswer Do(const Ask& as_person, std::string_view what, const ProposalItem& item, const std::string& done) {
  const auto answer =
      AskFor<operations::CommandOutput>(as_person, what, {{"id", item.id.Text()}, {"digest", item.digest}});
  if (!answer) return Told(false, "not scaled: " + answer.error().message);
  const bool ok = !answer->results.empty() && answer->results.front().ok;
  return Told(ok && what == "approve", ok ? done : "not scaled: " + answer->results.front().sentence);
}

mcp::ToolAnswer Answered(const Ask& ask, const Ask& as_person, const mcp::Call& call) {
  const auto item = Open(ask, [&](const ProposalItem& one) { return StateOf(one) == call.state; });
  const auto id = call.state.substr(0, call.state.find(' '));
  if (!item) return Told(false, "not scaled: the proposal " + id + " is not open any more");
  const auto* answer = call.answers.if_contains(kKey);
  if (answer == nullptr) return PutToPerson(*item);
  const auto waits = fmt::format("a person can approve it: docktor approve {}", id);
  switch (WordIn(answer->as_object())) {
    case Word::kNone: return Told(false, "not scaled: nothing was answered; " + waits);
    case Word::kRejected: return Do(as_person, "reject", *item, "not scaled: rejected");
    case Word::kApproved: break;
  }
  if (!item->by_mcp) return Told(false, "not scaled: approvals by MCP do not count here (approval.mcp); " + waits);
  return Do(as_person, "approve", *item,
            fmt::format("scaled {} to {}, as was approved ({})", item->service.service, item->to, id));
}

}  // namespace

mcp::Tool WithApproval(mcp::Tool apply, const Ask& ask, const Ask& as_person) {
  apply.talks = true;
  apply.call = [plain = std::move(apply.call), ask, as_person](const mcp::Call& call) {
    if (!call.state.empty()) return Answered(ask, as_person, call);
    auto answer = plain(call);
    const bool done = answer.failed || !answer.structured || answer.structured->at("valid").as_bool();
    if (done || !call.can || !call.can("elicitation")) return answer;
    const auto item = Made(ask, call.arguments);
    return item ? PutToPerson(*item) : answer;
  };
  return apply;
}

}  // namespace docktor::serve

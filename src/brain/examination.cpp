#include "brain/examination.h"

#include <chrono>

#include <fmt/format.h>

#include "brain/form.h"

namespace docktor::brain {
namespace {

enum class Move { kHold, kScaleUp, kScaleDown };
BOOST_DESCRIBE_ENUM(Move, kHold, kScaleUp, kScaleDown)

struct Verdict {
  Move action = Move::kHold;
  int target = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (action, target, reason))

constexpr int kRunning = 3, kMost = 6;

Question OverloadedService() {
  return {.system = "You judge how many replicas a service should run. CPU is a share of what its replicas may use.",
          .turns = {{.text = WriteJson(json::object{{"service", "web"},
                                                    {"replicas", kRunning},
                                                    {"cpu", 0.94},
                                                    {"wanted_cpu", 0.6},
                                                    {"least", kRunning},
                                                    {"most", kMost}})}},
          .form = FormOf<Verdict>("verdict"),
          .most_tokens = 400};
}

Question AskForATool() {
  return {.system = "You answer questions about services. You know nothing of them but what tools tell you.",
          .turns = {{.text = "How many replicas of the service web run now?"}},
          .tools = {{"get_status",
                     "How a service does now",
                     {{"type", "object"},
                      {"properties", json::object{{"service", json::object{{"type", "string"}}}}},
                      {"required", json::array{"service"}}}}},
          .most_tokens = 400};
}

/// Asks, and notes what that took.
Answer Put(Model& model, Question question, Duration patience, Mark& mark) {
  question.patience = patience;
  const auto begin = std::chrono::steady_clock::now();
  auto answer = model.Ask(question);
  mark.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (answer) {
    mark.tokens_in = answer->usage.tokens_in;
    mark.tokens_out = answer->usage.tokens_out;
  } else {
    mark.remark = answer.error().error.message;
  }
  return answer;
}

void Judge(const Reply& reply, Mark& form, Mark& sense) {
  const auto verdict = ReadForm<Verdict>(reply.text);
  if (!verdict) {
    form.remark = reply.finish == Finish::kCut       ? "the reply was cut at the limit of tokens"
                  : reply.finish == Finish::kRefused ? "the model refused"
                                                     : verdict.error().message;
    return;
  }
  form.passed = true;
  sense.remark = fmt::format("{} to {}",
                             verdict->action == Move::kScaleUp     ? "scale up"
                             : verdict->action == Move::kScaleDown ? "scale down"
                                                                   : "hold",
                             verdict->target);
  sense.passed = verdict->action == Move::kScaleUp && verdict->target > kRunning && verdict->target <= kMost;
}

void JudgeTool(const Reply& reply, Mark& mark) {
  if (reply.calls.empty()) {
    mark.remark = "it asked for none";
    return;
  }
  const auto& call = reply.calls.front();
  mark.remark = fmt::format("{} {}", call.name, WriteJson(call.arguments)).substr(0, 200);
  const auto* service = call.arguments.if_contains("service");
  mark.passed = call.name == "get_status" && service != nullptr && *service == "web";
}

}  // namespace

tl::expected<Examination, Failure> Examine(Model& model, Duration patience) {
  Examination examination;
  const auto verdict = Put(model, OverloadedService(), patience, examination.form);
  if (!verdict) return tl::unexpected(verdict.error());
  Judge(*verdict, examination.form, examination.sense);
  if (const auto called = Put(model, AskForATool(), patience, examination.tool)) JudgeTool(*called, examination.tool);
  return examination;
}

}  // namespace docktor::brain

#include "brain/examination.h"

#include <chrono>

#include <fmt/format.h>

#include "brain/judge/advice_form.h"
#include "brain/judge/prompt.h"

namespace docktor::brain {
namespace {

constexpr std::size_t kMostRemark = 200;

/// A service whose three replicas have far too much to do, and may become six.
Consultation Overloaded() {
  Decision look{.service = {"shop", "web"}};
  look.inputs = {.running = 3, .ready = 3, .target = 0.6, .signals = {{"cpu.utilization", 3, 0.94, 0.97, 1s}}};
  look.recommendation = {.count = 5, .reason = Reason::kAboveTarget, .band_floor = 5, .band_ceiling = 6};
  return {.look = std::move(look), .least = 3, .most = 6};
}

Question AskForATool() {
  return {.system = "You answer questions about services. You know nothing of them but what tools tell you.",
          .turns = {{.text = "How many replicas of the service web run now?"}},
          .tools = {{"get_status",
                     "How a service does now",
                     {{"type", "object"},
                      {"properties", json::object{{"service", json::object{{"type", "string"}}}}},
                      {"required", json::array{"service"}}}}},
          .most_tokens = 400,
          .on_text = [](std::string_view) {}};
}

/// The same, once the tool has told.
Question AskForTheAnswer(const Reply& called) {
  auto question = AskForATool();
  question.turns.push_back({.speaker = Turn::Speaker::kModel, .text = called.text, .calls = called.calls});
  for (const auto& call : called.calls)
    question.turns.push_back({.speaker = Turn::Speaker::kTool, .text = R"({"replicas":3})", .answered = call});
  return question;
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
  const auto said = ReadForm<AdviceForm>(reply.text);
  if (!said) {
    form.remark = reply.finish == Finish::kCut       ? "the reply was cut at the limit of tokens"
                  : reply.finish == Finish::kRefused ? "the model refused"
                                                     : said.error().message;
    return;
  }
  form.passed = true;
  const auto advice = ReadAdvice(reply.text, Overloaded());
  sense.passed = advice && advice->count > Overloaded().look.inputs.running;
  sense.remark = advice ? fmt::format("{} replicas, where {} run", advice->count, Overloaded().look.inputs.running)
                        : advice.error().message;
}

void JudgeTool(const Reply& reply, Mark& mark) {
  if (reply.calls.empty()) {
    mark.remark = "it asked for none";
    return;
  }
  const auto& call = reply.calls.front();
  mark.remark = fmt::format("{} {}", call.name, WriteJson(call.arguments)).substr(0, kMostRemark);
  const auto* service = call.arguments.if_contains("service");
  mark.passed = call.name == "get_status" && service != nullptr && *service == "web";
}

void JudgeTalk(const Reply& reply, Mark& mark) {
  mark.passed = reply.calls.empty() && reply.finish == Finish::kDone &&
                (reply.text.find('3') != std::string::npos || reply.text.find("three") != std::string::npos);
  mark.remark = reply.calls.empty() ? Clean(reply.text, kMostRemark) : "it asked for the tool once more";
  if (mark.remark.empty()) mark.remark = "it said nothing";
}

}  // namespace

tl::expected<Examination, Failure> Examine(Model& model, Duration patience) {
  Examination examination{.talk = {.remark = "not asked"}};
  const auto advice = Put(model, AskForAdvice(Overloaded()), patience, examination.form);
  if (!advice) return tl::unexpected(advice.error());
  Judge(*advice, examination.form, examination.sense);
  const auto called = Put(model, AskForATool(), patience, examination.tool);
  if (!called) return examination;
  JudgeTool(*called, examination.tool);
  if (!examination.tool.passed) return examination;
  if (const auto told = Put(model, AskForTheAnswer(*called), patience, examination.talk))
    JudgeTalk(*told, examination.talk);
  return examination;
}

EmbeddingMark ExamineEmbedding(HttpModel& model, Duration patience) {
  const auto begin = std::chrono::steady_clock::now();
  const auto embedded = model.Embed("web has too few replicas for its load", patience);
  EmbeddingMark mark{.passed = embedded.has_value(), .remark = {}};
  mark.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (embedded) {
    mark.tokens_in = embedded->tokens;
    mark.dimension = static_cast<std::int64_t>(embedded->vector.size());
  } else {
    mark.remark = embedded.error().error.message;
  }
  return mark;
}

}  // namespace docktor::brain

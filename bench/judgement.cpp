/// What a language model costs: one judgement against the conversation of an agent that measures, judges, proposes and
/// applies by tools, on the same server (DOCKTOR_MODEL_ENDPOINT: scripts/with-model); and how many questions a day
/// takes.
#include <cstdlib>

#include <fmt/format.h>

#include "bench/measure.h"
#include "brain/judge/advice_form.h"
#include "brain/judge/connect.h"
#include "brain/judge/prompt.h"
#include "simulate/trial.h"

namespace docktor::bench {
namespace {

using brain::Question;
using brain::Turn;
using Speaker = Turn::Speaker;

/// What a service that has been watched for some days remembers.
std::vector<Precedent> UsualPast(Instant now) {
  return {{.at = now - 24h, .load = 0.724, .from = 3, .to = 4},
          {.at = now - 90min, .load = 0.708, .from = 3, .to = 4, .outcome = OutcomeKind::kInsufficient},
          {.at = now - 49h, .load = 0.693, .from = 3, .to = 4}};
}

/// A service with something to judge, and all that is usually in force.
Consultation Usual() {
  Decision look{.service = {"shop", "web"}, .at = Instant{1'700'000'000s}};
  look.inputs = {.running = 3,
                 .ready = 3,
                 .target = 0.6,
                 .signals = {{"cpu.utilization", 3, 0.71, 0.78, 1s},
                             {"cpu.throttled_ratio", 3, 0.02, 0.05, 1s},
                             {"memory.utilization", 3, 0.41, 0.44, 1s}}};
  look.recommendation = {.count = 4,
                         .reason = Reason::kAboveTarget,
                         .evidence = {"cpu.utilization", {{"value", 0.71}, {"target", 0.6}, {"tolerance", 0.1}}},
                         .band_floor = 4,
                         .band_ceiling = 5};
  for (const auto reason : {Reason::kTooManyReplicas, Reason::kTooFewReplicas, Reason::kHostFull})
    look.verdict.constraints.push_back({.reason = reason, .floor = 1, .ceiling = 10});
  look.verdict.constraints.push_back({.reason = Reason::kScaleUpLimit, .ceiling = 5});  // ends the band
  Consultation asked{.look = look, .least = 4, .most = 5, .brain = {.models = {{.model = "junk"}}}};
  for (int i = 8; i > 0; --i) asked.recent.push_back({look.at - 15s * i, 3, 3, 0.71 - 0.02 * i});
  return asked;
}

json::object Parameters(std::initializer_list<std::pair<const char*, const char*>> properties) {
  json::object all;
  json::array required;
  for (const auto& [name, type] : properties) {
    all[name] = json::object{{"type", type}};
    required.emplace_back(name);
  }
  return {{"type", "object"}, {"properties", std::move(all)}, {"required", std::move(required)}};
}

/// The conversation, each turn of the model as it would have been said by a good one.
struct Said {
  const char* tool;  ///< null: the end
  const char* arguments;
  const char* answer;
};
constexpr Said kConversation[] = {
    {"get_metrics", R"({"container_regex":"web","window_sec":60})",
     R"({"metrics":{"shop-web-1":70.2,"shop-web-2":71.9,"shop-web-3":70.8}})"},
    {"detect_anomalies",
     R"({"metrics":{"shop-web-1":70.2,"shop-web-2":71.9,"shop-web-3":70.8},"rules":{"cpu_high_pct":75,"cpu_low_pct":20}})",
     R"({"recommendation":"hold","reason":"avg_cpu 71.0 within 20.0..75.0"})"},
    {"propose_scale", R"({"service":"web","target_replicas":4})",
     R"({"valid":true,"message":"proposal valid","command":"docker compose -f examples/docker-compose.yaml up -d --scale web=4"})"},
    {"apply_scale", R"({"service":"web","target_replicas":4,"reason":"CPU is near its threshold and rising"})",
     R"({"valid":true,"message":"scaled web to 4. reason: CPU is near its threshold and rising"})"},
    {nullptr, nullptr,
     R"({"action":"scale_up","service":"web","replicas":4,"reason":"CPU is near its threshold and rising"})"},
};

Question Opening() {
  return {.system =
              "You are an autoscaler. In each round get the metrics of the containers of the service web, judge them "
              "by the "
              "thresholds 75 and 20, propose the count (two more above, one fewer below, from 2 to 10), apply it, and "
              "report as JSON.",
          .turns = {{.text = "Start autoscaling web service now."}},
          .tools = {{"get_metrics", "Average CPU of containers over a window",
                     Parameters({{"container_regex", "string"}, {"window_sec", "integer"}})},
                    {"detect_anomalies", "Judges metrics by thresholds",
                     Parameters({{"metrics", "object"}, {"rules", "object"}})},
                    {"propose_scale", "Whether a count could be applied",
                     Parameters({{"service", "string"}, {"target_replicas", "integer"}})},
                    {"apply_scale", "Scales a service",
                     Parameters({{"service", "string"}, {"target_replicas", "integer"}, {"reason", "string"}})}},
          .most_tokens = 1};
}

/// Tokens of a question, as the server counts them.
std::int64_t TokensOf(brain::Model& model, const Question& question) {
  const auto answer = model.Ask(question);
  if (!answer) {
    fmt::print(stderr, "{}\n", answer.error().error.message);
    std::exit(1);
  }
  return answer->usage.tokens_in;
}
/// What a text would add to a question.
std::int64_t TokensOf(brain::Model& model, const std::string& text) {
  return TokensOf(model, Question{.system = "s", .turns = {{.text = text}}, .most_tokens = 1}) -
         TokensOf(model, Question{.system = "s", .turns = {{.text = ""}}, .most_tokens = 1});
}

std::int64_t ByTools(brain::Model& model) {
  auto question = Opening();
  std::int64_t tokens = 0;
  int id = 0;
  for (const auto& said : kConversation) {
    tokens += TokensOf(model, question);
    if (said.tool == nullptr) return tokens + TokensOf(model, std::string(said.answer));
    const brain::ToolCall call{fmt::format("c{}", ++id), said.tool, ParseJson(said.arguments).value().as_object()};
    tokens += TokensOf(model, std::string(said.tool) + said.arguments);
    question.turns.push_back({.speaker = Speaker::kModel, .text = "", .calls = {call}});
    question.turns.push_back({.speaker = Speaker::kTool, .text = said.answer, .answered = call});
  }
  return tokens;
}

std::int64_t ByJudgement(brain::Model& model) {
  const auto usual = Usual();
  auto question = brain::AskForAdvice(usual, UsualPast(usual.look.at));
  question.most_tokens = 1;
  question.form.reset();  // what is counted are the words, not what the server makes of a schema
  return TokensOf(model, question) +
         TokensOf(model,
                  std::string(
                      R"({"action":"scale_up","target":4,"confidence":0.8,"reason":"CPU is above its target and has )"
                      R"(risen for two minutes","watch":"CPU below 55 % for a minute"})"));
}

/// Questions of a day in which a model always says what the rules say, so that nothing but the load makes situations.
std::int64_t CallsOfADay(Strategy strategy) {
  std::int64_t calls = 0;
  Spec spec;
  spec.key = {"shop", "web"};
  spec.enabled = true;
  spec.strategy = strategy;
  spec.brain = {.models = {{.model = "m"}}};
  const simulate::Trial trial{.model = simulate::FindServiceModel("web").value()};
  simulate::Fly(trial, simulate::MadeUpDay(), spec, {}, [&](const Consultation& asked) {
    ++calls;
    const int count = std::clamp(asked.look.recommendation.count, asked.least, asked.most);
    return Judgement{.look = asked.look.id,
                     .service = asked.look.service,
                     .asked = asked.look.at,
                     .advice = Advice{.count = count, .confidence = 0.9, .asked = asked.look.at}};
  });
  return calls;
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor;
  using namespace docktor::bench;
  const char* endpoint = std::getenv("DOCKTOR_MODEL_ENDPOINT");
  if (endpoint == nullptr) return fmt::print(stderr, "run it by scripts/with-model\n"), 2;
  const auto connection =
      brain::Connect({.model = "junk", .endpoint = endpoint}, [](const auto&) { return std::optional<std::string>(); });
  if (!connection) return fmt::print(stderr, "{}\n", connection.error().message), 1;
  const auto tools = ByTools(*connection->model), judgement = ByJudgement(*connection->model);
  const auto share = [](std::int64_t ours, std::int64_t of) {
    return static_cast<double>(ours) / static_cast<double>(of);
  };
  Goals goals;
  fmt::print("tokens for a decision, as the same server counts them\n");
  fmt::print("  a conversation by tools: {:6}\n  one judgement:           {:6}, {:.3f} of it\n", tools, judgement,
             share(judgement, tools));
  goals.AtMost("tokens of a judgement", share(judgement, tools), 1.0 / 5, "of a conversation");
  constexpr std::int64_t kEveryTenSeconds = 8640, kCallsEach = std::size(kConversation);
  fmt::print("questions in a made-up day\n  a conversation every 10 s: {:6}\n", kEveryTenSeconds * kCallsEach);
  for (const auto strategy : {Strategy::kTarget, Strategy::kAdaptive}) {
    const auto calls = CallsOfADay(strategy);
    const auto* name = strategy == Strategy::kTarget ? "target" : "adaptive";
    const auto of_them = share(calls, kEveryTenSeconds * kCallsEach);
    fmt::print("  {:9} asks:           {:6}, {:.4f} of it\n", name, calls, of_them);
    goals.AtMost(fmt::format("questions of {}", name), of_them, 1.0 / 20, "of those by tools");
  }
  return goals.ExitStatus();
}

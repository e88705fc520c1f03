#include "cli/render/render.h"

#include <algorithm>
#include <map>

#include "operations/stop.h"

namespace docktor::cli {
namespace {

using Renderer = std::string (*)(const json::value&, const Look&);

/// An item as its own type; one from a daemon of another version, which does not fit, is shown as it is.
template <typename T, std::string (*Draw)(const T&, const Look&)>
std::string As(const json::value& item, const Look& look) {
  const auto typed = FromJson<T>(item);
  return typed ? Draw(*typed, look) : WriteJson(item) + "\n";
}

std::string RenderStop(const operations::StopOutput&, const Look&) { return "the daemon ends\n"; }

std::string RenderLink(const operations::LinkOutput& link, const Look&) { return link.url + "\n"; }

}  // namespace

std::string Render(std::string_view operation_id, const json::value& item, const Look& look) {
  static const std::map<std::string_view, Renderer> renderers{
      {"status", As<operations::StatusOutput, RenderStatus>},
      {"health", As<operations::HealthOutput, RenderHealth>},
      {"services", As<operations::ServicesOutput, RenderServices>},
      {"metrics", As<operations::MetricsOutput, RenderMetrics>},
      {"why", As<operations::WhyOutput, RenderWhy>},
      {"history", As<operations::HistoryOutput, RenderHistory>},
      {"settings", As<operations::SettingsOutput, RenderSettings>},
      {"forecast", As<operations::ForecastOutput, RenderForecast>},
      {"backtest", As<operations::BacktestOutput, RenderBacktest>},
      {"scale", As<operations::CommandOutput, RenderCommand>},
      {"pause", As<operations::CommandOutput, RenderCommand>},
      {"lean", As<operations::CommandOutput, RenderCommand>},
      {"resume", As<operations::CommandOutput, RenderCommand>},
      {"mode", As<operations::CommandOutput, RenderCommand>},
      {"overrides", As<operations::OverridesOutput, RenderOverrides>},
      {"prompt", As<operations::PromptOutput, RenderPrompt>},
      {"proposals", As<operations::ProposalsOutput, RenderProposals>},
      {"approve", As<operations::CommandOutput, RenderCommand>},
      {"reject", As<operations::CommandOutput, RenderCommand>},
      {"modify", As<operations::CommandOutput, RenderCommand>},
      {"decisions_list", As<operations::ListDecisionsOutput, RenderDecisions>},
      {"decisions_show", As<operations::WhyOutput, RenderWhy>},
      {"decisions_verify", As<remember::Verification, RenderVerification>},
      {"decisions_stats", As<remember::Tally, RenderTally>},
      {"logs", As<operations::LogLine, RenderLogLine>},
      {"events", As<operations::Event, RenderEvent>},
      {"link", As<operations::LinkOutput, RenderLink>},
      {"stop", As<operations::StopOutput, RenderStop>},
  };
  const auto found = renderers.find(operation_id);
  return found == renderers.end() ? WriteJson(item) + "\n" : found->second(item, look);
}

ExitCode MeaningOf(std::string_view operation_id, const json::value& item) {
  if (operation_id == "decisions_verify") {
    const auto verification = FromJson<remember::Verification>(item);
    return verification && verification->ok ? kOk : kFailed;
  }
  if (operation_id == "status") {
    const auto status = FromJson<operations::StatusOutput>(item);
    return status && status->engine_lost ? kDockerUnreachable : kOk;
  }
  if (operation_id == "health") {
    const auto health = FromJson<operations::HealthOutput>(item);
    if (!health || health->ok) return kOk;
    return health->parts.front().ok ? kFailed : kDockerUnreachable;  // the engine's comes first
  }
  if (operation_id == "prompt") {
    const auto prompt = FromJson<operations::PromptOutput>(item);
    if (prompt && prompt->asks) return kUsage;
    return prompt ? MeaningOf(prompt->operation, prompt->answer) : kOk;
  }
  const auto commands = FromJson<operations::CommandOutput>(item, Unknown::kRefuse);
  if (!commands) return kOk;
  const auto& results = commands->results;
  return std::all_of(results.begin(), results.end(), [](const auto& r) { return r.ok; }) ? kOk : kRefused;
}

}  // namespace docktor::cli

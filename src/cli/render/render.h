#pragma once

#include <string>
#include <string_view>

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "core/json.h"
#include "operations/ahead/backtest.h"
#include "operations/ahead/forecast.h"
#include "operations/link.h"
#include "operations/now/events.h"
#include "operations/now/health.h"
#include "operations/now/logs.h"
#include "operations/now/metrics.h"
#include "operations/now/services.h"
#include "operations/now/settings.h"
#include "operations/now/status.h"
#include "operations/now/why.h"
#include "operations/orders/overrides.h"
#include "operations/orders/prompt.h"
#include "operations/orders/proposals.h"
#include "operations/past/decisions.h"
#include "operations/past/history.h"
#include "operations/past/model_stats.h"
#include "operations/shared/command_result.h"

namespace docktor::cli {

/// What people read of an operation's answer, item by item; ends with a line break. Pure.
std::string Render(std::string_view operation_id, const json::value& item, const Look& look);

/// What the answer means for a script: a broken chain or a part in trouble is a failure, a refusal of one of several
/// commands a refusal, and a status or a health in which Docker is lost tells so.
ExitCode MeaningOf(std::string_view operation_id, const json::value& item);

/// How an outcome looks: well, badly, or not as it should be.
Ink InkOf(OutcomeKind kind);

std::string RenderStatus(const operations::StatusOutput& status, const Look& look);
std::string RenderHealth(const operations::HealthOutput& health, const Look& look);
std::string RenderServices(const operations::ServicesOutput& services, const Look& look);
std::string RenderWhy(const operations::WhyOutput& why, const Look& look);
std::string RenderProposals(const operations::ProposalsOutput& proposals, const Look& look);
std::string RenderDecisions(const operations::ListDecisionsOutput& decisions, const Look& look);
std::string RenderTally(const remember::Tally& tally, const Look& look);
std::string RenderVerification(const remember::Verification& verification, const Look& look);
std::string RenderForecast(const operations::ForecastOutput& forecast, const Look& look);
std::string RenderBacktest(const operations::BacktestOutput& backtest, const Look& look);
std::string RenderHistory(const operations::HistoryOutput& history, const Look& look);
std::string RenderSettings(const operations::SettingsOutput& settings, const Look& look);
std::string RenderMetrics(const operations::MetricsOutput& metrics, const Look& look);
std::string RenderCommand(const operations::CommandOutput& output, const Look& look);
std::string RenderOverrides(const operations::OverridesOutput& output, const Look& look);
std::string RenderPrompt(const operations::PromptOutput& prompt, const Look& look);
std::string RenderLogLine(const operations::LogLine& line, const Look& look);
std::string RenderEvent(const operations::Event& event, const Look& look);

}  // namespace docktor::cli

#include "operations/list.h"

#include "operations/backtest.h"
#include "operations/decisions.h"
#include "operations/events.h"
#include "operations/export.h"
#include "operations/forecast.h"
#include "operations/health.h"
#include "operations/history.h"
#include "operations/lean.h"
#include "operations/link.h"
#include "operations/logs.h"
#include "operations/metrics.h"
#include "operations/mode.h"
#include "operations/model_stats.h"
#include "operations/overrides.h"
#include "operations/pause.h"
#include "operations/prompt.h"
#include "operations/proposals.h"
#include "operations/scale.h"
#include "operations/services.h"
#include "operations/settings.h"
#include "operations/status.h"
#include "operations/stop.h"
#include "operations/why.h"

namespace docktor::operations {

const std::vector<Operation>& All() {
  static const std::vector<Operation> all{
      StatusOperation(),
      HealthOperation(),
      ServicesOperation(),
      MetricsOperation(),
      WhyOperation(),
      HistoryOperation(),
      ForecastOperation(),
      BacktestOperation(),
      ScaleOperation(),
      PauseOperation(),
      LeanOperation(),
      ResumeOperation(),
      ModeOperation(),
      OverridesOperation(),
      PromptOperation(),
      ProposalsOperation(),
      ApproveOperation(),
      RejectOperation(),
      ModifyOperation(),
      ListDecisionsOperation(),
      ShowDecisionOperation(),
      VerifyDecisionsOperation(),
      ExportDecisionsOperation(),
      DecisionStatsOperation(),
      SettingsOperation(),
      LogsOperation(),
      EventsOperation(),
      LinkOperation(),
      StopOperation(),
  };
  return all;
}

const Operation* Find(std::string_view id) {
  for (const auto& operation : All())
    if (operation.Id() == id) return &operation;
  return nullptr;
}

}  // namespace docktor::operations

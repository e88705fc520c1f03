#include "operations/list.h"

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
#include "operations/orders/lean.h"
#include "operations/orders/mode.h"
#include "operations/orders/overrides.h"
#include "operations/orders/pause.h"
#include "operations/orders/prompt.h"
#include "operations/orders/proposals.h"
#include "operations/orders/scale.h"
#include "operations/past/decisions.h"
#include "operations/past/export.h"
#include "operations/past/history.h"
#include "operations/past/model_stats.h"
#include "operations/stop.h"

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

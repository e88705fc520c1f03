#include "app/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "decide/words.h"

namespace docktor::app {
namespace {

void Log(const Decision& decision) { spdlog::info("{} {}", decision.id.Text(), decide::Sentence(decision)); }

void Log(const ActionReport& report) {
  if (!report.ok) return spdlog::error("{} failed: {}", report.decision.Text(), report.message);
  spdlog::info("{} done: {} added, {} removed", report.decision.Text(), report.added.size(), report.removed.size());
}

void Log(const Outcome& outcome) {
  if (outcome.kind == OutcomeKind::kFailed)
    return spdlog::error("{} turned out badly: {}", outcome.decision.Text(), outcome.message);
  if (outcome.until_ready)
    spdlog::info("{} turned out well: all new replicas ready {} after the decision", outcome.decision.Text(),
                 ToText(*outcome.until_ready));
}

}  // namespace

void OpenLog(operations::LogBook& book) {
  spdlog::init_thread_pool(8192, 1);
  auto console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  console->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
  auto logger =
      std::make_shared<spdlog::async_logger>("docktor", spdlog::sinks_init_list{console, operations::LogSinkInto(book)},
                                             spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

void CloseLog() { spdlog::shutdown(); }

void LogNews(const pilot::News& news) {
  std::visit([](const auto& what) { Log(what); }, news);
}

}  // namespace docktor::app

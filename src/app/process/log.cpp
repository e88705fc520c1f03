#include "app/process/log.h"

#include <cstdio>

#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include "app/process/log_format.h"
#include "decide/words.h"

namespace docktor::app {
namespace {

void Log(const Decision& decision) { spdlog::info("{} {}", decision.id.Text(), decide::Sentence(decision)); }

void Log(const ActionReport& report) {
  if (!report.ok) return spdlog::error("{} failed: {}", report.decision.Text(), report.message);
  spdlog::info("{} done: {} added, {} removed", report.decision.Text(), report.added.size(), report.removed.size());
}

void Log(const ProposalEnded& ended) { spdlog::info("{}", decide::InWords(ended)); }

void Log(const ModeChosen& choice) { spdlog::info("{}", decide::InWords(choice)); }

void Log(const Outcome& outcome) {
  if (outcome.kind == OutcomeKind::kFailed)
    return spdlog::error("{} turned out badly: {}", outcome.decision.Text(), outcome.message);
  if (outcome.kind == OutcomeKind::kRolledBack)
    return spdlog::warn("{} is taken back: {}", outcome.decision.Text(), outcome.message);
  if (outcome.kind != OutcomeKind::kSuccess)
    return spdlog::info("{} in hindsight: {} ({})", outcome.decision.Text(), decide::InWords(outcome.kind),
                        outcome.message);
  if (outcome.until_ready)
    spdlog::info("{} turned out well: all new replicas ready {} after the decision", outcome.decision.Text(),
                 ToText(*outcome.until_ready));
}

constexpr std::size_t kMostInFile = 10 * 1024 * 1024;
constexpr std::size_t kOldFiles = 3;

void KeepPrivate(const spdlog::filename_t&, std::FILE* file) { (void)!fchmod(fileno(file), S_IRUSR | S_IWUSR); }

Result<spdlog::sink_ptr> SinkFor(const LogTarget& target) {
  spdlog::sink_ptr sink;
  if (!target.file) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    try {
      spdlog::file_event_handlers events;
      events.after_open = KeepPrivate;
      sink =
          std::make_shared<spdlog::sinks::rotating_file_sink_mt>(*target.file, kMostInFile, kOldFiles, false, events);
    } catch (const spdlog::spdlog_ex& e) {
      return Fail(Errc::kInternal, "write the log: " + std::string(e.what()), "name another file: --log-file");
    }
  }
  const bool journal = !target.file && target.format == LogFormat::kText && IsJournal();
  sink->set_formatter(journal ? JournalFormatter() : FormatterFor(target.format));
  return sink;
}

}  // namespace

Status OpenLog(operations::LogBook& book, const LogTarget& target) {
  const auto sink = SinkFor(target);
  if (!sink) return tl::unexpected(sink.error());
  spdlog::init_thread_pool(8192, 1);
  auto logger =
      std::make_shared<spdlog::async_logger>("docktor", spdlog::sinks_init_list{*sink, operations::LogSinkInto(book)},
                                             spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
  return {};
}

void CloseLog() { spdlog::shutdown(); }

void LogNews(const pilot::News& news) {
  std::visit([](const auto& what) { Log(what); }, news);
}

}  // namespace docktor::app

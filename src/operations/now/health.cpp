#include "operations/now/health.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/latency_signal.h"
#include "operations/now/status.h"
#include "operations/shared/did_you_mean.h"

namespace docktor::operations {
namespace {

constexpr std::uintmax_t kMiB = 1024 * 1024;

PartHealth Ok(std::string part, std::string says) { return {std::move(part), true, std::move(says), ""}; }
PartHealth Trouble(std::string part, std::string says, std::string advice) {
  return {std::move(part), false, std::move(says), std::move(advice)};
}

bool IsRead(const Inputs& inputs, const SourceSettings& source) {
  return std::any_of(inputs.signals.begin(), inputs.signals.end(),
                     [&](const Signal& signal) { return signal.name == source.signal && signal.mean; });
}

/// What is not read of a service, a few words each.
std::vector<std::string> Unread(const pilot::ServiceView& view) {
  std::vector<std::string> unread;
  const auto& inputs = view.inputs;
  if (inputs.missing > 0)
    unread.push_back(fmt::format("{} of {} ready replicas of {}", inputs.missing, inputs.ready, view.key.service));
  for (const auto& source : view.spec.sources)
    if (!IsRead(inputs, source) && !LatencySignal::Parse(source.signal))
      unread.push_back(source.signal + " of " + view.key.service);
  return unread;
}

/// How old the oldest of the services' newest readings is.
Duration OldestOf(const pilot::Snapshot& snapshot) {
  Duration oldest{0};
  for (const auto& view : snapshot.services)
    if (view.spec.enabled)
      for (const auto& signal : view.inputs.signals)
        if (signal.mean) oldest = std::max(oldest, signal.age);
  return oldest;
}

PartHealth ReadingsHealth(const Context& context, const pilot::Snapshot& snapshot) {
  std::vector<std::string> unread;
  bool scaled = false;
  for (const auto& view : snapshot.services) {
    if (!view.spec.enabled || !view.decision) continue;
    scaled = true;
    for (auto& one : Unread(view)) unread.push_back(std::move(one));
  }
  if (!scaled) return Ok("readings", "none are needed: no service is scaled");
  if (!unread.empty())
    return Trouble("readings", "not read lately: " + Listed(unread) + "; nothing is taken away there meanwhile",
                   "docktor why SERVICE says since when; docktor doctor looks for the cause");
  const auto from = context.readings_from ? context.readings_from() : std::string();
  return Ok("readings", fmt::format("all are there, none older than {}{}",
                                    ToText(std::chrono::ceil<std::chrono::seconds>(OldestOf(snapshot))),
                                    from.empty() ? "" : ", from " + from));
}

PartHealth SettingsHealth(const Context& context, const pilot::Snapshot& snapshot) {
  const auto advice = "docktor config validate names the place";
  if (const auto refused = context.settings_trouble ? context.settings_trouble() : std::nullopt)
    return Trouble("settings", "changed settings are refused, the old ones are in force: " + *refused, advice);
  for (const auto& view : snapshot.services)
    if (!view.spec.trouble.empty())
      return Trouble("settings",
                     "those of " + view.key.service + " are wrong, and it is not scaled: " + view.spec.trouble, advice);
  return Ok("settings", "in force");
}

PartHealth StoreHealth(const Context& context) {
  if (const auto trouble = context.store.Trouble())
    return Trouble("store", "what was decided cannot be asked with SQL: " + *trouble,
                   "it is built from the journal, and may be deleted; docktor doctor looks for the cause");
  return Ok("store", "it follows the journal");
}

PartHealth ModelHealth(const Context& context, const pilot::Snapshot& snapshot) {
  const auto model = ModelOf(context, snapshot);
  if (!model) return Ok("model", "none is asked: the rules decide");
  if (!model->counsel.trouble.empty())
    return Trouble("model", model->model + " gives no advice, so the rules decide alone: " + model->counsel.trouble,
                   "docktor doctor says where it is asked; docktor model test " + model->model + " tries it");
  return Ok("model", fmt::format("{} has been asked {} times", model->model, model->counsel.asked));
}

void Run(Context& context, const Caller&, Nothing, Reply<HealthOutput> reply) { reply.Answer(HealthOf(context)); }

}  // namespace

bool Hangs(const pilot::Snapshot& snapshot, Instant now) {
  constexpr Duration kHangs = 30s;
  return now - snapshot.at >= kHangs;
}

PartHealth EngineHealth(const pilot::Snapshot& snapshot) {
  if (snapshot.engine_lost)
    return Trouble("engine", "Docker does not answer: " + *snapshot.engine_lost,
                   "start Docker; Docktor connects again by itself");
  return Ok("engine", "Docker answers");
}

PartHealth LooksHealth(const pilot::Snapshot& snapshot, Instant now) {
  if (snapshot.at == Instant{})
    return Trouble("looks", "the services have not been looked at yet", "wait for a few seconds");
  if (Hangs(snapshot, now))
    return Trouble(
        "looks",
        "nothing has been looked at for " + ToText(std::chrono::floor<std::chrono::seconds>(now - snapshot.at)),
        "restart the daemon: docktor daemon stop, docktor daemon start");
  return Ok("looks", fmt::format("on time, at {} service{}", snapshot.services.size(),
                                 snapshot.services.size() == 1 ? "" : "s"));
}

PartHealth JournalHealth(const Context& context, const pilot::Snapshot& snapshot) {
  const auto advice = "make room on the disk of " + context.journal.string() + "; what was missed is written then";
  if (snapshot.journal_error) return Trouble("journal", "cannot be written: " + *snapshot.journal_error, advice);
  std::error_code error;
  const auto free = std::filesystem::space(context.journal, error).available;
  if (error) return Trouble("journal", context.journal.string() + ": " + error.message(), advice);
  if (free < kLeastFree)
    return Trouble("journal", fmt::format("only {} MiB are free on its disk", free / kMiB), advice);
  auto health = Ok("journal", fmt::format("it is written, and {} MiB are free on its disk", free / kMiB));
  if (const auto loss = context.journal_loss ? context.journal_loss() : std::nullopt) {
    health.says += "; something of it is lost: " + *loss;
    health.advice = "docktor decisions verify names what was changed; give orders again that hold no longer";
  }
  return health;
}

HealthOutput HealthOf(const Context& context) {
  const auto snapshot = context.pilots.Latest();
  HealthOutput out{.parts = {EngineHealth(*snapshot), LooksHealth(*snapshot, context.clock.Now()),
                             ReadingsHealth(context, *snapshot), SettingsHealth(context, *snapshot),
                             JournalHealth(context, *snapshot), StoreHealth(context), ModelHealth(context, *snapshot)}};
  out.ok = std::all_of(out.parts.begin(), out.parts.end(), [](const auto& part) { return part.ok; });
  return out;
}

Operation HealthOperation() {
  return Declare<Nothing, HealthOutput>(
      {.name = "health",
       .summary = "Whether each part of the daemon does its work, and what to do where one does not",
       .help =
           "The connection to Docker, the looks at the services, what is read of them, settings, journal and its disk, "
           "the store and the language model. The command ends with 0 where all is well, with 5 where Docker does not "
           "answer, with 3 where no daemon runs, and else with 1.",
       .examples = {"health", "health --json"}},
      Run);
}

}  // namespace docktor::operations

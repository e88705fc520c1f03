#include "act/growth.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "act/compose_growth.h"
#include "act/copy.h"
#include "act/hooks.h"
#include "act/lanes.h"
#include "core/fail_point.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"

namespace docktor::act {
namespace {

constexpr std::size_t kCopiesAtOnce = 4;
constexpr int kNamesToTry = 5;

/// Which containers to copy from, best first.
std::vector<Counted> SourcesOf(const Census& census, const ContainerId& wanted) {
  auto sources = census.containers;
  std::erase_if(sources, [](const Counted& c) { return !Runs(c) && c.state != "exited"; });
  const auto place = [&](const Counted& c) { return Runs(c) ? (c.id == wanted ? 0 : 1) : 2; };
  std::stable_sort(sources.begin(), sources.end(),
                   [&](const Counted& a, const Counted& b) { return place(a) < place(b); });
  return sources;
}

Error NothingToCopy(const ServiceKey& service) {
  return {Errc::kNotFound,
          fmt::format("copy a replica of {}: none is left and no description of one is kept; start one with: docker "
                      "compose -p {} up -d --no-deps {}",
                      service.Text(), service.project, service.service)};
}

/// It had been started by then.
Tally InVain(Tally failure) {
  failure.gave_up = true;
  return failure;
}

/// It was cut off before it said whether it did it.
bool IsUnknown(const Error& error) { return error.code == Errc::kTimeout || error.code == Errc::kUnavailable; }

/// What a copy was that may be cleared away; empty: it may not be. With none running, one that has ended may be all
/// that is left to copy.
std::string Leftover(const Counted& container, const Action& action, int running) {
  if (!IsLeftover(container)) return {};
  if (container.state == "created") return "a copy that never started";
  const auto& crashed = action.crashed;
  const bool named = std::find(crashed.begin(), crashed.end(), container.id) != crashed.end();
  return named && running > 0 ? "a copy that crashed" : "";
}

Error FilesAreGone(const ServiceKey& service, const std::vector<std::string>& paths) {
  return {Errc::kNotFound,
          fmt::format("copy a replica of {}: Compose had written {} into it, which went with the last container; start "
                      "one with: docker compose -p {} up -d --no-deps {}",
                      service.Text(), fmt::join(paths, ", "), service.project, service.service)};
}

}  // namespace

Tally Growth::Run() {
  auto census = TakeCensus(engine_, action_.service);
  if (!census) return {.failures = {census.error().message}};
  auto tally = RemoveLeftovers(*census);
  const auto running = census->Running();
  const auto count = std::min(action_.add, action_.to - running);
  if (count < action_.add)
    tally.notes.push_back(fmt::format("{} replicas of {} run by now: {} added instead of {}", running,
                                      action_.service.Text(), std::max(count, 0), action_.add));
  if (count <= 0) return tally;
  MayDieAt(FailPoint::kCensusTaken);
  const auto source = Source(*census, tally);
  if (!source && source.error().code == Errc::kNotFound) return ByCompose(*census, source.error(), std::move(tally));
  if (!source) {
    tally.failures.push_back(source.error().message);
    return tally;
  }
  next_number_ = census->NextNumber();
  tally.Take(CopyAll(*source, count));
  MayDieAt(FailPoint::kAllAdded);
  if (tally.failures.empty()) return tally;
  // A creation that was not answered may have happened all the same.
  if (auto after = TakeCensus(engine_, action_.service)) tally.Take(RemoveLeftovers(*after));
  return tally;
}

Tally Growth::ByCompose(const Census& census, const Error& why, Tally tally) {
  if (stopping_) tally.failures.push_back("Docktor is stopping: not all copies were made");
  if (stopping_) return tally;
  auto grown = GrowByCompose(engine_, action_, census, origins_.HowBroughtUp(action_.service));
  MayDieAt(FailPoint::kComposeEnded);
  if (!grown.failures.empty()) tally.failures.push_back(why.message);
  tally.Take(std::move(grown));
  return tally;
}

/// One that had crashed has been started by somebody, and has ended, since that was seen.
bool Growth::StartedSince(const Counted& container) {
  const auto run = action_.runs.find(container.id.value);
  if (container.state == "created" || run == action_.runs.end()) return false;
  const auto inspect = engine_.Inspect(container.id);
  return !inspect || docker::RunOf(*inspect) != run->second;
}

Tally Growth::RemoveLeftovers(Census& census) {
  Tally tally;
  const auto running = census.Running();
  std::erase_if(census.containers, [&](const Counted& container) {
    const auto leftover = Leftover(container, action_, running);
    if (leftover.empty() || StartedSince(container)) return false;
    const auto what = container.name + ", " + leftover;
    const auto removed = engine_.Remove(container.id, docker::Engine::Volumes::kDeleteAnonymous);
    tally.notes.push_back(removed ? "removed " + what : removed.error().During("remove " + what).message);
    return removed.has_value();
  });
  return tally;
}

Result<Growth::Original> Growth::Source(const Census& census, Tally& tally) {
  for (const auto& candidate : SourcesOf(census, action_.source)) {
    auto inspect = engine_.Inspect(candidate.id);
    if (!inspect && inspect.error().code == Errc::kNotFound) continue;
    if (!inspect) return tl::unexpected(inspect.error().During("describe " + candidate.name));
    if (docker::ServiceOf(*inspect) != action_.service) continue;
    auto original = WithFiles(*std::move(inspect), candidate.name, tally);
    if (!original && original.error().code == Errc::kNotFound) continue;  // it has gone meanwhile
    if (candidate.id != action_.source && !action_.source.empty())
      tally.notes.push_back(
          fmt::format("copied {}, as {} does not run any more", candidate.name, action_.source.Short()));
    return original;
  }
  return FromDescription(tally);
}

Result<Growth::Original> Growth::WithFiles(json::object inspect, const std::string& name, Tally& tally) {
  const auto attempt = "take the files that Compose wrote into " + name;
  auto origin = origins_.Of(inspect);
  if (!origin) return tl::unexpected(origin.error().During(attempt));
  auto files = TakeFiles(engine_, {docker::Text(inspect, {"Id"})}, origin->compose.written);
  if (!files) return tl::unexpected(files.error().During(attempt));
  if (!origin->unknown.empty()) tally.notes.push_back(origin->unknown);
  std::vector<std::string> paths;
  for (const auto& file : *files) paths.push_back(file.path);
  origins_.descriptions().Keep(action_.service, {inspect, std::move(paths)});
  return Original{std::move(inspect), *std::move(files), std::move(origin->compose.post_start)};
}

Result<Growth::Original> Growth::FromDescription(Tally& tally) {
  auto kept = origins_.descriptions().Of(action_.service);
  if (!kept) return tl::unexpected(NothingToCopy(action_.service));
  if (!kept->written.empty()) return tl::unexpected(FilesAreGone(action_.service, kept->written));
  auto origin = origins_.Of(kept->inspect);
  if (!origin) return Original{std::move(kept->inspect), {}, {}};  // the files in it are known
  if (!origin->unknown.empty()) tally.notes.push_back(origin->unknown);
  return Original{std::move(kept->inspect), {}, std::move(origin->compose.post_start)};
}

Tally Growth::CopyAll(const Original& source, int count) {
  const auto copies = static_cast<std::size_t>(count);
  const auto first = next_number_.fetch_add(count);
  std::vector<Tally> parts(copies);
  ForEach(copies, kCopiesAtOnce, [&](std::size_t i) { parts[i] = CopyOne(source, first + static_cast<int>(i)); });
  Tally tally;
  for (auto& part : parts) tally.Take(std::move(part));
  return tally;
}

Tally Growth::CopyOne(const Original& source, int number) {
  for (int tries = 1;; ++tries) {
    const CopyName name{action_.service, number};
    if (stopping_) return {.failures = {"Docktor is stopping: not all copies were made"}};
    const auto body = CopyOf(source.inspect, name, action_.decision);
    if (!body) return {.failures = {body.error().message}};
    const auto id = engine_.Create(name.Text(), *body);
    if (id) return StartOne(*id, name.Text(), source);
    // Somebody has that name already, be it no replica of the service.
    if (id.error().code == Errc::kConflict && tries < kNamesToTry) {
      number = next_number_++;
      continue;
    }
    auto failed = Failed("create " + name.Text(), id.error());
    failed.unanswered = IsUnknown(id.error());
    return failed;
  }
}

Tally Growth::StartOne(const ContainerId& id, const std::string& name, const Original& source) {
  MayDieAt(FailPoint::kCopyMade);
  if (const auto written = PutWrittenFiles(engine_, id, source.files); !written)
    return GiveUp(id, name, Failed("give " + name + " the files that Compose writes", written.error()));
  MayDieAt(FailPoint::kFilesGiven);
  if (const auto started = Launch(id); !started) return GiveUp(id, name, Failed("start " + name, started.error()));
  MayDieAt(FailPoint::kCopyStarted);
  const auto hooks = RunHooks(engine_, id, source.post_start, [this] { return stopping_.load(); });
  if (!hooks) return InVain(GiveUp(id, name, Failed("run the post_start hooks of " + name, hooks.error())));
  MayDieAt(FailPoint::kHooksRun);
  return {.added = {id}};
}

Status Growth::Launch(const ContainerId& id) {
  const auto started = engine_.Start(id);
  if (started) return started;
  // An answer that got lost is no failure of the replica.
  const auto inspect = engine_.Inspect(id);
  return inspect && docker::Flag(*inspect, {"State", "Running"}) ? Status{} : started;
}

Tally Growth::GiveUp(const ContainerId& id, const std::string& name, Tally failure) {
  const auto removed =
      engine_.Stop(id).and_then([&] { return engine_.Remove(id, docker::Engine::Volumes::kDeleteAnonymous); });
  if (removed) return failure;
  failure.notes.push_back(removed.error().During("remove " + name + " again").message);
  failure.abandoned = {id};
  failure.unanswered = true;
  return failure;
}

}  // namespace docktor::act

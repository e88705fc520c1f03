#include "remember/store/store_upkeep.h"

#include <system_error>
#include <utility>

#include "remember/journal/anchor.h"

namespace docktor::remember {
namespace {

namespace fs = std::filesystem;

constexpr Duration kRetry = 1min;
constexpr std::size_t kMostLooks = 20'000;  // that wait for a store in trouble

fs::path With(fs::path file, const char* ending) {
  file += ending;
  return file;
}

/// Of the decisions that an anchor carries records of.
std::vector<DecisionId> DecisionsIn(const Anchor& anchor) {
  std::vector<DecisionId> ids;
  for (const auto& line : anchor.carried)
    if (const auto head = ReadHead(line)) ids.push_back(head->decision);
  return ids;
}

}  // namespace

void StoreUpkeep::Look() {
  for (auto& sample : parts_.look()) looks_.push_back(std::move(sample));
  if (looks_.size() > kMostLooks) looks_.erase(looks_.begin(), looks_.end() - kMostLooks);
}

Status StoreUpkeep::Write(const std::atomic<bool>& ending) {
  auto written = With([&](Store& store) {
    return CatchUp(store, ending).and_then([&] { return store.Add(looks_); }).map([&] { looks_.clear(); });
  });
  CloseWhereMuchIsHeld();
  return written;
}

/// DuckDB holds what is in its log in memory as well, thrice as large, and keeps what it took to put it into its file.
/// A question that follows opens it again.
void StoreUpkeep::CloseWhereMuchIsHeld() {
  std::error_code none;
  if (const auto log = fs::file_size(remember::With(parts_.file, ".wal"), none); !none && log > parts_.most_log)
    store_.reset();
}

void StoreUpkeep::Close() {
  if (!store_) return;
  if (const auto added = store_->Add(looks_); !added) Warn(added.error().message);
  looks_.clear();
  store_.reset();
}

/// An anchor that was changed would end all pruning, and the disk would fill up.
void StoreUpkeep::PruneJournal() {
  const auto mended = MendAnchor(parts_.disk, parts_.journal);
  if (!mended) return Warn(mended.error().message);
  if (*mended) Warn(**mended);
  if (const auto pruned = Prune(parts_.journal, parts_.keep, parts_.clock.Now(), parts_.disk); !pruned)
    Warn(pruned.error().message);
}

void StoreUpkeep::Tidy() {
  PruneJournal();
  static_cast<void>(With(
      [&](Store& store) { return ForgetPruned(store).and_then([&] { return store.Condense(parts_.clock.Now()); }); }));
}

Result<std::vector<StoredDecision>> StoreUpkeep::Find(const StoreQuery& query) {
  return Asked<std::vector<StoredDecision>>([&](Store& store) { return store.Find(query); });
}

Result<Tally> StoreUpkeep::TallyUp(Instant since) {
  return Asked<Tally>([&](Store& store) { return TallySince(store.database(), since); });
}

Result<std::vector<LoadPoint>> StoreUpkeep::Load(const LoadQuery& query) {
  return Asked<std::vector<LoadPoint>>(
      [&](Store& store) { return AddLooks(store).and_then([&] { return LoadHistory(store.database(), query); }); });
}

Result<std::vector<SeriesPoint>> StoreUpkeep::Series(const SeriesQuery& query) {
  return Asked<std::vector<SeriesPoint>>(
      [&](Store& store) { return AddLooks(store).and_then([&] { return SignalHistory(store.database(), query); }); });
}

/// Those of the last minute are not in it yet.
Status StoreUpkeep::AddLooks(Store& store) {
  return store.Add(looks_).map([this] { looks_.clear(); });
}

/// After an error the store is closed: DuckDB may refuse everything from then on. Where it was broken, there is a new
/// one to try it on.
Status StoreUpkeep::With(const std::function<Status(Store&)>& work) {
  for (bool first = true;; first = false) {
    auto done = Open().and_then([&] { return work(*store_); });
    if (done) {
      trouble_.reset();
      warned_.clear();
      return done;
    }
    const bool was_open = std::exchange(store_, std::nullopt).has_value();
    if (was_open && done.error().code == Errc::kInvalidInput && MoveAside("", done.error()) && first) continue;
    if (was_open) Rest(done.error());
    Warn(done.error().message);
    return done;
  }
}

void StoreUpkeep::Rest(const Error& why) {
  trouble_ = why;
  retry_at_ = parts_.clock.Now() + kRetry;
}

Status StoreUpkeep::Open() {
  if (store_) return {};
  if (trouble_ && parts_.clock.Now() < retry_at_) return tl::unexpected(*trouble_);
  auto opened = OpenOrRepair();
  if (!opened) {
    Rest(opened.error());
    return tl::unexpected(opened.error());
  }
  store_ = *std::move(opened);
  return {};
}

/// Its log is all that a crash can tear, so that goes first.
Result<Store> StoreUpkeep::OpenOrRepair() {
  auto opened = Store::Open(parts_.file);
  for (const auto* part : {".wal", ""}) {
    if (opened || opened.error().code != Errc::kInvalidInput) break;
    if (MoveAside(part, opened.error())) opened = Store::Open(parts_.file);
  }
  return opened;
}

/// Whether there was such a file. The journal has all that was in it but the samples.
bool StoreUpkeep::MoveAside(const char* part, const Error& why) {
  const auto from = remember::With(parts_.file, part);
  const auto to = remember::With(parts_.file, ".broken") += part;
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return false;
  Warn("the store is broken: " + why.message + "; " + from.filename().string() + " was moved to " +
       to.filename().string() + ", and decisions are read again from the journal");
  return true;
}

Status StoreUpkeep::CatchUp(Store& store, const std::atomic<bool>& ending) {
  bool restarted = false;
  while (!ending) {
    const auto progress = store.Progress();
    if (!progress) return tl::unexpected(progress.error());
    const auto excerpt = ReadOn(parts_.journal, *progress, parts_.disk);
    if (!excerpt && excerpt.error().code == Errc::kConflict && !std::exchange(restarted, true)) {
      Warn("the store is built anew: " + excerpt.error().message);
      if (auto cleared = store.Restart(); !cleared) return cleared;
      continue;
    }
    if (!excerpt) return tl::unexpected(excerpt.error());
    if (excerpt->end == *progress) break;
    if (auto added = store.Add(excerpt->records, excerpt->end); !added) return added;
  }
  return {};
}

Status StoreUpkeep::ForgetPruned(Store& store) {
  const auto anchor = ReadAnchor(parts_.disk, parts_.journal);
  if (!anchor) return {};  // then nothing was pruned
  return store.Forget(anchor->sequence, DecisionsIn(*anchor));
}

void StoreUpkeep::Warn(const std::string& text) {
  if (std::exchange(warned_, text) != text) parts_.warn(text);
}

}  // namespace docktor::remember

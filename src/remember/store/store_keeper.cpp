#include "remember/store/store_keeper.h"

#include <utility>

#include "net/give_back.h"
#include "net/low_priority.h"

namespace docktor::remember {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto kWriteEvery = 1min;
constexpr auto kTidyEvery = 1h;

}  // namespace

StoreKeeper::StoreKeeper(StoreUpkeep::Parts parts) : upkeep_(std::move(parts)), thread_([this] { Run(); }) {}

StoreKeeper::~StoreKeeper() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
  for (const auto& question : questions_) question(Fail(Errc::kUnavailable, "the daemon is ending"));
}

void StoreKeeper::Put(Question question) {
  {
    const std::lock_guard lock(mutex_);
    questions_.push_back(std::move(question));
  }
  changed_.notify_all();
}

void StoreKeeper::Find(StoreQuery query, std::function<void(Found)> done) {
  Put([this, query = std::move(query), done = std::move(done)](const Status& ready) {
    done(ready ? upkeep_.Find(query) : tl::unexpected(ready.error()));
  });
}

void StoreKeeper::TallyUp(Instant since, std::function<void(Result<Tally>)> done) {
  Put([this, since, done = std::move(done)](const Status& ready) {
    done(ready ? upkeep_.TallyUp(since) : tl::unexpected(ready.error()));
  });
}

void StoreKeeper::Load(LoadQuery query, std::function<void(Result<std::vector<LoadPoint>>)> done) {
  Put([this, query = std::move(query), done = std::move(done)](const Status& ready) {
    done(ready ? upkeep_.Load(query) : tl::unexpected(ready.error()));
  });
}

void StoreKeeper::Series(SeriesQuery query, std::function<void(Result<std::vector<SeriesPoint>>)> done) {
  Put([this, query = std::move(query), done = std::move(done)](const Status& ready) {
    done(ready ? upkeep_.Series(query) : tl::unexpected(ready.error()));
  });
}

std::optional<std::string> StoreKeeper::Trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

Status StoreKeeper::Write() {
  auto written = upkeep_.Write(ending_);
  const std::lock_guard lock(mutex_);
  trouble_ = written ? std::nullopt : std::optional(written.error().message);
  return written;
}

void StoreKeeper::Run() {
  net::GiveWay();
  auto look = Steady::now() + Store::kFine, write = Steady::now() + kWriteEvery, tidy = write;
  bool starting = true;
  std::unique_lock lock(mutex_);
  while (!ending_) {
    changed_.wait_until(lock, look, [this] { return ending_ || !questions_.empty(); });
    if (ending_) break;
    std::deque<Question> asked;
    asked.swap(questions_);
    lock.unlock();
    for (const auto& question : asked) question(Write());
    const auto now = Steady::now();
    const auto due = [now](Steady::time_point& at, auto every) {
      if (now < at) return false;
      at = now + every;
      return true;
    };
    if (due(look, Store::kFine)) upkeep_.Look();
    if (due(write, kWriteEvery)) static_cast<void>(Write());
    if (due(tidy, kTidyEvery)) upkeep_.Tidy();
    if (std::exchange(starting, false)) net::GiveBackMemory();
    net::GiveBackPagesOf("libduckdb");  // some 11 MiB
    lock.lock();
  }
  lock.unlock();
  upkeep_.Close();
}

}  // namespace docktor::remember

/// An hour in which everything happens at once: load, people and scripts at work, the daemon killed, the engine
/// restarted, killed or behind a connection that hangs, cuts and lies, the disk full.
#include <future>

#include <gtest/gtest.h>

#include "operations/now/health.h"
#include "support/at_rest.h"
#include "support/crew.h"
#include "support/faulty_socket.h"
#include "support/footprint.h"
#include "support/long_past.h"
#include "support/look_watch.h"
#include "support/small_disk.h"

namespace docktor {
namespace {

using std::chrono::steady_clock;
using test::BoundWatch;
using test::Fault;

const std::string kComesBack = "restart: always";  // with the engine

/// What a third of the hour may add to what a daemon at rest has written to, though nothing leaks: its log keeps 4,000
/// lines (LogBook, some 0.2 KiB each), and what is freed leaves holes. All else that grows for longer than a few
/// minutes is full before (LengthenPast: 2,000 decisions of 8 KiB) or let go (LetStoreGo).
constexpr long kMostKib = 1536;
/// One heap instead of one for nearly each thread: each of those keeps up to a megabyte that is free.
const std::string kOneHeap = "MALLOC_ARENA_MAX=1";

/// By a watch, but for those of which nobody can know.
struct Copies {
  std::map<ContainerId, std::string> all;
  const std::map<ContainerId, std::string>& made() const { return all; }
};

class Hour : public testing::Test {
 protected:
  void SetUp() override {
    std::cout << chance_.Seed() << std::endl;
    project_.compose.Compose("up -d");
    ASSERT_TRUE(Start());
  }
  void TearDown() override {
    crew_.Rest();
    EndTrouble();
    project_.docktor.Run("daemon stop");
    if (HasFailure()) std::cerr << "--- the daemon's log\n" << test::ContentOf(project_.docktor.log());
  }

  void LiveUntil(steady_clock::time_point end) {
    crew_.Work();
    while (steady_clock::now() < end && !HasFailure()) {
      if (steady_clock::now() >= turn_) Turn();
      if (mortal_ && steady_clock::now() >= death_) Die();
      if (steady_clock::now() >= tell_) Tell("amid all", test::FootprintOf(project_.daemon()));
      std::this_thread::sleep_for(50ms);
    }
    crew_.Rest();
  }
  /// From now on it lives, and must not grow: it remembers as many decisions as it ever does.
  void StayAlive() {
    mortal_ = false;
    EndTrouble();
    EXPECT_EQ(project_.docktor.Run("daemon stop").exit_code, 0);
    test::LengthenPast(project_.docktor.journal());
    ASSERT_TRUE(Start());
  }
  test::Footprint AtRest() {
    const BoundWatch::Others others(hands_.bounds());
    EndTrouble();
    test::BringToRest(project_);
    LetStoreGo();
    const auto held = test::HeldAtRest(project_.daemon());
    Tell("at rest", held);
    project_.docktor.Run("resume web");
    return held;
  }
  void EndTrouble() {
    if (fault_ == Fault::kHang) hands_.bounds().OthersUntil(BoundWatch::Now() + 5s);  // what hung is done now
    socket_.Set(fault_ = Fault::kNone);
    disk_.Free();
    if (std::exchange(disk_is_full_, false)) caught_up_ = steady_clock::now() + 15s;
    trouble_ = false;
  }
  Copies OnRecordAtAll() {
    Copies copies{hands_.bounds().made()};
    for (const auto& id : lost_) copies.all.erase(id);
    return copies;
  }

  bool mortal_ = true;  ///< the daemon
  int troubles_ = 0, deaths_ = 0, deaths_amid_trouble_ = 0;
  test::Chance chance_;
  test::WatchedProject project_{test::Hands::Stack(0, kComesBack)};
  test::Hands hands_{project_, kComesBack};

 private:
  bool Start() { return project_.TryStart("--host unix://" + socket_.path().string(), kOneHeap); }
  void Tell(const std::string& when, const test::Footprint& held) {
    std::cout << "after " << (steady_clock::now() - begin_) / 1s << " s, " << when << ": " << held << std::endl;
    tell_ = steady_clock::now() + 1min;
  }

  /// Trouble begins or ends.
  void Turn() {
    if (trouble_)
      EndTrouble();
    else
      BeginTrouble();
    turn_ = steady_clock::now() + 1s * (trouble_ ? chance_.Some(1, 15) : chance_.Some(10, 40));
  }
  void BeginTrouble() {
    ++troubles_;
    trouble_ = true;
    switch (chance_.Some(0, 8)) {
      case 0: return FillDisk();
      case 1: return EndEngine("restart");
      case 2: return EndEngine("crash");
      default: return socket_.Set(fault_ = SomeFault());
    }
  }
  Fault SomeFault() {
    constexpr std::array kFaults{Fault::kHang,     Fault::kCut,  Fault::kCutOnce,    Fault::kError,       Fault::kHalf,
                                 Fault::kNonsense, Fault::kSlow, Fault::kAnswerLost, Fault::kAnswerHalved};
    return kFaults.at(static_cast<std::size_t>(chance_.Some(0, static_cast<int>(kFaults.size()) - 1)));
  }
  void FillDisk() {
    if (!MayLoseRecords()) made_on_record_ = hands_.bounds().made();
    disk_.Fill();
    disk_is_full_ = true;
  }
  /// And starts it again. Nobody calls it meanwhile; the daemon may die over it.
  void EndEngine(const std::string& how) {
    crew_.Rest();
    const BoundWatch::Others others(hands_.bounds());
    const auto again =
        std::async(std::launch::async, [&] { test::Shell(DOCKTOR_SOURCES "/scripts/engine " + how + " 2>&1"); });
    if (mortal_ && chance_.Some(0, 1) == 0) Kill();
    again.wait();
    hands_.bounds().OthersUntil(BoundWatch::Now() + 15s);  // it starts what it is always to start
    crew_.Work();
  }

  /// Now and then amid what is wrong.
  void Die() {
    if (chance_.Some(0, 1) == 0) EndTrouble();
    Kill();
    death_ = steady_clock::now() + 1s * chance_.Some(1, 15);
  }
  void Kill() {
    ++deaths_;
    deaths_amid_trouble_ += trouble_;
    const bool loses = MayLoseRecords();
    project_.Kill();
    ASSERT_TRUE(test::Within(3min, [this] { return StartsAgain(); }));
    if (!loses) return;
    for (const auto& [id, decision] : hands_.bounds().made())
      if (!made_on_record_.contains(id)) lost_.insert(id);
  }
  /// As a manager of services has it: again and again, until nothing is in its way any more.
  bool StartsAgain() {
    if (trouble_ && steady_clock::now() >= turn_) EndTrouble();
    return Start();
  }
  /// What is done while the disk refuses is on record only once that takes it.
  bool MayLoseRecords() const { return disk_is_full_ || steady_clock::now() < caught_up_; }

  /// What is not in DuckDB's file yet it holds in memory, three times as large, up to twelve megabytes (StoreUpkeep).
  /// A disk that is full makes it let go of everything, and rest for a minute.
  void LetStoreGo() {
    EXPECT_TRUE(test::Within(3min, [this] { return StoreIsWell() == true; }));
    disk_.Fill();
    EXPECT_TRUE(test::Within(3min, [this] { return StoreIsWell() == false; }));
    disk_.Free();
    EXPECT_TRUE(test::Within(30s, [this] { return test::IsIdle(project_); })) << "and the journal has caught up";
  }
  std::optional<bool> StoreIsWell() {
    const auto health = ParseJson(project_.docktor.Run("health --json").out).and_then([](const json::value& said) {
      return FromJson<operations::HealthOutput>(said);
    });
    if (health)
      for (const auto& part : health->parts)
        if (part.part == "store") return part.ok;
    return std::nullopt;
  }

  test::SmallDisk disk_{project_.docktor.state(), 256};
  test::FaultySocket socket_{project_.compose.folder() / "engine.sock",
                             std::string(std::getenv("DOCKER_HOST")).substr(7)};
  bool trouble_ = false, disk_is_full_ = false;
  Fault fault_ = Fault::kNone;
  std::map<ContainerId, std::string> made_on_record_;  ///< before the disk was full
  std::set<ContainerId> lost_;                         ///< copies of which a death may have lost the records
  const steady_clock::time_point begin_ = steady_clock::now();
  steady_clock::time_point turn_ = begin_, tell_ = begin_, death_ = begin_ + 5s, caught_up_ = begin_;

 protected:
  test::Crew crew_{hands_, chance_};
};

TEST_F(Hour, OfEverythingLeavesNothingBehind) {
  SCOPED_TRACE(chance_.Seed());
  const test::LookWatch looks(project_);
  const auto begin = steady_clock::now();
  const std::chrono::seconds length(test::Number("CHAOS_SECONDS", 3600));
  LiveUntil(begin + length / 5);
  ASSERT_NO_FATAL_FAILURE(StayAlive());
  std::vector<test::Footprint> held;
  for (int third = 1; third <= 3; ++third) {
    LiveUntil(begin + length * third / 3);
    held.push_back(AtRest());
    test::ExpectFlat(held.front(), held.back(), kMostKib * (third - 1));
  }
  hands_.ExpectOrderInTheEnd();
  looks.ExpectInTime(2);
  const auto intents = project_.Intents();
  test::ExpectCopiesOnRecord(intents, OnRecordAtAll());
  std::cout << "hour: " << length.count() << " s, " << deaths_ << " deaths of the daemon, " << deaths_amid_trouble_
            << " of them amid trouble, " << troubles_ << " troubles of engine and disk, " << intents.size()
            << " actions; at rest after a third " << held[0] << "; after two thirds " << held[1] << "; in the end "
            << held[2] << std::endl;
}

}  // namespace
}  // namespace docktor

/// An hour in which everything happens at once: load, people and scripts at work, the daemon killed, the engine
/// restarted, killed or behind a connection that hangs, cuts and lies, the disk full.
#include <gtest/gtest.h>

#include "support/faulty_socket.h"
#include "support/footprint.h"
#include "support/hands.h"
#include "support/small_disk.h"

namespace docktor {
namespace {

using std::chrono::steady_clock;
using test::Fault;

const std::string kComesBack = "restart: always";  // with the engine

class Hour : public testing::Test {
 protected:
  void SetUp() override {
    project_.compose.Compose("up -d");
    Start();
  }
  void TearDown() override {
    EndTrouble();
    project_.docktor.Run("daemon stop");
    if (HasFailure()) std::cerr << "--- the daemon's log\n" << test::ContentOf(project_.docktor.log());
  }

  void Start() { project_.Start("--host unix://" + socket_.path().string()); }
  /// The least that the daemon held meanwhile: what is being done comes and goes.
  test::Footprint LiveUntil(steady_clock::time_point end) {
    auto least = Sample();
    while (steady_clock::now() < end && !HasFailure()) {
      if (steady_clock::now() >= turn_) Turn();
      if (mortal_ && chance_.Some(0, 15) == 0)
        Die();
      else
        hands_.Act();
      if (steady_clock::now() >= sample_) least = Least(least, Sample());
    }
    return Least(least, Sample());
  }
  test::Footprint Sample() {
    const auto held = test::FootprintOf(project_.daemon());
    std::cout << "after " << (steady_clock::now() - begin_) / 1s << " s: " << held << std::endl;
    sample_ = steady_clock::now() + 1min;
    return held;
  }
  void EndTrouble() {
    socket_.Set(Fault::kNone);
    disk_.Free();
    trouble_ = false;
  }

  bool mortal_ = true;  ///< the daemon
  int troubles_ = 0, deaths_ = 0;
  test::Chance chance_;
  test::WatchedProject project_{test::Hands::Stack(0, kComesBack)};
  test::Hands hands_{project_, chance_, kComesBack};

 private:
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
    constexpr std::array kFaults{Fault::kHang, Fault::kCut,      Fault::kError,
                                 Fault::kHalf, Fault::kNonsense, Fault::kSlow};
    switch (const int which = chance_.Some(0, 8)) {
      case 6: disk_.Fill(); break;
      case 7: Engine("restart"); break;
      case 8: Engine("crash"); break;
      default: socket_.Set(kFaults[static_cast<std::size_t>(which)]); break;
    }
  }
  void Engine(const std::string& how) { test::Shell(DOCKTOR_SOURCES "/scripts/engine " + how + " 2>&1"); }
  /// Where nothing else is in its way: it does not start without a disk or an engine.
  void Die() {
    EndTrouble();
    ++deaths_;
    project_.Kill();
    Start();
  }

  test::SmallDisk disk_{project_.docktor.state(), 256};
  test::FaultySocket socket_{project_.compose.folder() / "engine.sock",
                             std::string(std::getenv("DOCKER_HOST")).substr(7)};
  bool trouble_ = false;
  const steady_clock::time_point begin_ = steady_clock::now();
  steady_clock::time_point turn_ = begin_, sample_ = begin_;
};

TEST_F(Hour, OfEverythingLeavesNothingBehind) {
  SCOPED_TRACE(chance_.Seed());
  const auto begin = steady_clock::now();
  const std::chrono::seconds length(test::Number("CHAOS_SECONDS", 3600));
  LiveUntil(begin + length / 5);
  mortal_ = false;
  LiveUntil(begin + length / 2);  // it has seen all kinds of trouble by then, and what it keeps is full
  const auto first = LiveUntil(begin + length * 6 / 10);
  LiveUntil(begin + length * 9 / 10);
  const auto last = LiveUntil(begin + length);
  EndTrouble();
  test::ExpectNoGrowth(first, last);
  hands_.ExpectOrderInTheEnd();
  std::cout << "hour: " << length.count() << " s, " << deaths_ << " deaths of the daemon, " << troubles_
            << " troubles of engine and disk, " << project_.Intents().size() << " actions; at first " << first
            << "; at last " << last << std::endl;
}

}  // namespace
}  // namespace docktor

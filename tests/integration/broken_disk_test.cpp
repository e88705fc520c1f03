/// A disk that is full or read-only, a journal that is damaged, a store that is broken, locked or gone: Docktor acts in
/// time, says what is wrong, loses nothing that can be kept, and catches up.
#include <fcntl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.h"
#include "support/block_disk.h"
#include "support/demo_services.h"
#include "support/on_record.h"
#include "support/small_disk.h"
#include "support/status_in_time.h"
#include "support/watched_project.h"

namespace docktor {
namespace {

namespace fs = std::filesystem;

using test::Within;
using testing::HasSubstr;

class BrokenDiskTest : public testing::Test {
 protected:
  BrokenDiskTest() { project_.compose.Compose("up -d"); }

  void Order(int count) {
    const auto ran = project_.docktor.Run("scale web " + std::to_string(count) + " --for 10m");
    ASSERT_EQ(ran.exit_code, 0) << ran;
    ASSERT_TRUE(Within(15s, [&] { return project_.Runs("web", count) && !project_.Status("web").acting; }));
    until_ = project_.Status("web").mode_until;
  }
  /// After a start the count stays for five minutes whatever is known of an order, so that alone says nothing.
  void ExpectOrderHolds(int count) {
    const auto web = project_.Status("web");
    EXPECT_EQ(web.mode, operations::Mode::kOverride);
    EXPECT_EQ(web.override, "exactly " + std::to_string(count) + " replicas");
    EXPECT_EQ(web.mode_until, until_) << "it ends when it was to end";
    EXPECT_TRUE(test::Stays(3s, [&] { return project_.Runs("web", count); }));
  }
  /// The counts that intents on record were to reach.
  std::vector<int> Intended() {
    std::vector<int> counts;
    for (const auto& intent : project_.Intents()) counts.push_back(intent.action->to);
    return counts;
  }
  /// What waits for the disk has not become more for a while.
  bool IsQuiet() {
    const auto before = project_.Status().journal_error;
    return test::Stays(8s, [&] { return project_.Status().journal_error == before; });
  }
  /// By everybody who is asked how it does.
  void ExpectTroubleIsSaid(const std::string& why) {
    EXPECT_TRUE(Within(5s, [&] { return project_.Status().journal_error.has_value(); }));
    EXPECT_THAT(project_.docktor.Run("status").out,
                testing::AllOf(HasSubstr("the journal cannot be written"), HasSubstr(why)));
    EXPECT_THAT(Readiness(), testing::AllOf(HasSubstr("200"), HasSubstr("\"journal\""), HasSubstr(why)));
  }
  void ExpectCaughtUp(const std::vector<int>& intended) {
    EXPECT_TRUE(Within(15s, [&] { return !project_.Status().journal_error; }));
    EXPECT_EQ(Intended(), intended);
    test::ExpectEndsOnRecord(project_);
    EXPECT_TRUE(project_.ChainHolds());
  }
  std::string Readiness() {
    net::HttpClient door({.unix_socket = project_.docktor.socket()});
    const auto answer = door.Send({.path = "/readyz"});
    return answer ? std::to_string(answer->status) + " " + answer->body : answer.error().message;
  }
  /// The newest segment of the journal.
  fs::path Segment() {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(project_.docktor.journal()))
      if (entry.path().extension() == ".jsonl" && entry.path() > newest) newest = entry.path();
    return newest;
  }
  fs::path Store() const { return project_.docktor.state() / project_.name() / "store.duckdb"; }

  test::WatchedProject project_{test::Services(test::Web("web", "x-docktor: { min: 1, max: 6, interval: 1s }"))};

 private:
  std::optional<Instant> until_;  // when the last order ends
};

TEST_F(BrokenDiskTest, AFullDiskKeepsNothingFromBeingDoneAndAllIsCaughtUp) {
  test::SmallDisk disk(project_.docktor.state());
  project_.Start();
  Order(2);
  {
    const test::StatusInTime status(project_);
    disk.Fill();
    const auto warned = [&] {  // once the last page of the journal's file is full too
      return project_.docktor.Run("scale web 2 --for 10m").out.find("not on disk yet") != std::string::npos;
    };
    ASSERT_TRUE(Within(10s, warned));
    project_.docktor.Run("scale web 3 --for 10m");
    EXPECT_TRUE(Within(15s, [&] { return project_.Runs("web", 3); }));
    ExpectTroubleIsSaid("No space left");
  }
  EXPECT_THAT(Intended(), testing::ElementsAre(2)) << "the disk does refuse";
  EXPECT_TRUE(Within(2min, [&] { return IsQuiet(); })) << "nobody gives cause to try again";
  disk.Free();
  ExpectCaughtUp({2, 3});
}

TEST_F(BrokenDiskTest, AStartOnAFullDiskWatchesAndActs) {
  test::SmallDisk disk(project_.docktor.state());
  project_.Start();
  Order(2);
  project_.Kill();
  disk.Fill();
  project_.Start();
  Order(3);
  EXPECT_TRUE(Within(5s, [&] { return project_.Status().journal_error.has_value(); }));
  disk.Free();
  ExpectCaughtUp({2, 3});
}

TEST_F(BrokenDiskTest, AStartOnAReadOnlyDiskWatchesAndActsAlone) {
  test::SmallDisk disk(project_.docktor.state());
  project_.Start();
  Order(3);
  project_.docktor.Run("daemon stop");
  disk.Forbid();
  project_.Start();
  ExpectOrderHolds(3);
  Order(2);
  ExpectTroubleIsSaid("ead-only file system");
  EXPECT_THAT(project_.docktor.Run("daemon logs").out, HasSubstr("in memory alone")) << "its log cannot be written";
  const auto second = project_.docktor.Run("daemon start --dry-run",
                                           "DOCKTOR_RUNTIME_DIR=" + (project_.compose.folder() / "run2").string());
  EXPECT_NE(second.exit_code, 0) << second;
  EXPECT_THAT(second.err, HasSubstr("has it already")) << "the folder's lock needs nothing written";
  EXPECT_THAT(Intended(), testing::ElementsAre(3)) << "the disk does refuse";
  disk.Allow();
  ExpectCaughtUp({3, 2});
}

TEST_F(BrokenDiskTest, AFirstStartOnAReadOnlyDiskSaysWhatToDo) {
  test::SmallDisk disk(project_.docktor.state());
  disk.Forbid();
  const auto refused = project_.docktor.Run("daemon start");
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.err, testing::AllOf(HasSubstr("ead-only file system"), HasSubstr("DOCKTOR_STATE_DIR")));
}

TEST_F(BrokenDiskTest, AFolderThatIsMadeReadOnlyKeepsNothingFromBeingDoneAndAllIsCaughtUp) {
  test::BlockDisk disk(project_.docktor.journal());
  project_.Start();
  Order(2);
  {
    const test::StatusInTime status(project_);
    disk.Forbid();
    Order(3);
    ExpectTroubleIsSaid("Operation not permitted");
  }
  EXPECT_THAT(Intended(), testing::ElementsAre(2)) << "the disk does refuse";
  disk.Allow();
  ExpectCaughtUp({2, 3});
}

TEST_F(BrokenDiskTest, ADiskThatBreaksKeepsNothingFromBeingDoneAndTheEndSaysWhatIsLost) {
  test::BlockDisk disk(project_.docktor.journal());
  project_.Start();
  Order(2);
  {
    const test::StatusInTime status(project_);
    disk.Break();
    Order(3);
    ExpectTroubleIsSaid("ead-only file system");
  }
  EXPECT_EQ(project_.docktor.Run("daemon stop").exit_code, 0);
  EXPECT_THAT(test::ContentOf(project_.docktor.log()),
              testing::ContainsRegex("[0-9]+ records from .* are not on disk"));
  disk.Repair();
  project_.Start();
  Order(1);
  EXPECT_TRUE(project_.ChainHolds());
}

TEST_F(BrokenDiskTest, ADiskThatHangsKeepsNeitherOrdersNorTheEndWaiting) {
  test::BlockDisk disk(project_.docktor.journal());
  project_.Start();
  Order(2);
  {
    const test::StatusInTime status(project_);
    disk.Hang();
    Order(3);
    ExpectTroubleIsSaid("has not answered");
  }
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(project_.docktor.Run("daemon stop").exit_code, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 15s);
  EXPECT_FALSE(project_.Lives());
  EXPECT_THAT(test::ContentOf(project_.docktor.log()),
              testing::ContainsRegex("[0-9]+ records from .* are not on disk"));
  disk.Answer();
  project_.Start();
  Order(1);
  EXPECT_TRUE(project_.ChainHolds());
}

TEST_F(BrokenDiskTest, HalfALineAtTheEndOfTheJournalIsRepaired) {
  project_.Start();
  Order(3);
  project_.Kill();
  const auto segment = Segment();
  fs::resize_file(segment, fs::file_size(segment) - 20);
  project_.Start();
  ExpectOrderHolds(3);
  EXPECT_TRUE(project_.ChainHolds());
}

TEST_F(BrokenDiskTest, AFlippedBitIsNamedAndTheRestStillCounts) {
  project_.Start();
  Order(2);
  Order(3);
  project_.docktor.Run("daemon stop");
  auto text = test::ContentOf(Segment());
  const auto at = text.find("\"intent\"");
  ASSERT_NE(at, std::string::npos);
  text[at + 200] ^= 1;
  std::ofstream(Segment(), std::ios::binary) << text;
  project_.Start();
  ExpectOrderHolds(3);
  Order(1);
  const auto verified = project_.docktor.Run("decisions verify");
  EXPECT_NE(verified.exit_code, 0);
  EXPECT_THAT(verified.out + verified.err, HasSubstr(Segment().filename().string()));
}

TEST_F(BrokenDiskTest, AnOrderThatWasChangedIsNotObeyedAndThatIsSaid) {
  project_.Start();
  Order(3);
  project_.docktor.Run("daemon stop");
  auto text = test::ContentOf(Segment());
  const auto count = text.find("\"count\":3", text.rfind("\"override_set\""));
  ASSERT_NE(count, std::string::npos);
  text[count + 8] = '5';
  std::ofstream(Segment(), std::ios::binary) << text;
  project_.Start();
  EXPECT_TRUE(test::Stays(5s, [&] { return project_.Runs("web", 3); }));
  EXPECT_EQ(project_.Status("web").mode, operations::Mode::kAuto) << "no order is in force";
  for (const auto* command : {"status", "health"})
    EXPECT_THAT(project_.docktor.Run(command).out, HasSubstr("something of it is lost")) << command;
  EXPECT_THAT(project_.docktor.Run("status").out, HasSubstr(Segment().filename().string()));
}

TEST_F(BrokenDiskTest, ALastRecordThatWasDamagedIsNamedAndNotTakenForATornOne) {
  project_.Start();
  Order(3);
  project_.Kill();
  auto text = test::ContentOf(Segment());
  text[text.size() - 3] = '(';
  const auto damaged = Segment();
  std::ofstream(damaged, std::ios::binary) << text;
  project_.Start();
  const auto verified = project_.docktor.Run("decisions verify");
  EXPECT_NE(verified.exit_code, 0);
  EXPECT_THAT(verified.out + verified.err, HasSubstr(damaged.filename().string()));
}

TEST_F(BrokenDiskTest, AJournalThatIsDeletedIsBegunAnew) {
  project_.Start();
  Order(2);
  fs::remove_all(project_.docktor.journal());
  Order(3);
  EXPECT_TRUE(Within(15s, [&] { return !Intended().empty() && Intended().back() == 3; }));
  EXPECT_TRUE(Within(5s, [&] { return !project_.Status().journal_error; }));
  project_.Kill();
  project_.Start();
  ExpectOrderHolds(3);
}

TEST_F(BrokenDiskTest, AStoreThatSomebodyHoldsKeepsNobodyWaiting) {
  project_.Start();
  Order(2);
  project_.docktor.Run("daemon stop");
  const int store = open(Store().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct flock lock {};
  lock.l_type = F_WRLCK;
  ASSERT_EQ(fcntl(store, F_SETLK, &lock), 0);
  project_.Start();
  Order(3);
  const auto refused = project_.docktor.Run("decisions export --format json");
  EXPECT_EQ(refused.exit_code, 1) << refused;
  EXPECT_THAT(refused.err, HasSubstr("lock"));
  EXPECT_EQ(project_.docktor.Run("decisions list").exit_code, 0) << "the journal tells all the same";
  close(store);
  EXPECT_TRUE(Within(80s, [&] { return project_.docktor.Run("decisions export --format json").exit_code == 0; }));
}

TEST_F(BrokenDiskTest, AStoreThatIsDeletedIsBuiltAnew) {
  project_.Start();
  Order(2);
  ASSERT_EQ(project_.docktor.Run("decisions export --format json").exit_code, 0);
  fs::remove(Store());
  Order(3);
  const auto rows = project_.docktor.Run("decisions export --format json");
  EXPECT_EQ(rows.exit_code, 0) << rows;
  EXPECT_THAT(rows.out, HasSubstr("\"scale_up\""));
  project_.docktor.Run("daemon restart");
  EXPECT_EQ(project_.docktor.Run("decisions export --format json").exit_code, 0);
  EXPECT_TRUE(fs::exists(Store()));
}

}  // namespace
}  // namespace docktor

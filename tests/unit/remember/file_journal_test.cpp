#include "remember/journal/file_journal.h"

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"
#include "remember/journal/segment.h"
#include "remember/journal/verify.h"
#include "support/movable_clock.h"
#include "support/within.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

const fs::path kFolder = "/state/shop";

class FileJournalTest : public testing::Test {
 protected:
  std::unique_ptr<FileJournal> Open(FileJournal::Settings settings = {}) {
    return OpenJournal(kFolder, clock, disk, settings);
  }
  void ExpectWhole() {
    const auto verification = Verify(kFolder, disk);
    ASSERT_TRUE(verification);
    EXPECT_TRUE(verification->ok) << verification->problem->what;
    EXPECT_EQ(verification->torn_bytes, 0u);
  }

  HandClock clock;
  FakeDisk disk;
};

TEST_F(FileJournalTest, RecordsAreNumberedTimedAndKeptInOrder) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  clock.now += 1500ms;
  ASSERT_TRUE(journal->Append(Noted("b")));
  const auto replayed = Replay(kFolder, disk);
  ASSERT_TRUE(replayed);
  ASSERT_EQ(Notes(replayed->records), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(replayed->records[1].sequence, 2u);
  EXPECT_EQ(replayed->records[1].at, kStart + 1500ms);
  EXPECT_EQ(journal->Trouble(), std::nullopt);
  ExpectWhole();
}

TEST_F(FileJournalTest, WhatWasAcknowledgedOutlivesAPowerCut) {
  auto journal = Open({.segment_bytes = 500});
  for (const auto* note : {"a", "b", "c", "d", "e"}) ASSERT_TRUE(journal->Append(Noted(note)));
  disk.LoseUnsynced();
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c", "d", "e"));
  ExpectWhole();
}

TEST_F(FileJournalTest, TheNextStartGoesOnWhereTheLastOneEnded) {
  ASSERT_TRUE(Open()->Append(Noted("a")));
  auto journal = Open();
  EXPECT_FALSE(journal->repaired());
  ASSERT_TRUE(journal->Append(Noted("b")));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b"));
  ExpectWhole();
}

TEST_F(FileJournalTest, SegmentsRollAndTheChainRunsThroughThem) {
  for (int run = 0; run < 3; ++run) {
    auto journal = Open({.segment_bytes = 1000});
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(journal->Append(Noted(std::to_string(20 * run + i))));
  }
  const auto verification = Verify(kFolder, disk);
  ASSERT_TRUE(verification && verification->ok);
  EXPECT_EQ(verification->records, 60u);
  EXPECT_GT(verification->segments, 10);
  const auto segments = ListSegments(disk, kFolder);
  ASSERT_TRUE(segments);
  for (const auto& segment : *segments) EXPECT_LE(disk.Get(segment.file).size(), 1000u) << segment.Name();
}

TEST_F(FileJournalTest, ARecordLongerThanASegmentHasOneToItself) {
  auto journal = Open({.segment_bytes = 300});
  ASSERT_TRUE(journal->Append(Noted("a")));
  ASSERT_TRUE(journal->Append(Noted(std::string(5000, 'x'))));
  ASSERT_TRUE(journal->Append(Noted("b")));
  EXPECT_EQ(ListSegments(disk, kFolder)->size(), 3u);
  ExpectWhole();
}

TEST_F(FileJournalTest, AFullDiskLosesNothingAndTearsNothing) {
  for (std::uint64_t space = 0; space < 700; space += 7) {
    FakeDisk small;
    auto journal = OpenJournal(kFolder, clock, small);
    small.LeaveSpace(space);
    std::vector<std::string> notes, acknowledged;
    for (int i = 0; i < 6; ++i) {
      notes.push_back(std::to_string(i));
      const auto status = journal->Append(Noted(notes.back()));
      if (status)
        acknowledged = notes;
      else
        ASSERT_EQ(status.error().code, Errc::kUnavailable);
    }
    ASSERT_EQ(NotesIn(kFolder, small), acknowledged);
    ASSERT_THAT(journal->Trouble().value_or(""), HasSubstr("No space left on device"));
    ASSERT_EQ(Verify(kFolder, small)->torn_bytes, 0u) << "a torn line was left behind";
    small.LeaveSpace(std::nullopt);
    ASSERT_TRUE(journal->Flush());
    ASSERT_EQ(journal->Trouble(), std::nullopt);
    ASSERT_EQ(NotesIn(kFolder, small), notes);
    ASSERT_TRUE(Verify(kFolder, small)->ok);
  }
}

TEST_F(FileJournalTest, TheNextAppendBringsTheBacklogAlong) {
  auto journal = Open();
  disk.RefuseOpening(true);
  EXPECT_FALSE(journal->Append(Noted("a")));
  EXPECT_FALSE(journal->Append(Noted("b")));
  EXPECT_FALSE(journal->Flush());
  EXPECT_THAT(*journal->Trouble(), HasSubstr("Read-only file system; 2 waiting in memory"));
  disk.RefuseOpening(false);
  EXPECT_TRUE(journal->Append(Noted("c")));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
  ExpectWhole();
}

TEST_F(FileJournalTest, AFailedSyncIsMadeUpForByWritingAgain) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.FailSyncs(1);
  EXPECT_FALSE(journal->Append(Noted("b")));
  EXPECT_TRUE(journal->Append(Noted("c")));
  disk.LoseUnsynced();
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
  ExpectWhole();
}

TEST_F(FileJournalTest, HalfALineThatCannotBeCutOffIsCutBeforeTheNextOne) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.LeaveSpace(50);
  disk.RefuseTruncation(true);
  EXPECT_FALSE(journal->Append(Noted("b")));
  disk.LeaveSpace(std::nullopt);
  EXPECT_FALSE(journal->Append(Noted("c")));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a"));
  disk.RefuseTruncation(false);
  EXPECT_TRUE(journal->Flush());
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
  ExpectWhole();
}

TEST_F(FileJournalTest, WhatWaitsIsWrittenAtTheEnd) {
  auto journal = Open();
  disk.FailSyncs(1);
  EXPECT_FALSE(journal->Append(Noted("a")));
  journal.reset();
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a"));
}

TEST_F(FileJournalTest, WhatIsTooMuchToWaitIsCountedAndTheChainStaysWhole) {
  auto journal = Open({.queue = {.most_waiting = 3}});
  disk.RefuseOpening(true);
  for (const auto* note : {"a", "b", "c", "d", "e"}) EXPECT_FALSE(journal->Append(Noted(note)));
  EXPECT_EQ(journal->gap(), 2u);
  EXPECT_THAT(*journal->Trouble(), HasSubstr("3 waiting in memory, 2 dropped"));
  disk.RefuseOpening(false);
  EXPECT_TRUE(journal->Append(Noted("f")));
  EXPECT_EQ(journal->Trouble(), std::nullopt);
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c", "f"));
  ExpectWhole();
}

TEST_F(FileJournalTest, OfWhatWasTooMuchToWaitARecordTellsInItsPlace) {
  auto journal = Open({.queue = {.most_waiting = 2}});
  std::vector<std::uint64_t> heard;
  journal->Subscribe([&](const Record& record) { heard.push_back(record.sequence); });
  disk.RefuseOpening(true);
  for (const auto* note : {"a", "b", "c", "d", "e"}) {
    EXPECT_FALSE(journal->Append(Noted(note)));
    clock.now += 1s;
  }
  disk.RefuseOpening(false);
  EXPECT_TRUE(journal->Append(Noted("f")));
  const auto records = Replay(kFolder, disk)->records;
  ASSERT_EQ(records.size(), 4u);
  const auto* lost = std::get_if<RecordsLost>(&records[2].body);
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->count, 3);
  EXPECT_EQ(lost->first, kStart + 2s);
  EXPECT_EQ(lost->last, kStart + 4s);
  EXPECT_THAT(heard, ElementsAre(1u, 2u, 3u, 4u));
  ExpectWhole();
}

TEST_F(FileJournalTest, WhatWasTooMuchToWaitIsToldAtTheEndToo) {
  auto journal = Open({.queue = {.most_waiting = 1}});
  disk.RefuseOpening(true);
  for (const auto* note : {"a", "b"}) EXPECT_FALSE(journal->Append(Noted(note)));
  disk.RefuseOpening(false);
  EXPECT_TRUE(journal->Close());
  EXPECT_EQ(Verify(kFolder, disk)->lost, 1);
  ExpectWhole();
}

TEST_F(FileJournalTest, AStartWhereNothingCanBeWrittenCatchesUp) {
  ASSERT_TRUE(Open()->Append(Noted("a")));
  const auto whole = disk.Get(SegmentFile(kFolder, 1));
  disk.Put(SegmentFile(kFolder, 1), whole + R"({"seq":2,)");
  disk.RefuseOpening(true);
  auto journal = Open();
  ASSERT_TRUE(journal && journal->repaired());
  EXPECT_TRUE(journal->repaired()->is_due);
  EXPECT_FALSE(journal->Append(Noted("b")));
  EXPECT_FALSE(FileJournal::Open(kFolder, clock, {}, disk)) << "no second one is let in";
  disk.RefuseOpening(false);
  EXPECT_TRUE(journal->Append(Noted("c")));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
  ExpectWhole();
}

TEST_F(FileJournalTest, WhereADiskWasMountedThatIsAwayNothingIsWritten) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.FailSyncs(1);
  EXPECT_FALSE(journal->Append(Noted("b")));
  disk.Mount(2);
  EXPECT_FALSE(journal->Append(Noted("c")));
  EXPECT_THAT(journal->Trouble().value_or(""), HasSubstr("on another disk than at the start"));
  disk.Mount(1);
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a"));
  EXPECT_TRUE(journal->Flush());
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
}

TEST_F(FileJournalTest, ADiskThatIsMountedAnewMayBearAnotherNumber) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.FailSyncs(1);
  EXPECT_FALSE(journal->Append(Noted("b")));
  disk.Renumber(7);
  EXPECT_TRUE(journal->Flush());
  EXPECT_TRUE(journal->Append(Noted("c")));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
}

TEST_F(FileJournalTest, TheEndDoesNotWaitForADiskThatHangsAndSaysWhatIsNotOnIt) {
  auto journal = Open({.queue = {.patience = 20ms, .farewell = 50ms}});
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.Hang();
  EXPECT_FALSE(journal->Append(Noted("b")));
  clock.now += 1s;
  EXPECT_FALSE(journal->Append(Noted("c")));
  const auto closed = journal->Close();
  ASSERT_FALSE(closed);
  EXPECT_THAT(closed.error().message,
              HasSubstr("2 records from 2025-11-24T16:00:00.000Z to 2025-11-24T16:00:01.000Z are not on "
                        "disk: the disk has not answered for"));
  journal.reset();
  EXPECT_FALSE(FileJournal::Open(kFolder, clock, {}, disk)) << "what it was given may still be written";
  disk.Release();
  EXPECT_TRUE(test::Within(10s, [&] { return disk.Lock(kFolder).has_value(); }));
  ExpectWhole();
}

TEST_F(FileJournalTest, TheEndSaysWhatADiskThatRefusesDidNotTake) {
  auto journal = Open();
  disk.RefuseOpening(true);
  EXPECT_FALSE(journal->Append(Noted("a")));
  const auto closed = journal->Close();
  ASSERT_FALSE(closed);
  EXPECT_THAT(closed.error().message, testing::AllOf(HasSubstr("1 record from"), HasSubstr("Read-only file system")));
}

TEST_F(FileJournalTest, ALongBacklogIsCaughtUpWith) {
  auto journal = Open({.segment_bytes = 20'000});
  disk.RefuseOpening(true);
  std::vector<std::string> notes;
  for (int i = 0; i < 3500; ++i) {
    notes.push_back(std::to_string(i));
    ASSERT_FALSE(journal->Append(Noted(notes.back())));
  }
  disk.RefuseOpening(false);
  EXPECT_TRUE(journal->Flush());
  EXPECT_EQ(NotesIn(kFolder, disk), notes);
  ExpectWhole();
}

TEST_F(FileJournalTest, ASegmentThatSomebodyShortensIsLeftAndTheNextOneIsBegun) {
  auto journal = Open();
  for (const auto* note : {"a", "b"}) ASSERT_TRUE(journal->Append(Noted(note)));
  const auto first = SegmentFile(kFolder, 1);
  disk.Shorten(first, 40);
  ASSERT_TRUE(journal->Append(Noted("c")));
  disk.FailSyncs(1);
  EXPECT_FALSE(journal->Append(Noted("d")));
  disk.Shorten(SegmentFile(kFolder, 2), 20);
  ASSERT_TRUE(journal->Flush());
  EXPECT_EQ(disk.Get(first).size(), 40u);
  EXPECT_EQ(disk.Get(SegmentFile(kFolder, 2)).size(), 20u);
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("d"));
}

/// What a failed attempt left is there still when the file is shortened.
TEST_F(FileJournalTest, WhatWasToBeCutOffAndIsGoneIsNotMadeUpForWithZeros) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.LeaveSpace(50);
  disk.RefuseTruncation(true);
  EXPECT_FALSE(journal->Append(Noted("b")));
  disk.LeaveSpace(std::nullopt);
  disk.RefuseTruncation(false);
  disk.Shorten(SegmentFile(kFolder, 1), 40);
  ASSERT_TRUE(journal->Flush());
  EXPECT_EQ(disk.Get(SegmentFile(kFolder, 1)).size(), 40u);
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("b"));
}

TEST_F(FileJournalTest, AFolderThatIsDeletedIsMadeAgainAndVerifySaysSo) {
  auto journal = Open();
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.DeleteAll();
  EXPECT_FALSE(journal->Append(Noted("b")));
  EXPECT_TRUE(journal->Append(Noted("c")));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("b", "c"));
  const auto verification = Verify(kFolder, disk);
  ASSERT_TRUE(verification);
  ASSERT_FALSE(verification->ok);
  EXPECT_EQ(verification->problem->fault, Fault::kMissingSegment);
}

TEST_F(FileJournalTest, SubscribersHearEveryRecordInOrderWhateverTheDiskSays) {
  auto journal = Open();
  std::vector<std::uint64_t> heard;
  journal->Subscribe([&](const Record& record) { heard.push_back(record.sequence); });
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.FailSyncs(2);
  EXPECT_FALSE(journal->Append(Noted("b")));
  EXPECT_FALSE(journal->Append(Noted("c")));
  EXPECT_TRUE(journal->Append(Noted("d")));
  EXPECT_THAT(heard, ElementsAre(1u, 2u, 3u, 4u));
}

TEST_F(FileJournalTest, ManyThreadsMayAppendWhileTheDiskComesAndGoes) {
  auto journal = Open({.segment_bytes = 5000});
  std::vector<std::uint64_t> heard;
  journal->Subscribe([&](const Record& record) { heard.push_back(record.sequence); });
  constexpr int kThreads = 8, kEach = 200;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        if (i % 20 == 0) disk.FailSyncs(2);
        static_cast<void>(journal->Append(Noted(std::to_string(t) + ":" + std::to_string(i))));
      }
    });
  for (auto& thread : threads) thread.join();
  disk.FailSyncs(0);
  ASSERT_TRUE(journal->Flush());

  const auto notes = NotesIn(kFolder, disk);
  ASSERT_EQ(notes.size(), kThreads * kEach);
  std::map<char, int> next;
  for (const auto& note : notes) EXPECT_EQ(std::stoi(note.substr(2)), next[note[0]]++) << "order of one thread";
  ASSERT_EQ(heard.size(), notes.size());
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  ExpectWhole();
}

/// Counts the records that were given a time, and so a place.
class CountingClock final : public Clock {
 public:
  Instant Now() const override {
    ++asked;
    return kStart;
  }
  mutable std::atomic<int> asked = 0;
};

TEST_F(FileJournalTest, ThoseWhoCameWhileTheDiskWasBusyShareOneSync) {
  constexpr int kAll = 9;
  CountingClock counting;
  auto journal = OpenJournal(kFolder, counting, disk);
  disk.Hang();
  std::vector<std::thread> threads;
  for (int i = 0; i < kAll; ++i) threads.emplace_back([&] { EXPECT_TRUE(journal->Append(Noted("a"))); });
  while (counting.asked < kAll) std::this_thread::yield();
  disk.Release();
  for (auto& thread : threads) thread.join();
  EXPECT_LE(disk.syncs(), 2);
  EXPECT_EQ(NotesIn(kFolder, disk).size(), std::size_t{kAll});
}

TEST_F(FileJournalTest, ADiskThatHangsIsWaitedForOnceAndNoLongerThanPatienceLasts) {
  auto journal = Open({.queue = {.patience = 50ms}});
  std::vector<std::uint64_t> heard;
  journal->Subscribe([&](const Record& record) { heard.push_back(record.sequence); });
  ASSERT_TRUE(journal->Append(Noted("a")));
  disk.Hang();
  const auto refused = journal->Append(Noted("b"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kUnavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("the disk has not answered for 0s; 1 waiting in memory"));
  EXPECT_THAT(journal->Trouble().value_or(""), HasSubstr("the disk has not answered"));
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(journal->Append(Noted("c")));  // fifty seconds, were each to wait
  EXPECT_FALSE(journal->Flush());
  EXPECT_EQ(heard.size(), 1002u) << "who asks what was decided is told of them all";
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  disk.Release();
  EXPECT_TRUE(test::Within(10s, [&] { return !journal->Trouble(); }));
  EXPECT_TRUE(journal->Append(Noted("d")));
  EXPECT_EQ(NotesIn(kFolder, disk).size(), 1003u);
  ExpectWhole();
}

TEST_F(FileJournalTest, OfWhatADiskThatHangsIsSentNoMoreWaitsThanMay) {
  auto journal = Open({.queue = {.most_waiting = 3, .patience = 20ms}});
  disk.Hang();
  for (const auto* note : {"a", "b", "c", "d", "e"}) EXPECT_FALSE(journal->Append(Noted(note)));
  EXPECT_EQ(journal->gap(), 2u);
  disk.Release();
  EXPECT_TRUE(test::Within(10s, [&] { return journal->Flush().has_value(); }));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b", "c"));
}

TEST_F(FileJournalTest, ItCatchesUpByItselfThoughNothingMoreIsToBeKept) {
  test::MovableClock moved;
  auto journal = OpenJournal(kFolder, moved, disk, {.queue = {.try_again = 5s}});
  disk.RefuseOpening(true);
  EXPECT_FALSE(journal->Append(Noted("a")));
  disk.RefuseOpening(false);
  EXPECT_FALSE(test::Within(300ms, [&] { return !journal->Trouble(); })) << "five seconds have not passed";
  moved.Advance(5s);
  EXPECT_TRUE(test::Within(10s, [&] { return !journal->Trouble(); }));
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a"));
}

TEST_F(FileJournalTest, AWriterThatIsAliveKeepsOthersOut) {
  auto journal = Open();
  const auto second = FileJournal::Open(kFolder, clock, {}, disk);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::kConflict);
  journal.reset();
  EXPECT_TRUE(FileJournal::Open(kFolder, clock, {}, disk));
}

TEST_F(FileJournalTest, WhereverTheWriterDiesNothingAcknowledgedIsLost) {
  const std::vector<std::string> notes{"a", "ü", "c"};
  std::vector<std::size_t> lengths;
  {
    auto journal = Open();
    for (const auto& note : notes) {
      ASSERT_TRUE(journal->Append(Noted(note)));
      lengths.push_back(disk.Get(SegmentFile(kFolder, 1)).size());
    }
  }
  const auto whole = disk.Get(SegmentFile(kFolder, 1));
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    FakeDisk after;
    after.Put(SegmentFile(kFolder, 1), whole.substr(0, length));
    auto journal = OpenJournal(kFolder, clock, after);
    std::vector<std::string> expected;
    std::size_t good = 0;
    for (std::size_t i = 0; i < notes.size() && lengths[i] <= length; ++i) {
      expected.push_back(notes[i]);
      good = lengths[i];
    }
    ASSERT_EQ(journal->repaired().has_value(), good != length) << length;
    if (journal->repaired()) {
      ASSERT_EQ(journal->repaired()->bytes, length - good);
      ASSERT_EQ(after.Get(journal->repaired()->kept_in), whole.substr(good, length - good));
    }
    ASSERT_TRUE(journal->Append(Noted("after")));
    expected.push_back("after");
    ASSERT_EQ(NotesIn(kFolder, after), expected) << length;
    ASSERT_TRUE(Verify(kFolder, after)->ok) << length;
  }
}

TEST_F(FileJournalTest, WhereverTheSecondSegmentTearsTheChainGoesOn) {
  {
    auto journal = Open({.segment_bytes = 300});
    ASSERT_TRUE(journal->Append(Noted("a")));
    ASSERT_TRUE(journal->Append(Noted("b")));
  }
  const auto first = disk.Get(SegmentFile(kFolder, 1)), second = disk.Get(SegmentFile(kFolder, 2));
  ASSERT_FALSE(second.empty());
  for (std::size_t length = 0; length < second.size(); ++length) {
    FakeDisk after;
    after.Put(SegmentFile(kFolder, 1), first);
    after.Put(SegmentFile(kFolder, 2), second.substr(0, length));
    ASSERT_TRUE(OpenJournal(kFolder, clock, after)->Append(Noted("after")));
    ASSERT_EQ(NotesIn(kFolder, after), (std::vector<std::string>{"a", "after"})) << length;
    ASSERT_TRUE(Verify(kFolder, after)->ok) << length;
  }
}

TEST_F(FileJournalTest, APowerCutAtAnyPointOfARunLosesNothingAcknowledged) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 200; ++round) {
    FakeDisk shaky;
    std::vector<std::string> acknowledged;
    for (int life = 0; life < 4; ++life) {
      auto journal = OpenJournal(kFolder, clock, shaky, {.segment_bytes = 700});
      ASSERT_TRUE(journal);
      for (int i = 0; i < 5; ++i) {
        if (random() % 4 == 0) shaky.FailSyncs(static_cast<int>(random() % 2));
        const auto note = std::to_string(life) + std::to_string(i);
        if (journal->Append(Noted(note))) acknowledged.push_back(note);
      }
      shaky.RefuseOpening(true);
      shaky.FailSyncs(1'000'000);
      shaky.LoseUnsynced(random() % 400);  // what the dying journal still tries goes nowhere
      journal.reset();
      shaky.RefuseOpening(false);
      shaky.FailSyncs(0);
    }
    const auto notes = NotesIn(kFolder, shaky);
    for (const auto& note : acknowledged) ASSERT_THAT(notes, testing::Contains(note)) << round;
    ASSERT_TRUE(std::is_sorted(notes.begin(), notes.end())) << round;
    ASSERT_TRUE(OpenJournal(kFolder, clock, shaky));  // repairs the last tear
    ASSERT_TRUE(Verify(kFolder, shaky)->ok) << Verify(kFolder, shaky)->problem->what;
  }
}

TEST_F(FileJournalTest, ATornLineIsCutOffEvenWhereThereIsNoRoomToKeepIt) {
  ASSERT_TRUE(Open()->Append(Noted("a")));
  disk.Put(SegmentFile(kFolder, 1), disk.Get(SegmentFile(kFolder, 1)) + "{\"seq\":2,");
  disk.LeaveSpace(0);
  auto journal = Open();
  ASSERT_TRUE(journal && journal->repaired());
  EXPECT_EQ(journal->repaired()->kept_in, "");
  EXPECT_EQ(journal->repaired()->bytes, 9u);
  ExpectWhole();
}

TEST_F(FileJournalTest, AWholeLastLineThatWasDamagedIsNotTakenForATornOne) {
  {
    auto journal = Open();
    for (const auto* note : {"a", "b"}) ASSERT_TRUE(journal->Append(Noted(note)));
  }
  auto text = disk.Get(SegmentFile(kFolder, 1));
  text[text.size() - 3] = '(';
  disk.Put(SegmentFile(kFolder, 1), text);
  auto journal = Open();
  ASSERT_TRUE(journal);
  EXPECT_FALSE(journal->repaired());
  EXPECT_TRUE(journal->Append(Noted("c")));
  EXPECT_EQ(disk.Get(SegmentFile(kFolder, 1)), text);
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "c"));
  EXPECT_EQ(Verify(kFolder, disk)->problem->line, 2) << "it was told to be kept: its loss is named";
}

TEST_F(FileJournalTest, ALineWithBlocksThatDidNotReachTheDiskIsTorn) {
  ASSERT_TRUE(Open()->Append(Noted("a")));
  const auto whole = disk.Get(SegmentFile(kFolder, 1));
  disk.Put(SegmentFile(kFolder, 1), whole + "{\"seq\":2," + std::string(100, '\0') + "}\n");
  auto journal = Open();
  ASSERT_TRUE(journal && journal->repaired());
  EXPECT_EQ(disk.Get(SegmentFile(kFolder, 1)), whole);
}

TEST_F(FileJournalTest, DamageThatIsNoTornLineIsLeftForVerifyToName) {
  ASSERT_TRUE(Open()->Append(Noted("a")));
  const auto damaged = disk.Get(SegmentFile(kFolder, 1)) + "garbage\nmore garbage\n";
  disk.Put(SegmentFile(kFolder, 1), damaged);
  auto journal = Open();
  ASSERT_TRUE(journal);
  EXPECT_FALSE(journal->repaired());
  EXPECT_TRUE(journal->Append(Noted("b")));
  EXPECT_EQ(disk.Get(SegmentFile(kFolder, 1)), damaged);
  EXPECT_THAT(NotesIn(kFolder, disk), ElementsAre("a", "b"));
  EXPECT_EQ(Verify(kFolder, disk)->problem->line, 2);
}

TEST(FileJournalOnDisk, TheFilesBelongToTheUserAlone) {
  const TemporaryFolder temporary;
  const HandClock clock;
  const auto folder = temporary.path / "deep" / "shop";
  auto journal = FileJournal::Open(folder, clock);
  ASSERT_TRUE(journal) << journal.error().message;
  ASSERT_TRUE((*journal)->Append(Noted("a")));
  for (const auto& [path, mode] :
       {std::pair{folder.parent_path(), 0700u}, {folder, 0700u}, {SegmentFile(folder, 1), 0600u}}) {
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0) << path;
    EXPECT_EQ(about.st_mode & 0777u, mode) << path;
  }
  EXPECT_THAT(NotesIn(folder), ElementsAre("a"));
}

TEST(FileJournalOnDisk, TheLockHoldsWithoutItsFileAndHeedsOneWhoLocksTheFileAlone) {
  const TemporaryFolder temporary;
  const HandClock clock;
  const auto file = temporary.path / "journal.lock";
  const auto refusal = [&] {
    const auto second = FileJournal::Open(temporary.path, clock);
    return second ? std::string("let in") : second.error().message;
  };
  auto journal = OpenJournal(temporary.path, clock);
  EXPECT_THAT(refusal(), HasSubstr("process " + std::to_string(::getpid()) + " has it already"));
  fs::remove(file);
  EXPECT_THAT(refusal(), HasSubstr("another process has it already"));
  journal.reset();
  const int held = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::flock(held, LOCK_EX), 0);
  EXPECT_THAT(refusal(), HasSubstr("has it already"));
  ::close(held);
  EXPECT_TRUE(FileJournal::Open(temporary.path, clock));
}

TEST(FileJournalOnDisk, ATornLineIsKeptBeside) {
  const TemporaryFolder temporary;
  const HandClock clock;
  { ASSERT_TRUE(OpenJournal(temporary.path, clock)->Append(Noted("a"))); }
  std::ofstream(SegmentFile(temporary.path, 1), std::ios::app) << "{\"seq\":2,\"at\"";
  auto journal = OpenJournal(temporary.path, clock);
  ASSERT_TRUE(journal->repaired());
  EXPECT_EQ(journal->repaired()->segment, "journal-000001.jsonl");
  std::ifstream torn(journal->repaired()->kept_in);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(torn), {}), "{\"seq\":2,\"at\"");
  ASSERT_TRUE(journal->Append(Noted("b")));
  EXPECT_THAT(NotesIn(temporary.path), ElementsAre("a", "b"));
  EXPECT_TRUE(Verify(temporary.path)->ok);
}

TEST(FileJournalOnDisk, AFolderThatIsDeletedIsMadeAgain) {
  const TemporaryFolder temporary;
  const HandClock clock;
  auto journal = OpenJournal(temporary.path / "shop", clock);
  ASSERT_TRUE(journal->Append(Noted("a")));
  fs::remove_all(temporary.path / "shop");
  EXPECT_FALSE(journal->Append(Noted("b")));
  EXPECT_TRUE(journal->Append(Noted("c")));
  EXPECT_THAT(NotesIn(temporary.path / "shop"), ElementsAre("b", "c"));
}

TEST(FileJournalOnDisk, AFileInTheWayIsNamed) {
  const TemporaryFolder temporary;
  const HandClock clock;
  std::ofstream(temporary.path / "shop") << "not a folder";
  const auto journal = FileJournal::Open(temporary.path / "shop", clock);
  ASSERT_FALSE(journal);
  EXPECT_THAT(journal.error().message, HasSubstr("open the journal in " + (temporary.path / "shop").string()));
}

/// Runs `child` in a process of its own, which then waits to be killed; returns its id once `child` is through.
pid_t ProcessThat(const std::function<void()>& child) {
  std::array<int, 2> done{};
  EXPECT_EQ(::pipe(done.data()), 0);
  const auto pid = ::fork();
  if (pid == 0) {
    child();
    static_cast<void>(::write(done[1], "x", 1) < 0);
    for (;;) ::pause();
  }
  char byte = 0;
  EXPECT_EQ(::read(done[0], &byte, 1), 1);
  ::close(done[0]);
  ::close(done[1]);
  return pid;
}

TEST(FileJournalOnDisk, AnotherProcessIsNamedAndItsDeathEndsItsHold) {
  const TemporaryFolder temporary;
  const HandClock clock;
  const auto writer = ProcessThat([&] {
    static std::unique_ptr<FileJournal> journal = OpenJournal(temporary.path, clock);
    static_cast<void>(journal->Append(Noted("from the other process")));
  });
  const auto refused = FileJournal::Open(temporary.path, clock);
  ::kill(writer, SIGKILL);
  ::waitpid(writer, nullptr, 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("process " + std::to_string(writer)));

  auto journal = OpenJournal(temporary.path, clock);
  ASSERT_TRUE(journal->Append(Noted("from this one")));
  EXPECT_THAT(NotesIn(temporary.path), ElementsAre("from the other process", "from this one"));
  EXPECT_TRUE(Verify(temporary.path)->ok);
}

}  // namespace
}  // namespace docktor::remember

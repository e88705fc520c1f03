#include "remember/journal/prune.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/anchor.h"
#include "remember/journal/fake_disk.h"
#include "remember/journal/verify.h"
#include "support/restart.h"

namespace docktor::remember {
namespace {

using testing::Contains;
using testing::HasSubstr;

const std::filesystem::path kFolder = "/state/shop";
const ServiceKey kWeb{"shop", "web"};

class PruneTest : public testing::Test {
 protected:
  std::unique_ptr<FileJournal> Open() { return OpenJournal(kFolder, clock, disk, {.segment_bytes = 2000}); }
  /// A note an hour, ten to a segment or so.
  void AppendNotes(int count) {
    for (int i = 0; i < count; ++i, clock.now += 1h) ASSERT_TRUE(journal->Append(Noted(std::to_string(notes++))));
  }
  Pruned Prune(KeepLimits limits) {
    const auto pruned = remember::Prune(kFolder, limits, clock.now, disk);
    EXPECT_TRUE(pruned) << pruned.error().message;
    return pruned.value_or(Pruned{});
  }
  std::vector<Segment> Segments() { return *ListSegments(disk, kFolder); }
  std::vector<std::string> Names() { return *disk.List(kFolder); }
  Verification Found() { return *Verify(kFolder, disk); }
  std::vector<std::string> RestartNeeds() {
    std::vector<std::string> lines;
    const auto past = RecentPast(kFolder, clock.now + 1h, disk);
    for (const auto& record : past->records) lines.push_back(WriteLine(record, ""));
    return lines;
  }

  HandClock clock;
  FakeDisk disk;
  std::unique_ptr<FileJournal> journal = Open();
  int notes = 0;
};

TEST_F(PruneTest, WhatIsYoungAndSmallStays) {
  AppendNotes(100);
  EXPECT_EQ(Prune({}).segments, 0);
  EXPECT_EQ(NotesIn(kFolder, disk).size(), 100u);
}

TEST_F(PruneTest, WholeSegmentsGoOnceAllInThemIsTooOld) {
  AppendNotes(100);
  const auto pruned = Prune({.age = 30h});
  EXPECT_GT(pruned.segments, 4);
  const auto left = NotesIn(kFolder, disk);
  EXPECT_GE(left.size(), 30u);
  EXPECT_LT(left.size(), 45u);
  EXPECT_EQ(left.back(), "99");
  const auto found = Found();
  EXPECT_TRUE(found.ok) << found.problem->what;
  EXPECT_EQ(found.pruned + found.records, 100u);
}

TEST_F(PruneTest, TheOldestGoUntilTheRestIsSmallEnough) {
  AppendNotes(100);
  Prune({.bytes = 9000});
  std::size_t bytes = 0;
  for (const auto& segment : Segments()) bytes += disk.Get(segment.file).size();
  EXPECT_LE(bytes, 9000u);
  EXPECT_GT(bytes, 5000u);
  EXPECT_TRUE(Found().ok);
}

TEST_F(PruneTest, TheNewestSegmentStaysHoweverOldAndLarge) {
  AppendNotes(20);
  clock.now += 10'000h;
  Prune({.age = 1h, .bytes = 1});
  EXPECT_EQ(Segments().size(), 1u);
  EXPECT_THAT(NotesIn(kFolder, disk), Contains("19"));
  journal.reset();
  journal = Open();
  AppendNotes(1);
  const auto found = Found();
  EXPECT_TRUE(found.ok) << found.problem->what;
  EXPECT_EQ(found.pruned + found.records, 21u);
}

TEST_F(PruneTest, ARestartFindsAllThatItFoundBefore) {
  const std::vector<RecordBody> needed{FirstEnabled{kWeb, 2},
                                       OverrideSet{kWeb, {.count = 3}},
                                       Intent{ActionOf(1)},
                                       ActionEnded{{.decision = {1}, .service = kWeb}},
                                       OutcomeJudged{{.decision = {1}, .service = kWeb}},
                                       ChangeSeen{.service = kWeb, .kind = ChangeKind::kStopped},
                                       Intent{ActionOf(2, "db")},
                                       ProposalMade{{.decision = HoldOf(3)}}};
  for (const auto& body : needed) {
    ASSERT_TRUE(journal->Append(body));
    AppendNotes(4);
  }
  const auto before = RestartNeeds();
  EXPECT_EQ(before.size(), needed.size());
  for (int round = 0; round < 5; ++round) {  // what was carried once is carried on
    AppendNotes(30);
    EXPECT_GT(Prune({.age = 20h}).segments, 0);
    EXPECT_EQ(RestartNeeds(), before);
  }
  History history(kFolder, 100, disk);
  ASSERT_TRUE(Fill(history, kFolder, 100, disk));
  EXPECT_TRUE(history.Find({1})->outcome);
}

TEST_F(PruneTest, WhatNewerRecordsReplacedIsCarriedNoLonger) {
  ASSERT_TRUE(journal->Append(OverrideSet{kWeb, {.count = 3}}));
  AppendNotes(50);
  Prune({.age = 20h});
  EXPECT_EQ(ReadAnchor(disk, kFolder)->carried.size(), 1u);
  ASSERT_TRUE(journal->Append(OverrideEnded{kWeb, Actor::kPerson}));
  AppendNotes(10);
  Prune({.age = 1h});
  EXPECT_EQ(ReadAnchor(disk, kFolder)->carried.size(), 1u);
  EXPECT_EQ(RestartNeeds().size(), 1u);
  EXPECT_THAT(RestartNeeds().front(), HasSubstr("override_ended"));
}

TEST_F(PruneTest, APruningThatDiedBeforeItDeletedIsBroughtToItsEndByTheNext) {
  AppendNotes(100);
  disk.RefuseRemoval(true);
  const auto refused = remember::Prune(kFolder, {.age = 30h}, clock.now, disk);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("prune the journal: delete "));
  EXPECT_TRUE(Found().ok);
  EXPECT_LT(NotesIn(kFolder, disk).size(), 45u) << "what is left over must not count";
  disk.RefuseRemoval(false);
  const auto files = Names().size();
  Prune({});
  EXPECT_LT(Names().size(), files);
  EXPECT_TRUE(Found().ok);
}

TEST_F(PruneTest, NothingIsDeletedWhereTheAnchorCannotBeWritten) {
  AppendNotes(100);
  ASSERT_TRUE(journal->Flush());
  const auto files = Names();
  disk.RefuseOpening(true);
  EXPECT_FALSE(remember::Prune(kFolder, {.age = 30h}, clock.now, disk));
  EXPECT_EQ(Names(), files);
  EXPECT_EQ(NotesIn(kFolder, disk).size(), 100u);
}

TEST_F(PruneTest, AChangedOrMissingAnchorIsNamedAndPrunesNothingUntilItIsMended) {
  ASSERT_TRUE(journal->Append(OverrideSet{kWeb, {.count = 3}}));
  AppendNotes(100);
  Prune({.age = 30h});
  auto text = disk.Get(kFolder / kAnchorName);
  const auto whole = text;
  text.replace(text.find("\"count\":3"), 9, "\"count\":9");
  disk.Put(kFolder / kAnchorName, text);
  auto found = Found();
  ASSERT_FALSE(found.ok);
  EXPECT_EQ(found.problem->fault, Fault::kBrokenAnchor);
  EXPECT_FALSE(remember::Prune(kFolder, {.age = 1h}, clock.now, disk));
  const auto replayed = Replay(kFolder, disk);
  ASSERT_TRUE(replayed);
  EXPECT_EQ(replayed->unreadable.lines, 1u);
  EXPECT_THAT(replayed->unreadable.first, HasSubstr("journal.anchor"));

  ASSERT_TRUE(disk.Remove(kFolder / kAnchorName));
  found = Found();
  ASSERT_FALSE(found.ok);
  EXPECT_EQ(found.problem->fault, Fault::kMissingSegment);

  disk.Put(kFolder / kAnchorName, whole);
  EXPECT_TRUE(Found().ok);
}

TEST_F(PruneTest, AChangedAnchorIsKeptBesideAndPruningGoesOn) {
  ASSERT_TRUE(journal->Append(OverrideSet{kWeb, {.count = 3}}));
  AppendNotes(100);
  Prune({.age = 50h});
  auto changed = disk.Get(kFolder / kAnchorName);
  changed.replace(changed.find("\"count\":3"), 9, "\"count\":9");
  disk.Put(kFolder / kAnchorName, changed);
  const auto records = NotesIn(kFolder, disk).size();

  const auto mended = MendAnchor(disk, kFolder);
  ASSERT_TRUE(mended) << mended.error().message;
  ASSERT_TRUE(*mended);
  EXPECT_THAT(**mended, HasSubstr("it was changed; it is kept as journal.anchor.broken"));
  EXPECT_EQ(disk.Get(kFolder / "journal.anchor.broken"), changed);
  EXPECT_TRUE(RestartNeeds().empty()) << "nobody knows what of it is as it was";
  auto found = Found();
  EXPECT_EQ(found.records, records);
  EXPECT_EQ(found.pruned, 101 - records) << "from there on it can be checked";

  EXPECT_GT(Prune({.age = 20h}).segments, 0);
  found = Found();
  ASSERT_FALSE(found.ok) << "nobody has looked at it yet";
  EXPECT_EQ(found.problem->fault, Fault::kBrokenAnchor);
  ASSERT_TRUE(disk.Remove(kFolder / "journal.anchor.broken"));
  found = Found();
  EXPECT_TRUE(found.ok) << found.problem->what;
  EXPECT_FALSE(MendAnchor(disk, kFolder)->has_value()) << "nothing is to be done any more";
}

TEST_F(PruneTest, AChangedAnchorIsMendedWhateverTheSegmentsAre) {
  AppendNotes(100);
  Prune({.age = 30h});
  const auto first = Segments().front();
  const auto whole = disk.Get(first.file);
  disk.Put(kFolder / kAnchorName, "garbage");
  disk.Put(first.file, "garbage\n" + whole.substr(whole.find('\n') + 1));
  ASSERT_TRUE(MendAnchor(disk, kFolder));
  EXPECT_EQ(ReadAnchor(disk, kFolder)->segment, first.number);
  EXPECT_EQ(Found().problem->fault, Fault::kNotJson) << "that is named as before";

  for (const auto& segment : Segments()) ASSERT_TRUE(disk.Remove(segment.file));
  disk.Put(kFolder / kAnchorName, "garbage");
  ASSERT_TRUE(MendAnchor(disk, kFolder));
  EXPECT_EQ(ReadAnchor(disk, kFolder)->sequence, 1u);
}

TEST_F(PruneTest, ANewJournalBehindAnAnchorGoesOnInTheChain) {
  AppendNotes(100);
  Prune({.age = 30h});
  journal.reset();
  const auto anchor = *ReadAnchor(disk, kFolder);
  for (const auto& segment : Segments()) ASSERT_TRUE(disk.Remove(segment.file));
  journal = Open();
  AppendNotes(3);
  const auto found = Found();
  EXPECT_TRUE(found.ok) << found.problem->what;
  EXPECT_EQ(found.pruned, anchor.sequence - 1);
  EXPECT_EQ(found.records, 3u);
}

TEST_F(PruneTest, ReadersAndTheWriterGoOnMeanwhile) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 400; ++i) ASSERT_TRUE(journal->Append(Noted("n" + std::to_string(i))));
    done = true;
  });
  while (!done) {
    ASSERT_TRUE(remember::Prune(kFolder, {.bytes = 6000}, clock.now, disk));
    ASSERT_TRUE(Found().ok) << Found().problem->what;
    ASSERT_TRUE(Replay(kFolder, disk));
  }
  writer.join();
  EXPECT_EQ(Found().pruned + Found().records, 400u);
}

}  // namespace
}  // namespace docktor::remember

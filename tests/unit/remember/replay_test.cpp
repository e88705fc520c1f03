#include "remember/journal/replay.h"

#include <iostream>

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"
#include "remember/journal/line.h"
#include "remember/journal/segment.h"
#include "remember/journal/verify.h"
#include "support/restart.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path kFolder = "/state/shop";

class ReplayTest : public testing::Test {
 protected:
  void Append(RecordBody body) { ASSERT_TRUE(journal->Append(std::move(body))); }
  std::vector<std::uint64_t> SequencesSince(Instant since) {
    const auto past = RecentPast(kFolder, since, disk);
    EXPECT_TRUE(past);
    std::vector<std::uint64_t> sequences;
    for (const auto& record : past->records) sequences.push_back(record.sequence);
    return sequences;
  }

  HandClock clock;
  FakeDisk disk;
  std::unique_ptr<FileJournal> journal = OpenJournal(kFolder, clock, disk, {.segment_bytes = 4000});
};

TEST_F(ReplayTest, WhatCannotBeDecodedIsCountedNamedAndSkipped) {
  Append(Noted("a"));
  Append(Noted("b"));
  auto text = disk.Get(SegmentFile(kFolder, 1));
  text.insert(text.find('\n') + 1,
              "garbage\n"
              R"({"seq":9,"at":"2026-01-01T00:00:00Z","prev":"","body":{"type":"oracle"}})"
              "\n");
  disk.Put(SegmentFile(kFolder, 1), text + "{\"seq\":3");
  const auto replayed = Replay(kFolder, disk);
  ASSERT_TRUE(replayed);
  EXPECT_THAT(Notes(replayed->records), ElementsAre("a", "b"));
  EXPECT_EQ(replayed->unreadable.lines, 2u);
  EXPECT_THAT(replayed->unreadable.first, HasSubstr("journal-000001.jsonl:2: "));
}

TEST_F(ReplayTest, ALineThatIsNotWhatWasWrittenIsCountedNamedAndSkipped) {
  const ServiceKey web{"shop", "web"};
  Append(Noted("a"));
  Append(OverrideSet{web, {.kind = OverrideKind::kExactly, .count = 3}});
  Append(Noted("b"));
  auto text = disk.Get(SegmentFile(kFolder, 1));
  text.replace(text.find(R"("count":3)"), 9, R"("count":7)");
  disk.Put(SegmentFile(kFolder, 1), text);
  const auto past = RecentPast(kFolder, kStart + 24h, disk);
  ASSERT_TRUE(past);
  EXPECT_TRUE(past->records.empty());
  EXPECT_EQ(past->unreadable.lines, 1u);
  EXPECT_THAT(past->unreadable.first, HasSubstr("journal-000001.jsonl:2: the next line carries another hash"));
  const auto all = Replay(kFolder, disk);
  ASSERT_TRUE(all);
  EXPECT_THAT(Notes(all->records), ElementsAre("a", "b"));
}

TEST_F(ReplayTest, TheLastLineOfASegmentIsHeldAgainstTheFirstOfTheNext) {
  for (int i = 0; i < 40; ++i) Append(Noted("note " + std::to_string(i)));
  auto text = disk.Get(SegmentFile(kFolder, 1));
  ASSERT_FALSE(disk.Get(SegmentFile(kFolder, 2)).empty());
  const auto last = text.rfind("note ");
  text.replace(last, 4, "NOTE");
  disk.Put(SegmentFile(kFolder, 1), text);
  const auto all = Replay(kFolder, disk);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->records.size(), 39u);
  EXPECT_EQ(all->unreadable.lines, 1u);
  EXPECT_THAT(all->unreadable.first, HasSubstr("journal-000001.jsonl:"));
}

TEST_F(ReplayTest, AChangedOrderAtTheEndOfASegmentIsNotObeyedThoughNothingElseOfTheNextIsWanted) {
  const ServiceKey web{"shop", "web"};
  FakeDisk made;
  std::uint64_t sequence = 0;
  std::string prev = kNoPrevious;
  const auto put = [&](int segment, Instant at, const std::vector<RecordBody>& bodies) {
    std::string text;
    for (const auto& body : bodies) {
      const auto line = WriteLine({++sequence, at, body}, prev);
      prev = HashOf(line);
      text += line + "\n";
    }
    made.Put(SegmentFile(kFolder, segment), text);
  };
  put(1, kStart, {Noted("a"), OverrideSet{web, {.count = 3}}});
  put(2, kStart, {Noted("b"), Noted("c")});
  put(3, kStart + 2h, {Noted("new")});
  const auto whole = RecentPast(kFolder, kStart + 1h, made);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->records.size(), 2u);
  EXPECT_EQ(whole->unreadable.lines, 0u);

  auto text = made.Get(SegmentFile(kFolder, 1));
  text.replace(text.find(R"("count":3)"), 9, R"("count":7)");
  made.Put(SegmentFile(kFolder, 1), text);
  const auto past = RecentPast(kFolder, kStart + 1h, made);
  ASSERT_TRUE(past);
  EXPECT_EQ(past->records.size(), 1u);
  EXPECT_THAT(Notes(past->records), ElementsAre("new"));
  EXPECT_EQ(past->unreadable.lines, 1u);
  EXPECT_THAT(past->unreadable.first, HasSubstr("journal-000001.jsonl:2: the next line carries another hash"));
}

TEST_F(ReplayTest, NothingVouchesForTheLastLineNorForOneBeforeAGap) {
  for (const auto* note : {"a", "b", "c"}) Append(Noted(note));
  auto text = disk.Get(SegmentFile(kFolder, 1));
  const auto second = text.find('\n') + 1, third = text.find('\n', second) + 1;
  text.erase(second, third - second);
  disk.Put(SegmentFile(kFolder, 1), text);
  const auto all = Replay(kFolder, disk);
  ASSERT_TRUE(all);
  EXPECT_THAT(Notes(all->records), ElementsAre("a", "c"));
  EXPECT_EQ(all->unreadable.lines, 0u);
}

TEST_F(ReplayTest, WhatAModelWasAskedIsReadOfALongerTime) {
  Append(Judged{.judgement = {.service = {"shop", "web"}}});
  Append(TalkedWith{.at = clock.now, .model = "m"});
  Append(Noted("old"));
  clock.now += 2h;
  Append(Noted("new"));
  const auto past = RecentPast(kFolder, {clock.now - 1h, clock.now - 24h}, disk);
  ASSERT_TRUE(past);
  ASSERT_EQ(past->records.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<Judged>(past->records[0].body));
  EXPECT_TRUE(std::holds_alternative<TalkedWith>(past->records[1].body));
  EXPECT_THAT(Notes(past->records), ElementsAre("new"));
}

TEST_F(ReplayTest, AFolderThatIsNotThereIsSaid) {
  const auto replayed = Replay("/nowhere", disk);
  ASSERT_FALSE(replayed);
  EXPECT_EQ(replayed.error().code, Errc::kNotFound);
  EXPECT_FALSE(RecentPast("/nowhere", kStart, disk));
}

TEST_F(ReplayTest, OfTheOldPastOnlyWhatStillMattersIsRead) {
  const ServiceKey web{"shop", "web"}, db{"shop", "db"};
  Append(Noted("old"));                                      // 1
  Append(FirstEnabled{web, 2});                              // 2 kept
  Append(OverrideSet{web, {.count = 3}});                    // 3
  Append(OverrideSet{db, {.kind = OverrideKind::kPaused}});  // 4 kept
  Append(OverrideEnded{web, Actor::kRules});                 // 5 kept
  Append(Intent{ActionOf(1)});                               // 6
  Append(ActionEnded{{.decision = {1}, .service = web}});    // 7
  Append(Intent{ActionOf(2)});                               // 8 kept: open
  Append(HoldRun{HoldOf(9)});                                // 9
  Append(HoldRun{HoldOf(3, "db"), kStart + 1h, 700});        // 10: an older hold that grew
  clock.now += 2h;
  Append(HoldRun{HoldOf(10)});  // 11
  EXPECT_THAT(SequencesSince(kStart + 1h), ElementsAre(2u, 4u, 5u, 8u, 11u));
  EXPECT_THAT(SequencesSince(kStart + 3h), ElementsAre(2u, 4u, 5u, 8u, 11u));
  EXPECT_THAT(SequencesSince(kStart), ElementsAre(1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u));
}

TEST_F(ReplayTest, OfOldSegmentsWhatIsWantedAndWhatCannotBeReadIsFound) {
  Append(OverrideSet{{"shop", "web"}, {.count = 3}});
  for (int i = 0; i < 70; ++i) Append(Noted("old"));
  clock.now += 2h;
  Append(Noted("new"));
  ASSERT_GT(ListSegments(disk, kFolder)->size(), 2u);
  EXPECT_THAT(SequencesSince(clock.now - 1h), ElementsAre(1u, 72u));

  const auto second = SegmentFile(kFolder, 2);
  disk.Put(second, disk.Get(second) + "garbage\n");
  const auto past = RecentPast(kFolder, clock.now - 1h, disk);
  ASSERT_TRUE(past);
  EXPECT_EQ(past->records.size(), 2u);
  EXPECT_EQ(past->unreadable.lines, 1u);
  EXPECT_THAT(past->unreadable.first, HasSubstr("journal-000002.jsonl:"));
}

TEST_F(ReplayTest, TheNewestDecisionsComeWithAllThatIsOnRecordAboutThem) {
  for (std::uint64_t id = 1; id <= 9; ++id) {
    Append(Intent{ActionOf(id)});
    Append(Noted("between"));
    Append(ActionEnded{{.decision = {id}, .service = {"shop", "web"}}});
  }
  std::vector<std::uint64_t> sequences;
  const auto read = ReadForStart(kFolder,
                                 {.since = clock.now + 1h,
                                  .on_past = [](const Record&) {},
                                  .decisions = 2,
                                  .on_decision = [&](const Record& record) { sequences.push_back(record.sequence); }},
                                 disk);
  ASSERT_TRUE(read);
  EXPECT_THAT(sequences, ElementsAre(22u, 24u, 25u, 27u));
}

TEST_F(ReplayTest, TheHighestDecisionOfAllIsKnownHoweverOld) {
  Append(HoldRun{HoldOf(9)});
  Append(HoldRun{HoldOf(3, "db"), kStart + 1h, 700});
  clock.now += 24h;
  EXPECT_THAT(SequencesSince(clock.now - 1h), ElementsAre(1u));
}

TEST_F(ReplayTest, TheNewestActionOfAServiceComesWithItsEnd) {
  const ServiceKey web{"shop", "web"}, db{"shop", "db"};
  Append(Intent{ActionOf(1)});                               // 1
  Append(ActionEnded{{.decision = {1}, .service = web}});    // 2
  Append(Intent{ActionOf(2)});                               // 3 kept
  Append(Intent{ActionOf(3, "db")});                         // 4 kept
  Append(ActionEnded{{.decision = {3}, .service = db}});     // 5 kept
  Append(ActionEnded{{.decision = {2}, .service = web}});    // 6 kept
  Append(OutcomeJudged{{.decision = {1}, .service = web}});  // 7
  Append(OutcomeJudged{{.decision = {2}, .service = web}});  // 8 kept
  Append(HoldRun{HoldOf(4, "db")});                          // 9 kept: the highest number
  clock.now += 24h;
  EXPECT_THAT(SequencesSince(clock.now), ElementsAre(3u, 4u, 5u, 6u, 8u, 9u));
}

TEST_F(ReplayTest, TheNewestChangeByOthersAndTheNewestProposalOfEachServiceAreKept) {
  const ServiceKey web{"shop", "web"}, db{"shop", "db"};
  Append(ChangeSeen{.service = web, .kind = ChangeKind::kByHand});   // 1
  Append(ChangeSeen{.service = db, .kind = ChangeKind::kStopped});   // 2 kept
  Append(ChangeSeen{.service = web, .kind = ChangeKind::kStopped});  // 3 kept
  Append(ProposalMade{{.decision = HoldOf(1)}});                     // 4
  Append(ProposalEnded{.id = {1}, .service = web});                  // 5 kept
  Append(ProposalMade{{.decision = HoldOf(2, "db")}});               // 6 kept: open, and the highest number
  clock.now += 24h;
  EXPECT_THAT(SequencesSince(clock.now), ElementsAre(2u, 3u, 5u, 6u));
}

/// The figure that a start and a look at an old decision rest on.
TEST(ReplayAtSize, ManyRecordsAreReadWhole) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr std::uint64_t kRecords = 2'500;  // many times slower, and no figure to rest on
#else
  constexpr std::uint64_t kRecords = 10'000;
#endif
  FakeDisk disk;
  std::string text, prev = kNoPrevious;
  int segment = 1;
  for (std::uint64_t i = 1; i <= kRecords; ++i) {
    const auto body = i % 20 == 0 ? RecordBody(Intent{ActionOf(i)}) : RecordBody(HoldRun{HoldOf(i), kStart, 3});
    const auto line = WriteLine({i, kStart + 1s * static_cast<int>(i), body}, prev);
    prev = HashOf(line);
    text += line + "\n";
    if (text.size() < 16u << 20 && i != kRecords) continue;
    disk.Put(SegmentFile(kFolder, segment++), text);
    text.clear();
  }
  const auto time = [](const char* what, const auto& run) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << what << ": " << took.count() << " s for " << kRecords << " records\n";
  };
  time("replay all", [&] {
    std::uint64_t read = 0;
    ASSERT_TRUE(Replay(
        kFolder, [&](const Record&) { ++read; }, [](const LineHead&) { return true; }, disk));
    EXPECT_EQ(read, kRecords);
  });
  time("recent past", [&] {
    const auto past = RecentPast(kFolder, kStart + 1s * static_cast<int>(kRecords - 1800), disk);
    ASSERT_TRUE(past);
    EXPECT_EQ(past->records.size(), 1801u + (kRecords - 1800) / 20 - 1);
  });
  time("load history and find an old decision", [&] {
    History history(kFolder, 1000, disk);
    ASSERT_TRUE(Fill(history, kFolder, 1000, disk));
    EXPECT_EQ(history.Find({17})->decision, HoldOf(17));
  });
  time("verify", [&] {
    const auto found = Verify(kFolder, disk);
    ASSERT_TRUE(found && found->ok);
    EXPECT_EQ(found->records, kRecords);
  });
}

}  // namespace
}  // namespace docktor::remember

#include "remember/journal/replay.h"

#include <iostream>

#include <gmock/gmock.h>

#include "remember/journal/line.h"
#include "remember/journal/segment.h"
#include "remember/journal/verify.h"
#include "small_journal.h"
#include "support/restart.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using ReplayTest = SmallJournal;

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

TEST_F(ReplayTest, AFolderThatIsNotThereIsSaid) {
  const auto replayed = Replay("/nowhere", disk);
  ASSERT_FALSE(replayed);
  EXPECT_EQ(replayed.error().code, Errc::kNotFound);
  EXPECT_FALSE(RecentPast("/nowhere", kStart, disk));
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
    EXPECT_EQ(past->records.size(), kRecords / 20 + 1) << "intents whose ends are not on record, and the newest hold";
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

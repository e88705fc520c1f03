#include "remember/journal/bookmark.h"

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"
#include "remember/journal/prune.h"
#include "remember/journal/segment.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::filesystem::path kFolder = "/state/shop";

class BookmarkTest : public testing::Test {
 protected:
  void Append(const std::string& note) {
    ASSERT_TRUE(journal->Append(Noted(note)));
    all.push_back(note);
    clock.now += 1h;
  }
  /// All that follows.
  std::vector<std::string> ReadOn() {
    std::vector<std::string> notes;
    for (;;) {
      const auto excerpt = remember::ReadOn(kFolder, place, disk);
      EXPECT_TRUE(excerpt) << excerpt.error().message;
      if (!excerpt || excerpt->end == place) return notes;
      for (auto& note : Notes(excerpt->records)) notes.push_back(std::move(note));
      place = excerpt->end;
    }
  }
  Errc Refusal() {
    const auto excerpt = remember::ReadOn(kFolder, place, disk);
    EXPECT_FALSE(excerpt);
    return excerpt ? Errc::kInternal : excerpt.error().code;
  }

  HandClock clock;
  FakeDisk disk;
  std::unique_ptr<FileJournal> journal = OpenJournal(kFolder, clock, disk, {.segment_bytes = 1000});
  Bookmark place;
  std::vector<std::string> all;
};

TEST_F(BookmarkTest, EachRecordIsReadOnceThroughAllSegments) {
  EXPECT_THAT(ReadOn(), IsEmpty());
  std::vector<std::string> read;
  for (int i = 0; i < 60; ++i) {
    Append(std::to_string(i));
    if (i % 7 != 0) continue;
    for (const auto& note : ReadOn()) read.push_back(note);
    EXPECT_EQ(read, all);
  }
}

TEST_F(BookmarkTest, HalfALineIsLeftForLater) {
  Append("a");
  const auto segment = SegmentFile(kFolder, 1);
  const auto whole = disk.Get(segment);
  disk.Put(segment, whole.substr(0, whole.size() - 1));
  EXPECT_THAT(ReadOn(), IsEmpty());
  disk.Put(segment, whole);
  EXPECT_THAT(ReadOn(), ElementsAre("a"));
}

TEST_F(BookmarkTest, ALineMayBeLongerThanWhatIsReadAtOnce) {
  const std::string longest(5u << 20, 'x');
  Append("a");
  Append(longest);
  Append("b");
  EXPECT_EQ(ReadOn(), all);
}

TEST_F(BookmarkTest, APlaceThatCannotBeIsNoticed) {
  for (const auto* note : {"a", "b"}) Append(note);
  ReadOn();
  const auto right = place;
  for (const auto& [begin, end] : {std::pair{right.line_end, right.line_begin},
                                   {right.line_end, right.line_end},
                                   {right.line_begin, right.line_end + 1},
                                   {right.line_begin, std::uint64_t(-1)}}) {
    place.line_begin = begin, place.line_end = end;
    EXPECT_EQ(Refusal(), Errc::kConflict) << begin << " to " << end;
  }
}

TEST_F(BookmarkTest, AJournalThatLostWhatWasReadIsNoticed) {
  for (const auto* note : {"a", "b", "c"}) Append(note);
  ReadOn();
  const auto segment = SegmentFile(kFolder, 1);
  const auto whole = disk.Get(segment);
  disk.Put(segment, whole.substr(0, whole.size() - 10));
  EXPECT_EQ(Refusal(), Errc::kConflict);
  auto changed = whole;
  changed[changed.size() - 10] = 'X';
  disk.Put(segment, changed);
  EXPECT_EQ(Refusal(), Errc::kConflict);
  ASSERT_TRUE(disk.Remove(segment));
  EXPECT_EQ(Refusal(), Errc::kConflict);
  disk.Put(segment, whole);
  EXPECT_THAT(ReadOn(), IsEmpty());
}

TEST_F(BookmarkTest, PruningWhatWasReadDisturbsNobodyAndABeginnerGetsWhatTheAnchorCarries) {
  for (int i = 0; i < 20; ++i) Append(std::to_string(i));
  ReadOn();
  ASSERT_TRUE(journal->Append(FirstEnabled{{"shop", "web"}, 2}));
  for (int i = 20; i < 60; ++i) Append(std::to_string(i));
  ASSERT_GT(ReadOn().size(), 0u);
  ASSERT_GT(Prune(kFolder, {.age = 10h}, clock.now, disk)->segments, 0);
  Append("new");
  EXPECT_THAT(ReadOn(), ElementsAre("new"));
  const auto first = remember::ReadOn(kFolder, {}, disk);
  ASSERT_TRUE(first);
  EXPECT_TRUE(std::holds_alternative<FirstEnabled>(first->records.front().body));
}

TEST_F(BookmarkTest, APruningThatWasFasterIsNoticed) {
  Append("a");
  ReadOn();
  for (int i = 0; i < 60; ++i) Append(std::to_string(i));
  ASSERT_GT(Prune(kFolder, {.age = 10h}, clock.now, disk)->segments, 0);
  EXPECT_EQ(Refusal(), Errc::kConflict);
}

}  // namespace
}  // namespace docktor::remember

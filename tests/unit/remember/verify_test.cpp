#include "remember/journal/verify.h"

#include <random>

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"
#include "remember/journal/line.h"
#include "remember/journal/segment.h"

namespace docktor::remember {
namespace {

using testing::HasSubstr;

const std::filesystem::path kFolder = "/state/shop";

/// Three segments of four records each or so.
class VerifyTest : public testing::Test {
 protected:
  void SetUp() override {
    auto journal = OpenJournal(kFolder, clock, disk, {.segment_bytes = 900});
    for (int i = 0; i < 12; ++i) ASSERT_TRUE(journal->Append(Noted("note " + std::to_string(i))));
    segments = *ListSegments(disk, kFolder);
    ASSERT_GE(segments.size(), 3u);
  }
  Verification Found() {
    auto found = Verify(kFolder, disk);
    EXPECT_TRUE(found);
    return *found;
  }
  void Change(const Segment& segment, const std::function<void(std::string&)>& change) {
    auto text = disk.Get(segment.file);
    change(text);
    disk.Put(segment.file, text);
  }

  HandClock clock;
  FakeDisk disk;
  std::vector<Segment> segments;
};

TEST_F(VerifyTest, AWholeJournalIsWhole) {
  const auto found = Found();
  EXPECT_TRUE(found.ok);
  EXPECT_EQ(found.records, 12u);
  EXPECT_EQ(found.segments, static_cast<std::int64_t>(segments.size()));
  EXPECT_EQ(found.unreadable, 0u);
}

TEST_F(VerifyTest, EveryFlippedByteBeforeTheLastLineIsFound) {
  std::mt19937 random(7);
  for (const auto& segment : segments) {
    const auto whole = disk.Get(segment.file);
    const bool is_last = segment.number == segments.back().number;
    const auto end = is_last ? whole.rfind('\n', whole.size() - 2) + 1 : whole.size();
    for (std::size_t at = 0; at < end; ++at) {
      Change(segment, [&](std::string& text) {
        text[at] = static_cast<char>(text[at] ^ static_cast<char>(1u << random() % 8));
      });
      ASSERT_FALSE(Found().ok) << segment.Name() << " byte " << at;
      disk.Put(segment.file, whole);
    }
  }
}

TEST_F(VerifyTest, AChangedWordIsNamedByPlace) {
  Change(segments[1], [](std::string& text) { text.replace(text.find("note"), 4, "lie!"); });
  const auto found = Found();
  ASSERT_FALSE(found.ok);
  EXPECT_EQ(found.problem->fault, Fault::kHashMismatch);
  EXPECT_EQ(found.problem->segment, "journal-000002.jsonl");
  EXPECT_EQ(found.problem->line, 2);
  EXPECT_EQ(found.problem->sequence, found.records + 1);
  EXPECT_THAT(found.problem->what, HasSubstr("journal-000002.jsonl, line 2: "));
}

TEST_F(VerifyTest, ALineThatIsGoneIsMissed) {
  Change(segments[0], [](std::string& text) { text.erase(0, text.find('\n') + 1); });
  const auto found = Found();
  ASSERT_FALSE(found.ok);
  EXPECT_EQ(found.problem->fault, Fault::kMissingNumber);
  EXPECT_EQ(found.problem->sequence, 1u);
}

TEST_F(VerifyTest, ASegmentThatIsGoneIsMissed) {
  FakeDisk other;
  for (const auto& segment : segments)
    if (segment.number != 2) other.Put(segment.file, disk.Get(segment.file));
  const auto found = Verify(kFolder, other);
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->ok);
  EXPECT_EQ(found->problem->fault, Fault::kMissingSegment);
  EXPECT_EQ(found->problem->segment, "journal-000003.jsonl");
}

TEST_F(VerifyTest, GarbageIsNamed) {
  Change(segments[1], [](std::string& text) { text = "garbage\n" + text; });
  EXPECT_EQ(Found().problem->fault, Fault::kNotJson);
}

TEST_F(VerifyTest, HalfALineIsExpectedAtTheEndOnly) {
  Change(segments.back(), [](std::string& text) { text += "{\"seq\""; });
  EXPECT_TRUE(Found().ok);
  EXPECT_EQ(Found().torn_bytes, 6u);
  Change(segments.front(), [](std::string& text) { text += "{\"seq\""; });
  ASSERT_FALSE(Found().ok);
  EXPECT_EQ(Found().problem->fault, Fault::kTorn);
}

TEST_F(VerifyTest, ARecordOfAKindNotKnownHereIsCountedAndBreaksNothing) {
  FakeDisk other;
  std::string text, prev = kNoPrevious;
  for (const auto* body : {R"({"type":"oracle"})", R"({"type":"daemon_stopped","project":"shop"})"}) {
    const auto line = R"({"seq":)" + std::to_string(text.empty() ? 1 : 2) + R"(,"at":"2026-01-01T00:00:00Z","prev":")" +
                      prev + R"(","body":)" + body + "}";
    prev = HashOf(line);
    text += line + "\n";
  }
  other.Put(SegmentFile(kFolder, 1), text);
  const auto found = Verify(kFolder, other);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->ok) << found->problem->what;
  EXPECT_EQ(found->records, 2u);
  EXPECT_EQ(found->unreadable, 1u);
}

TEST_F(VerifyTest, AFolderThatIsNotThereIsNotWhole) {
  const auto found = Verify("/nowhere", disk);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::kNotFound);
}

}  // namespace
}  // namespace docktor::remember

#include "core/clock.h"
#include "fuzz/pieces.h"
#include "remember/clock_file.h"
#include "remember/journal/anchor.h"
#include "remember/journal/bookmark.h"
#include "remember/journal/fake_disk.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/prune.h"
#include "remember/journal/segment.h"
#include "remember/journal/verify.h"
#include "remember/lessons_file.h"
#include "support/restart.h"

namespace docktor::remember {
namespace {

const std::filesystem::path kFolder = "/state/shop/journal", kLessons = "/state/shop/lessons.json",
                            kClock = "/state/shop/clock.json";

struct StillClock final : Clock {
  Instant Now() const override { return Instant{1'764'000'000'000ms}; }
};

/// Files as `1TEXT`, `2TEXT` (segments), `aTEXT` (the anchor), `lTEXT` (what was learned) and `cTEXT` (where the clock
/// stood), bytes of no text between.
void Fill(FakeDisk& disk, test::Pieces& pieces) {
  (void)disk.CreateFolder(kFolder);
  while (!pieces.empty()) {
    const auto text = pieces.Text('\xff');
    if (text.empty()) continue;
    auto file = SegmentFile(kFolder, 1 + static_cast<int>(static_cast<unsigned char>(text[0] - '1') % 4));
    if (text[0] == 'a') file = kFolder / kAnchorName;
    if (text[0] == 'l') file = kLessons;
    if (text[0] == 'c') file = kClock;
    disk.Put(file, text.substr(1));
  }
}

/// Whoever follows a journal gets to its end, and from where he is to nothing more.
void Follow(const FakeDisk& disk, Bookmark from, std::size_t bytes) {
  for (std::size_t steps = 0;; ++steps) {
    const auto excerpt = ReadOn(kFolder, from, disk);
    if (!excerpt) return;
    if (excerpt->end == from) return;
    if (steps > bytes) __builtin_trap();
    from = excerpt->end;
  }
}

void ReadAll(const FakeDisk& disk, std::size_t bytes, std::uint8_t place) {
  const auto all = Replay(kFolder, disk);
  const auto needed = RecentPast(kFolder, Instant{1'763'999'000'000ms}, disk);
  if (all.has_value() != needed.has_value()) __builtin_trap();
  if (all && all->records.size() < needed->records.size()) __builtin_trap();
  Follow(disk, {}, bytes);
  Follow(disk, {.segment = 1 + place % 4, .line_begin = place, .line_end = place / 2u, .sequence = 1, .hash = ""},
         bytes);
}

/// The date was set forth by no more than can be, and a start at the same moment finds the same.
void GoOnWithClock(FakeDisk& disk, const Clock& clock) {
  const net::ClockMark date{"this boot", 1000s, clock.Now()};
  const auto warn = [](const std::string&) {};
  ClockFile file(kClock, warn, disk);
  const auto sets = file.Begin(date);
  for (const auto& set : sets)
    if (set.by <= Duration{0} || set.by > net::kFollowed || set.before > date.now) __builtin_trap();
  file.Keep(date);
  if (ClockFile(kClock, warn, disk).Begin(date) != sets) __builtin_trap();
}

/// An anchor that was changed is one that can be read afterwards.
void Mend(FakeDisk& disk) {
  const auto mended = MendAnchor(disk, kFolder);
  if (mended && !ReadAnchor(disk, kFolder)) __builtin_trap();
}

/// What is appended to whatever was found there can be read, and breaks no chain that held.
void GoOn(FakeDisk& disk, const Clock& clock) {
  const auto before = Verify(kFolder, disk);
  auto journal = FileJournal::Open(kFolder, clock, {.segment_bytes = 4096}, disk);
  if (!journal || !(*journal)->Append(DaemonStarted{"0.1.0", "shop"})) __builtin_trap();
  journal->reset();
  const auto after = Verify(kFolder, disk);
  if (!before || !after || (before->ok && (!after->ok || after->records != before->records + 1))) __builtin_trap();
  const auto all = Replay(kFolder, disk);
  if (!all || all->records.empty() || !std::holds_alternative<DaemonStarted>(all->records.back().body))
    __builtin_trap();
}

}  // namespace
}  // namespace docktor::remember

/// Whatever lies in a journal's folder: it is read, checked, pruned and gone on with, and nobody reads for ever.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  using namespace docktor::remember;
  const StillClock clock;
  FakeDisk disk;
  test::Pieces pieces(data, size);
  const auto place = pieces.Byte();
  Fill(disk, pieces);
  ReadAll(disk, size, place);
  LessonsFile(
      kLessons, clock, [](const std::string&) {}, disk)
      .Keep({});
  GoOnWithClock(disk, clock);
  if (place % 4 >= 2) Mend(disk);
  if (place % 2 == 1) (void)Prune(kFolder, {.age = 1h, .bytes = place * 16u}, clock.Now(), disk);
  GoOn(disk, clock);
  ReadAll(disk, size + 4096, place);
  return 0;
}

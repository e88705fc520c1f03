#pragma once

#include <memory>
#include <utility>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"

namespace docktor::remember {

inline const std::filesystem::path kFolder = "/state/shop";

/// A journal in memory, of segments that a few records fill.
class SmallJournal : public testing::Test {
 protected:
  void Append(RecordBody body) { ASSERT_TRUE(journal->Append(std::move(body))); }

  HandClock clock;
  FakeDisk disk;
  std::unique_ptr<FileJournal> journal = OpenJournal(kFolder, clock, disk, {.segment_bytes = 4000});
};

}  // namespace docktor::remember

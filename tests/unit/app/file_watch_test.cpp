#include "app/file_watch.h"

#include <atomic>

#include <gtest/gtest.h>

#include "support/made_folder.h"
#include "support/within.h"

namespace docktor::app {
namespace {

TEST(FileWatch, TellsWhatIsWrittenReplacedMadeAndRemovedOnceEach) {
  const test::MadeFolder folder;
  const auto file = folder.Write("docktor.yaml", "one");
  const auto other = folder.path() / "not-there-yet";
  std::atomic<int> told{0};
  const FileWatch watch(
      20ms,
      [&] {
        return std::vector{file, other};
      },
      [&] { ++told; });
  int expected = 0;
  const auto after = [&](const char* what) {
    SCOPED_TRACE(what);
    ++expected;
    EXPECT_TRUE(test::Within(5s, [&] { return told == expected; }));
    EXPECT_TRUE(test::Stays(100ms, [&] { return told == expected; }));
  };
  EXPECT_TRUE(test::Stays(100ms, [&] { return told == 0; }));
  folder.Write("docktor.yaml", "three");
  after("written");
  folder.Write("new", "other");
  std::filesystem::rename(folder.path() / "new", file);
  after("replaced");
  folder.Write("not-there-yet", "");
  after("made");
  std::filesystem::remove(file);
  after("removed");
}

}  // namespace
}  // namespace docktor::app

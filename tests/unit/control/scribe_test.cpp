#include "control/scribe.h"

#include <optional>

#include "unit/control/world.h"

namespace docktor::control {
namespace {

TEST(Scribe, DoesAllInItsOrderBeforeItEnds) {
  constexpr int kRecords = 20;
  FakeJournal journal;
  std::vector<int> written;  // by each call
  std::optional<Scribe> scribe(std::in_place, journal);
  journal.Hang();
  for (int i = 0; i < kRecords; ++i) {
    scribe->Write(DaemonStopped{"shop"});
    scribe->Then([&] { written.push_back(journal.Count<DaemonStopped>()); });
  }
  journal.AwaitWriter();
  std::jthread end([&] { scribe.reset(); });
  journal.Release();
  end.join();
  ASSERT_EQ(written.size(), static_cast<std::size_t>(kRecords));
  for (int i = 0; i < kRecords; ++i) EXPECT_EQ(written[static_cast<std::size_t>(i)], i + 1);
}

}  // namespace
}  // namespace docktor::control

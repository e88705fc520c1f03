#include "net/serial_worker.h"

#include <future>

#include <gmock/gmock.h>

namespace docktor::net {
namespace {

TEST(SerialWorker, DoesOneAfterTheOther) {
  std::vector<int> done;
  std::promise<void> last;
  SerialWorker<int> worker([&](int job) {
    done.push_back(job);
    if (job == 3) last.set_value();
  });
  for (const int job : {1, 2, 3}) worker.Put(job);
  last.get_future().wait();
  EXPECT_TRUE(worker.Stop().empty());
  EXPECT_THAT(done, testing::ElementsAre(1, 2, 3));
}

TEST(SerialWorker, EndsWhatItWaitsForAndGivesTheRestBack) {
  std::promise<void> begun;
  SerialWorker<int> worker([&](int) {
    begun.set_value();
    while (!Interruptible::Interrupted()) std::this_thread::yield();
  });
  for (const int job : {1, 2, 3}) worker.Put(job);
  begun.get_future().wait();
  EXPECT_THAT(worker.Stop(), testing::ElementsAre(2, 3));
  EXPECT_TRUE(worker.stopping());
}

}  // namespace
}  // namespace docktor::net

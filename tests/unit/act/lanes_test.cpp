#include "act/lanes.h"

#include <gmock/gmock.h>

#include <atomic>
#include <barrier>
#include <latch>
#include <set>

namespace docktor::act {
namespace {

const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"};

TEST(Lanes, OneServiceAtATimeAndInOrder) {
  std::vector<int> order;  // without a lock: the lane is the lock
  {
    Lanes lanes;
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(lanes.Run(kWeb, [&order, i] { order.push_back(i); }));
  }
  ASSERT_EQ(order.size(), 100u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(Lanes, ServicesSideBySide) {
  std::latch both(2);
  Lanes lanes;
  for (const auto& service : {kWeb, kApi})
    ASSERT_TRUE(lanes.Run(service, [&both] { both.arrive_and_wait(); }));  // each waits for the other
  lanes.Join();
  EXPECT_TRUE(both.try_wait());
}

TEST(Lanes, ALaneThatRanDryTakesJobsAgain) {
  Lanes lanes;
  std::atomic<int> done = 0;
  for (int i = 1; i <= 50; ++i) {
    ASSERT_TRUE(lanes.Run(kWeb, [&] {
      ++done;
      done.notify_all();
    }));
    for (int seen = done; seen < i; seen = done) done.wait(seen);
  }
  EXPECT_EQ(done, 50);
}

TEST(Lanes, AfterJoinNothingIsTaken) {
  Lanes lanes;
  lanes.Join();
  EXPECT_FALSE(lanes.Run(kWeb, [] { FAIL(); }));
}

TEST(ForEach, EachOnceAndNoMoreThanAllowedAtOnce) {
  std::atomic<int> inside = 0, most = 0;
  std::vector<std::atomic<int>> times(10);
  std::barrier four(4);
  ForEach(8, 4, [&](std::size_t i) {
    const int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    four.arrive_and_wait();  // no way on with fewer than four at work
    --inside;
    ++times[i];
  });
  EXPECT_EQ(most, 4);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(times[i], 1) << i;
}

TEST(ForEach, NothingToDo) {
  ForEach(0, 4, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace docktor::act

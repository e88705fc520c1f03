#include "serve/written_answer.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "operations/world/fake_pilots.h"
#include "unit/operations/world.h"

namespace docktor::serve {
namespace {

class WrittenAnswerTest : public testing::Test {
 protected:
  std::atomic<int> written{0};
  operations::FakePilots pilots;
  WrittenAnswer count{pilots, [this](const pilot::Snapshot& snapshot) {
                        ++written;
                        return json::value(snapshot.services.size());
                      }};
};

TEST_F(WrittenAnswerTest, IsWrittenOnceForASnapshotAndNeverOlder) {
  EXPECT_EQ(count.Find(), nullptr);
  const auto none = count.Write();
  EXPECT_EQ(*none, "0\n");
  EXPECT_EQ(count.Find(), none);
  EXPECT_EQ(count.Write(), none);
  pilots.Show(operations::Shop());
  EXPECT_EQ(count.Find(), nullptr);
  EXPECT_EQ(*count.Write(), "3\n");
  EXPECT_EQ(*count.Find(), "3\n");
  EXPECT_EQ(written, 2);
}

TEST_F(WrittenAnswerTest, IsWrittenOnceForAllWhoAskAtATime) {
  std::vector<std::thread> askers;
  for (int i = 0; i < 8; ++i) askers.emplace_back([this] { EXPECT_EQ(*count.Write(), "0\n"); });
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(written, 1);
}

}  // namespace
}  // namespace docktor::serve

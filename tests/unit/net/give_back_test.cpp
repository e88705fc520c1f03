#include "net/give_back.h"

#include <unistd.h>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "support/footprint.h"

namespace docktor::net {
namespace {

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose allocators keep what is freed
TEST(GiveBack, FreedMemoryBelowWhatIsStillUsedIsTheKernelsAgain) {
  constexpr std::size_t kBlock = 4000, kBlocks = 10'000;
  std::vector<std::unique_ptr<char[]>> blocks(kBlocks);
  for (auto& block : blocks) block = std::make_unique<char[]>(kBlock);
  const auto full = test::FootprintOf(getpid()).written_kib;
  for (std::size_t i = 0; i + 1 < kBlocks; ++i) blocks[i].reset();
  GiveBackMemory();
  EXPECT_LT(test::FootprintOf(getpid()).written_kib, full - 30'000);
  EXPECT_EQ(blocks.back()[kBlock - 1], 0);
}
#endif

}  // namespace
}  // namespace docktor::net

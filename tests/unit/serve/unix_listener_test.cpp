#include "serve/unix_listener.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "unit/operations/world.h"
#include "unit/serve/raw_client.h"

namespace docktor::serve {
namespace {

class UnixListenerTest : public testing::Test {
 protected:
  operations::TemporaryFolder folder;
  std::string path = (folder.path / "d.sock").string();
};

TEST_F(UnixListenerTest, IsThereWhileItLives) {
  {
    const auto listener = UnixListener::Open(path, 0600);
    ASSERT_TRUE(listener) << listener.error().message;
    EXPECT_TRUE(RawClient(path).connected());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(UnixListenerTest, TheSecondIsRefused) {
  const auto first = UnixListener::Open(path, 0600);
  const auto second = UnixListener::Open(path, 0600);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::kConflict);
  EXPECT_TRUE(RawClient(path).connected()) << "the first one still answers";
}

TEST_F(UnixListenerTest, WhatADeadProcessLeftIsReplaced) {
  {
    auto dead = UnixListener::Open(path, 0600);
    ASSERT_TRUE(dead);
    std::filesystem::rename(path, path + ".kept");  // so that its end does not remove it
  }
  std::filesystem::rename(path + ".kept", path);
  ASSERT_FALSE(RawClient(path).connected());
  const auto listener = UnixListener::Open(path, 0600);
  ASSERT_TRUE(listener) << listener.error().message;
  EXPECT_TRUE(RawClient(path).connected());
}

TEST_F(UnixListenerTest, AnyOtherFileIsLeftAlone) {
  std::ofstream(path) << "precious";
  const auto refused = UnixListener::Open(path, 0600);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kInvalidInput);
  EXPECT_EQ(std::filesystem::file_size(path), 8u);
}

TEST_F(UnixListenerTest, APathThatIsTooLongIsRefusedWithAHint) {
  const auto refused = UnixListener::Open((folder.path / std::string(120, 'x')).string(), 0600);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, testing::HasSubstr("DOCKTOR_RUNTIME_DIR"));
}

}  // namespace
}  // namespace docktor::serve

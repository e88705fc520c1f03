#include "app/process/service_manager.h"

#include <atomic>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/made_folder.h"

namespace docktor::app {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What a manager hears at its socket.
class ServiceManagerTest : public testing::Test {
 protected:
  ServiceManagerTest() {
    const auto path = (folder_.path() / "notify").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~ServiceManagerTest() override {
    close(socket_);
    unsetenv("NOTIFY_SOCKET");
  }
  std::string Heard() const {
    char text[1024];
    const auto size = recv(socket_, text, sizeof(text), 0);
    return size < 0 ? "" : std::string(text, static_cast<std::size_t>(size));
  }
  test::MadeFolder folder_;
  int socket_ = -1;
};

TEST_F(ServiceManagerTest, HearsHowItIs) {
  ServiceManager manager;
  manager.Ready([] { return ServiceManager::Health{"watching\n3 services"}; });
  EXPECT_EQ(Heard(), "READY=1\nSTATUS=watching 3 services");
  manager.Stopping();
  EXPECT_EQ(Heard(), "STOPPING=1\nSTATUS=shutting down");
}

TEST_F(ServiceManagerTest, ChildrenAreNotMeant) {
  setenv("WATCHDOG_USEC", "1000000", 1);
  const ServiceManager manager;
  EXPECT_EQ(std::getenv("NOTIFY_SOCKET"), nullptr);
  EXPECT_EQ(std::getenv("WATCHDOG_USEC"), nullptr);
}

TEST_F(ServiceManagerTest, TheWatchdogIsFedInTimeWhileItLives) {
  setenv("WATCHDOG_USEC", "40000", 1);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  std::atomic alive = true;
  ServiceManager manager;
  manager.Ready([&] { return ServiceManager::Health{"well", alive.exchange(false)}; });
  EXPECT_THAT(Heard(), HasSubstr("WATCHDOG=1"));
  const auto next = Heard();
  EXPECT_THAT(next, HasSubstr("STATUS=well"));
  EXPECT_THAT(next, Not(HasSubstr("WATCHDOG")));
}

TEST_F(ServiceManagerTest, AWatchdogOfAnotherProcessIsNotFed) {
  setenv("WATCHDOG_USEC", "40000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  ServiceManager manager;
  manager.Ready([] { return ServiceManager::Health{"well"}; });
  EXPECT_THAT(Heard(), Not(HasSubstr("WATCHDOG")));
}

TEST(ServiceManager, WithoutOneNothingIsAsked) {
  ServiceManager manager;
  manager.Ready([]() -> ServiceManager::Health {
    ADD_FAILURE();
    return {};
  });
  manager.Stopping();
}

}  // namespace
}  // namespace docktor::app

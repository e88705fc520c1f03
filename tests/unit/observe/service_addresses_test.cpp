#include "observe/sources/service_addresses.h"

#include <gtest/gtest.h>

namespace docktor::observe {
namespace {

Replica At(int number, Phase phase, std::vector<std::string> addresses) {
  return {.id = {"c" + std::to_string(number)}, .number = number, .phase = phase, .addresses = std::move(addresses)};
}

class ServiceAddressesTest : public testing::Test {
 protected:
  std::optional<std::string> After(std::vector<Replica> replicas) {
    addresses.Update({.services = {{.key = {"shop", "lb"}, .replicas = std::move(replicas)}}});
    return addresses.Of("lb");
  }
  ServiceAddresses addresses;
};

TEST_F(ServiceAddressesTest, AServiceWithoutAReplicaThatRunsHasNone) {
  EXPECT_EQ(addresses.Of("lb"), std::nullopt);
  EXPECT_EQ(After({}), std::nullopt);
  EXPECT_EQ(After({At(1, Phase::kExited, {"10.0.0.1"}), At(2, Phase::kReady, {})}), std::nullopt);
  EXPECT_EQ(After({At(1, Phase::kReady, {"10.0.0.1"})}), "10.0.0.1");
  EXPECT_EQ(addresses.Of("web"), std::nullopt);
}

TEST_F(ServiceAddressesTest, AReadyReplicaStandsForIt) {
  EXPECT_EQ(After({At(1, Phase::kStarting, {"10.0.0.1"}), At(3, Phase::kReady, {"10.0.0.3", "10.1.0.3"}),
                   At(2, Phase::kReady, {"10.0.0.2"})}),
            "10.0.0.2");
  EXPECT_EQ(After({At(1, Phase::kStarting, {"10.0.0.1"})}), "10.0.0.1") << "better than nobody";
}

TEST_F(ServiceAddressesTest, TheSameOneAsLongAsItIsReady) {
  EXPECT_EQ(After({At(2, Phase::kReady, {"10.0.0.2"})}), "10.0.0.2");
  EXPECT_EQ(After({At(1, Phase::kReady, {"10.0.0.1"}), At(2, Phase::kReady, {"10.0.0.2"})}), "10.0.0.2");
  EXPECT_EQ(After({At(1, Phase::kReady, {"10.0.0.1"}), At(2, Phase::kUnhealthy, {"10.0.0.2"})}), "10.0.0.1");
  EXPECT_EQ(After({At(1, Phase::kReady, {"10.0.0.1"}), At(2, Phase::kReady, {"10.0.0.2"})}), "10.0.0.1");
  EXPECT_EQ(After({At(2, Phase::kReady, {"10.0.0.2"})}), "10.0.0.2");
}

}  // namespace
}  // namespace docktor::observe

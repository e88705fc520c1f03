#include "docker/connection/engine_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/engine.h"

namespace docktor::docker {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

net::Endpoint At(const EngineAddress& address) {
  auto endpoint = EndpointOf(address);
  EXPECT_TRUE(endpoint) << address.host;
  return endpoint.value_or(net::Endpoint{});
}

TEST(EngineAddress, SocketsAndPorts) {
  EXPECT_EQ(At({.host = "unix:///var/run/docker.sock"}).unix_socket, "/var/run/docker.sock");
  EXPECT_EQ(At({.host = "tcp://127.0.0.1:2376"}).origin, "http://127.0.0.1:2376");
  EXPECT_EQ(At({.host = "tcp://docker.local/"}).origin, "http://docker.local:2375");
  EXPECT_EQ(At({.host = "tcp://[::1]:2375"}).origin, "http://[::1]:2375");
  EXPECT_EQ(At({.host = "tcp://[::1]"}).origin, "http://[::1]:2375");
}

TEST(EngineAddress, WithTlsAnotherSchemeAndPortHold) {
  const net::Tls tls{.ca = "/certs/ca.pem"};
  const auto endpoint = At({.host = "tcp://docker.local", .tls = tls});
  EXPECT_EQ(endpoint.origin, "https://docker.local:2376");
  EXPECT_EQ(endpoint.tls, tls);
}

TEST(EngineAddress, ThroughSshTheDockerCommandOverThereIsAsked) {
  const auto start = ElementsAre("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30", "-o",
                                 "ServerAliveInterval=15", "-T", "--", "there", "docker", "system", "dial-stdio");
  EXPECT_THAT(At({.host = "ssh://there"}).program, start);
  const auto full = At({.host = "ssh://me@there:22022/run/user/1000/docker.sock"}).program;
  EXPECT_THAT(std::vector(full.begin() + 8, full.end()),
              ElementsAre("-l", "me", "-p", "22022", "--", "there", "docker", "--host",
                          "unix:///run/user/1000/docker.sock", "system", "dial-stdio"));
}

TEST(EngineAddress, RefusesTheRestInWords) {
  for (const auto* host :
       {"", "/var/run/docker.sock", "unix://docker.sock", "unix://", "tcp://", "tcp://:2375", "tcp://a:0",
        "tcp://a:70000", "tcp://a:b", "tcp://a b:1", "tcp://a/x", "tcp://u@a:1", "tcp://::1", "http://a",
        "npipe:////./pipe/docker", "ssh://-oProxyCommand=x", "ssh://a/x;reboot"}) {
    const auto endpoint = EndpointOf({.host = host, .origin = "DOCKER_HOST"});
    ASSERT_FALSE(endpoint) << host;
    EXPECT_EQ(endpoint.error().code, Errc::kInvalidInput);
    EXPECT_THAT(endpoint.error().message, HasSubstr(std::string(host)));
    EXPECT_FALSE(endpoint.error().hint.empty()) << host;
  }
  EXPECT_FALSE(EndpointOf({.host = "unix:///" + std::string(120, 'x')}));
  EXPECT_FALSE(Connect({.host = "http://a"}));
  EXPECT_THAT(EndpointOf({.host = "tcp://:1", .origin = "DOCKER_HOST"}).error().message,
              HasSubstr("(from DOCKER_HOST)"));
}

TEST(EngineAddress, AnSshPasswordIsRefusedAndNotRepeated) {
  const auto endpoint = EndpointOf({.host = "ssh://me:hunter2@there"});
  ASSERT_FALSE(endpoint);
  EXPECT_THAT(endpoint.error().message, Not(HasSubstr("hunter2")));
}

TEST(EngineAddress, TheDockerCommandFindsTheSameEngine) {
  EXPECT_THAT((EngineAddress{.host = "tcp://a:1"}.DockerFlags()), ElementsAre("--host", "tcp://a:1"));
  EXPECT_THAT((EngineAddress{.host = "tcp://a:1", .context = "far"}.DockerFlags()), ElementsAre("--context", "far"));
}

TEST(EngineAddress, SaysWhatToDoAboutTheUsualReasons) {
  const auto hint = [](const char* host, const char* why) { return ReachHint({.host = host}, why); };
  EXPECT_THAT(hint("unix:///s", "No such file or directory"), HasSubstr("start"));
  EXPECT_THAT(hint("unix:///s", "Permission denied"), HasSubstr("usermod -aG docker"));
  EXPECT_THAT(hint("tcp://a", "SSL certificate problem: certificate has expired"), HasSubstr("renewed"));
  EXPECT_THAT(hint("tcp://a", "OpenSSL/3.0: error:0A00010B:SSL routines::wrong version number"), HasSubstr("no TLS"));
  EXPECT_THAT(hint("tcp://a", "Couldn't connect to server"), HasSubstr("DOCKER_TLS_VERIFY"));
  EXPECT_THAT(hint("ssh://a", "me@a: Permission denied (publickey)."), HasSubstr("ssh-agent"));
  EXPECT_THAT(hint("ssh://a", "bash: line 1: docker: command not found"), HasSubstr("over there"));
  EXPECT_FALSE(hint("unix:///s", "the machine is on fire").empty());
}

}  // namespace
}  // namespace docktor::docker

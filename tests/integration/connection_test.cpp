#include <functional>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

#include "docker/project/project_survey.h"
#include "support/docker_project.h"
#include "support/made_certificates.h"
#include "support/made_folder.h"
#include "support/stand_in_ssh.h"
#include "support/tls_front.h"

namespace docktor::docker {
namespace {

/// The engine that the tests use, by its socket.
std::string Socket() {
  const auto address = FindEngine().value();
  return address.host.substr(std::string("unix://").size());
}

/// One way to that engine, for as long as it lives.
struct Way {
  virtual ~Way() = default;
  virtual EngineAddress Address() const = 0;
};

struct ByTls final : Way {
  ByTls() {
    authority.WriteCa(server.path());
    authority.WritePair(server.path(), "127.0.0.1");
    authority.WriteCa(client.path());
    authority.WritePair(client.path(), "10.0.0.1");
    front = std::make_unique<test::TlsFront>(server.path(), Socket());
  }
  EngineAddress Address() const override {
    return {.host = "tcp://127.0.0.1:" + std::to_string(front->port()),
            .tls = net::Tls{.ca = client.path() / "ca.pem",
                            .certificate = client.path() / "cert.pem",
                            .key = client.path() / "key.pem"}};
  }
  test::MadeAuthority authority;
  test::MadeFolder server, client;
  std::unique_ptr<test::TlsFront> front;
};

/// The docker command of this machine stands for that of the far one.
struct BySsh final : Way {
  EngineAddress Address() const override { return {.host = "ssh://somebody@elsewhere"}; }
  test::StandInSsh ssh{"while [ \"$1\" != -- ]; do shift; done; shift 2; exec env DOCKER_HOST=unix://" + Socket() +
                       " \"$@\""};
};

struct Case {
  const char* name;
  std::function<std::unique_ptr<Way>()> make;
};

class ConnectionTest : public testing::TestWithParam<Case> {
 protected:
  std::unique_ptr<Way> way_ = GetParam().make();
  test::DockerProject project_;
};

TEST_P(ConnectionTest, AReplicaLivesItsWholeLife) {
  const auto engine = Connect(way_->Address()).value();
  const auto never = [] { return false; };
  const auto id = engine->Create(project_.ContainerName("web", 1), project_.Body("web", 1));
  ASSERT_TRUE(id) << id.error().message;
  ASSERT_TRUE(engine->Start(*id));
  EXPECT_EQ(ProjectSurvey(*engine, {project_.name()}).Take({})->services.size(), 1u);
  const auto code = engine->Exec(*id, {{"/box", "healthcheck"}}, 10s, never);
  ASSERT_TRUE(code) << code.error().message;
  EXPECT_EQ(*code, 0);

  const auto archive = engine->ReadFile(*id, "/etc/hostname");
  ASSERT_TRUE(archive) << archive.error().message;
  EXPECT_TRUE(engine->WriteFile(*id, "/tmp/copied", *archive));
  EXPECT_TRUE(engine->ReadFile(*id, "/tmp/copied"));

  int stats = 0;
  EXPECT_TRUE(engine->Stats(
      *id, [&](const json::object& s) { stats += s.contains("cpu_stats") ? 1 : 0; }, [&] { return stats >= 2; }));
  bool died = false;
  std::thread stopper;
  const auto followed = engine->Events(
      {project_.name()}, [&] { stopper = std::thread([&] { EXPECT_TRUE(engine->Stop(*id)); }); },
      [&](const EngineEvent& e) { died = died || e.action == "die"; }, [&] { return died; });
  ASSERT_TRUE(stopper.joinable());
  stopper.join();
  EXPECT_TRUE(followed) << followed.error().message;
  EXPECT_TRUE(engine->Remove(*id, Engine::Volumes::kDeleteAnonymous));
}

INSTANTIATE_TEST_SUITE_P(Docker, ConnectionTest,
                         testing::Values(Case{"by_tls", [] { return std::make_unique<ByTls>(); }},
                                         Case{"by_ssh", [] { return std::make_unique<BySsh>(); }}),
                         [](const testing::TestParamInfo<Case>& one) { return one.param.name; });

}  // namespace
}  // namespace docktor::docker

#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/engine.h"
#include "support/tiny_server.h"

namespace docktor::docker {
namespace {

using test::Answer;
using test::EndlessHead;
using test::TinyServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// An engine that says what the test tells it to, by "METHOD /path" without version and query.
class HttpEngineTest : public testing::Test {
 protected:
  HttpEngineTest() : server_([this](const auto& request, const auto& peer) { Serve(request, peer); }) {
    engine_ = Connect({.host = "unix://" + server_.path()}).value();
  }

  void Serve(const TinyServer::Request& request, const TinyServer::Peer& peer) {
    const auto answer = AnswerTo(request);
    peer.Send(answer);
    if (answer.find("close") != std::string::npos) peer.Close();
  }
  std::string AnswerTo(const TinyServer::Request& request) {
    const std::lock_guard lock(mutex_);
    if (request.path == "/_ping") return "HTTP/1.1 200 OK\r\nApi-Version: " + api_ + "\r\nContent-Length: 0\r\n\r\n";
    const auto version_end = request.path.find('/', 1);
    const auto path = request.path.substr(version_end, request.path.find('?') - version_end);
    const auto answer = answers_.find(request.method + " " + path);
    return answer == answers_.end() ? Answer(404, R"({"message":"page not found"})") : answer->second;
  }
  void On(const std::string& request, std::string answer) {
    const std::lock_guard lock(mutex_);
    answers_[request] = std::move(answer);
  }
  void Speak(std::string api) {
    const std::lock_guard lock(mutex_);
    api_ = std::move(api);
  }

  std::vector<std::string> Asked() const {
    std::vector<std::string> asked;
    for (const auto& request : server_.requests()) asked.push_back(request.method + " " + request.path);
    return asked;
  }

  std::mutex mutex_;  // of these two, which the server reads on threads of its own
  std::string api_ = "1.41";
  std::map<std::string, std::string> answers_;
  TinyServer server_;
  std::unique_ptr<Engine> engine_;
  const ContainerId id_{"8614c8fba90b16a8"};
};

TEST_F(HttpEngineTest, AgreesOnAVersionOnce) {
  On("GET /info", Answer(200, R"({"ServerVersion":"20.10.24","Name":"here","KernelVersion":"6.1.0","MemTotal":4096})"));
  for (int i = 0; i < 2; ++i) {
    const auto info = engine_->Info();
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_EQ(info->version, "20.10.24");
    EXPECT_EQ(info->api_version, "1.41");
    EXPECT_EQ(info->name, "here");
    EXPECT_EQ(info->kernel, "6.1.0");
    EXPECT_EQ(info->memory_bytes, 4096);
  }
  EXPECT_THAT(Asked(), ElementsAre("HEAD /_ping", "GET /v1.41/info", "GET /v1.41/info"));
}

TEST_F(HttpEngineTest, AgreesAnewWhenAnotherEngineAnswers) {
  Speak("1.45");
  On("GET /info", Answer(200, "{}"));
  ASSERT_TRUE(engine_->Info());
  Speak("1.41");
  On("GET /info",
     Answer(400, R"({"message":"client version 1.45 is too new. Maximum supported API version is 1.41"})"));
  EXPECT_FALSE(engine_->Info());
  EXPECT_EQ(Asked().back(), "GET /v1.41/info");
  server_.Restart();
  On("GET /info", Answer(200, "{}"));
  EXPECT_EQ(engine_->Info()->api_version, "1.41");
}

TEST_F(HttpEngineTest, RefusesWhatIsTooOldOrNoEngine) {
  Speak("1.40");
  EXPECT_EQ(engine_->Info().error().code, Errc::kInvalidInput);
  EXPECT_THAT(engine_->List({"shop"}).error().message, HasSubstr("1.41"));
  Speak("");
  EXPECT_EQ(engine_->Info().error().code, Errc::kUnavailable);
}

TEST_F(HttpEngineTest, ListsWithFilters) {
  On("GET /containers/json", Answer(200, R"([{"Id":"a"},{"Id":"b"}])"));
  EXPECT_EQ(engine_->List({"sho p"})->size(), 2u);
  EXPECT_THAT(Asked().back(),
              HasSubstr("all=1&filters=%7B%22label%22%3A%5B%22com.docker.compose.project%3Dsho%20p%22"));
}

TEST_F(HttpEngineTest, ListsNetworksByTheirProjectAlone) {
  On("GET /networks", Answer(200, R"([{"Name":"shop_default"}])"));
  EXPECT_EQ(engine_->Networks("shop")->size(), 1u);
  const auto asked = Asked().back();
  EXPECT_THAT(asked, HasSubstr("com.docker.compose.project"));
  EXPECT_THAT(asked, Not(HasSubstr("oneoff"))) << "which no network has";
}

TEST_F(HttpEngineTest, TheEnginesRefusalsKeepTheirWords) {
  struct Refusal {
    int status;
    const char* body;
    Errc code;
    const char* words;
  };
  for (const auto& refusal :
       {Refusal{404, R"({"message":"No such container: x"})", Errc::kNotFound, "No such container: x"},
        Refusal{409, R"({"message":"in use"})", Errc::kConflict, "in use"},
        Refusal{400, "plain words\n", Errc::kInvalidInput, "plain words (HTTP 400)"},
        Refusal{500, R"({"message":"driver failed"})", Errc::kUnavailable, "driver failed"},
        Refusal{403, R"({"message":"no"})", Errc::kDenied, "no"},
        Refusal{502, "", Errc::kUnavailable, "no reason given (HTTP 502)"},
        Refusal{404, R"({"message":7})", Errc::kNotFound, "HTTP 404"},
        Refusal{302, "elsewhere", Errc::kUnavailable, "elsewhere"}}) {
    On("GET /containers/8614c8fba90b16a8/json", Answer(refusal.status, refusal.body));
    const auto inspect = engine_->Inspect(id_);
    ASSERT_FALSE(inspect) << refusal.status;
    EXPECT_EQ(inspect.error().code, refusal.code) << refusal.status;
    EXPECT_THAT(inspect.error().message, HasSubstr("inspect container 8614c8fba90b: "));
    EXPECT_THAT(inspect.error().message, HasSubstr(refusal.words));
  }
}

TEST_F(HttpEngineTest, ItsWordsCanBeShownWhateverTheyAre) {
  const auto words = [this](const std::string& body) {
    On("GET /containers/8614c8fba90b16a8/json", Answer(500, body));
    return engine_->Inspect(id_).error().message;
  };
  const std::string most(499, 'a');
  EXPECT_THAT(words("no caf\xe9\n"), HasSubstr(": no caf\uFFFD (HTTP 500)"));
  EXPECT_THAT(words("{\"message\":\"\\u001b[31mred\"}"), HasSubstr(":  [31mred (HTTP 500)"));
  EXPECT_THAT(words(most + "äöü"), HasSubstr(": " + most + "… (HTTP 500)"));
}

TEST_F(HttpEngineTest, AnswersThatAreNotWhatTheyShouldBeAreErrors) {
  for (const auto* body : {"", "garbage", "[]", "{\"Id\":", "null"}) {
    On("GET /containers/8614c8fba90b16a8/json", Answer(200, body));
    ASSERT_FALSE(engine_->Inspect(id_)) << body;
    EXPECT_EQ(engine_->Inspect(id_).error().code, Errc::kUnavailable) << body;
  }
}

TEST_F(HttpEngineTest, WhatIsDoneAlreadyIsSuccess) {
  On("POST /containers/8614c8fba90b16a8/start", Answer(204, ""));
  EXPECT_TRUE(engine_->Start(id_));
  On("POST /containers/8614c8fba90b16a8/start", "HTTP/1.1 304 Not Modified\r\n\r\n");
  EXPECT_TRUE(engine_->Start(id_));
  On("POST /containers/8614c8fba90b16a8/stop", "HTTP/1.1 304 Not Modified\r\n\r\n");
  EXPECT_TRUE(engine_->Stop(id_));
  EXPECT_TRUE(engine_->Remove(id_, Engine::Volumes::kKeep));  // 404
  EXPECT_THAT(Asked().back(), HasSubstr("?v=0"));
  EXPECT_EQ(engine_->Stop({"none"}).error().code, Errc::kNotFound);
  On("DELETE /containers/8614c8fba90b16a8", Answer(409, R"({"message":"container is running"})"));
  EXPECT_EQ(engine_->Remove(id_, Engine::Volumes::kDeleteAnonymous).error().code, Errc::kConflict);
  EXPECT_THAT(Asked().back(), HasSubstr("?v=1"));
}

const json::object kTwoNetworks =
    ParseJson(R"({"Image":"x","NetworkingConfig":{"EndpointsConfig":{"a":{},"b c":{"Aliases":["web"]}}}})")
        ->as_object();

TEST_F(HttpEngineTest, CreatesWithOneNetworkAndConnectsTheOthers) {
  On("POST /containers/create", Answer(201, R"({"Id":"new"})"));
  On("POST /networks/b%20c/connect", Answer(200, ""));
  EXPECT_EQ(engine_->Create("shop-web-2", kTwoNetworks)->value, "new");
  EXPECT_THAT(Asked(), ElementsAre("HEAD /_ping", "POST /v1.41/containers/create?name=shop-web-2",
                                   "POST /v1.41/networks/b%20c/connect"));
  EXPECT_EQ(server_.requests().back().body, R"({"Container":"new","EndpointConfig":{"Aliases":["web"]}})");
}

TEST_F(HttpEngineTest, TakesAwayAgainWhatWasHalfMade) {
  On("POST /containers/create", Answer(201, R"({"Id":"new"})"));
  On("DELETE /containers/new", Answer(204, ""));
  const auto id = engine_->Create("shop-web-2", kTwoNetworks);
  ASSERT_FALSE(id);
  EXPECT_THAT(id.error().message, HasSubstr("create container shop-web-2: connect it to network b c: page not found"));
  EXPECT_EQ(Asked().back(), "DELETE /v1.41/containers/new?v=1&force=1");
}

TEST_F(HttpEngineTest, SaysThatWhatWasHalfMadeMayBeThereStill) {
  On("POST /containers/create", Answer(201, R"({"Id":"new"})"));
  On("DELETE /containers/new", Answer(500, R"({"message":"busy"})"));
  const auto id = engine_->Create("shop-web-2", kTwoNetworks);
  ASSERT_FALSE(id);
  EXPECT_EQ(id.error().code, Errc::kUnavailable);
  EXPECT_THAT(id.error().message, HasSubstr("page not found (HTTP 404); remove it again: busy"));
}

TEST_F(HttpEngineTest, NewerEnginesTakeAllNetworksAtOnce) {
  Speak("1.44");
  On("POST /containers/create", Answer(201, R"({"Id":"new","Warnings":[]})"));
  EXPECT_TRUE(engine_->Create("n", kTwoNetworks));
  EXPECT_EQ(server_.requests().back().body, WriteJson(kTwoNetworks));
}

TEST_F(HttpEngineTest, ANameThatIsTakenIsAConflict) {
  On("POST /containers/create", Answer(409, R"({"message":"Conflict. The container name is already in use"})"));
  EXPECT_EQ(engine_->Create("n", {}).error().code, Errc::kConflict);
  On("POST /containers/create", Answer(201, "{}"));
  EXPECT_EQ(engine_->Create("n", {}).error().code, Errc::kUnavailable);
}

TEST_F(HttpEngineTest, FollowsEventsPastGarbage) {
  const std::string event = R"({"Type":"container","Action":"die","Actor":{"ID":"1","Attributes":{}},"time":5})";
  On("GET /events", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + event +
                        "\n\xff\x01 what?\n{\"Type\":\"image\"}\n\n" + event + "\n");
  int opened = 0, events = 0;
  const auto end = engine_->Events(
      {"shop"}, [&] { ++opened; }, [&](const EngineEvent&) { ++events; }, [] { return false; });
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(events, 2);
  ASSERT_FALSE(end);  // nobody asked it to end
  EXPECT_EQ(end.error().code, Errc::kUnavailable);
  EXPECT_THAT(end.error().message, HasSubstr("follow the events of project shop"));
}

TEST_F(HttpEngineTest, EventsThatAreRefusedNeverOpen) {
  On("GET /events", Answer(400, R"({"message":"invalid filter"})"));
  const auto end = engine_->Events(
      {"shop"}, [] { ADD_FAILURE(); }, [](const auto&) {}, [] { return false; });
  ASSERT_FALSE(end);
  EXPECT_THAT(end.error().message, HasSubstr("invalid filter"));
}

TEST_F(HttpEngineTest, EventsEndWhenTheyAreToldTo) {
  On("GET /events", "HTTP/1.1 200 OK\r\n\r\n");  // and then silence
  bool open = false;
  EXPECT_TRUE(engine_->Events(
      {"shop"}, [&] { open = true; }, [](const auto&) {}, [&] { return open; }));
}

TEST_F(HttpEngineTest, FollowsWhatAContainerUsesPastGarbage) {
  On("GET /containers/c1/stats", EndlessHead() + "{\"read\":\"1\"}\r\nwhat?\n[]\n\n{\"read\":\"2\"}\n");
  std::vector<std::string> read;
  bool enough = false;
  const auto follow = [&] {
    return engine_->Stats(
        {"c1"},
        [&](const json::object& stats) {
          read.emplace_back(stats.at("read").as_string());
          enough = read.size() == 2;
        },
        [&] { return enough; });
  };
  EXPECT_TRUE(follow());
  EXPECT_THAT(read, testing::ElementsAre("1", "2"));
  EXPECT_THAT(Asked().back(), HasSubstr("/containers/c1/stats?stream=true"));
  On("GET /containers/c1/stats", Answer(404, R"({"message":"No such container: c1"})"));
  enough = false;
  EXPECT_EQ(follow().error().code, Errc::kNotFound);
}

TEST_F(HttpEngineTest, AnEngineThatComesBackIsFoundAgain) {
  On("GET /containers/json", Answer(200, "[]"));
  ASSERT_TRUE(engine_->List({"shop"}));
  server_.Stop();
  const auto lost = engine_->List({"shop"});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, Errc::kUnavailable);
  EXPECT_THAT(lost.error().message, HasSubstr("list the containers of project shop"));
  Speak("1.45");
  server_.Restart();
  EXPECT_TRUE(engine_->List({"shop"}));
  EXPECT_THAT(Asked().back(), HasSubstr("/v1.45/"));
}

TEST_F(HttpEngineTest, SendsASignalByItsName) {
  On("POST /containers/8614c8fba90b16a8/kill", Answer(204, ""));
  EXPECT_TRUE(engine_->Signal(id_, "HUP"));
  EXPECT_THAT(Asked().back(), HasSubstr("/kill?signal=HUP"));
  On("POST /containers/8614c8fba90b16a8/kill", Answer(409, R"({"message":"is not running"})"));
  EXPECT_EQ(engine_->Signal(id_, "HUP").error().code, Errc::kConflict);
}

TEST_F(HttpEngineTest, RunsAProgramToItsEnd) {
  On("POST /containers/8614c8fba90b16a8/exec", Answer(201, R"({"Id":"e1"})"));
  On("POST /exec/e1/start", Answer(200, "output"));
  On("GET /exec/e1/json", Answer(200, R"({"ExitCode":7,"Running":false})"));
  const auto code = engine_->Exec(id_, {{"sh", "-c", "exit 7"}}, 10s, [] { return false; });
  ASSERT_TRUE(code) << code.error().message;
  EXPECT_EQ(*code, 7);
  EXPECT_THAT(server_.requests()[1].body, HasSubstr(R"("Cmd":["sh","-c","exit 7"])"));
}

TEST_F(HttpEngineTest, AProgramThatRunsOnIsNotWaitedForLongerThanSaid) {
  On("POST /containers/8614c8fba90b16a8/exec", Answer(201, R"({"Id":"e1"})"));
  On("POST /exec/e1/start", "HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(engine_->Exec(id_, {{"sleep"}}, 1ms, [] { return false; }).error().code, Errc::kTimeout);
  EXPECT_EQ(engine_->Exec(id_, {{"sleep"}}, 1h, [] { return true; }).error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace docktor::docker

#pragma once

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/json.h"
#include "docker/connection/find_engine.h"
#include "docker/engine.h"
#include "net/http_client.h"
#include "net/url.h"

namespace docktor::test {

/// A project of its own on the engine of DOCKER_HOST, with nothing in it yet. Its containers and networks are removed
/// at the end. Containers are made of DOCKTOR_TEST_IMAGE (docktor-demo/web:dev), whose program knows `healthcheck`.
class DockerProject {
 public:
  DockerProject()
      : raw_(docker::EndpointOf(docker::FindEngine().value()).value()),
        engine_(docker::Connect(docker::FindEngine().value()).value()) {
    const auto info = engine_->Info();
    if (!info) throw std::runtime_error("these tests need a Docker engine: " + info.error().message);
  }
  ~DockerProject() {
    const auto filter = net::PercentEncode(R"({"label":["com.docker.compose.project=)" + name_ + "\"]}");
    const auto all = Json("GET", "/containers/json?all=1&filters=" + filter);
    for (const auto& container : all.as_array())
      Raw("DELETE", "/containers/" + std::string(container.at("Id").as_string()) + "?force=1&v=1");
    for (const auto& network : networks_) Raw("DELETE", "/networks/" + network);
  }
  DockerProject(const DockerProject&) = delete;
  DockerProject& operator=(const DockerProject&) = delete;

  docker::Engine& engine() { return *engine_; }
  const std::string& name() const { return name_; }
  ServiceKey Service(const std::string& service) const { return {name_, service}; }

  /// Any call of the Engine API, for what docker::Engine has no word.
  net::HttpResponse Raw(const std::string& method, const std::string& path, const json::value& body = nullptr) {
    net::HttpRequest request{.method = method, .path = "/v1.41" + path, .timeout = 60s};
    if (!body.is_null()) {
      request.headers = {{"Content-Type", "application/json"}};
      request.body = WriteJson(body);
    }
    return raw_.Send(request).value();
  }
  json::value Json(const std::string& method, const std::string& path) {
    return ParseJson(Raw(method, path).body).value();
  }

  std::string MakeNetwork(const std::string& name) {
    const auto network = name_ + "_" + name;
    if (Raw("POST", "/networks/create", json::object{{"Name", network}}).status != 201)
      throw std::runtime_error("cannot make network " + network);
    networks_.push_back(network);
    return network;
  }

  /// What Compose would send for replica `number` of a service, with a health check and without a network.
  json::object Body(const std::string& service, int number) const {
    return {{"Image", Image()},
            {"Labels",
             {{"com.docker.compose.project", name_},
              {"com.docker.compose.service", service},
              {"com.docker.compose.container-number", std::to_string(number)},
              {"com.docker.compose.oneoff", "False"},
              {"com.docker.compose.config-hash", "24ee"}}},
            {"Healthcheck",
             {{"Test", {"CMD", Program(), "healthcheck"}},
              {"Interval", 500'000'000},
              {"Timeout", 1'000'000'000},
              {"Retries", 2}}},
            {"StopTimeout", 5},
            {"HostConfig", {{"NetworkMode", "none"}, {"NanoCpus", 250'000'000}, {"Memory", 64 << 20}}}};
  }
  std::string ContainerName(const std::string& service, int number) const {
    return name_ + "-" + service + "-" + std::to_string(number);
  }

  static std::string Image() {
    const char* image = std::getenv("DOCKTOR_TEST_IMAGE");
    return image != nullptr ? image : "docktor-demo/web:dev";
  }

 private:
  std::string Program() const {
    const auto image = engine_->InspectImage(Image());
    if (!image) throw std::runtime_error("the image for these tests is missing: " + image.error().message);
    return std::string(image->at("Config").at("Entrypoint").at(0).as_string());
  }

  std::string name_ = "docktor-test-" + std::to_string(getpid());
  net::HttpClient raw_;
  std::unique_ptr<docker::Engine> engine_;
  std::vector<std::string> networks_;
};

}  // namespace docktor::test

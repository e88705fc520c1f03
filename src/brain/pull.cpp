#include "brain/pull.h"

#include <optional>

#include <fmt/format.h>

#include "brain/providers/pick.h"
#include "brain/without_key.h"
#include "net/http_endpoint.h"
#include "net/line_splitter.h"
#include "net/url.h"

namespace docktor::brain {
namespace {

/// Ollama: {"status":"pulling 6a0746a1ec1a","total":2019377376,"completed":241970}, and {"error":"…"}.
/// Model Runner: {"type":"progress","message":"Downloaded…","total":2019377376,"layer":{"current":241970}}.
/// https://github.com/ollama/ollama/blob/main/docs/api.md#pull-a-model,
/// https://docs.docker.com/ai/model-runner/api-reference
PullProgress ProgressOf(const json::value& line) {
  PullProgress progress{.says = TextAt(line, "/status")};
  if (progress.says.empty()) progress.says = TextAt(line, "/message");
  progress.says = Shown(std::move(progress.says));
  progress.whole = NumberAt(line, "/total");
  progress.done = std::max(NumberAt(line, "/completed"), NumberAt(line, "/layer/current"));
  return progress;
}

std::string ErrorOf(const json::value& line) {
  auto error = TextAt(line, "/error");
  if (error.empty() && TextAt(line, "/type") == "error") error = TextAt(line, "/message");
  return Shown(std::move(error));
}

/// What a refusal says, whatever form it has.
std::string Said(const std::string& body) {
  if (const auto json = ParseJson(body))
    for (const auto* place : {"/error/message", "/error", "/message"})
      if (auto text = TextAt(*json, place); !text.empty()) return Shown(std::move(text));
  return Shown(body);
}

struct Kind {
  std::string path;
  const char* key;  ///< of the model's name
};

/// By the path that Docktor itself gives the endpoints on this machine.
std::optional<Kind> KindOf(const net::Url& url) {
  if (const auto end = url.path.find("/engines"); end != url.path.npos)
    return Kind{url.path.substr(0, end) + "/models/create", "from"};
  if (url.port == 8080) return std::nullopt;  // llama-server has what it was started with
  return Kind{"/api/pull", "model"};
}

}  // namespace

Status PullModel(const std::string& endpoint, const std::string& model,
                 const std::function<void(const PullProgress&)>& on_progress, const std::function<bool()>& stop) {
  const auto attempt = fmt::format("fetch {} by {}", model, endpoint);
  const auto url = net::ParseUrl(endpoint);
  if (!url) return tl::unexpected<Error>(url.error().During(attempt));
  const auto kind = KindOf(*url);
  if (!kind)
    return Fail(Errc::kInvalidInput, attempt + ": this server fetches no models",
                "Docker Model Runner and Ollama do; llama-server is started with one");
  std::string trouble;
  bool there = false;
  net::LineSplitter lines([&](std::string_view text) {
    const auto line = ParseJson(text);
    if (!line) return;
    if (auto error = ErrorOf(*line); !error.empty()) trouble = std::move(error);
    there = there || TextAt(*line, "/status") == "success" || TextAt(*line, "/type") == "success";
    on_progress(ProgressOf(*line));
  });
  net::HttpClient http(net::EndpointOf(*url));
  const auto response =
      http.Stream({.method = "POST",
                   .path = kind->path,
                   .headers = {{"Content-Type", std::string(kJsonContent)}, {"Accept", std::string(kJsonContent)}},
                   .body = WriteJson(json::object{{kind->key, model}, {"stream", true}}),
                   .timeout = 60s},
                  {.on_chunk = [&](std::string_view chunk) { lines.Feed(chunk); }, .stop = stop});
  if (!response) return tl::unexpected<Error>(response.error().During(attempt));
  lines.Finish();
  if (stop && stop()) return Fail(Errc::kUnavailable, attempt + ": interrupted", "the same command goes on with it");
  if (response->status != 200)
    return Fail(response->status == 404 ? Errc::kNotFound : Errc::kUnavailable,
                fmt::format("{}: HTTP {}: {}", attempt, response->status, Said(response->body)),
                response->status == 404 ? "is it Docker Model Runner or Ollama? other servers fetch no models" : "");
  if (!trouble.empty()) return Fail(Errc::kUnavailable, attempt + ": " + trouble);
  if (there) return {};
  return Fail(Errc::kUnavailable, attempt + ": it ended before the model was there",
              "the same command goes on with it");
}

}  // namespace docktor::brain

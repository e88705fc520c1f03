#include "cli/client.h"

#include "net/line_splitter.h"
#include "operations/declare/error_json.h"

namespace docktor::cli {
namespace {

Error Lost(const Error& error) {
  return {Errc::kConflict, "the daemon does not answer: " + error.message,
          "docktor daemon status; docktor daemon logs"};
}

/// What an answer that is no success says.
Error ErrorOf(const net::HttpResponse& response) {
  if (const auto body = ParseJson(response.body))
    if (auto error = operations::ErrorIn(*body)) return *std::move(error);
  return {Errc::kInternal, "the daemon answered with status " + std::to_string(response.status)};
}

}  // namespace

Client::Client(const std::filesystem::path& socket, Duration patience, Actor actor)
    : http_({.origin = "http://docktor", .unix_socket = socket}), actor_(actor), patience_(patience) {}

Status Client::Call(const operations::Operation& operation, const json::object& input,
                    const std::function<void(const json::value&)>& on_item, const std::function<bool()>& stop) {
  const net::HttpRequest request{
      .method = "POST",
      .path = "/api/v1/" + operation.Id(),
      .headers = {{"Content-Type", "application/json"}, {"Docktor-Actor", std::string(ToJson(actor_).as_string())}},
      .body = WriteJson(input),
      .timeout = std::max(patience_, operation.patience)};
  Status status;
  const auto take = [&](std::string_view text) {
    const auto item = ParseJson(text);
    if (!item) {
      status = Fail(Errc::kInternal, "the daemon's answer: " + item.error().message);
    } else if (auto error = operations::ErrorIn(*item)) {
      status = tl::unexpected<Error>(*std::move(error));
    } else {
      on_item(*item);
    }
  };
  if (!operation.Streams(input)) {
    const auto response = http_.Send(request);
    if (!response) return tl::unexpected<Error>(Lost(response.error()));
    if (response->status != 200) return tl::unexpected<Error>(ErrorOf(*response));
    take(response->body);
    return status;
  }
  net::LineSplitter lines(take);
  const auto response =
      http_.Stream(request, {.on_chunk = [&](std::string_view chunk) { lines.Feed(chunk); }, .stop = stop});
  lines.Finish();
  if (!status) return status;
  if (!response) return tl::unexpected<Error>(Lost(response.error()));
  if (response->status != 200) return tl::unexpected<Error>(ErrorOf(*response));
  return status;
}

}  // namespace docktor::cli

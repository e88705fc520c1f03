#include "docker/connection/answer.h"

#include "core/printable.h"
#include "docker/json_reader.h"

#include <fmt/format.h>

namespace docktor::docker {
namespace {

/// {"message": "…"} as a rule, plain text now and then.
std::string Words(const net::HttpResponse& answer) {
  constexpr std::size_t kMost = 500;
  std::string words;
  if (const auto body = ParseJson(answer.body); body && body->is_object())
    words = Text(body->get_object(), {"message"});
  if (words.empty()) words = answer.body;
  if (const auto end = words.find_last_not_of(" \t\r\n"); end != words.npos)
    words.resize(end + 1);
  else
    words = "no reason given";
  return Quote(words, kMost) + " (HTTP " + std::to_string(answer.status) + ")";
}

Errc Kind(int status) {
  switch (status) {
    case 400: return Errc::kInvalidInput;
    case 401:
    case 403: return Errc::kDenied;
    case 404: return Errc::kNotFound;
    case 409: return Errc::kConflict;
    default: return Errc::kUnavailable;
  }
}

Result<json::value> ReadJson(const net::HttpResponse& answer) {
  return CheckAnswer(answer).and_then([&] { return ParseJson(answer.body); }).map_error([&](Error error) {
    if (answer.status < 300) error = {Errc::kUnavailable, "the engine's answer is " + error.message};
    return error;
  });
}

}  // namespace

Status CheckAnswer(const net::HttpResponse& answer) {
  const bool fine = (answer.status >= 200 && answer.status < 300) || answer.status == 304;
  if (fine) return {};
  return Fail(Kind(answer.status), Words(answer));
}

Status CheckDone(const net::HttpResponse& answer) {
  if (answer.status == 204 || answer.status == 304 || !CheckAnswer(answer)) return CheckAnswer(answer);
  return Fail(Errc::kUnavailable, fmt::format("the engine's answer, {}, is none that it gives to this", answer.status));
}

Result<json::object> ReadObject(const net::HttpResponse& answer) {
  auto value = ReadJson(answer);
  if (!value) return tl::unexpected(value.error());
  if (!value->is_object()) return Fail(Errc::kUnavailable, "the engine's answer is not a JSON object");
  return std::move(value->get_object());
}

Result<json::array> ReadArray(const net::HttpResponse& answer) {
  auto value = ReadJson(answer);
  if (!value) return tl::unexpected(value.error());
  if (!value->is_array()) return Fail(Errc::kUnavailable, "the engine's answer is not a JSON array");
  return std::move(value->get_array());
}

}  // namespace docktor::docker

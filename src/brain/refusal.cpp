#include "brain/refusal.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <string_view>

#include "brain/providers/pick.h"
#include "net/http_date.h"

namespace docktor::brain {
namespace {

constexpr Duration kMostWait = 24h;  // longer is not believed

/// So many of a unit, as text says at its begin.
std::optional<Duration> Wait(std::string_view text, Duration unit) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !(value >= 0)) return std::nullopt;
  const auto most = static_cast<double>(kMostWait / unit);
  return std::chrono::ceil<Duration>(
      std::chrono::duration<double, std::milli>(std::min(value, most) * static_cast<double>(unit.count())));
}

std::optional<Duration> WaitUntil(const std::string& date) {
  const auto until = net::ReadHttpDate(date);
  if (!until) return std::nullopt;
  const Duration wait = *until - std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return wait > Duration{0} ? std::optional(std::min(wait, kMostWait)) : std::nullopt;
}

/// "34.5s", as Gemini has it among the details of an error.
std::optional<Duration> RetryDelay(const std::string& body) {
  const auto said = ParseJson(body);
  if (!said) return std::nullopt;
  for (const auto& detail : ArrayAt(*said, "/error/details"))
    if (const auto delay = TextAt(detail, "/retryDelay"); !delay.empty()) return Wait(delay, 1s);
  return std::nullopt;
}

}  // namespace

Trouble TroubleOf(int status, const std::string& said) {
  const auto says = [&](const char* word) { return said.find(word) != std::string::npos; };
  if (status == 401 || status == 403 || says("API_KEY_INVALID")) return Trouble::kKeyRefused;
  if (status == 404) return Trouble::kNoSuchModel;
  if (status == 402 || says("insufficient_quota")) return Trouble::kNothingLeft;
  if (status == 408 || status == 504) return Trouble::kLate;
  for (const int busy : {409, 425, 429, 503, 529})
    if (status == busy) return Trouble::kBusy;
  if (says("overloaded_error") || says("rate_limit_error")) return Trouble::kBusy;
  return status >= 400 && status < 500 && status != 424 ? Trouble::kNotUnderstood : Trouble::kBroken;
}

std::optional<Duration> RetryAfter(const net::HttpResponse& response) {
  const auto header = [&](const char* name) {
    const auto found = response.headers.find(name);
    return found == response.headers.end() ? std::string() : found->second;
  };
  if (const auto wait = Wait(header("retry-after-ms"), 1ms)) return wait;
  if (const auto wait = Wait(header("retry-after"), 1s)) return wait;
  if (const auto wait = WaitUntil(header("retry-after"))) return wait;
  return RetryDelay(response.body);
}

bool IsFiltered(const net::HttpResponse& response) {
  if (response.status != 400) return false;
  const auto body = ParseJson(response.body);
  return body && TextAt(*body, "/error/code") == "content_filter";
}

bool MayBeAboutForm(const std::string& said) {
  std::string words;
  for (const char c : said) words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto* about :
       {"response_format", "response format", "text.format", "output_format", "output format", "invalid format",
        "json_", "json mode", "schema", "grammar", "structured", "output_config", "outputconfig", "responsemimetype"})
    if (words.find(about) != words.npos) return true;
  return words.find_first_not_of(" \r\n{}") == words.npos;
}

}  // namespace docktor::brain

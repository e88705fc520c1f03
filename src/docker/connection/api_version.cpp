#include "docker/connection/api_version.h"

#include <algorithm>
#include <charconv>

namespace docktor::docker {

Result<ApiVersion> ApiVersion::Parse(std::string_view text) {
  ApiVersion version;
  const char* const end = text.data() + text.size();
  const auto dot = std::from_chars(text.data(), end, version.major);
  if (dot.ec == std::errc{} && dot.ptr != end && *dot.ptr == '.') {
    const auto last = std::from_chars(dot.ptr + 1, end, version.minor);
    if (last.ec == std::errc{} && last.ptr == end && version.major >= 0 && version.minor >= 0) return version;
  }
  return Fail(Errc::kInvalidInput, "'" + std::string(text) + "' is not an API version");
}

Result<ApiVersion> Agree(std::string_view offered) {
  const auto newest = ApiVersion::Parse(offered);
  if (!newest)
    return Fail(Errc::kUnavailable, "something answers, but not a Docker engine: it names no Api-Version",
                "is that the right address and port? one that wants TLS answers like this without it");
  if (*newest < kOldestApi)
    return Fail(Errc::kInvalidInput,
                "the Docker engine speaks API " + newest->Text() + " at most, Docktor needs " + kOldestApi.Text(),
                "update Docker to 20.10 or newer");
  return std::min(*newest, kNewestApi);
}

}  // namespace docktor::docker

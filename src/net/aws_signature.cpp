#include "net/aws_signature.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "net/digest.h"
#include "net/url.h"

namespace docktor::net {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

/// Of every service but S3 the path is encoded once more than it is sent.
std::string CanonicalPath(std::string_view path) {
  std::string canonical;
  while (true) {
    const auto slash = path.find('/');
    canonical += PercentEncode(path.substr(0, slash));
    if (slash == path.npos) return canonical;
    canonical += '/';
    path.remove_prefix(slash + 1);
  }
}

/// The headers that are signed, by name: each line "name:value\n", and the names with semicolons between them.
struct Signed {
  std::string lines;
  std::string names;
  void Add(std::string_view name, std::string_view value) {
    lines += fmt::format("{}:{}\n", name, value);
    if (!names.empty()) names += ';';
    names += name;
  }
};

}  // namespace

std::vector<std::pair<std::string, std::string>> SignForAws(const AwsRequest& request, const AwsIdentity& identity,
                                                            std::string_view secret, std::string_view service,
                                                            Instant now) {
  const auto time = fmt::format("{:%Y%m%dT%H%M%SZ}", std::chrono::floor<std::chrono::seconds>(now));
  const auto day = time.substr(0, 8);
  const auto body_digest = Sha256(request.body);

  Signed headers;
  headers.Add("content-type", request.content_type);
  headers.Add("host", request.host);
  headers.Add("x-amz-content-sha256", body_digest);
  headers.Add("x-amz-date", time);
  if (!identity.session_token.empty()) headers.Add("x-amz-security-token", identity.session_token);

  const auto canonical = fmt::format("{}\n{}\n\n{}\n{}\n{}", request.method, CanonicalPath(request.path), headers.lines,
                                     headers.names, body_digest);
  const auto scope = fmt::format("{}/{}/{}/aws4_request", day, identity.region, service);
  const auto to_sign = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, scope, Sha256(canonical));

  auto key = "AWS4" + std::string(secret);
  for (const auto part :
       {std::string_view(day), std::string_view(identity.region), service, std::string_view("aws4_request")})
    key = HmacSha256(key, part);
  std::vector<std::pair<std::string, std::string>> result{
      {"Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, identity.key_id,
                                    scope, headers.names, ToHex(HmacSha256(key, to_sign)))},
      {"X-Amz-Date", time},
      {"X-Amz-Content-Sha256", body_digest}};
  if (!identity.session_token.empty()) result.emplace_back("X-Amz-Security-Token", identity.session_token);
  return result;
}

}  // namespace docktor::net

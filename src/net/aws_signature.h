#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.h"

namespace docktor::net {

/// Who signs, but for the secret itself.
struct AwsIdentity {
  std::string key_id;
  std::string session_token = {};  ///< of temporary credentials; empty: they are lasting ones
  std::string region;              ///< "eu-central-1"
};

/// What is signed of a request.
struct AwsRequest {
  std::string_view method;
  std::string_view host;  ///< with the port where it is not the usual one
  std::string_view path;  ///< as it is sent: percent-encoded once, without a query
  std::string_view content_type;
  std::string_view body;
};

/// The headers by which AWS knows who sends the request: its Signature Version 4, for `service` ("bedrock"). The host
/// and the content type are signed, so they must be sent as they are here. Pure.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
std::vector<std::pair<std::string, std::string>> SignForAws(const AwsRequest& request, const AwsIdentity& identity,
                                                            std::string_view secret, std::string_view service,
                                                            Instant now);

}  // namespace docktor::net

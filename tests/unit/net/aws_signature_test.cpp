#include "net/aws_signature.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docktor::net {
namespace {

using testing::HasSubstr;

constexpr auto kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const Instant kNow{std::chrono::seconds(1795869296)};  // 2026-11-28T12:34:56Z

std::map<std::string, std::string> Sign(const std::string& token) {
  std::map<std::string, std::string> headers;
  for (auto& [name, value] : SignForAws({.method = "POST",
                             .host = "bedrock-runtime.eu-central-1.amazonaws.com",
                             .path = "/model/us.anthropic.claude-v2%3A0/converse",
                             .content_type = "application/json",
                             .body = R"({"a":"ü"})"},
                                        {"AKIDEXAMPLE", token, "eu-central-1"}, kSecret, "bedrock", kNow))
    headers[name] = value;
  return headers;
}

// What @smithy/signature-v4 5.7 signs of the same request.
TEST(AwsSignature, IsThatOfAmazonsOwnLibrary) {
  auto headers = Sign("");
  EXPECT_EQ(headers["X-Amz-Date"], "20261128T123456Z");
  EXPECT_EQ(headers["X-Amz-Content-Sha256"], "fd621823002706e24604cb868a9f4f8850d6f01fb5040d49ba050482e1472437");
  EXPECT_EQ(headers["Authorization"],
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261128/eu-central-1/bedrock/aws4_request, "
            "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, "
            "Signature=3d50453d336c6e5594266a66fae2df771370cbf92d04fa03090224e951935b26");
  EXPECT_EQ(headers.count("X-Amz-Security-Token"), 0u);
}

TEST(AwsSignature, OfTemporaryCredentialsToo) {
  auto headers = Sign("TOKEN/+=");
  EXPECT_EQ(headers["X-Amz-Security-Token"], "TOKEN/+=");
  EXPECT_THAT(headers["Authorization"],
              HasSubstr("Signature=f1843433c7785d5a26c5cfa3e6beecc2279ca4d48d3d82796961e84ad3eed56b"));
}

TEST(AwsSignature, TheSecretItselfIsNowhere) {
  for (const auto& [name, value] : Sign("t")) EXPECT_EQ(value.find(kSecret), std::string::npos) << name;
}

}  // namespace
}  // namespace docktor::net

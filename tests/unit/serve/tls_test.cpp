#include "serve/tls.h"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "support/made_certificates.h"
#include "support/made_folder.h"

namespace docktor::serve {
namespace {

using testing::HasSubstr;

class TlsTest : public testing::Test {
 protected:
  TlsTest() { authority.WritePair(folder.path(), "127.0.0.1"); }
  Result<Tls> Read(const std::string& certificate = "cert.pem", const std::string& key = "key.pem") const {
    return Tls::Read(folder.path() / certificate, folder.path() / key);
  }
  std::string Wrong(const std::string& certificate, const std::string& key) const {
    const auto tls = Read(certificate, key);
    if (tls) return "nothing";
    EXPECT_EQ(tls.error().code, Errc::kInvalidInput);
    return tls.error().message;
  }
  /// A key of that kind, locked where there is a password.
  void WriteKey(const char* name, const char* kind, const char* password = nullptr) const {
    EVP_PKEY* key = std::string(kind) == "RSA" ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    std::FILE* file = std::fopen((folder.path() / name).c_str(), "w");
    PEM_write_PrivateKey(file, key, password ? EVP_aes_128_cbc() : nullptr,
                         reinterpret_cast<const unsigned char*>(password), password ? 4 : 0, nullptr, nullptr);
    std::fclose(file);
    EVP_PKEY_free(key);
  }

  const test::MadeFolder folder;
  const test::MadeAuthority authority;
};

TEST_F(TlsTest, IsACertificateAndItsKey) {
  const auto tls = Read();
  ASSERT_TRUE(tls) << tls.error().message;
  EXPECT_EQ(tls->Name(), "") << "it names an address only";
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  EXPECT_NEAR(Seconds(tls->Ends() - now), 24 * 60 * 60, 60);
  authority.WritePair(folder.path(), "127.0.0.1", -1, "DNS:box.example");
  const auto ended = Read();
  ASSERT_TRUE(ended) << ended.error().message;
  EXPECT_LT(ended->Ends(), now);
  EXPECT_EQ(ended->Name(), "box.example");
}

TEST_F(TlsTest, SaysWhichFileIsWrongAndWhy) {
  folder.Write("text", "hello");
  WriteKey("other.pem", "EC");
  WriteKey("rsa.pem", "RSA");
  WriteKey("locked.pem", "EC", "pass");
  EXPECT_THAT(Wrong("gone", "key.pem"),
              HasSubstr("tls.certificate: " + (folder.path() / "gone").string() + ": No such file"));
  EXPECT_THAT(Wrong("text", "key.pem"), HasSubstr("text: it holds no certificate"));
  EXPECT_THAT(Wrong("key.pem", "key.pem"), HasSubstr("key.pem: it holds no certificate"));
  EXPECT_THAT(Wrong(".", "key.pem"), HasSubstr("it is a folder"));
  EXPECT_THAT(Wrong("cert.pem", "gone"), HasSubstr("tls.key: " + (folder.path() / "gone").string() + ": No such file"));
  EXPECT_THAT(Wrong("cert.pem", "text"), HasSubstr("text: it holds no key"));
  EXPECT_THAT(Wrong("cert.pem", "cert.pem"), HasSubstr("cert.pem: it holds no key"));
  EXPECT_THAT(Wrong("cert.pem", "other.pem"), HasSubstr("not the key of the certificate in"));
  EXPECT_THAT(Wrong("cert.pem", "rsa.pem"), HasSubstr("not the key of the certificate in")) << "of another kind";
  EXPECT_THAT(Wrong("cert.pem", "locked.pem"), HasSubstr("locked by a password"));
}

}  // namespace
}  // namespace docktor::serve

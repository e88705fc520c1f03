#include "serve/tls.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <utility>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <boost/asio/ssl/context.hpp>

namespace docktor::serve {
namespace {

namespace fs = std::filesystem;
namespace ssl = boost::asio::ssl;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

tl::unexpected<Error> Wrong(const char* setting, const fs::path& file, const std::string& why, std::string hint = "") {
  return Fail(Errc::kInvalidInput, std::string(setting) + ": " + file.string() + ": " + why, std::move(hint));
}

/// The first thing that OpenSSL has to say, which forgets it.
unsigned long FirstTrouble() {
  const auto trouble = ERR_get_error();
  ERR_clear_error();
  return trouble;
}

std::string Reason(unsigned long trouble) {
  const auto* text = ERR_reason_error_string(trouble);
  return text == nullptr ? "" : std::string(" (") + text + ")";
}

/// OpenSSL would say of a missing file what it says of a wrong one.
Status CheckReadable(const char* setting, const fs::path& file) {
  std::error_code error;
  if (fs::is_directory(file, error)) return Wrong(setting, file, "it is a folder");
  if (std::ifstream(file).good()) return {};
  return Wrong(setting, file, std::strerror(errno), "the daemon's user has to be able to read it");
}

Status TakeCertificate(SSL_CTX* context, const fs::path& file) {
  if (auto readable = CheckReadable("tls.certificate", file); !readable) return readable;
  if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) == 1) return {};
  return Wrong("tls.certificate", file, "it holds no certificate that can be used" + Reason(FirstTrouble()),
               "it wants to be PEM: -----BEGIN CERTIFICATE-----");
}

/// Nobody is there to be asked for it.
int NoPassword(char*, int, int, void* is_locked) {
  *static_cast<bool*>(is_locked) = true;
  return -1;
}

Status TakeKey(SSL_CTX* context, const fs::path& file, const fs::path& certificate) {
  if (auto readable = CheckReadable("tls.key", file); !readable) return readable;
  const std::unique_ptr<BIO, Free> bio(BIO_new_file(file.c_str(), "r"));
  bool is_locked = false;
  const std::unique_ptr<EVP_PKEY, Free> key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, &is_locked)
                                                : nullptr);
  if (is_locked) return Wrong("tls.key", file, "it is locked by a password", "openssl pkey -in KEY -out UNLOCKED");
  if (!key)
    return Wrong("tls.key", file, "it holds no key" + Reason(FirstTrouble()),
                 "it wants to be PEM: -----BEGIN PRIVATE KEY-----");
  // The context itself would take the key of another kind of certificate for that of a second one.
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) == 1 &&
      SSL_CTX_use_PrivateKey(context, key.get()) == 1)
    return {};
  return Wrong("tls.key", file,
               "it is not the key of the certificate in " + certificate.string() + Reason(FirstTrouble()));
}

}  // namespace

Result<Tls> Tls::Read(const fs::path& certificate, const fs::path& key) {
  ERR_clear_error();
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  auto* native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION);
  if (const auto taken = TakeCertificate(native, certificate); !taken) return tl::unexpected<Error>(taken.error());
  if (const auto taken = TakeKey(native, key, certificate); !taken) return tl::unexpected<Error>(taken.error());
  return Tls(std::move(context));
}

bool Tls::IsOf(const std::string& host) const {
  auto* certificate = SSL_CTX_get0_certificate(context_->native_handle());
  return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1;
}

std::string Tls::Name() const {
  const auto* certificate = SSL_CTX_get0_certificate(context_->native_handle());
  const std::unique_ptr<GENERAL_NAMES, Free> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const auto* text = ASN1_STRING_get0_data(name->d.dNSName);
    std::string host(reinterpret_cast<const char*>(text),
                     static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    if (!host.empty() && host.front() != '*') return host;
  }
  return "";
}

Instant Tls::Ends() const {
  std::tm end{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context_->native_handle())), &end);
  return Instant{std::chrono::seconds(timegm(&end))};
}

}  // namespace docktor::serve

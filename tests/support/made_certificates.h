#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace docktor::test {

/// An authority and the certificates that it signs, made anew for a test and written as ca.pem, cert.pem and key.pem.
class MadeAuthority {
 public:
  MadeAuthority() : key_(NewKey()), certificate_(Certificate(key_.get(), NextName(), 1)) {
    AddExtension(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  }

  void WriteCa(const std::filesystem::path& folder) const { WriteX509(folder / "ca.pem", certificate_.get()); }

  /// cert.pem and key.pem of whom `name` names, an IP address for servers. `days` until it ends; below zero: it ended.
  /// `names` are further ones: "DNS:box.example".
  void WritePair(const std::filesystem::path& folder, const std::string& name, int days = 1,
                 const std::string& names = "") const {
    const auto key = NewKey();
    const auto certificate = Certificate(key.get(), name, days);
    AddExtension(certificate.get(), NID_subject_alt_name, "IP:" + name + (names.empty() ? "" : "," + names));
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
    X509_sign(certificate.get(), key_.get(), EVP_sha256());
    WriteX509(folder / "cert.pem", certificate.get());
    const File file((folder / "key.pem").c_str());
    PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;
  using X509Ptr = std::unique_ptr<X509, Free>;
  struct File {
    explicit File(const char* path) : file(std::fopen(path, "w")) {}
    ~File() { std::fclose(file); }
    std::FILE* get() const { return file; }
    std::FILE* file;
  };

  static std::string NextName() {
    static int made = 0;
    return "authority " + std::to_string(++made);
  }
  static Key NewKey() { return Key(EVP_EC_gen("P-256")); }

  static X509Ptr Certificate(EVP_PKEY* key, const std::string& name, int days) {
    constexpr long kDay = 24 * 60 * 60;
    static long serial = 0;
    X509Ptr certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -10 * kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * kDay);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return certificate;
  }

  static void AddExtension(X509* certificate, int what, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  static void WriteX509(const std::filesystem::path& path, X509* certificate) {
    const File file(path.c_str());
    PEM_write_X509(file.get(), certificate);
  }

  Key key_;
  X509Ptr certificate_;
};

}  // namespace docktor::test

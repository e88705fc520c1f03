#include "serve/login/logins.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "core/json.h"
#include "net/digest.h"
#include "remember/journal/disk.h"
#include "serve/random.h"

namespace docktor::serve {
namespace {

constexpr int kBytes = 32;
constexpr Duration kBetweenSaves = 10min;  // of nothing but use

std::map<std::string, Login> ReadLogins(const std::filesystem::path& file) {
  const auto text = remember::RealDisk().Read(file);
  if (!text) return {};
  const auto value = ParseJson(*text);
  auto logins = value ? FromJson<std::map<std::string, Login>>(*value) : Result<std::map<std::string, Login>>();
  if (value && logins) return *std::move(logins);
  spdlog::warn("{} cannot be read: whoever was logged in has to do so again", file.string());
  return {};
}

}  // namespace

Logins::Logins(const Clock& clock, std::filesystem::path file, const Tokens& tokens)
    : clock_(clock), file_(std::move(file)) {
  if (file_.empty()) return;
  all_ = ReadLogins(file_);
  std::erase_if(all_, [&](const auto& one) {
    const auto token = tokens.persons.find(one.second.role);
    return token == tokens.persons.end() || net::Sha256(token->second) != one.second.token;
  });
}

Result<std::string> Logins::Begin(operations::Role role, const std::string& token) {
  auto id = RandomHex(kBytes);
  if (!id) return Fail(Errc::kInternal, "log in: no random bytes are to be had");
  ForgetEnded();
  MakeRoom(role);
  const auto now = clock_.Now();
  all_[DigestOf(*id)] = {role, net::Sha256(token), now, now};
  Save();
  return *std::move(id);
}

std::optional<operations::Role> Logins::Find(const std::string& id) {
  ForgetEnded();
  const auto found = all_.find(DigestOf(id));
  if (found == all_.end()) return std::nullopt;
  found->second.used = clock_.Now();
  if (clock_.Now() - saved_ >= kBetweenSaves) Save();
  return found->second.role;
}

std::string Logins::DigestOf(const std::string& id) { return net::Sha256(id); }

bool Logins::Holds(const std::string& digest) const {
  const auto found = all_.find(digest);
  return found != all_.end() && !HasEnded(found->second);
}

void Logins::End(const std::string& id) {
  if (all_.erase(DigestOf(id)) > 0) Save();
}

void Logins::Save() {
  saved_ = clock_.Now();
  if (file_.empty()) return;
  const auto saved = remember::RealDisk().Replace(file_, WriteJson(ToJson(all_)));
  if (!saved) spdlog::warn("logins end with the daemon: {}", saved.error().message);
}

bool Logins::HasEnded(const Login& login) const {
  const auto now = clock_.Now();
  return now - login.used >= kIdle || now - login.begun >= kLongest;
}

void Logins::ForgetEnded() {
  std::erase_if(all_, [&](const auto& one) { return HasEnded(one.second); });
}

/// Nobody's login ends because of those of another role.
void Logins::MakeRoom(operations::Role role) {
  std::size_t count = 0;
  auto oldest = all_.end();
  for (auto one = all_.begin(); one != all_.end(); ++one) {
    if (one->second.role != role) continue;
    ++count;
    if (oldest == all_.end() || one->second.used < oldest->second.used) oldest = one;
  }
  if (count >= kMost) all_.erase(oldest);
}

}  // namespace docktor::serve

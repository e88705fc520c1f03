#include "serve/login/logins.h"

#include <algorithm>

#include "net/digest.h"
#include "serve/random.h"

namespace docktor::serve {
namespace {

constexpr int kBytes = 32;

}  // namespace

Result<std::string> Logins::Begin(operations::Role role) {
  auto id = RandomHex(kBytes);
  if (!id) return Fail(Errc::kInternal, "log in: no random bytes are to be had");
  ForgetEnded();
  MakeRoom();
  const auto now = clock_.Now();
  all_[net::Sha256(*id)] = {role, now, now};
  return *std::move(id);
}

std::optional<operations::Role> Logins::Find(const std::string& id) {
  ForgetEnded();
  const auto found = all_.find(net::Sha256(id));
  if (found == all_.end()) return std::nullopt;
  found->second.used = clock_.Now();
  return found->second.role;
}

void Logins::End(const std::string& id) { all_.erase(net::Sha256(id)); }

void Logins::ForgetEnded() {
  const auto now = clock_.Now();
  std::erase_if(all_,
                [&](const auto& one) { return now - one.second.used >= kIdle || now - one.second.begun >= kLongest; });
}

void Logins::MakeRoom() {
  if (all_.size() < kMost) return;
  all_.erase(std::min_element(all_.begin(), all_.end(),
                              [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
}

}  // namespace docktor::serve

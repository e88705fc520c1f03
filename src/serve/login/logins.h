#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "operations/declare/role.h"
#include "serve/login/tokens.h"

#include <boost/describe.hpp>

namespace docktor::serve {

/// One that is logged in. Ids and tokens are known by their digests alone.
struct Login {
  operations::Role role = operations::Role::kViewer;
  std::string token;  ///< by which it was begun
  Instant begun{}, used{};
};
BOOST_DESCRIBE_STRUCT(Login, (), (role, token, begun, used))

/// The browsers that are logged in, each by a random id that its cookie holds. They outlive the daemon in a file, as
/// long as the token is there by which they were begun. Used on one thread.
class Logins {
 public:
  static constexpr Duration kIdle = 12h;         ///< without a request, a login ends
  static constexpr Duration kLongest = 7 * 24h;  ///< and with any number of them
  static constexpr std::size_t kMost = 200;      ///< of a role; a further one ends that which was used least lately

  /// `file` is read here and replaced as a whole; empty: they end with the daemon. `tokens` are those in force.
  Logins(const Clock& clock, std::filesystem::path file, const Tokens& tokens);

  /// The id of a new login by `token`. kInternal: no random bytes are to be had.
  Result<std::string> Begin(operations::Role role, const std::string& token);
  /// What the browser may do; asking is use. Empty: no such login, or it has ended.
  std::optional<operations::Role> Find(const std::string& id);
  /// By what a login is known that is no secret.
  static std::string DigestOf(const std::string& id);
  /// Whether it has not ended; asking is no use.
  bool Holds(const std::string& digest) const;
  void End(const std::string& id);

 private:
  void ForgetEnded();
  bool HasEnded(const Login& login) const;
  void MakeRoom(operations::Role role);
  void Save();

  const Clock& clock_;
  const std::filesystem::path file_;
  std::map<std::string, Login> all_;  ///< by digest of the id
  Instant saved_{};
};

}  // namespace docktor::serve

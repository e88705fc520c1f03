#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "operations/declare/role.h"

namespace docktor::serve {

/// The browsers that are logged in, each by a random id that its cookie holds; known here by its digest alone. Used on
/// one thread.
class Logins {
 public:
  static constexpr Duration kIdle = 12h;         ///< without a request, a login ends
  static constexpr Duration kLongest = 7 * 24h;  ///< and with any number of them
  static constexpr std::size_t kMost = 1000;     ///< further ones end the one that was used least lately

  explicit Logins(const Clock& clock) : clock_(clock) {}

  /// The id of a new login. kInternal: no random bytes are to be had.
  Result<std::string> Begin(operations::Role role);
  /// What the browser may do; asking is use. Empty: no such login, or it has ended.
  std::optional<operations::Role> Find(const std::string& id);
  void End(const std::string& id);

 private:
  struct Login {
    operations::Role role = operations::Role::kViewer;
    Instant begun{}, used{};
  };
  void ForgetEnded();
  void MakeRoom();

  const Clock& clock_;
  std::map<std::string, Login> all_;  ///< by digest of the id
};

}  // namespace docktor::serve

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/result.h"
#include "operations/declare/role.h"

namespace docktor::serve {

/// What opens the door over TCP.
struct Tokens {
  std::string program;                              ///< of agents and other programs, who are never taken for persons
  std::map<operations::Role, std::string> persons;  ///< of people, and of their own scripts

  /// Whose token that is. Takes as long for a wrong one as for a right one.
  bool IsProgram(const std::string& given) const;
  std::optional<operations::Role> RoleOf(const std::string& given) const;
};

/// Whether the folder has them by now.
bool HasTokens(const std::filesystem::path& folder);
/// From the files `token`, `token-viewer`, `token-approver` and `token-admin` of the folder; see token_file.h.
Result<Tokens> ReadOrMakeTokens(const std::filesystem::path& folder);

}  // namespace docktor::serve

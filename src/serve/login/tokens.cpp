#include "serve/login/tokens.h"

#include <openssl/crypto.h>

#include "core/json.h"
#include "serve/login/token_file.h"

namespace docktor::serve {
namespace {

using operations::Role;

bool IsSame(const std::string& given, const std::string& wanted) {
  return !wanted.empty() && given.size() == wanted.size() &&
         CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace

bool Tokens::IsProgram(const std::string& given) const { return IsSame(given, program); }

std::optional<Role> Tokens::RoleOf(const std::string& given) const {
  std::optional<Role> found;
  for (const auto& [role, token] : persons)
    if (IsSame(given, token)) found = role;
  return found;
}

bool HasTokens(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder / "token-admin", ignored);
}

Result<Tokens> ReadOrMakeTokens(const std::filesystem::path& folder) {
  Tokens tokens;
  auto program = ReadOrMakeToken(folder / "token");
  if (!program) return tl::unexpected(program.error());
  tokens.program = *std::move(program);
  for (const auto role : {Role::kViewer, Role::kApprover, Role::kAdmin}) {
    auto token = ReadOrMakeToken(folder / ("token-" + std::string(ToJson(role).as_string())));
    if (!token) return tl::unexpected(token.error());
    tokens.persons[role] = *std::move(token);
  }
  return tokens;
}

}  // namespace docktor::serve

#include "settings/files/folders.h"

#include <string>

namespace docktor::settings {
namespace {

using std::filesystem::path;
constexpr uid_t kRoot = 0;

/// Absolute, or empty.
std::optional<path> Absolute(const Environment& environment, const std::string& name) {
  const auto value = Variable(environment, name);
  if (!value || !path(*value).is_absolute()) return std::nullopt;
  return path(*value);
}

Result<path> StateOrConfig(const Environment& environment, uid_t uid, const std::string& xdg, const path& of_root,
                           const path& below_home) {
  if (const auto folder = Absolute(environment, xdg)) return *folder / "docktor";
  if (uid == kRoot) return of_root;
  if (const auto home = Absolute(environment, "HOME")) return *home / below_home / "docktor";
  return Fail(Errc::kInvalidInput, "find Docktor's folders: neither HOME nor " + xdg + " is set", "set HOME");
}

path Runtime(const Environment& environment, uid_t uid, const path& state, const path& run_user) {
  if (uid == kRoot) return "/run/docktor";  // for a service of the system, which has no such variable, and for a login
  if (const auto folder = Absolute(environment, "XDG_RUNTIME_DIR")) return *folder / "docktor";
  const auto of_user = run_user / std::to_string(uid);
  std::error_code error;
  return std::filesystem::is_directory(of_user, error) ? of_user / "docktor" : state / "run";
}

/// A folder that a variable of ours names, in place of `otherwise`.
Result<path> Named(const Environment& environment, const std::string& name, Result<path> otherwise) {
  const auto value = Variable(environment, name);
  if (!value) return otherwise;
  if (path(*value).is_absolute()) return path(*value);
  return Fail(Errc::kInvalidInput, "find Docktor's folders: " + name + " is not an absolute path: " + *value,
              "write it from the root on: " + name + "=/…");
}

}  // namespace

Result<Folders> FindFolders(const Environment& environment, uid_t uid, const path& run_user) {
  const auto state = Named(environment, "DOCKTOR_STATE_DIR",
                           StateOrConfig(environment, uid, "XDG_STATE_HOME", "/var/lib/docktor", ".local/state"));
  if (!state) return tl::unexpected(state.error());
  const auto config = StateOrConfig(environment, uid, "XDG_CONFIG_HOME", "/etc/docktor", ".config");
  if (!config) return tl::unexpected(config.error());
  const auto runtime = Named(environment, "DOCKTOR_RUNTIME_DIR", Runtime(environment, uid, *state, run_user));
  if (!runtime) return tl::unexpected(runtime.error());
  return Folders{*config, *state, *runtime};
}

}  // namespace docktor::settings

#pragma once

#include <filesystem>

#include <sys/types.h>

#include "core/result.h"
#include "settings/environment.h"

namespace docktor::settings {

/// Where Docktor keeps what. Absolute; nothing is created here.
struct Folders {
  std::filesystem::path config;
  std::filesystem::path state;    ///< journal, database, logs
  std::filesystem::path runtime;  ///< socket, locks
  friend bool operator==(const Folders&, const Folders&) = default;
};

/// By the XDG variables (the runtime folder of root is always /run/docktor); where those are not set, for root
/// /etc/docktor and /var/lib/docktor, for others
/// ~/.config/docktor, ~/.local/state/docktor and `run_user`/UID/docktor where there is such a folder, else below state.
/// DOCKTOR_STATE_DIR and DOCKTOR_RUNTIME_DIR name the folders themselves and win. Never /tmp, where others may write.
/// A relative path in an XDG variable is as if it were unset, as its specification wants it.
/// kInvalidInput: no HOME where it is needed, or a relative path in a variable of ours.
Result<Folders> FindFolders(const Environment& environment, uid_t uid,
                            const std::filesystem::path& run_user = "/run/user");

}  // namespace docktor::settings

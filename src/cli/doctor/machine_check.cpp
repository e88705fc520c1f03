#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/client.h"
#include "cli/doctor/checks.h"
#include "core/version.h"
#include "operations/link.h"
#include "operations/list.h"
#include "operations/now/health.h"
#include "operations/now/status.h"
#include "remember/store/database.h"

namespace docktor::cli::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMiB = 1024 * 1024;

/// The folder itself, or what it would be made in.
fs::path Existing(fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

bool CanWrite(const fs::path& folder) { return access(folder.c_str(), W_OK | X_OK) == 0; }

void CheckFolder(const std::string& topic, const fs::path& folder, const char* variable, Findings& findings) {
  const auto there = Existing(folder);
  if (!CanWrite(there))
    return findings.Problem(topic, {Errc::kInternal, folder.string() + ": " + there.string() + " cannot be written",
                                    fmt::format("give your user leave, or name another folder: {}", variable)});
  std::error_code error;
  const auto space = fs::space(there, error);
  if (error) return findings.Problem(topic, {Errc::kInternal, folder.string() + ": " + error.message()});
  const auto free = space.available / kMiB;
  const auto text = fmt::format("{}, {} MiB free", folder.string(), free);
  if (space.available < operations::kLeastFree)
    return findings.Problem(topic, {Errc::kInternal, text, "make room: nothing can be recorded soon"});
  if (free < 600) return findings.Warn(topic, text, "make room: the journal may grow to 512 MB");
  findings.Ok(topic, text);
}

/// The link of a page that is not there says why.
void CheckPage(const DaemonPlace& place, const std::string& url, Findings& findings) {
  if (!url.empty()) return findings.Ok("page", url, "docktor link logs a browser in");
  const auto link = Client(place.socket).Ask<operations::LinkOutput>(*operations::Find("link"));
  if (!link && link.error().code != Errc::kUnavailable)
    findings.Warn("page", link.error().message, "free a port, or name another: docktor daemon restart --listen 4000");
}

}  // namespace

void CheckFolders(const settings::Folders& folders, Findings& findings) {
  CheckFolder("records", folders.state, "DOCKTOR_STATE_DIR", findings);
  const auto there = Existing(folders.runtime);
  if (CanWrite(there)) return findings.Ok("socket folder", folders.runtime.string());
  findings.Problem("socket folder", {Errc::kInternal, folders.runtime.string() + " cannot be written",
                                     "give your user leave, or name another folder: DOCKTOR_RUNTIME_DIR"});
}

void CheckDatabase(Findings& findings) {
  const auto database = remember::Database::Open(":memory:");
  if (database) return findings.Ok("database", "DuckDB's library can be used");
  findings.Warn("database", database.error().message,
                "questions in SQL and `decisions export` need it; put libduckdb.so beside docktor, in lib/docktor");
}

void CheckDaemon(const DaemonPlace& place, Findings& findings) {
  if (!Answers(place.socket))
    return findings.Ok("daemon", "none runs for the project " + place.project, "docktor daemon start");
  const auto status = Client(place.socket).Ask<operations::StatusOutput>(*operations::Find("status"));
  if (!status) return findings.Problem("daemon", status.error());
  const auto& daemon = status->daemon;
  findings.Ok("daemon", fmt::format("runs (pid {}){}, {} services", daemon.pid, daemon.dry_run ? " as a dry run" : "",
                                    status->services.size()));
  CheckPage(place, daemon.url, findings);
  if (daemon.version != kVersion)
    findings.Warn("daemon", "it is version " + daemon.version + ", this is " + kVersion, "docktor daemon restart");
  if (status->engine_lost)
    findings.Problem(
        "daemon",
        {Errc::kUnavailable, "Docker does not answer it: " + *status->engine_lost, "its log: docktor daemon logs"},
        kDockerUnreachable);
  if (status->journal_error)
    findings.Problem("daemon", {Errc::kInternal, "it cannot write its journal: " + *status->journal_error,
                                "make room, or give its user leave; what it could not write it writes then"});
  if (status->journal_loss)
    findings.Warn("daemon", "something of its journal is lost: " + *status->journal_loss, "docktor decisions verify");
}

}  // namespace docktor::cli::doctor

#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cli/daemon/daemon_place.h"
#include "cli/doctor/finding.h"
#include "core/service.h"
#include "docker/connection/find_engine.h"
#include "docker/engine.h"
#include "settings/settings.h"

namespace docktor::cli::doctor {

/// Each looks at one thing and adds what it found. None changes anything, but for a file that is made and deleted again
/// to see whether it can be.

/// The engine's address, whether it answers, its version, and its clock beside that of this machine. Null: it cannot be
/// used.
std::unique_ptr<docker::Engine> CheckEngine(const docker::EngineChoice& choice, Findings& findings);

/// Whether there is a Compose command, and whether what runs was made of the files as they are now.
void CheckCompose(docker::Engine& engine, const std::string& project, Findings& findings);

/// Of each service whether it is scaled, why not, and what speaks against more replicas.
/// Whether Docktor reads all files that the project was brought up with.
void CheckFilesRead(const settings::FoundProject& project, const std::vector<ServiceFacts>& services,
                    Findings& findings);
void CheckServices(const settings::Settings& settings, const std::vector<ServiceFacts>& services, Findings& findings);

/// Which way the replicas are read.
void CheckReadings(const std::vector<ServiceFacts>& services, Findings& findings);

/// The folders of records and of the socket: whether there is room and leave to write.
void CheckFolders(const settings::Folders& folders, Findings& findings);

/// Which language model is asked, or could be, and what of that leaves this machine.
void CheckModel(const settings::Settings& settings, const settings::Environment& environment, Findings& findings);

/// By which certificate the daemon encrypts what it serves over TCP, where it is to, and how long that holds.
void CheckTls(const settings::Settings& settings, Findings& findings);

/// Whether DuckDB's library is there.
void CheckDatabase(Findings& findings);

/// Whether a daemon runs for the project, and what it says.
void CheckDaemon(const DaemonPlace& place, Findings& findings);

}  // namespace docktor::cli::doctor

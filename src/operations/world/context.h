#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "operations/declare/role.h"
#include "operations/world/log_book.h"
#include "operations/world/meter.h"
#include "operations/world/pilots.h"
#include "operations/world/service_settings.h"
#include "operations/world/talks.h"
#include "operations/world/ticker.h"
#include "operations/world/workbench.h"
#include "remember/counts.h"
#include "remember/history.h"
#include "remember/store/store_keeper.h"

#include <boost/describe.hpp>

namespace docktor::operations {

/// What does not change while the daemon runs.
struct DaemonFacts {
  std::string version;
  std::int64_t pid = 0;
  Instant started_at{};
  std::vector<std::string> projects;
  std::string compose_file;  ///< empty where none was found
  std::string socket;
  std::string url = {};  ///< empty: it listens to its socket only
  std::string engine;    ///< "Docker 20.10.24 at unix:///var/run/docker.sock"
  std::string log_file;  ///< empty where the log goes to a terminal
  bool dry_run = false;
  std::string folder;              ///< where it was started
  std::vector<std::string> flags;  ///< with which it was started
};
BOOST_DESCRIBE_STRUCT(DaemonFacts, (),
                      (version, pid, started_at, projects, compose_file, socket, url, engine, log_file, dry_run, folder,
                       flags))

/// What operations work with. Everything outlives them and may be used from every thread.
struct Context {
  const Clock& clock;
  Pilots& pilots;
  const remember::History& history;
  const remember::Counts& counts;
  remember::StoreKeeper& store;
  std::filesystem::path journal;  ///< folder
  LogBook& logs;
  Meter& meter;  ///< what replicas used lately
  Ticker& ticker;
  Workbench& workbench;
  std::function<void()> stop;  ///< asks the daemon to end; returns at once
  DaemonFacts facts;
  std::function<std::optional<std::string>()> settings_trouble = {};     ///< why changed settings are refused
  std::function<std::optional<std::string>()> journal_loss = {};         ///< what it has lost, in words; empty: nothing
  std::function<std::string()> readings_from = {};                       ///< "the kernel's files"; empty: nowhere told
  Talks* talks = nullptr;                                                ///< null: nobody can be talked to
  const brain::Switchboard* models = nullptr;                            ///< null: none is asked
  std::function<std::vector<ServiceSettings>()> settings_in_force = {};  ///< empty: nowhere told
  std::function<Result<std::string>(Role)> login_link = {};              ///< empty: the page is not served
};

}  // namespace docktor::operations

#pragma once

#include <memory>

#include "app/plan/options.h"
#include "app/plan/plan.h"
#include "control/control.h"
#include "operations/world/context.h"
#include "operations/world/controlled_pilots.h"
#include "serve/http_server.h"

namespace docktor::app {

/// Where the daemon is asked: its socket, and TCP unless that is not wanted, onto the list of operations.
class Door {
 public:
  /// What is asked about. Everything outlives the door.
  struct World {
    const Clock& clock;
    control::Control& control;
    const remember::History& history;
    const remember::Counts& counts;
    remember::StoreKeeper& store;
    std::filesystem::path journal;  ///< folder
    operations::LogBook& logs;
    operations::Meter& meter;
    std::function<void()> stop;  ///< ends the daemon; returns at once
    operations::DaemonFacts facts;
    std::function<std::optional<std::string>()> settings_trouble;
    std::function<std::optional<std::string>()> journal_loss;
    std::function<std::string()> readings_from;
    std::function<std::vector<operations::ServiceSettings>()> settings_in_force;
    operations::Talks& talks;
    const brain::Switchboard& models;
    operations::Workbench& workbench;
  };
  /// kConflict: the socket is taken, or the address that was asked for. The others are of PlanTcp.
  static Result<std::unique_ptr<Door>> Open(World world, const Plan& plan, const DaemonOptions& options);
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  /// Lets the answers that are under way end, and no more come.
  void Close() { server_.reset(); }

 private:
  explicit Door(World world);
  Result<std::optional<serve::HttpServer::Tcp>> ListenToTcp(const Plan& plan, const DaemonOptions& options);
  void TellOf(const serve::HttpServer::Tcp& tcp);

  operations::ControlledPilots pilots_;
  operations::ThreadTicker ticker_;  ///< for those who watch
  operations::Context context_;
  serve::Router router_;
  std::unique_ptr<serve::HttpServer> server_;
};

}  // namespace docktor::app

#pragma once

#include <filesystem>

#include "cli/client.h"
#include "cli/commands.h"
#include "cli/demo/stack.h"
#include "cli/demo/stage.h"

namespace docktor::cli {

/// Containers of the Docker engine, and a daemon of their own.
class EngineStage final : public Stage {
 public:
  explicit EngineStage(const Surroundings& around);

  Status Raise(const std::function<void(const std::string& step)>& done) override;
  void Strike() override;
  Result<Instant> StartLoad(double rate, Duration length) override { return stack_.StartLoad(rate, length); }
  Result<std::string> LoadSummary() override { return stack_.LoadSummary(); }
  Result<operations::StatusOutput> Look() override;
  Result<std::vector<operations::HistoryItem>> Decisions(int limit) override;
  Instant Now() const override;
  void Wait() override;

 private:
  Status StartDaemon();

  std::filesystem::path file_;
  DemoStack stack_;
  DaemonPlace place_;
  Client client_;
  bool stack_up_ = false;
  bool daemon_up_ = false;
};

}  // namespace docktor::cli

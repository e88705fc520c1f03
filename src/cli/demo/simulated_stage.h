#pragma once

#include <functional>
#include <optional>

#include "cli/demo/stage.h"
#include "core/spec.h"
#include "remember/history.h"
#include "simulate/cockpit.h"
#include "simulate/plant.h"

namespace docktor::cli {

/// No container at all: a simulated service with the settings of examples/demo.yaml, flown by the pilot that runs in
/// production, a look at it every two seconds of a clock that is its own.
class SimulatedStage final : public Stage {
 public:
  static constexpr int kSpeedUp = 10;

  /// `begin`: what its clock shows first. `pass`: waits for so much of the people's time; empty: nobody watches.
  explicit SimulatedStage(Instant begin, std::function<void(Duration)> pass = {});

  Status Raise(const std::function<void(const std::string& step)>& done) override;
  void Strike() override {}
  Result<Instant> StartLoad(double rate, Duration length) override;
  Result<std::string> LoadSummary() override;
  Result<operations::StatusOutput> Look() override;
  Result<std::vector<operations::HistoryItem>> Decisions(int limit) override;
  Instant Now() const override { return now_; }
  void Wait() override;

 private:
  struct Load {
    double rate = 0;
    Instant until{};
    double sent = 0, answered = 0;  ///< requests
  };
  void Keep(const RecordBody& body);

  Instant began_, now_;
  std::function<void(Duration)> pass_;
  Spec spec_;
  ::docktor::simulate::Plant plant_;
  remember::History history_;
  ::docktor::simulate::Cockpit cockpit_;
  std::uint64_t records_ = 0;
  std::optional<Load> load_;
};

}  // namespace docktor::cli

#pragma once

#include <utility>

#include "control/control.h"
#include "operations/world/pilots.h"

namespace docktor::operations {

/// The pilots that `control` flies. `control` outlives it.
class ControlledPilots final : public Pilots {
 public:
  explicit ControlledPilots(control::Control& control) : control_(control) {}
  std::shared_ptr<const pilot::Snapshot> Latest() const override { return control_.Latest(); }
  std::optional<std::string> JournalTrouble() const override { return control_.JournalTrouble(); }
  void Send(pilot::Command command, std::function<void(pilot::Answer)> done) override {
    control_.Send(std::move(command), std::move(done));
  }
  std::shared_ptr<void> Subscribe(std::function<void(const pilot::News&)> on_news) override {
    return control_.Subscribe(std::move(on_news));
  }

 private:
  control::Control& control_;
};

}  // namespace docktor::operations

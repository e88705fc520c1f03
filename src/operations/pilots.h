#pragma once

#include <functional>
#include <memory>

#include "control/control.h"
#include "pilot/command.h"
#include "pilot/view.h"

namespace docktor::operations {

/// What operations see of the pilots. All members are thread-safe; the contracts are those of control::Control.
class Pilots {
 public:
  virtual ~Pilots() = default;
  /// Never null.
  virtual std::shared_ptr<const pilot::Snapshot> Latest() const = 0;
  virtual void Send(pilot::Command command, std::function<void(pilot::Answer)> done) = 0;
  /// Until the returned handle is destroyed.
  virtual std::shared_ptr<void> Subscribe(std::function<void(const control::News&)> on_news) = 0;
};

/// The pilots that `control` flies. `control` outlives it.
class ControlledPilots final : public Pilots {
 public:
  explicit ControlledPilots(control::Control& control) : control_(control) {}
  std::shared_ptr<const pilot::Snapshot> Latest() const override { return control_.Latest(); }
  void Send(pilot::Command command, std::function<void(pilot::Answer)> done) override {
    control_.Send(std::move(command), std::move(done));
  }
  std::shared_ptr<void> Subscribe(std::function<void(const control::News&)> on_news) override {
    return control_.Subscribe(std::move(on_news));
  }

 private:
  control::Control& control_;
};

}  // namespace docktor::operations

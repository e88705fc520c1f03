#pragma once

#include <functional>
#include <memory>

#include "pilot/command.h"
#include "pilot/event.h"
#include "pilot/view.h"

namespace docktor::operations {

/// What operations see of the pilots. All members are thread-safe; the contracts are those of control::Control.
class Pilots {
 public:
  virtual ~Pilots() = default;
  /// Never null.
  virtual std::shared_ptr<const pilot::Snapshot> Latest() const = 0;
  virtual std::optional<std::string> JournalTrouble() const = 0;
  virtual void Send(pilot::Command command, std::function<void(pilot::Answer)> done) = 0;
  /// Until the returned handle is destroyed.
  virtual std::shared_ptr<void> Subscribe(std::function<void(const pilot::News&)> on_news) = 0;
};

}  // namespace docktor::operations

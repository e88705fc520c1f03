#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "act/drain.h"

namespace docktor::act {

/// The drains of all actions that have not ended yet, by their decision. Safe to call from every thread.
class Drains {
 public:
  explicit Drains(docker::Engine& engine) : engine_(engine) {}

  /// After EndAll it is one that has ended.
  std::shared_ptr<Drain> Open(const Action& action);
  void Close(DecisionId decision);
  /// Nothing where there is none of that decision.
  void Cancel(DecisionId decision);
  void EndAll();

 private:
  docker::Engine& engine_;
  std::mutex mutex_;
  bool ended_ = false;
  std::map<DecisionId, std::shared_ptr<Drain>> open_;
};

}  // namespace docktor::act

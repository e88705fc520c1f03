#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "operations/world/pilots.h"
#include "serve/response.h"

namespace docktor::serve {

/// An answer that is a matter of the snapshot alone: written once, for all who ask while that snapshot is the latest.
/// Thread-safe.
class WrittenAnswer {
 public:
  using Says = std::function<json::value(const pilot::Snapshot&)>;
  /// `pilots` outlives it.
  WrittenAnswer(const operations::Pilots& pilots, Says says) : pilots_(pilots), says_(std::move(says)) {}

  /// What is to be said of the latest snapshot; null: that has not been written yet.
  Response::Shared Find() const { return Find(pilots_.Latest()); }
  /// The same, written where it has not been; whoever comes meanwhile waits for it.
  Response::Shared Write();

 private:
  using Snapshot = std::shared_ptr<const pilot::Snapshot>;
  Response::Shared Find(const Snapshot& snapshot) const;

  const operations::Pilots& pilots_;
  const Says says_;
  std::mutex writing_;  ///< one after the other; before mutex_
  mutable std::mutex mutex_;
  std::weak_ptr<const pilot::Snapshot> of_;
  Response::Shared text_;
};

}  // namespace docktor::serve

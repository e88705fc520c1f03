#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "brain/conversation/conversation.h"
#include "brain/judge/connect.h"

namespace docktor::operations {

/// Talks between people and a language model: one after the other, on a thread of its own; what arrives meanwhile
/// waits. Public members are thread-safe.
class Talks {
 public:
  using Connector = std::function<Result<brain::Connection>(const BrainSettings&)>;
  using Outcome = Result<brain::Talked>;

  struct Talk {
    BrainSettings brain;             ///< who is asked
    std::vector<brain::Turn> turns;  ///< the last is the person's
    std::shared_ptr<brain::ToolBox> tools;
    std::function<void(const brain::Step&)> on_step;  ///< on the thread of the talks
    std::function<void(Outcome)> done;                ///< once; likewise, or on that of the destructor
  };

  Talks(const Clock& clock, Connector connect);
  /// Ends the talk that is under way; those that wait fail with kUnavailable.
  ~Talks();

  void Begin(Talk talk);

 private:
  void Run();
  bool Ending() const;
  Outcome Hold(const Talk& talk);

  const Clock& clock_;
  const Connector connect_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Talk> waiting_;
  bool ending_ = false;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::operations

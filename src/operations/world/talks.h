#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "brain/conversation/conversation.h"
#include "brain/switchboard.h"
#include "core/ports/journal.h"
#include "net/serial_worker.h"

namespace docktor::operations {

/// Talks between people and a language model: one after the other, on a thread of its own; what arrives meanwhile
/// waits. What each has taken is on record. Public members are thread-safe.
class Talks {
 public:
  using Outcome = Result<brain::Talked>;

  struct Talk {
    BrainSettings brain;             ///< who is asked
    std::vector<brain::Turn> turns;  ///< the last is the person's
    std::shared_ptr<brain::ToolBox> tools;
    /// Who follows it, by the name of the model that talks; on the thread of the talks.
    std::function<brain::Listener(const std::string& model)> listener_for;
    std::function<void(Outcome)> done;  ///< once; likewise, or on that of the destructor
    std::function<bool()> wanted = {};  ///< false once nobody waits for it: it ends, or is not begun; empty: never
  };

  /// All outlive it.
  Talks(const Clock& clock, brain::Switchboard& models, Journal& journal);
  /// Ends the talk that is under way; those that wait fail with kUnavailable.
  ~Talks();

  void Begin(Talk talk);
  /// Ends as the destructor does; what is begun from now on fails at once.
  void Stop();

 private:
  using Records = std::vector<TalkedWith>;
  void Do(const Talk& talk);
  /// With the first model that answers; those that do not answer at present are tried last.
  Outcome Hold(const Talk& talk, Records& taken);
  /// `said`: something was done or heard, so that nobody else can take over.
  Outcome HoldWith(const ModelChoice& choice, const Talk& talk, bool& said, Records& taken);

  const Clock& clock_;
  brain::Switchboard& models_;
  Journal& journal_;
  net::SerialWorker<Talk> worker_;  // last: its thread runs on the members above
};

}  // namespace docktor::operations

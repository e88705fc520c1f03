#pragma once

#include <functional>
#include <memory>

#include "core/clock.h"
#include "core/ports/actuator.h"
#include "core/ports/counsellor.h"
#include "core/ports/journal.h"
#include "core/ports/lesson_book.h"
#include "core/ports/observations.h"
#include "pilot/command.h"
#include "pilot/fleet.h"
#include "pilot/view.h"

namespace docktor::control {

/// Holds the pilots on one thread, feeds them from a mailbox and does what they ask. Nothing that can block is called
/// on that thread. Everyone else reads immutable snapshots and sends commands; all public members are thread-safe.
class Control final : public Observations, public ActionReports, public Judgements {
 public:
  struct Parts {
    const Clock& clock;
    Actuator& actuator;                ///< outlives Control, or is stopped before it
    Counsellor* counsellor = nullptr;  ///< likewise; null: no language model is asked
    Journal& journal;
    std::function<std::optional<std::string>()> journal_trouble = {};  ///< why the disk refuses it now; never blocks
    LessonBook* lessons = nullptr;  ///< outlives Control; null: what is learned ends with it
    pilot::SpecSource spec_of;
    pilot::FleetMemory memory = {};  ///< what the journal held at the start: overrides, rates, open intents
  };
  explicit Control(Parts parts);
  /// Does what is in the mailbox, writes what is left for the journal, and answers every command that came; waits for
  /// the disk. Nobody may call any more, but for those who are told that it is too late: see `Send`.
  ~Control() override;

  /// Never null.
  std::shared_ptr<const pilot::Snapshot> Latest() const;

  /// Why the disk refuses the journal now, so that what has just been ordered may not outlive a restart; empty: it
  /// takes it.
  std::optional<std::string> JournalTrouble() const;

  /// `done` is called once, when everything that the answer rests on is on disk, or the disk has refused it; on a
  /// thread of Control's own, or, once it is ending, on the one that ends it or the caller's: keep it short.
  void Send(pilot::Command command, std::function<void(pilot::Answer)> done);

  /// `on_news` is called on the control thread until the returned handle is destroyed (a call that has begun by then
  /// still ends): keep it short.
  using Subscription = std::shared_ptr<void>;
  Subscription Subscribe(std::function<void(const pilot::News&)> on_news);

  void OnReadings(Readings readings) override;
  void OnTopology(Topology topology) override;
  void OnActivity(Activity activity) override;
  void OnEngineLost(Error error) override;
  void OnReport(ActionReport report) override;
  void OnBalancerTold(BalancerTold told) override;
  void OnJudgement(Judgement judgement) override;
  /// What the past says of the service's next day.
  void OnOutlook(ServiceKey service, forecast::Outlook outlook);
  /// Settings have changed: `spec_of` is asked again for every service.
  void OnSettingsChanged();

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace docktor::control

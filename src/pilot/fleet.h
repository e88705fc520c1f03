#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "pilot/event.h"
#include "pilot/memory.h"
#include "pilot/service_pilot.h"
#include "pilot/view.h"

namespace docktor::pilot {

/// What a service is asked to be, from everything that the user wrote; `first_count` is the count found when it was
/// first enabled, where that is known. Quick and without side effects.
using SpecSource = std::function<Spec(const ServiceFacts&, std::optional<int> first_count)>;

/// All pilots, and what is common to them: the numbering of decisions and the host. Pure, like the pilots.
class Fleet {
 public:
  Fleet(SpecSource spec_of, FleetMemory memory);
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  /// Each takes what happened and returns what is to be done, in order.
  std::vector<Effect> OnTick(Instant now);
  std::vector<Effect> OnReadings(Readings readings, Instant now);
  std::vector<Effect> OnTopology(const Topology& topology, Instant now);
  std::vector<Effect> OnActivity(const Activity& activity, Instant now);
  std::vector<Effect> OnReport(const ActionReport& report, Instant now);
  std::vector<Effect> OnBalancerTold(const BalancerTold& told, Instant now);
  std::vector<Effect> OnJudgement(const Judgement& judgement, Instant now);
  std::vector<Effect> OnOutlook(const ServiceKey& service, const forecast::Outlook& outlook, Instant now);
  std::vector<Effect> OnCommand(const CommandGiven& given, Instant now);
  std::vector<Effect> OnSettingsChanged(Instant now);
  void OnEngineLost() { engine_lost_ = true; }          ///< until the next topology
  void OnDate(Duration ahead) { date_ahead_ = ahead; }  ///< the system's date is so much before the clock
  std::vector<Effect> Close();

  std::optional<Instant> Due() const;  ///< of the next tick
  Snapshot View(Instant now) const;    ///< without services that are gone

 private:
  struct Member {
    ServicePilot pilot;
    ServiceFacts facts = {};
    std::int64_t promised_bytes = 0;
    Reserved reserved = {};
    Sweep sweep = {};  ///< of the readings that are being sorted
  };
  bool Restarted(const Topology& topology) const;
  void KeepLearned(std::vector<Effect>& out) const;
  void Feed(Member& member, const Event& event, Instant now, std::vector<Effect>& out);
  /// To the pilot of `service`, if there is one.
  std::vector<Effect> Deliver(const ServiceKey& service, const Event& event, Instant now);
  bool KeepFirstCount(const ServiceFacts& facts, const Spec& spec, std::vector<Effect>& out);
  void Keep(const ModeChosen& choice, const Spec& said, std::vector<Effect>& out);
  void Choose(Member& member, const CommandGiven& given, Instant now, std::vector<Effect>& out);
  Member& MemberOf(const ServiceFacts& facts, std::vector<Effect>& out);
  Spec SpecOf(const ServiceFacts& facts, std::vector<Effect>& out);

  std::set<ServiceKey> chosen_;  ///< those whose mode, as a person chose it, is in force
  SpecSource spec_of_;
  FleetMemory memory_;
  std::map<ServiceKey, Member> members_;
  std::unordered_map<std::string, Member*> owners_;  ///< of the containers, by their ids
  std::int64_t promised_bytes_ = 0;
  Reserved reserved_total_;
  std::optional<HostReading> host_;
  Instant next_lessons_{};
  bool engine_lost_ = false;
  Duration date_ahead_{0};
};

}  // namespace docktor::pilot

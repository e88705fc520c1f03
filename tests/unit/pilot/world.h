#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pilot/fleet.h"

namespace docktor::pilot {

/// One service on an engine in memory: what the pilots order is done, with a delay, and shown to them again. Time only
/// moves when `Run` says so.
class World {
 public:
  explicit World(Spec wanted, int running = 2, FleetMemory memory = {})
      : spec(std::move(wanted)),
        fleet_([this](const ServiceFacts&, std::optional<int>) { return spec; }, std::move(memory)) {
    for (int i = 0; i < running; ++i) Begin(now, Phase::kReady);
    Show();
  }
  /// Docktor is started anew, and finds what there is.
  World(const World& before, FleetMemory memory)
      : spec(before.spec),
        now(before.now),
        replicas(before.replicas),
        fleet_([this](const ServiceFacts&, std::optional<int>) { return spec; }, std::move(memory)),
        last_(before.last_) {
    Show();
  }

  static Spec Enabled(int min = 1, int max = 10) {
    Spec spec;
    spec.key = {"shop", "web"};
    spec.enabled = true;
    spec.strategy = Strategy::kTarget;
    spec.min = min;
    spec.max = max;
    return spec;
  }

  static constexpr double kCpus = 0.5;  ///< the limit that Compose gives a replica
  /// Load in replicas' worth of CPU (as Compose makes them), spread evenly over those that are ready.
  void Run(Duration length, double load) {
    for (const auto end = now + length; now < end;) {
      now += 250ms;
      Work();
      if ((now.time_since_epoch() % 1s).count() == 0) Sweep(load);
      Take(fleet_.OnTick(now));
    }
  }

  Answer Say(Command command) {
    command.service = spec.key;
    Take(fleet_.OnCommand({std::move(command), ++ticket_}, now));
    return answers.at(ticket_);
  }
  void Configure(Spec changed) {
    spec = std::move(changed);
    Take(fleet_.OnSettingsChanged(now));
  }
  void Tell(const Activity& activity) { Take(fleet_.OnActivity(activity, now)); }
  void Foretell(const forecast::Outlook& outlook) { Take(fleet_.OnOutlook(spec.key, outlook, now)); }
  /// A source answers, and has nothing to tell.
  void Quiet(const std::string& signal) { Take(fleet_.OnReadings({.services = {{spec.key, signal, now}}}, now)); }
  /// What a source said of the service; empty: it failed.
  void Measure(const std::string& signal, std::optional<double> value) {
    Take(fleet_.OnReadings({.services = {{spec.key, signal, now, value, value ? "" : "connection refused"}}}, now));
  }

  /// Somebody stops and removes all but the first `count`, as Compose does it, a step at a time.
  void OthersRemove(int count) {
    while (Running() > count) {
      const auto id = replicas.back().id;
      Tell({.service = spec.key, .container = id, .action = "kill", .signal = "15"});
      Tell({.service = spec.key, .container = id, .action = "die"});
      replicas.pop_back();
      Tell({.service = spec.key, .container = id, .action = "destroy"});
      Show();
    }
  }
  /// Somebody makes replicas of the config `hash` until `count` run.
  void OthersAdd(int count, const std::string& hash) {
    while (Running() < count) {
      const auto id = Begin(now, Phase::kReady).id;
      replicas.back().config_hash = hash;
      Tell({.service = spec.key, .container = id, .action = "create"});
      Tell({.service = spec.key, .container = id, .action = "start"});
      Show();
    }
  }
  void Show() {
    if (!engine_lost_ && !blind) Take(fleet_.OnTopology({now, {Facts()}}, now));
  }
  /// Somebody sets the system's date: it is so much ahead of the clock from now on.
  void SetDateAhead(Duration ahead) { fleet_.OnDate(ahead); }
  /// The engine answers no more: what is ordered fails, nothing new is seen; the containers live on and are read.
  void LoseEngine() {
    engine_lost_ = true;
    fleet_.OnEngineLost();
  }
  void ReturnEngine() {
    engine_lost_ = false;
    Show();
  }
  /// It was restarted meanwhile: new runs of the first `count` have begun, the others are as it ended them.
  void ReturnRestartedEngine(int count) {
    for (auto& replica : replicas) {
      const bool back = count-- > 0;
      replica.phase = back ? Phase::kReady : Phase::kExited;
      replica.exit_code = back ? 0 : 143;
      if (back) replica.started_at = now;
    }
    ReturnEngine();
  }

  /// It ends by itself, as the engine tells it; the facts have it with the next `Show`.
  void End(Replica& replica, int exit_code) {
    Tell({.service = spec.key, .container = replica.id, .action = "die"});
    replica.phase = Phase::kExited;
    replica.exit_code = exit_code;
  }

  /// Somebody stops it, and it ends of that.
  void Stop(Replica& replica, int exit_code) {
    Tell({.service = spec.key, .container = replica.id, .action = "kill", .signal = "15"});
    End(replica, exit_code);
    Tell({.service = spec.key, .container = replica.id, .action = "stop"});
  }

  Replica& Begin(Instant at, Phase phase) {
    Replica r{.id = {"id" + std::to_string(++last_)},
              .name = "shop-web-" + std::to_string(last_),
              .number = last_,
              .phase = phase};
    r.created_at = r.started_at = at;
    r.run = "since " + ToRfc3339(at);
    r.limits = {.cpus = kCpus, .memory_bytes = 64 << 20};
    return replicas.emplace_back(std::move(r));
  }
  static constexpr std::int64_t kReplicaBytes = 32 << 20;
  int Running() const {
    return static_cast<int>(
        std::count_if(replicas.begin(), replicas.end(), [](const auto& r) { return Runs(r.phase); }));
  }
  std::vector<ServiceView> Shown() const { return fleet_.View(now).services; }
  ServiceView View() const { return Shown().at(0); }
  /// The first decision that acted.
  const Decision& FirstAction() const {
    return *std::find_if(decisions.begin(), decisions.end(), [](const Decision& d) { return d.action.has_value(); });
  }
  std::vector<Record> Journal() const { return journal; }

  Spec spec;
  Instant now{1'700'000'000s};
  std::vector<Replica> replicas;
  std::vector<Obstacle> obstacles;
  std::vector<Decision> decisions;  ///< as published
  std::vector<Outcome> outcomes;
  std::vector<ModeChosen> modes;
  std::vector<std::string> told;  ///< load balancers, in order
  std::string balancer_error;     ///< why they cannot be told
  std::vector<Warning> warnings;
  std::function<double(const Replica&)> traffic;  ///< bytes a second that it receives; empty: not read
  std::function<double(const Replica&)> burned;   ///< share of its CPU that a replica uses for work of its own
  double throttled = 0;                           ///< share of their periods in which replicas are held back
  std::vector<DecisionId> called_off;             ///< removals that were cancelled before they were carried out
  std::map<std::uint64_t, Answer> answers;
  std::vector<Record> journal;
  std::vector<ServiceLessons> lessons;  ///< that were to be kept, in order
  std::optional<HostReading> host;      ///< its memory_available_bytes are those of a host on which nothing runs
  Duration engine_delay = 500ms;        ///< from order to report
  Duration start_time = 2s;             ///< from start to ready
  bool readings = true;                 ///< false: the readings do not come
  bool blind = false;                   ///< the engine hangs when it is asked what is there
  bool fail_next = false;               ///< the next action fails
  bool fail_all = false;                ///< every action fails
  bool give_up = false;                 ///< and that after it has started a replica
  int refused = 0;                      ///< so many of the replicas that are ordered are not made
  bool never_ready = false;
  /// A language model: what it says to a question, `model_time` later; empty: it is never heard of.
  std::function<Judgement(const Consultation&)> model;
  Duration model_time = 1s;
  std::vector<Consultation> consultations;
  bool slow_sight = false;  ///< when an action is reported, the facts show its copies as made and not yet started

 private:
  ServiceFacts Facts() const {
    ServiceFacts facts{.key = spec.key,
                       .at = now,
                       .replicas = replicas,
                       .obstacles = obstacles,
                       .warnings = warnings,
                       .image = "shop/web"};
    for (auto& replica : facts.replicas)
      if (half_started_ && replica.copy && replica.created_at == now)
        replica.phase = Phase::kExited, replica.started_at = {};
    return facts;
  }

  void Work() {
    if (answer_ && now >= answer_at_) Take(fleet_.OnJudgement(*std::exchange(answer_, std::nullopt), now));
    bool changed = false;
    for (auto& r : replicas)
      if (r.phase == Phase::kStarting && !never_ready && now - r.started_at >= start_time)
        r.phase = Phase::kReady, changed = true;
    if (order_ && now >= order_at_ + engine_delay) {
      const auto report = Carry(*std::exchange(order_, std::nullopt));
      Note(ActionEnded{report});
      half_started_ = slow_sight;
      Show();
      half_started_ = false;
      Take(fleet_.OnReport(report, now));
    } else if (changed || (now.time_since_epoch() % 2s).count() == 0) {
      Show();
    }
  }

  ActionReport Carry(const Decision& decision) {
    ActionReport report{.decision = decision.id, .service = decision.service, .at = now, .ok = !fail_next && !fail_all};
    if (engine_lost_) return report.ok = false, report.message = "cannot connect to the engine", report;
    fail_next = false;
    report.gave_up = !report.ok && give_up;
    if (!report.ok) return report.message = "no such image", report;
    report.ok = refused == 0;
    if (!report.ok) report.message = "port is already allocated";
    if (const auto& resize = decision.action->resize)
      for (auto& r : replicas) r.limits.cpus = resize->to;
    for (int i = refused; i < decision.action->add; ++i) {
      const auto limits = replicas.empty() ? Limits{kCpus, 64 << 20} : replicas.front().limits;
      auto& made = Begin(now, start_time > 0s ? Phase::kStarting : Phase::kReady);
      made.copy = true;
      made.copy_of = decision.id.Text();
      made.limits = limits;
      made.config_hash = copied_config_;
      report.added.push_back(made.id);
    }
    for (const auto& id : decision.action->remove)
      if (std::erase_if(replicas, [&](const Replica& r) { return r.id == id; }) > 0) report.removed.push_back(id);
    return report;
  }

  void Sweep(double load) {
    Readings sweep{.host = host};
    if (sweep.host) sweep.host->at = now;
    if (sweep.host) sweep.host->memory_available_bytes -= kReplicaBytes * Running();
    const auto ready =
        std::count_if(replicas.begin(), replicas.end(), [](const auto& r) { return r.phase == Phase::kReady; });
    for (const auto& r : replicas) {
      if (!readings || !Runs(r.phase)) continue;
      const double share = r.phase == Phase::kReady ? load * kCpus / static_cast<double>(ready) : 0.0;
      Reading reading{.replica = r.id, .at = now, .over = 1s, .memory_bytes = kReplicaBytes};
      reading.cpu_cores = std::min(*r.limits.cpus, share + (burned ? burned(r) * *r.limits.cpus : 0));
      reading.throttled_ratio = throttled;
      if (traffic) reading.network_rx_bytes = traffic(r);
      sweep.replicas.push_back(reading);
    }
    Take(fleet_.OnReadings(sweep, now));
  }

  void Take(std::vector<Effect> effects) {
    for (auto& effect : effects) {
      if (const auto* start = std::get_if<StartAction>(&effect)) {
        Note(Intent{start->decision});
        order_ = start->decision;
        copied_config_ = ConfigOf(start->decision.action->source);
        order_at_ = now;
      } else if (const auto* cancel = std::get_if<CancelDrain>(&effect)) {
        called_off.push_back(cancel->decision);
        if (order_ && order_->id == cancel->decision) order_->action->remove.clear();
      } else if (const auto* tell = std::get_if<TellBalancer>(&effect)) {
        told.push_back(tell->balancer.service);
        Take(fleet_.OnBalancerTold({tell->decision, tell->service, now, balancer_error}, now));
      } else if (const auto* consult = std::get_if<Consult>(&effect)) {
        consultations.push_back(consult->consultation);
        if (model) answer_ = model(consult->consultation), answer_at_ = now + model_time;
      } else if (auto* append = std::get_if<Append>(&effect)) {
        Note(std::move(append->body));
      } else if (auto* reply = std::get_if<Reply>(&effect)) {
        answers.insert_or_assign(reply->ticket, reply->answer);
      } else if (auto* keep = std::get_if<KeepLessons>(&effect)) {
        for (auto& one : keep->lessons) lessons.push_back(std::move(one));
      } else {
        const auto& news = std::get<Publish>(effect).news;
        if (const auto* decision = std::get_if<Decision>(&news)) decisions.push_back(*decision);
        if (const auto* outcome = std::get_if<Outcome>(&news)) outcomes.push_back(*outcome);
        if (const auto* mode = std::get_if<ModeChosen>(&news)) modes.push_back(*mode);
      }
    }
  }
  void Note(RecordBody body) { journal.push_back({journal.size() + 1, now, std::move(body)}); }

  std::string ConfigOf(const ContainerId& id) const {
    for (const auto& r : replicas)
      if (r.id == id) return r.config_hash;
    return copied_config_;
  }

  Fleet fleet_;
  std::optional<Decision> order_;
  std::string copied_config_;  ///< of the last replica that was to be copied
  Instant order_at_{};
  std::optional<Judgement> answer_;
  Instant answer_at_{};
  bool engine_lost_ = false;
  bool half_started_ = false;
  std::uint64_t ticket_ = 0;
  int last_ = 0;
};

}  // namespace docktor::pilot

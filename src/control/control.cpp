#include "control/control.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "control/mailbox.h"
#include "control/scribe.h"
#include "core/fail_point.h"
#include "net/serial_worker.h"

namespace docktor::control {
namespace {

/// The longest that the loop sleeps, so that no tick is missed by more than that whatever the pilots say.
constexpr Duration kLongestSleep = 250ms;
/// A snapshot is no older than this, though nothing has happened.
constexpr Duration kLongestSilence = 1s;

}  // namespace

/// The thread with the fleet. Everything that reaches it is a job in the mailbox.
class Control::Loop {
 public:
  using Effects = std::vector<pilot::Effect>;
  using Job = std::function<Effects(pilot::Fleet&, Instant)>;
  using Done = std::function<void(pilot::Answer)>;

  Loop(Parts parts, Control& control)
      : clock_(parts.clock),
        actuator_(parts.actuator),
        counsellor_(parts.counsellor),
        journal_trouble_(std::move(parts.journal_trouble)),
        lessons_(parts.lessons),
        lesson_keeper_([this](const std::vector<ServiceLessons>& lessons) { lessons_->Keep(lessons); }),
        control_(control),
        fleet_(std::move(parts.spec_of), std::move(parts.memory)),
        scribe_(std::in_place, parts.journal),
        thread_([this] { Run(); }) {}

  ~Loop() {
    mailbox_.Close();
    thread_.join();
    scribe_.reset();  // writes what is left, and gives the answers that waited for it
    for (auto& left : lesson_keeper_.Stop()) lessons_->Keep(std::move(left));
    for (auto& [ticket, done] : waiting_) done(Fail(Errc::kUnavailable, "Docktor is shutting down"));
  }

  bool Post(Job job) { return mailbox_.Put(std::move(job)); }

  void Send(pilot::Command command, Done done) {
    auto shared = std::make_shared<Done>(std::move(done));
    const bool taken = Post([this, command = std::move(command), shared](pilot::Fleet& fleet, Instant now) {
      const auto ticket = ++last_ticket_;
      {
        std::lock_guard lock(mutex_);
        waiting_.emplace(ticket, std::move(*shared));
      }
      return fleet.OnCommand({command, ticket}, now);
    });
    if (!taken) (*shared)(Fail(Errc::kUnavailable, "Docktor is shutting down"));
  }

  void LoseEngine(Error error) {
    Post([this, message = std::move(error.message)](pilot::Fleet& fleet, Instant) {
      engine_lost_ = message;
      fleet.OnEngineLost();
      return Effects{};
    });
  }

  void SeeTopology(Topology topology) {
    Post([this, topology = std::move(topology)](pilot::Fleet& fleet, Instant now) {
      engine_lost_.reset();
      return fleet.OnTopology(topology, now);
    });
  }

  std::shared_ptr<const pilot::Snapshot> Latest() const {
    std::lock_guard lock(mutex_);
    return latest_;
  }

  std::optional<std::string> JournalTrouble() const { return journal_trouble_ ? journal_trouble_() : std::nullopt; }

  Subscription Subscribe(std::function<void(const pilot::News&)> on_news) {
    auto handle = std::make_shared<std::function<void(const pilot::News&)>>(std::move(on_news));
    std::lock_guard lock(mutex_);
    subscribers_.push_back(handle);
    return handle;
  }

 private:
  void Run() {
    while (const auto jobs = mailbox_.TakeAll(Sleep())) {
      const auto begin = std::chrono::steady_clock::now();
      fleet_.OnDate(clock_.Date() - clock_.Now());
      for (const auto& job : *jobs) Do(job(fleet_, clock_.Now()));
      auto effects = fleet_.OnTick(clock_.Now());
      const bool changed = !jobs->empty() || !effects.empty();
      Do(std::move(effects));
      if (changed) decided_in_.Add(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
      if (changed || clock_.Now() - Latest()->at >= kLongestSilence) Publish();
      for (const auto& reply : std::exchange(replies_, {})) Answer(reply);
    }
    Do(fleet_.Close());
  }

  Duration Sleep() const {
    const auto due = fleet_.Due();
    return due ? std::clamp(*due - clock_.Now(), Duration{1}, kLongestSleep) : kLongestSleep;
  }

  void Do(Effects effects) {
    for (auto& effect : effects) std::visit([this](auto& e) { Do(e); }, effect);
  }
  void Do(pilot::StartAction& start) {
    MayDieAt(FailPoint::kDecided);
    actuator_.Start(start.decision, control_);
  }
  void Do(pilot::CancelDrain& cancel) { actuator_.CancelDrain(cancel.service, cancel.decision); }
  void Do(pilot::TellBalancer& tell) { actuator_.TellBalancer(tell.service, tell.decision, tell.balancer, control_); }
  void Do(pilot::Consult& consult) {
    if (counsellor_ != nullptr) counsellor_->Consult(std::move(consult.consultation), control_);
  }
  void Do(pilot::Append& append) {
    if (std::holds_alternative<OverrideSet>(append.body)) MayDieAt(FailPoint::kOverrideMade);
    if (std::holds_alternative<OutcomeJudged>(append.body)) MayDieAt(FailPoint::kOutcomeJudged);
    scribe_->Write(std::move(append.body));
  }
  void Do(pilot::Publish& publish) {
    for (const auto& subscriber : Subscribers()) (*subscriber)(publish.news);
  }
  void Do(pilot::KeepLessons& keep) {
    if (lessons_ != nullptr) lesson_keeper_.PutInstead(std::move(keep.lessons));
  }
  /// Once the snapshot shows what came of it: whoever has his answer asks what is next.
  void Do(pilot::Reply& reply) { replies_.push_back(std::move(reply)); }
  /// Answers once what was answered is on disk: an override that was confirmed survives.
  void Answer(const pilot::Reply& reply) {
    scribe_->Then([this, reply] {
      Done done;
      {
        std::lock_guard lock(mutex_);
        const auto found = waiting_.find(reply.ticket);
        if (found == waiting_.end()) return;
        done = std::move(found->second);
        waiting_.erase(found);
      }
      MayDieAt(FailPoint::kAnswerDue);
      done(reply.answer);
    });
  }

  std::vector<std::shared_ptr<std::function<void(const pilot::News&)>>> Subscribers() {
    std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<std::function<void(const pilot::News&)>>> alive;
    std::erase_if(subscribers_, [](const auto& weak) { return weak.expired(); });
    for (const auto& weak : subscribers_)
      if (auto subscriber = weak.lock()) alive.push_back(std::move(subscriber));
    return alive;
  }

  void Publish() {
    auto snapshot = std::make_shared<pilot::Snapshot>(fleet_.View(clock_.Now()));
    snapshot->engine_lost = engine_lost_;
    snapshot->journal_error = JournalTrouble();
    snapshot->decided_in = decided_in_;
    std::shared_ptr<const pilot::Snapshot> latest = std::move(snapshot);
    {
      std::lock_guard lock(mutex_);
      latest_.swap(latest);
    }
    // The one before goes here: whoever wants the latest does not wait for that.
  }

  const Clock& clock_;
  Actuator& actuator_;
  Counsellor* counsellor_;
  const std::function<std::optional<std::string>()> journal_trouble_;
  LessonBook* lessons_;
  net::SerialWorker<std::vector<ServiceLessons>> lesson_keeper_;  ///< its disk may hang, and no answer waits for that
  Control& control_;
  pilot::Fleet fleet_;
  std::optional<std::string> engine_lost_;
  decltype(pilot::Snapshot::decided_in) decided_in_ = pilot::Snapshot{}.decided_in;
  std::uint64_t last_ticket_ = 0;
  std::vector<pilot::Reply> replies_;  ///< of this round
  mutable std::mutex mutex_;
  std::shared_ptr<const pilot::Snapshot> latest_ = std::make_shared<pilot::Snapshot>();
  std::vector<std::weak_ptr<std::function<void(const pilot::News&)>>> subscribers_;
  std::map<std::uint64_t, Done> waiting_;
  Mailbox<Job> mailbox_;
  std::optional<Scribe> scribe_;
  std::thread thread_;  // last: runs on the members above
};

Control::Control(Parts parts) : loop_(std::make_unique<Loop>(std::move(parts), *this)) {}
Control::~Control() = default;

std::shared_ptr<const pilot::Snapshot> Control::Latest() const { return loop_->Latest(); }
std::optional<std::string> Control::JournalTrouble() const { return loop_->JournalTrouble(); }

void Control::Send(pilot::Command command, std::function<void(pilot::Answer)> done) {
  loop_->Send(std::move(command), std::move(done));
}

Control::Subscription Control::Subscribe(std::function<void(const pilot::News&)> on_news) {
  return loop_->Subscribe(std::move(on_news));
}

void Control::OnReadings(Readings readings) {
  loop_->Post([readings = std::move(readings)](pilot::Fleet& fleet, Instant now) mutable {
    return fleet.OnReadings(std::move(readings), now);
  });
}
void Control::OnTopology(Topology topology) { loop_->SeeTopology(std::move(topology)); }
void Control::OnActivity(Activity activity) {
  loop_->Post(
      [activity = std::move(activity)](pilot::Fleet& fleet, Instant now) { return fleet.OnActivity(activity, now); });
}
void Control::OnEngineLost(Error error) { loop_->LoseEngine(std::move(error)); }
void Control::OnReport(ActionReport report) {
  loop_->Post([report = std::move(report)](pilot::Fleet& fleet, Instant now) { return fleet.OnReport(report, now); });
}
void Control::OnBalancerTold(BalancerTold told) {
  loop_->Post([told = std::move(told)](pilot::Fleet& fleet, Instant now) { return fleet.OnBalancerTold(told, now); });
}
void Control::OnOutlook(ServiceKey service, forecast::Outlook outlook) {
  loop_->Post([service = std::move(service), outlook = std::move(outlook)](pilot::Fleet& fleet, Instant now) {
    return fleet.OnOutlook(service, outlook, now);
  });
}

void Control::OnJudgement(Judgement judgement) {
  loop_->Post([judgement = std::move(judgement)](pilot::Fleet& fleet, Instant now) {
    return fleet.OnJudgement(judgement, now);
  });
}
void Control::OnSettingsChanged() {
  loop_->Post([](pilot::Fleet& fleet, Instant now) { return fleet.OnSettingsChanged(now); });
}

}  // namespace docktor::control

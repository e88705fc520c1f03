#include "remember/journal/start_reading.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "remember/journal/outline.h"
#include "remember/journal/parts.h"

namespace docktor::remember {
namespace {

/// Which lines a start wants: some are known by their heads, the others once all heads have been seen.
class StartWishes {
 public:
  explicit StartWishes(const StartReaders& readers) : readers_(readers) {}

  void BeginPart() { parts_.emplace_back(); }
  void Note(const LineHead& head) {
    outline_.Add(head);
    newest_ = std::max(newest_, head.decision);
    all_holds_ = all_holds_ || (head.at < latest_ && latest_ >= readers_.since.all);
    latest_ = std::max(latest_, head.at);
    if (IsRecentHold(head)) newest_holds_.insert_or_assign(std::string(head.service), head.sequence);
    if (!IsTakenAtOnce(head)) parts_.back().Note(head, IsRecentHold(head));
  }
  void Settle() {
    needed_ = outline_.Needed();
    for (const auto& [service, sequence] : newest_holds_) needed_.insert(sequence);
  }

  /// From now on; where the newest cannot be read, the one before it tells nearly the same.
  void WantAllHolds() { all_holds_ = true; }

  /// By the first walk.
  bool IsTakenAtOnce(const LineHead& head) const {
    const bool longer = head.type == Judged::kType || head.type == TalkedWith::kType || head.type == RecordsLost::kType;
    return head.type != HoldRun::kType &&
           (head.at >= readers_.since.all || (longer && head.at >= readers_.since.questions));
  }
  /// Of those that are not.
  bool IsPast(const LineHead& head) const {
    return needed_.contains(head.sequence) || (all_holds_ && IsRecentHold(head));
  }
  bool IsOfNewest(DecisionId id) const { return id.value + readers_.decisions > newest_.value; }
  /// Whether there are some that are not taken at once.
  bool WantsOf(std::size_t index) const {
    const auto& part = parts_[index];
    const auto needed = needed_.lower_bound(part.first);
    return IsOfNewest(part.newest) || (all_holds_ && part.recent_holds) ||
           (needed != needed_.end() && *needed <= part.last);
  }

 private:
  /// What is known of the lines of one that are not taken at once.
  struct Part {
    void Note(const LineHead& head, bool is_recent_hold) {
      newest = std::max(newest, head.decision);
      first = std::min(first, head.sequence);
      last = std::max(last, head.sequence);
      recent_holds = recent_holds || is_recent_hold;
    }
    DecisionId newest = {};
    std::uint64_t first = std::numeric_limits<std::uint64_t>::max(), last = 0;
    bool recent_holds = false;
  };
  bool IsRecentHold(const LineHead& head) const { return head.type == HoldRun::kType && head.at >= readers_.since.all; }

  const StartReaders& readers_;
  Outline outline_;
  DecisionId newest_;
  Instant latest_ = Instant::min();
  bool all_holds_ = false;  ///< of the recent ones; where the date was set back among them, they tell when
  std::map<std::string, std::uint64_t> newest_holds_;  ///< by service
  std::set<std::uint64_t> needed_;
  std::vector<Part> parts_;
};

/// Both walks, and what they have found.
class StartReading {
 public:
  StartReading(const StartReaders& readers, Parts& parts) : readers_(readers), parts_(parts), wishes_(readers) {}

  Status TakeWhatIsRecent() {
    Decoder decoder = Taking(Decoder::Walk::kFirst, [this](const LineHead& head) {
      wishes_.Note(head);
      return Wish(head, wishes_.IsTakenAtOnce(head));
    });
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      wishes_.BeginPart();
      parts_.Announce(i + 1);
      if (auto taken = parts_.Take(i, decoder); !taken) return taken;
    }
    decoder.Settle();
    return Count(decoder.unreadable());
  }

  Status TakeTheRest() {
    wishes_.Settle();
    auto rest = TakeWhatIsWanted();
    if (rest && rest->lines > 0) {
      wishes_.WantAllHolds();
      rest = TakeWhatIsWanted();
    }
    return rest ? Count(*rest) : Status(tl::unexpected(rest.error()));
  }

  Unreadable HandOn() {
    for (auto& [position, found] : found_) {
      if (wishes_.IsOfNewest(found.decision)) readers_.on_decision(found.record);
      if (found.past) readers_.on_past(std::move(found.record));
    }
    return std::move(unreadable_);
  }

 private:
  struct Found {
    Record record;
    DecisionId decision;
    bool past;
  };

  Result<Unreadable> TakeWhatIsWanted() {
    newest_of_.clear();
    Decoder decoder = Taking(Decoder::Walk::kAgain, [this](const LineHead& head) {
      if (wishes_.IsTakenAtOnce(head)) return false;
      return Wish(head, wishes_.IsPast(head)) || wishes_.IsOfNewest(head.decision);
    });
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (!wishes_.WantsOf(i) && !decoder.Holds()) continue;  // its first line says whether what is held was changed
      if (const auto taken = parts_.Take(i, decoder); !taken) return tl::unexpected(taken.error());
    }
    decoder.Settle();
    return decoder.unreadable();
  }

  Decoder Taking(Decoder::Walk walk, Pick wanted) {
    return {[this](Record record, const Position& position) { Keep(std::move(record), position); }, std::move(wanted),
            walk};
  }

  /// A hold that has grown is written again and again: of one decision the newest says all, but for what the past
  /// wants.
  void Keep(Record record, const Position& position) {
    if (std::holds_alternative<HoldRun>(record.body)) {
      const auto [newest, is_first] = newest_of_.try_emplace(decision_, position);
      const auto earlier = is_first ? found_.end() : found_.find(newest->second);
      if (earlier != found_.end() && !earlier->second.past) found_.erase(earlier);
      newest->second = position;
    }
    found_.insert_or_assign(position, Found{std::move(record), decision_, past_});
  }

  /// A line is handed out before the next is asked for.
  bool Wish(const LineHead& head, bool past) {
    decision_ = head.decision;
    return past_ = past;
  }

  Status Count(const Unreadable& unreadable) {
    if (unreadable_.lines == 0) unreadable_.first = unreadable.first;
    unreadable_.lines += unreadable.lines;
    return {};
  }

  const StartReaders& readers_;
  Parts& parts_;
  StartWishes wishes_;
  std::map<Position, Found> found_;
  std::map<DecisionId, Position> newest_of_;  ///< its newest hold so far, of this walk
  DecisionId decision_;                       ///< of the line that was wanted last
  bool past_ = false;                         ///< and whether `on_past` wants it
  Unreadable unreadable_;
};

}  // namespace

Result<Unreadable> ReadForStart(const std::filesystem::path& folder, const StartReaders& readers, const Disk& disk) {
  auto parts = Parts::Of(folder, disk);
  if (!parts) return tl::unexpected(parts.error());
  StartReading reading(readers, *parts);
  return reading.TakeWhatIsRecent().and_then([&] { return reading.TakeTheRest(); }).map([&] {
    return reading.HandOn();
  });
}

}  // namespace docktor::remember

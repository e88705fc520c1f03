#include "remember/clock_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/json.h"

namespace docktor::remember {
namespace {

/// The date was set back since by so much: what is left of the newest sets is that much less.
void TakeBack(std::vector<DateSet>& sets, Duration by) {
  for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
    const auto taken = std::clamp(set->by, Duration{0}, by);
    set->by -= taken;
    by -= taken;
  }
}

/// Those that can have been and are of the last two days, where the clock went on evenly to `now` since the newest.
std::vector<DateSet> Lasting(const std::vector<DateSet>& sets, Instant now) {
  std::vector<DateSet> lasting;
  for (auto set = sets.rbegin(); set != sets.rend() && lasting.size() < ClockFile::kMostSets; ++set) {
    if (set->by <= Duration{0} || set->by > net::kFollowed || set->before > now - set->by) continue;
    now -= set->by;
    if (now - set->before <= ClockFile::kLasts) lasting.insert(lasting.begin(), *set);
  }
  return lasting;
}

}  // namespace

ClockFile::ClockFile(std::filesystem::path file, std::function<void(const std::string&)> warn, Disk& disk)
    : file_(std::move(file)), warn_(std::move(warn)), disk_(disk) {}

std::vector<DateSet> ClockFile::Begin(const net::ClockMark& date) {
  const auto left = disk_.Read(file_)
                        .and_then([](const std::string& text) { return ParseJson(text); })
                        .and_then([](const json::value& value) { return FromJson<KeptClock>(value); });
  const auto even = Even(left, date).value_or(date).now;
  sets_ = left ? left->sets : std::vector<DateSet>{};
  if (even > date.now) TakeBack(sets_, even - date.now);
  const bool forth = date.now - even > kLag;
  sets_ = Lasting(sets_, forth ? even : date.now);
  if (forth) Note({even, date.now - even});
  return sets_;
}

/// Where the clock of the file stands by now. Empty: nobody can tell.
std::optional<net::ClockMark> ClockFile::Even(const Result<KeptClock>& left, const net::ClockMark& date) const {
  const auto even = left.and_then([&](const KeptClock& kept) { return net::GoOn(kept.mark, date); });
  if (even) return *even;
  if (even.error().code != Errc::kNotFound)
    warn_(fmt::format("whether the date was set since the last start is not known from {}: {}", file_.string(),
                      even.error().message));
  return std::nullopt;
}

void ClockFile::Note(const DateSet& set) {
  if (sets_.size() == kMostSets) sets_.erase(sets_.begin());
  sets_.push_back(set);
  warn_(fmt::format("the date was set forth by {} since the last start: what was to last is moved on with it",
                    ToText(std::chrono::round<std::chrono::seconds>(set.by))));
}

void ClockFile::Keep(const net::ClockMark& mark) {
  if (mark.boot.empty()) return;
  if (kept_ && std::chrono::abs(net::Drift(*kept_, mark)) <= kNotKept) return;
  const auto written = disk_.Replace(file_, WriteJson(ToJson(KeptClock{mark, sets_})) + "\n");
  if (written) kept_ = mark;
  if (!written && !refused_) warn_("where the clock stands cannot be kept: " + written.error().message);
  refused_ = !written;
}

}  // namespace docktor::remember

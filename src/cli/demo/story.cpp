#include "cli/demo/story.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/json.h"

namespace docktor::cli {
namespace {

using operations::HistoryItem;

bool Up(const HistoryItem& item) {
  return item.decision.action && item.decision.action->to > item.decision.action->from;
}
bool Down(const HistoryItem& item) {
  return item.decision.action && item.decision.action->to < item.decision.action->from;
}

const HistoryItem* FirstUp(const Story& story) {
  const auto found = std::find_if(story.decisions.begin(), story.decisions.end(),
                                  [&](const auto& i) { return Up(i) && i.decision.at >= story.load_began; });
  return found == story.decisions.end() ? nullptr : &*found;
}

std::string Offset(Duration d) { return fmt::format("{:+7.1f} s", Seconds(d)); }
std::string Took(const std::optional<Duration>& d) { return d ? fmt::format("{:.1f} s", Seconds(*d)) : "never"; }

std::string Bar(int replicas, const Look& look) {
  std::string bar;
  for (int i = 0; i < replicas; ++i) bar += "▇";
  return Paint(bar, Ink::kCyan, look);
}

std::string TimelineLine(const Story& story, Instant at, const std::string& what, int replicas, const Look& look) {
  return fmt::format("  {}  {}{}  {}\n", Offset(at - story.load_began), Bar(replicas, look),
                     std::string(static_cast<std::size_t>(std::max(0, story.Most() - replicas)), ' '), what);
}

std::string Timeline(const Story& story, const Look& look) {
  std::string out;
  int replicas = story.least;
  bool said_begin = false, said_end = false;
  const auto marks = [&](Instant upto) {
    if (!std::exchange(said_begin, said_begin || upto >= story.load_began) && said_begin)
      out += TimelineLine(story, story.load_began, Paint("load begins", Ink::kYellow, look), replicas, look);
    if (!std::exchange(said_end, said_end || upto >= story.load_ended) && said_end)
      out += TimelineLine(story, story.load_ended, Paint("load ends", Ink::kYellow, look), replicas, look);
  };
  for (const auto& item : story.decisions) {
    if (!item.decision.action) continue;
    marks(item.decision.at);
    replicas = item.decision.action->to;
    out += TimelineLine(story, item.decision.at, item.sentence, replicas, look);
  }
  marks(story.ended);
  return out;
}

std::string ByKind(const Story& story) {
  std::int64_t up = 0, down = 0, looks = 0;
  std::map<std::string, std::int64_t> holds;
  for (const auto& item : story.decisions) {
    looks += item.looks;
    if (Up(item))
      ++up;
    else if (Down(item))
      ++down;
    else
      holds[std::string(Name(item.decision.verdict.because))] += item.looks;
  }
  std::string text = fmt::format("{} looks: {} up, {} down", looks, up, down);
  for (const auto& [reason, count] : holds) text += fmt::format(", {} held ({})", count, reason);
  return text;
}

std::string Requests(const Story& story) {
  const auto summary = ParseJson(story.load_summary);
  if (!summary || !summary->is_object()) return "unknown";
  const auto& o = summary->get_object();
  const auto* statuses = o.if_contains("statuses");
  const auto* all = o.if_contains("requests");
  if (statuses == nullptr || all == nullptr || !statuses->is_object()) return "unknown";
  const auto* good = statuses->get_object().if_contains("200");
  return fmt::format("{} sent, {} answered with 200", WriteJson(*all), good != nullptr ? WriteJson(*good) : "0");
}

const char* LookCloser(After after) {
  switch (after) {
    case After::kRunning:
      return "  docktor --project docktor-tour why web\n"
             "  docktor --project docktor-tour status -w\n"
             "  docktor --project docktor-tour decisions list\n"
             "  docktor --project docktor-tour daemon stop     and  docker compose -p docktor-tour down\n";
    case After::kSimulated:
      return "  with containers, and an engine of its own where there is none: scripts/run\n"
             "  a day of load, one strategy beside another: docktor simulate --strategy adaptive,target --chart "
             "day.svg\n";
    case After::kGone: break;
  }
  return "  scripts/run --keep leaves it all running: then `docktor --project docktor-tour why web`\n"
         "  on your own project: docktor daemon start, then docktor status -w and docktor why SERVICE\n";
}

}  // namespace

int Story::Most() const {
  int most = least;
  for (const auto& item : decisions)
    if (item.decision.action) most = std::max(most, item.decision.action->to);
  return most;
}

bool Story::Fell() const {
  const auto last =
      std::find_if(decisions.rbegin(), decisions.rend(), [](const auto& i) { return i.decision.action.has_value(); });
  return last != decisions.rend() && Down(*last) && last->decision.action->to == least;
}

bool Story::Failed() const {
  return std::any_of(decisions.begin(), decisions.end(), [](const HistoryItem& i) {
    return (i.report && !i.report->ok) || (i.outcome && i.outcome->kind == OutcomeKind::kFailed);
  });
}

std::optional<Duration> Story::ToDecision() const {
  const auto* first = FirstUp(*this);
  return first ? std::optional(first->decision.at - load_began) : std::nullopt;
}

std::optional<Duration> Story::ToServing() const {
  const auto* first = FirstUp(*this);
  if (first == nullptr || !first->outcome || !first->outcome->until_ready) return std::nullopt;
  return *ToDecision() + *first->outcome->until_ready;
}

std::string RenderStory(const Story& story, const Look& look, After after) {
  std::string out = "\n" + Paint("What happened", Ink::kBold, look) + "\n" + Timeline(story, look) + "\n";
  const auto row = [&](const char* name, const std::string& value) { out += fmt::format("  {:<24}{}\n", name, value); };
  row("overload → decision", Took(story.ToDecision()));
  row("overload → new replica", Took(story.ToServing()) + " until the first new one served");
  row("replicas", fmt::format("{} → {} → {}", story.least, story.Most(),
                              story.Fell()              ? story.least
                              : story.decisions.empty() ? story.least
                                                        : story.decisions.back().decision.inputs.running));
  row("requests", Requests(story));
  row("decisions", ByKind(story));
  if (story.Failed()) row("trouble", Paint("an action failed: docktor daemon logs", Ink::kRed, look));
  return out + "\n" + Paint("Look closer", Ink::kBold, look) + "\n" + LookCloser(after);
}

}  // namespace docktor::cli

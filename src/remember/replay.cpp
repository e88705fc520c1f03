#include "remember/replay.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "remember/segment.h"

namespace docktor::remember {
namespace {

struct DecisionOf {
  DecisionId operator()(const Intent& body) const { return body.decision.id; }
  DecisionId operator()(const HoldRun& body) const { return body.first.id; }
  DecisionId operator()(const ActionEnded& body) const { return body.report.decision; }
  DecisionId operator()(const OutcomeJudged& body) const { return body.outcome.decision; }
  DecisionId operator()(const auto&) const { return {}; }
};

LineHead HeadOf(const Line& line) {
  const auto type = std::visit([](const auto& body) -> std::string_view { return body.kType; }, *line.body);
  return {line.sequence, line.at, line.prev, type, std::visit(DecisionOf{}, *line.body)};
}

/// Decodes the lines that are wanted.
class Decoder {
 public:
  Decoder(const std::function<void(Record)>& on_record, const Pick& wanted) : on_record_(on_record), wanted_(wanted) {}

  void BeginSegment(std::string name) {
    segment_ = std::move(name);
    number_ = 0;
  }

  void Take(std::string_view text) {
    ++number_;
    const auto head = ReadHead(text);
    if (head && !wanted_(*head)) return;
    auto line = ParseLine(text);
    if (!line) return Refuse(line.error());
    if (!line->body) return Refuse(line->body.error());
    if (!head && !wanted_(HeadOf(*line))) return;
    on_record_({line->sequence, line->at, *std::move(line->body)});
  }

  const Unreadable& unreadable() const { return unreadable_; }

 private:
  void Refuse(const Error& error) {
    if (unreadable_.lines++ == 0) unreadable_.first = fmt::format("{}:{}: {}", segment_, number_, error.message);
  }

  const std::function<void(Record)>& on_record_;
  const Pick& wanted_;
  std::string segment_;
  int number_ = 0;
  Unreadable unreadable_;
};

bool IsDecision(const LineHead& head) { return head.type == Intent::kType || head.type == HoldRun::kType; }

bool IsOverride(const LineHead& head) { return head.type == OverrideSet::kType || head.type == OverrideEnded::kType; }

/// What a first reading tells of which lines a restart needs.
struct Outline {
  std::set<DecisionId> open;  ///< intents without an end
  DecisionId newest = {};
  std::uint64_t newest_sequence = 0;

  void Add(const LineHead& head) {
    if (head.type == Intent::kType) open.insert(head.decision);
    if (head.type == ActionEnded::kType) open.erase(head.decision);
    if (!IsDecision(head) || head.decision < newest) return;
    newest = head.decision;
    newest_sequence = head.sequence;
  }

  bool Needs(const LineHead& head) const {
    return IsOverride(head) || head.type == FirstEnabled::kType || head.sequence == newest_sequence ||
           (head.type == Intent::kType && open.contains(head.decision));
  }
};

const ServiceKey* OverriddenService(const Record& record) {
  if (const auto* set = std::get_if<OverrideSet>(&record.body)) return &set->service;
  if (const auto* ended = std::get_if<OverrideEnded>(&record.body)) return &ended->service;
  return nullptr;
}

/// Of the overrides before `since` only the newest of each service matters.
void DropReplacedOverrides(std::vector<Record>& records, Instant since) {
  std::map<ServiceKey, std::uint64_t> newest;
  for (const auto& record : records)
    if (const auto* service = OverriddenService(record)) newest[*service] = record.sequence;
  std::erase_if(records, [&](const Record& record) {
    const auto* service = OverriddenService(record);
    return service != nullptr && record.at < since && newest[*service] != record.sequence;
  });
}

}  // namespace

Result<Unreadable> Replay(const std::filesystem::path& folder, const std::function<void(Record)>& on_record,
                          const Pick& wanted, const Disk& disk) {
  const auto segments = ListSegments(disk, folder);
  if (!segments) return tl::unexpected(segments.error().During("read the journal"));
  Decoder decoder(on_record, wanted);
  for (const auto& segment : *segments) {
    const auto text = disk.Read(segment.file);
    if (!text) return tl::unexpected(text.error().During("read the journal"));
    decoder.BeginSegment(segment.Name());
    ForEachLine(*text, [&](std::string_view line) { decoder.Take(line); });
  }
  return decoder.unreadable();
}

Result<Replayed> Replay(const std::filesystem::path& folder, const Disk& disk) {
  Replayed replayed;
  auto unreadable = Replay(
      folder, [&](Record record) { replayed.records.push_back(std::move(record)); },
      [](const LineHead&) { return true; }, disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  replayed.unreadable = *std::move(unreadable);
  return replayed;
}

Result<Replayed> RecentPast(const std::filesystem::path& folder, Instant since, const Disk& disk) {
  Outline outline;
  const auto outlined = Replay(
      folder, [](const Record&) {},
      [&](const LineHead& head) {
        outline.Add(head);
        return false;
      },
      disk);
  if (!outlined) return tl::unexpected(outlined.error());

  Replayed past;
  auto unreadable = Replay(
      folder, [&](Record record) { past.records.push_back(std::move(record)); },
      [&](const LineHead& head) { return head.at >= since || outline.Needs(head); }, disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  DropReplacedOverrides(past.records, since);
  past.unreadable = *std::move(unreadable);
  return past;
}

}  // namespace docktor::remember

#include "remember/replay.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "remember/outline.h"
#include "remember/segment.h"

namespace docktor::remember {
namespace {

struct DecisionOf {
  DecisionId operator()(const Intent& body) const { return body.decision.id; }
  DecisionId operator()(const HoldRun& body) const { return body.first.id; }
  DecisionId operator()(const ActionEnded& body) const { return body.report.decision; }
  DecisionId operator()(const OutcomeJudged& body) const { return body.outcome.decision; }
  DecisionId operator()(const ProposalMade& body) const { return body.proposal.decision.id; }
  DecisionId operator()(const ProposalEnded& body) const { return body.id; }
  DecisionId operator()(const auto&) const { return {}; }
};

struct ServiceOf {
  const ServiceKey* operator()(const Intent& body) const { return &body.decision.service; }
  const ServiceKey* operator()(const HoldRun& body) const { return &body.first.service; }
  const ServiceKey* operator()(const ActionEnded& body) const { return &body.report.service; }
  const ServiceKey* operator()(const OutcomeJudged& body) const { return &body.outcome.service; }
  const ServiceKey* operator()(const ProposalMade& body) const { return &body.proposal.decision.service; }
  const ServiceKey* operator()(const DaemonStarted&) const { return nullptr; }
  const ServiceKey* operator()(const DaemonStopped&) const { return nullptr; }
  const ServiceKey* operator()(const auto& body) const { return &body.service; }
};

/// `service` is what the head points to.
LineHead HeadOf(const Line& line, std::string& service) {
  const auto type = std::visit([](const auto& body) -> std::string_view { return body.kType; }, *line.body);
  const auto* key = std::visit(ServiceOf{}, *line.body);
  service = key == nullptr ? "" : key->Text();
  return {line.sequence, line.at, line.prev, type, std::visit(DecisionOf{}, *line.body), service};
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
    std::string service;
    if (!head && !wanted_(HeadOf(*line, service))) return;
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
  const auto needed = outline.Needed();

  Replayed past;
  auto unreadable = Replay(
      folder, [&](Record record) { past.records.push_back(std::move(record)); },
      [&](const LineHead& head) { return head.at >= since || needed.contains(head.sequence); }, disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  past.unreadable = *std::move(unreadable);
  return past;
}

}  // namespace docktor::remember

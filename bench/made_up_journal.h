#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/record.h"
#include "remember/journal/line.h"

namespace docktor::bench {

/// So many records, spread evenly over the time up to `end`.
struct Extent {
  int records;
  Duration length;
  Instant end;
};

/// What the fifty services of a project leave in a journal: holds that begin and grow, actions with their ends and
/// outcomes, orders, questions to a model, a start each day.
class MadeUpJournal {
 public:
  MadeUpJournal(std::string project, Extent extent)
      : project_(std::move(project)),
        begin_(extent.end - extent.length),
        length_(extent.length),
        records_(extent.records) {}

  /// Segments of 16 MiB, as the journal makes them, in a folder that has none. Throws where they cannot be written.
  void Write(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::ofstream file;
    file.exceptions(std::ios::failbit | std::ios::badbit);
    std::string prev = remember::kNoPrevious;
    int segment = 0;
    for (int i = 0; i < records_; ++i) {
      if (!file.is_open() || file.tellp() > (16 << 20)) {
        if (file.is_open()) file.close();
        file.open(folder / fmt::format("journal-{:06}.jsonl", ++segment));
      }
      at_ = begin_ + length_ * i / records_;
      const auto text = remember::WriteLine({static_cast<std::uint64_t>(i) + 1, at_, Body(i)}, prev);
      prev = remember::HashOf(text);
      file << text << "\n";
    }
    file.close();
  }

 private:
  static constexpr int kServices = 50, kOfEach = 20;

  /// Twenty records of one service follow one another, then those of the next.
  RecordBody Body(int i) {
    const int turn = i / kOfEach, step = i % kOfEach;
    service_ = {project_, "service" + std::to_string(turn % kServices)};
    if (turn < kServices && step == 0) return FirstEnabled{service_, 2};
    if (turn % TurnsADay() == 0 && step < 2)
      return step == 0 ? RecordBody(DaemonStopped{project_}) : RecordBody(DaemonStarted{"1.2.3", project_});
    switch (step) {
      case 3: return Intent{Acting()};
      case 4:
        return ActionEnded{{.decision = {decisions_}, .service = service_, .at = at_, .ok = true, .added = {Id(1)}}};
      case 6: return OutcomeJudged{{.decision = {acted_}, .service = service_, .at = at_, .until_ready = 2s}};
      case 9: return HoldRun{Look(decisions_), at_, 120};  // that of the record before, grown
      case 12: return Asked();
      case 15:
        return turn % 3 == 0 ? RecordBody(OverrideSet{service_, {.count = 3, .since = at_, .until = at_ + 10min}})
                             : RecordBody(OverrideEnded{service_, Actor::kRules});
      default: return HoldRun{Look(++decisions_), at_, 1};
    }
  }

  int TurnsADay() const { return records_ / kOfEach / static_cast<int>(std::max<std::int64_t>(1, length_ / 24h)) + 1; }

  Decision Look(std::uint64_t id) const {
    Decision look{.id = {id}, .service = service_, .at = at_};
    look.inputs = {.running = 3, .ready = 3, .target = 0.6, .signals = {}};
    for (const auto* name : {"cpu.utilization", "cpu.throttled_ratio", "memory.utilization"})
      look.inputs.signals.push_back({.name = name, .count = 3, .mean = 0.51234, .p95 = 0.61234, .age = 300ms});
    look.recommendation = {.count = 3,
                           .reason = Reason::kWithinRange,
                           .evidence = {"cpu.utilization", {{"value", 0.51234}, {"target", 0.6}, {"tolerance", 0.1}}},
                           .band_floor = 2,
                           .band_ceiling = 4};
    look.wish = {3};
    look.verdict.count = 3;
    for (const auto reason : {Reason::kTooManyReplicas, Reason::kTooFewReplicas, Reason::kScaleUpLimit,
                              Reason::kScaleDownStabilized, Reason::kHostFull})
      look.verdict.constraints.push_back({.reason = reason,
                                          .rank = Rank::kBounds,
                                          .floor = 1,
                                          .ceiling = 10,
                                          .evidence = {"", {{"wanted_before", 3}, {"seconds", 60}}}});
    return look;
  }
  Decision Acting() {
    auto decision = Look(++decisions_);
    acted_ = decisions_;
    decision.action = Action{.decision = decision.id,
                             .service = service_,
                             .from = 3,
                             .to = 4,
                             .add = 1,
                             .source = Id(0),
                             .deadline = at_ + 1min};
    return decision;
  }
  Judged Asked() const {
    return {
        .judgement = {.look = {decisions_},
                      .service = service_,
                      .asked = at_,
                      .took = 3s,
                      .endpoint = "http://127.0.0.1:8080",
                      .model = "a-model",
                      .prompt_digest = Id(2).value,
                      .reply = std::string(400, 'a'),
                      .tokens_in = 2000,
                      .tokens_out = 90,
                      .advice = Advice{.count = 3, .confidence = 0.8, .reason = std::string(120, 'b'), .asked = at_}},
        .fate = AdviceFate::kSame,
        .recommended = 3,
        .verdict = 3,
        .looks = 12};
  }
  ContainerId Id(int which) const {
    return {fmt::format("{:064x}", decisions_ * 3 + static_cast<std::uint64_t>(which))};
  }

  const std::string project_;
  const Instant begin_;
  const Duration length_;
  const int records_;
  Instant at_{};
  ServiceKey service_;
  std::uint64_t decisions_ = 0, acted_ = 0;
};

}  // namespace docktor::bench

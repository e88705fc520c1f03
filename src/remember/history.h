#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "core/ports/precedents.h"
#include "core/record.h"
#include "core/result.h"
#include "remember/journal/disk.h"

#include <boost/describe.hpp>

namespace docktor::remember {

/// A decision and what became of it.
struct HistoryEntry {
  Decision decision;
  Instant last{};          ///< of an equal hold; that of the decision where it acts
  std::int64_t looks = 1;  ///< how many looks in a row came to it
  std::optional<ActionReport> report = {};
  std::optional<Outcome> outcome = {};
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (), (decision, last, looks, report, outcome))

struct HistoryQuery {
  std::optional<ServiceKey> service = {};
  bool actions_only = false;
  std::optional<DecisionId> before = {};  ///< only older ones: for the next page
  int limit = 50;
};
BOOST_DESCRIBE_STRUCT(HistoryQuery, (), (service, actions_only, before, limit))

/// What was decided: the newest decisions in memory, older ones from the journal. Thread-safe. Find reads the whole
/// journal where the decision is not in memory, which may take seconds, or for ever on a disk that hangs; nothing else
/// reads the disk.
class History final : public Precedents {
 public:
  static constexpr std::size_t kInMemory = 2'000;  ///< some 8 KB each
  explicit History(std::filesystem::path folder, std::size_t in_memory = kInMemory, const Disk& disk = RealDisk());

  /// Takes a record that was appended, at a start those of the newest decisions. Those that are no decision's are
  /// ignored.
  void Add(const Record& record);

  /// Empty: it is not in memory.
  std::optional<HistoryEntry> InMemory(DecisionId id) const;
  /// The newest decision of a service, in memory or not; empty: none is known.
  std::optional<DecisionId> NewestOf(const ServiceKey& service) const;
  /// Newest first, of those in memory.
  std::vector<HistoryEntry> List(const HistoryQuery& query) const;
  /// What the journal could not keep since then, oldest first; at a start that of the last day is known.
  std::vector<RecordsLost> LostSince(Instant since) const;
  /// kNotFound: no decision has this number.
  Result<HistoryEntry> Find(DecisionId id) const;
  /// Among those in memory; an exact search. What a person commanded, or was only restored, is no precedent.
  std::vector<Precedent> Like(const Decision& look, std::size_t most) const override;

 private:
  Result<HistoryEntry> FindOnDisk(DecisionId id) const;

  const std::filesystem::path folder_;
  const std::size_t in_memory_;
  const Disk& disk_;
  mutable std::mutex mutex_;
  std::map<DecisionId, HistoryEntry> entries_;
  std::map<ServiceKey, DecisionId> latest_;    ///< of each service, in memory or not
  std::map<std::uint64_t, RecordsLost> lost_;  ///< by their sequence; the newest
};

}  // namespace docktor::remember

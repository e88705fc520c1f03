#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "remember/store/store_upkeep.h"

namespace docktor::remember {

/// Does the upkeep of the store in time, on a thread of its own with low priority, so that whatever happens to the
/// store makes nothing else late. Thread-safe.
class StoreKeeper {
 public:
  using Found = Result<std::vector<StoredDecision>>;

  explicit StoreKeeper(StoreUpkeep::Parts parts);
  ~StoreKeeper();  ///< whoever waits for an answer gets kUnavailable

  /// Answers from a store that has everything that was in the journal by now; `done` is called once, on the keeper's
  /// thread. The first time may take as long as building the store.
  void Find(StoreQuery query, std::function<void(Found)> done);
  /// Likewise: what asking models has come to since then.
  void TallyUp(Instant since, std::function<void(Result<Tally>)> done);
  /// Likewise: what a service's load was.
  void Load(LoadQuery query, std::function<void(Result<std::vector<LoadPoint>>)> done);

  /// Likewise: what one of its signals was.
  void Series(SeriesQuery query, std::function<void(Result<std::vector<SeriesPoint>>)> done);

  /// Why the store did not take what was last to be put into it; empty: it did, or has not been needed yet.
  std::optional<std::string> Trouble() const;

 private:
  /// Asks the store that is at hand, or, with an error, is told why there is none.
  using Question = std::function<void(Status)>;
  void Put(Question question);
  Status Write();
  void Run();

  StoreUpkeep upkeep_;
  std::atomic<bool> ending_{false};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Question> questions_;
  std::optional<std::string> trouble_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::remember

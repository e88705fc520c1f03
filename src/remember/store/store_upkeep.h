#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "remember/journal/disk.h"
#include "remember/journal/prune.h"
#include "remember/store/judgement_table.h"
#include "remember/store/load_history.h"
#include "remember/store/signal_history.h"
#include "remember/store/store.h"

namespace docktor::remember {

/// What there is to do about a store, and about the age of the journal that it is built from. Not thread-safe, and all
/// of it may take seconds: store_keeper.h does it in time, on a thread of its own.
///
/// The store is opened when it is first needed. What goes wrong is told to `warn`, once, and tried again a minute
/// later; nobody else notices. A store that is broken is moved aside and built anew.
class StoreUpkeep {
 public:
  struct Parts {
    std::filesystem::path journal;  ///< folder
    std::filesystem::path file;     ///< of the store
    const Clock& clock;
    std::function<std::vector<Sample>()> look;     ///< what the signals are now
    std::function<void(const std::string&)> warn;  ///< for the log
    KeepLimits keep = {};
    Disk& disk = RealDisk();
    std::uintmax_t most_log = 4 << 20;  ///< bytes of DuckDB's log: more is put into its file, and its memory given back
  };
  explicit StoreUpkeep(Parts parts) : parts_(std::move(parts)) {}

  /// Each `Store::kFine`: remembers a look until the next Write.
  void Look();
  /// Each minute: brings the store to where the journal is, and puts the looks into it. Ends early once `ending`.
  Status Write(const std::atomic<bool>& ending);
  /// At the end: puts the looks into the store, where it is open.
  void Close();
  /// Each hour: deletes what is too old or too much, of the journal and of the store.
  void Tidy();
  /// Errors: why the store cannot be asked.
  Result<std::vector<StoredDecision>> Find(const StoreQuery& query);
  /// Likewise.
  Result<Tally> TallyUp(Instant since);
  Result<std::vector<LoadPoint>> Load(const LoadQuery& query);
  Result<std::vector<SeriesPoint>> Series(const SeriesQuery& query);

 private:
  Status Open();
  Result<Store> OpenOrRepair();
  bool MoveAside(const char* part, const Error& why);
  Status CatchUp(Store& store, const std::atomic<bool>& ending);
  void PruneJournal();
  Status ForgetPruned(Store& store);
  Status AddLooks(Store& store);
  void Rest(const Error& why);
  Status With(const std::function<Status(Store&)>& work);
  /// What `ask` finds in the store.
  template <typename T>
  Result<T> Asked(const std::function<Result<T>(Store&)>& ask) {
    T found{};
    const auto done = With([&](Store& store) { return ask(store).map([&](T answer) { found = std::move(answer); }); });
    if (!done) return tl::unexpected(done.error());
    return found;
  }
  void Warn(const std::string& text);
  void CloseWhereMuchIsHeld();

  Parts parts_;
  std::optional<Store> store_;
  std::optional<Error> trouble_;
  Instant retry_at_{};
  std::string warned_;
  std::vector<Sample> looks_;
};

}  // namespace docktor::remember

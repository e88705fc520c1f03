#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/record.h"
#include "remember/journal/bookmark.h"
#include "remember/store/database.h"
#include "remember/store/stored.h"

namespace docktor::remember {

struct StoreQuery {
  std::optional<ServiceKey> service = {};
  std::optional<Instant> since = {};     ///< with a look at or after this time
  std::optional<DecisionId> after = {};  ///< only newer ones: for the next page
  int limit = 1000;
};

/// The tables that can be asked with SQL: `decisions`, `judgements` and `talks`, built from the journal alone, so that
/// it may be deleted at any time; and `samples`, what the signals were every ten seconds for two days and every minute
/// for five weeks, which is nowhere else. Not thread-safe. Errors are those of Database; after one the store is to be
/// opened anew.
class Store {
 public:
  static constexpr Duration kFine = 10s, kCoarse = 1min;              ///< between two samples
  static constexpr Duration kFineKept = 48h, kCoarseKept = 35 * 24h;  ///< and how long each are kept

  /// Makes the file where it is missing and brings its tables up to date.
  static Result<Store> Open(const std::filesystem::path& file);

  /// How far the journal is in `decisions`.
  Result<Bookmark> Progress();
  /// Takes records in the journal's order, and that it has come to `progress`; both or neither.
  Status Add(std::span<const Record> records, const Bookmark& progress);
  /// Forgets all decisions, to be built anew.
  Status Restart();
  /// Forgets those whose records came before `first`, but for `kept`: the journal was pruned.
  Status Forget(std::uint64_t first, std::span<const DecisionId> kept);

  Status Add(std::span<const Sample> samples);
  /// Makes minutes of the fine samples up to `now`, and deletes those whose time is over.
  Status Condense(Instant now);

  /// Oldest first.
  Result<std::vector<StoredDecision>> Find(const StoreQuery& query);

  Database& database() { return *database_; }

 private:
  explicit Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  std::unique_ptr<Database> database_;
};

}  // namespace docktor::remember

#include "remember/store/store.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "remember/store/decision_table.h"
#include "remember/store/judgement_table.h"
#include "remember/store/schema.h"

namespace docktor::remember {
namespace {

/// What a batch of records makes of decisions.
struct Change {
  std::optional<HistoryEntry> entry = {};  ///< empty: the decision itself came in an earlier batch
  std::optional<ActionReport> report = {};
  std::optional<Outcome> outcome = {};
  std::uint64_t sequence = 0;
};
using Changes = std::map<DecisionId, Change>;
template <typename Body>
using Numbered = std::vector<std::pair<const Body*, std::uint64_t>>;  ///< with their sequences

struct Fold {
  Changes& changes;
  Numbered<Judged>& judgements;
  Numbered<TalkedWith>& talks;
  std::uint64_t sequence;

  void operator()(const Intent& body) { Begin(body.decision.id, HistoryEntry{body.decision, body.decision.at}); }
  void operator()(const HoldRun& body) { Begin(body.first.id, HistoryEntry{body.first, body.last, body.count}); }
  void operator()(const ActionEnded& body) { At(body.report.decision).report = body.report; }
  void operator()(const OutcomeJudged& body) { At(body.outcome.decision).outcome = body.outcome; }
  void operator()(const Judged& body) { judgements.emplace_back(&body, sequence); }
  void operator()(const TalkedWith& body) { talks.emplace_back(&body, sequence); }
  void operator()(const auto&) {}

  void Begin(DecisionId id, HistoryEntry entry) { (changes[id] = {std::move(entry)}).sequence = sequence; }
  Change& At(DecisionId id) {
    auto& change = changes[id];
    change.sequence = sequence;
    return change;
  }
};

std::string ListOf(const std::vector<DecisionId>& ids) {
  std::string list;
  for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(id.value);
  return list.empty() ? "NULL" : list;
}

std::string Sql(Instant at) { return fmt::format("epoch_ms({})", at.time_since_epoch().count()); }

/// The rows of those decisions of `changes` that came in an earlier batch.
Result<std::map<DecisionId, StoredDecision>> Earlier(Database& database, const Changes& changes) {
  std::vector<DecisionId> ids;
  for (const auto& [id, change] : changes)
    if (!change.entry) ids.push_back(id);
  std::map<DecisionId, StoredDecision> found;
  if (ids.empty()) return found;
  const auto rows =
      database.Query(fmt::format("SELECT {} FROM decisions WHERE id IN ({})", DecisionColumns(), ListOf(ids)));
  if (!rows) return tl::unexpected(rows.error());
  for (const auto& row : *rows) {
    auto decision = ReadDecision(row);
    if (!decision) return tl::unexpected(decision.error());
    const auto id = decision->id;
    found.emplace(id, *std::move(decision));
  }
  return found;
}

Status Put(Database& database, const Changes& changes) {
  auto rows = Earlier(database, changes);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<DecisionId> ids;
  for (const auto& [id, change] : changes) {
    ids.push_back(id);
    if (change.entry) rows->insert_or_assign(id, Stored(*change.entry));
    const auto row = rows->find(id);
    if (row == rows->end()) continue;  // of a decision whose record was lost
    if (change.report) Take(row->second, *change.report);
    if (change.outcome) Take(row->second, *change.outcome);
  }
  if (auto gone = database.Execute(fmt::format("DELETE FROM decisions WHERE id IN ({})", ListOf(ids))); !gone)
    return gone;
  const auto table = database.AppendTo("decisions");
  if (!table) return tl::unexpected(table.error());
  for (const auto& [id, row] : *rows) AppendDecision(**table, row, changes.at(id).sequence);
  return (*table)->Finish();
}

template <typename Body>
Status Put(Database& database, const char* name, const Numbered<Body>& bodies,
           void (*append)(Database::Appender&, const Body&, std::uint64_t)) {
  if (bodies.empty()) return {};
  const auto table = database.AppendTo(name);
  if (!table) return tl::unexpected(table.error());
  for (const auto& [body, sequence] : bodies) append(**table, *body, sequence);
  return (*table)->Finish();
}

Status SetProgress(Database& database, const Bookmark& at) {
  return database.Execute(fmt::format("DELETE FROM progress; INSERT INTO progress VALUES ({}, {}, {}, {}, {})",
                                      at.segment, at.line_begin, at.line_end, at.sequence, Quoted(at.hash)));
}

/// Whether it is one that fits.
template <typename Number>
bool Read(const std::optional<std::string>& text, Number& number) {
  if (!text) return false;
  const auto* end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  return error == std::errc{} && stopped == end;
}

Result<Bookmark> BookmarkOf(const Database::Row& row) {
  Bookmark at;
  const bool whole = Read(row[0], at.segment) && Read(row[1], at.line_begin) && Read(row[2], at.line_end) &&
                     Read(row[3], at.sequence) && row[4];
  if (!whole) return Fail(Errc::kInvalidInput, "the store does not say how far in the journal it has come");
  at.hash = *row[4];
  return at;
}

}  // namespace

Result<Store> Store::Open(const std::filesystem::path& file) {
  auto database = Database::Open(file);
  if (!database) return tl::unexpected(database.error());
  if (auto migrated = Migrate(**database, SchemaSteps()); !migrated) return tl::unexpected(migrated.error());
  return Store(*std::move(database));
}

Result<Bookmark> Store::Progress() {
  const auto rows = database_->Query(
      "SELECT segment::VARCHAR, line_begin::VARCHAR, line_end::VARCHAR, sequence::VARCHAR, hash FROM progress");
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return Bookmark{};
  return BookmarkOf(rows->front());
}

Status Store::Add(std::span<const Record> records, const Bookmark& progress) {
  Changes changes;
  Numbered<Judged> judgements;
  Numbered<TalkedWith> talks;
  for (const auto& record : records) std::visit(Fold{changes, judgements, talks, record.sequence}, record.body);
  return database_->Transact([&] {
    auto put = changes.empty() ? Status{} : Put(*database_, changes);
    if (put) put = Put(*database_, "judgements", judgements, AppendJudgement);
    if (put) put = Put(*database_, "talks", talks, AppendTalk);
    return put ? SetProgress(*database_, progress) : put;
  });
}

Status Store::Restart() {
  return database_->Transact([&] {
    return database_->Execute("DELETE FROM decisions; DELETE FROM judgements; DELETE FROM talks; DELETE FROM progress");
  });
}

Status Store::Forget(std::uint64_t first, std::span<const DecisionId> kept) {
  const auto spared = kept.empty() ? std::string("-1") : ListOf({kept.begin(), kept.end()});
  return database_->Execute(fmt::format(
      "DELETE FROM decisions WHERE sequence < {0} AND id NOT IN ({1}); DELETE FROM judgements WHERE sequence < {0}; "
      "DELETE FROM talks WHERE sequence < {0}",
      first, spared));
}

Status Store::Add(std::span<const Sample> samples) {
  return database_->Transact([&]() -> Status {
    const auto table = database_->AppendTo("samples");
    if (!table) return tl::unexpected(table.error());
    for (const auto& sample : samples) {
      for (const auto& signal : sample.signals) {
        (*table)->Add(sample.at).Add(std::int64_t{kFine / 1s}).Add(sample.service.project).Add(sample.service.service);
        (*table)->Add(signal.name).AddIf(signal.mean).AddIf(signal.p95);
        (*table)->Add(double(sample.running)).Add(double(sample.ready)).EndRow();
      }
    }
    return (*table)->Finish();
  });
}

Status Store::Condense(Instant now) {
  const auto minutes = fmt::format(
      R"(INSERT INTO samples
           SELECT date_trunc('minute', timestamp), {0}, project, service, signal, avg(mean), max(p95), avg(running),
                  avg(ready)
           FROM samples
           WHERE seconds = {1} AND timestamp < date_trunc('minute', {2}) AND timestamp >=
             coalesce((SELECT max(timestamp) + INTERVAL 1 MINUTE FROM samples WHERE seconds = {0}), epoch_ms(0))
           GROUP BY ALL)",
      kCoarse / 1s, kFine / 1s, Sql(now));
  const auto over = [&](Duration step, Duration kept) {
    return fmt::format("DELETE FROM samples WHERE seconds = {} AND timestamp < {}", step / 1s, Sql(now - kept));
  };
  return database_->Transact([&] {
    return database_->Execute(minutes)
        .and_then([&] { return database_->Execute(over(kFine, kFineKept)); })
        .and_then([&] { return database_->Execute(over(kCoarse, kCoarseKept)); });
  });
}

Result<std::vector<StoredDecision>> Store::Find(const StoreQuery& query) {
  auto sql = "SELECT " + DecisionColumns() + " FROM decisions WHERE true";
  std::vector<std::string> parameters;
  if (query.after) sql += fmt::format(" AND id > {}", query.after->value);
  if (query.since) sql += " AND last >= " + Sql(*query.since);
  if (query.service) {
    sql += " AND project = $1 AND service = $2";
    parameters = {query.service->project, query.service->service};
  }
  const auto rows = database_->Query(sql + fmt::format(" ORDER BY id LIMIT {}", query.limit), parameters);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<StoredDecision> found;
  for (const auto& row : *rows) {
    auto decision = ReadDecision(row);
    if (!decision) return tl::unexpected(decision.error());
    found.push_back(*std::move(decision));
  }
  return found;
}

}  // namespace docktor::remember

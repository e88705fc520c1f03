#include "remember/store/judgement_table.h"

#include <array>

#include <fmt/format.h>

#include "core/json.h"

namespace docktor::remember {
namespace {

std::string Counted(std::string_view column, std::string_view value, std::string_view name) {
  return fmt::format(", (count(*) FILTER ({} = '{}'))::VARCHAR AS {}", column, value, name);
}

std::string Since(Instant since) { return fmt::format("epoch_ms({})", since.time_since_epoch().count()); }

/// One object of T for each row, whose columns have the names of its members.
template <typename T>
Result<std::vector<T>> ReadRows(Database& database, const std::string& sql, const std::vector<std::string>& names) {
  const auto rows = database.Query(sql);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<T> all;
  for (const auto& row : *rows) {
    json::object members{{names.front(), row.at(0).value_or("")}};
    for (std::size_t i = 1; i < names.size(); ++i) {
      auto number = ParseJson(row.at(i).value_or("0"));
      if (!number) return tl::unexpected(number.error().During(names[i]));
      members[names[i]] = *std::move(number);
    }
    auto one = FromJson<T>(members);
    if (!one) return tl::unexpected(one.error());
    all.push_back(*std::move(one));
  }
  return all;
}

Result<std::vector<ModelTally>> Models(Database& database, Instant since) {
  std::string sql = "SELECT model, count(*)::VARCHAR";
  std::vector<std::string> names{"model", "asked"};
  for (const auto* fate : {"followed", "overruled", "same", "shown", "unsure", "late", "invalid", "failed"}) {
    sql += Counted("fate", fate, fate);
    names.emplace_back(fate);
  }
  sql +=
      ", sum(looks)::BIGINT::VARCHAR, sum(tokens_in)::BIGINT::VARCHAR, sum(tokens_out)::BIGINT::VARCHAR, "
      "sum(dollars)::VARCHAR, avg(seconds)::VARCHAR, quantile_cont(seconds, 0.95)::VARCHAR FROM judgements WHERE "
      "timestamp >= " +
      Since(since) + " GROUP BY model ORDER BY count(*) DESC, model";
  for (const auto* name : {"looks", "tokens_in", "tokens_out", "dollars", "mean_seconds", "p95_seconds"})
    names.emplace_back(name);
  return ReadRows<ModelTally>(database, sql, names);
}

/// A judgement knows of the looks before it. Those after the last one count with the model that is asked most.
void CountAfterLastQuestion(std::int64_t all, std::vector<ModelTally>& models) {
  for (const auto& model : models) all -= model.looks;
  if (!models.empty() && all > 0) models.front().looks += all;
}

/// At the services that models were asked about.
Result<std::int64_t> Looks(Database& database, Instant since) {
  const auto rows = database.Query(
      fmt::format("SELECT sum(looks)::BIGINT::VARCHAR FROM decisions WHERE last >= {0} AND (project, service) IN "
                  "(SELECT (project, service) FROM judgements WHERE timestamp >= {0})",
                  Since(since)));
  if (!rows) return tl::unexpected(rows.error());
  return ParseJson(rows->at(0).at(0).value_or("0")).and_then([](const json::value& number) {
    return FromJson<std::int64_t>(number);
  });
}

Result<std::vector<OutcomeTally>> Outcomes(Database& database, Instant since) {
  std::string sql = "SELECT wish->>'by', count(*)::VARCHAR";
  for (const auto* outcome : {"success", "insufficient", "wasteful"}) sql += Counted("outcome", outcome, outcome);
  sql +=
      ", (count(*) FILTER (outcome NOT IN ('success', 'insufficient', 'wasteful')))::VARCHAR FROM decisions WHERE "
      "outcome IS NOT NULL AND timestamp >= " +
      Since(since) + " GROUP BY wish->>'by' ORDER BY wish->>'by'";
  return ReadRows<OutcomeTally>(database, sql, {"by", "actions", "success", "insufficient", "wasteful", "other"});
}

Result<std::vector<TalkTally>> Talks(Database& database, Instant since) {
  return ReadRows<TalkTally>(
      database,
      "SELECT model, count(*)::VARCHAR, sum(calls)::BIGINT::VARCHAR, sum(tokens_in)::BIGINT::VARCHAR, "
      "sum(tokens_out)::BIGINT::VARCHAR, sum(dollars)::VARCHAR FROM talks WHERE timestamp >= " +
          Since(since) + " GROUP BY model ORDER BY sum(calls) DESC, model",
      {"model", "talks", "calls", "tokens_in", "tokens_out", "dollars"});
}

QuestionTally TotalOf(const std::vector<ModelTally>& models, const std::vector<TalkTally>& talks) {
  QuestionTally total;
  const auto add = [&](std::int64_t calls, const auto& taken) {
    total.calls += calls;
    total.tokens += taken.tokens_in + taken.tokens_out;
    total.dollars += taken.dollars;
  };
  for (const auto& model : models) add(model.asked, model);
  for (const auto& talk : talks) add(talk.calls, talk);
  return total;
}

}  // namespace

void AppendJudgement(Database::Appender& judgements, const Judged& judged, std::uint64_t sequence) {
  const auto& j = judged.judgement;
  judgements.Add(static_cast<std::int64_t>(j.look.value)).Add(static_cast<std::int64_t>(sequence)).Add(j.asked);
  judgements.Add(j.service.project).Add(j.service.service).Add(j.model).Add(j.endpoint);
  judgements.Add(std::string_view(ToJson(judged.fate).as_string())).Add(Seconds(j.took));
  judgements.Add(j.tokens_in).Add(j.tokens_out).Add(j.dollars);
  if (j.advice)
    judgements.Add(std::int64_t{j.advice->count}).Add(j.advice->confidence);
  else
    judgements.AddNull().AddNull();
  judgements.Add(std::int64_t{judged.recommended}).Add(std::int64_t{judged.verdict}).Add(judged.looks);
  judgements.Add(j.prompt_digest).Add(j.reply).Add(j.trouble);
  judgements.EndRow();
}

void AppendTalk(Database::Appender& talks, const TalkedWith& talk, std::uint64_t sequence) {
  talks.Add(static_cast<std::int64_t>(sequence)).Add(talk.at).Add(talk.model).Add(talk.endpoint);
  talks.Add(talk.calls).Add(talk.tokens_in).Add(talk.tokens_out).Add(talk.dollars);
  talks.EndRow();
}

Result<Tally> TallySince(Database& database, Instant since) {
  auto models = Models(database, since);
  if (!models) return tl::unexpected(models.error());
  auto outcomes = Outcomes(database, since);
  if (!outcomes) return tl::unexpected(outcomes.error());
  auto talks = Talks(database, since);
  if (!talks) return tl::unexpected(talks.error());
  const auto looks = Looks(database, since);
  if (!looks) return tl::unexpected(looks.error());
  CountAfterLastQuestion(*looks, *models);
  const auto total = TotalOf(*models, *talks);
  return Tally{*std::move(models), *std::move(outcomes), *std::move(talks), total};
}

}  // namespace docktor::remember

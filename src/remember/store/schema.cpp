#include "remember/store/schema.h"

#include <array>

#include <fmt/format.h>

namespace docktor::remember {
namespace {

constexpr std::array<std::string_view, 3> kSteps{R"(
  CREATE TABLE decisions (
    id BIGINT NOT NULL, sequence BIGINT NOT NULL, timestamp TIMESTAMP NOT NULL, last TIMESTAMP NOT NULL,
    looks BIGINT NOT NULL, project VARCHAR NOT NULL, service VARCHAR NOT NULL, trigger VARCHAR NOT NULL,
    action VARCHAR NOT NULL, from_replicas INTEGER NOT NULL, to_replicas INTEGER NOT NULL, reason VARCHAR NOT NULL,
    outcome VARCHAR, explanation VARCHAR, metrics JSON NOT NULL, recommendation JSON NOT NULL, wish JSON NOT NULL,
    verdict JSON NOT NULL, report JSON);
  CREATE TABLE samples (
    timestamp TIMESTAMP NOT NULL, seconds INTEGER NOT NULL, project VARCHAR NOT NULL, service VARCHAR NOT NULL,
    signal VARCHAR NOT NULL, mean DOUBLE, p95 DOUBLE, running DOUBLE NOT NULL, ready DOUBLE NOT NULL);
  CREATE TABLE progress (
    segment BIGINT NOT NULL, line_begin BIGINT NOT NULL, line_end BIGINT NOT NULL, sequence BIGINT NOT NULL,
    hash VARCHAR NOT NULL);
)",
                                                 R"(
  CREATE TABLE judgements (
    decision BIGINT NOT NULL, sequence BIGINT NOT NULL, timestamp TIMESTAMP NOT NULL, project VARCHAR NOT NULL,
    service VARCHAR NOT NULL, model VARCHAR NOT NULL, endpoint VARCHAR NOT NULL, fate VARCHAR NOT NULL,
    seconds DOUBLE NOT NULL, tokens_in BIGINT NOT NULL, tokens_out BIGINT NOT NULL, dollars DOUBLE NOT NULL,
    advised INTEGER, confidence DOUBLE, recommended INTEGER NOT NULL, verdict INTEGER NOT NULL, looks BIGINT NOT NULL,
    prompt_digest VARCHAR NOT NULL, reply VARCHAR NOT NULL, trouble VARCHAR NOT NULL);
)",
                                                 R"(
  CREATE TABLE talks (
    sequence BIGINT NOT NULL, timestamp TIMESTAMP NOT NULL, model VARCHAR NOT NULL, endpoint VARCHAR NOT NULL,
    calls BIGINT NOT NULL, tokens_in BIGINT NOT NULL, tokens_out BIGINT NOT NULL, dollars DOUBLE NOT NULL);
)"};

Result<std::size_t> VersionOf(Database& database) {
  const auto made = database.Execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
  if (!made) return tl::unexpected(made.error());
  const auto rows = database.Query("SELECT coalesce(max(version), 0)::VARCHAR FROM schema_version");
  if (!rows) return tl::unexpected(rows.error());
  return std::stoul(rows->at(0).at(0).value());
}

}  // namespace

std::span<const std::string_view> SchemaSteps() { return kSteps; }

Status Migrate(Database& database, std::span<const std::string_view> steps) {
  const auto version = VersionOf(database);
  if (!version) return tl::unexpected(version.error());
  if (*version > steps.size())
    return Fail(Errc::kInvalidInput, fmt::format("the store has schema {}, made by a newer Docktor; this one knows {}",
                                                 *version, steps.size()));
  for (auto next = *version; next < steps.size(); ++next) {
    const auto done = database.Transact([&] {
      return database.Execute(std::string(steps[next])).and_then([&] {
        return database.Execute(
            fmt::format("DELETE FROM schema_version; INSERT INTO schema_version VALUES ({})", next + 1));
      });
    });
    if (!done) return tl::unexpected(done.error().During(fmt::format("bring the store to schema {}", next + 1)));
  }
  return {};
}

}  // namespace docktor::remember

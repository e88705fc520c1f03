#include "remember/store/load_history.h"

#include <cstdlib>

#include <fmt/format.h>

namespace docktor::remember {
namespace {

std::int64_t Milliseconds(Instant at) { return at.time_since_epoch().count(); }

/// Coarse samples are made of the fine ones once an hour or so: what is newer is averaged here.
std::string Sql(const LoadQuery& query) {
  return fmt::format(
      R"(SELECT (epoch_ms(time_bucket(INTERVAL {0} SECOND, timestamp)))::VARCHAR, avg(mean * ready)::VARCHAR,
                avg(running)::VARCHAR
         FROM samples
         WHERE project = $1 AND service = $2 AND signal = 'cpu.utilization' AND mean IS NOT NULL AND seconds <= {0}
           AND timestamp >= epoch_ms({1})
         GROUP BY 1 ORDER BY min(timestamp))",
      query.step / 1s, Milliseconds(query.since));
}

}  // namespace

Result<std::vector<LoadPoint>> LoadHistory(Database& database, const LoadQuery& query) {
  const auto rows = database.Query(Sql(query), {query.service.project, query.service.service});
  if (!rows) return tl::unexpected(rows.error());
  std::vector<LoadPoint> points;
  points.reserve(rows->size());
  for (const auto& row : *rows)
    points.push_back({Instant{Duration{std::stoll(*row[0])}}, std::strtod(row[1]->c_str(), nullptr),
                      std::strtod(row[2]->c_str(), nullptr)});
  return points;
}

}  // namespace docktor::remember

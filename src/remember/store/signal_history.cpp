#include "remember/store/signal_history.h"

#include <cstdlib>

#include <fmt/format.h>

namespace docktor::remember {
namespace {

std::string Sql(const SeriesQuery& query) {
  return fmt::format(
      R"(SELECT (epoch_ms(time_bucket(INTERVAL {0} SECOND, timestamp)))::VARCHAR, avg(mean)::VARCHAR,
                max(mean)::VARCHAR, avg(running)::VARCHAR, avg(ready)::VARCHAR
         FROM samples
         WHERE project = $1 AND service = $2 AND signal = $3 AND mean IS NOT NULL AND seconds <= {0}
           AND timestamp >= epoch_ms({1})
         GROUP BY 1 ORDER BY min(timestamp))",
      query.step / 1s, query.since.time_since_epoch().count());
}

double Number(const std::optional<std::string>& text) { return std::strtod(text->c_str(), nullptr); }

}  // namespace

Result<std::vector<SeriesPoint>> SignalHistory(Database& database, const SeriesQuery& query) {
  const auto rows = database.Query(Sql(query), {query.service.project, query.service.service, query.signal});
  if (!rows) return tl::unexpected(rows.error());
  std::vector<SeriesPoint> points;
  points.reserve(rows->size());
  for (const auto& row : *rows)
    points.push_back(
        {Instant{Duration{std::stoll(*row[0])}}, Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4])});
  return points;
}

}  // namespace docktor::remember

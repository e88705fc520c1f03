/// HAProxy: a backend's requests per second, mean response time of its last 1024 requests, or requests that wait, from
/// the statistics page. URL: that page (http://host:8404/stats). Query: the backend; needed where there are several.

#include <algorithm>
#include <map>
#include <vector>

#include "observe/files/lines.h"
#include "observe/sources/http_page.h"
#include "observe/sources/list.h"
#include "observe/sources/request_meter.h"

namespace docktor::observe {
namespace {

std::vector<std::string> CsvFields(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

using Row = std::map<std::string, std::string>;

/// A row for each backend, by its columns' names.
Result<std::vector<Row>> BackendsIn(std::string_view page) {
  if (!page.starts_with("# pxname,"))
    return Fail(Errc::kNotFound, "this is no statistics page of HAProxy", "let the url be that of `stats uri`");
  const auto columns = CsvFields(TakeUntil(page, '\n').substr(2));
  std::vector<Row> backends;
  while (!page.empty()) {
    const auto fields = CsvFields(TakeUntil(page, '\n'));
    Row row;
    for (std::size_t i = 0; i < std::min(columns.size(), fields.size()); ++i) row[columns[i]] = fields[i];
    if (row["svname"] == "BACKEND") backends.push_back(std::move(row));
  }
  return backends;
}

Result<Row> BackendIn(std::string_view page, const std::string& name) {
  const auto backends = BackendsIn(page);
  if (!backends) return tl::unexpected(backends.error());
  if (name.empty() && backends->size() == 1) return backends->front();
  std::string all;
  for (const auto& row : *backends) {
    if (row.at("pxname") == name) return row;
    all += (all.empty() ? "" : ", ") + row.at("pxname");
  }
  return Fail(Errc::kNotFound,
              (name.empty() ? "no backend is named" : "there is no backend " + name) + "; there is " + all,
              "let the query name one of them");
}

Result<double> FigureIn(const Row& row, const std::string& column) {
  const auto field = row.find(column);
  const auto number = field == row.end() ? std::nullopt : Number(field->second);
  if (!number)
    return Fail(Errc::kNotFound, "backend " + row.at("pxname") + " has no " + column,
                "it must be one with `mode http`");
  return static_cast<double>(*number);
}

/// How a column's number becomes the figure.
using Conversion = std::function<std::optional<double>(double number, SteadyTime now)>;

struct Figure {
  std::string column;
  Conversion convert;
};

std::optional<Figure> FigureFor(const SourceSettings& settings) {
  if (settings.signal == "latency")
    return Figure{"rtime", [](double milliseconds, SteadyTime) { return milliseconds / 1000; }};
  if (settings.signal == "queue.length") return Figure{"qcur", [](double waiting, SteadyTime) { return waiting; }};
  if (settings.signal != "requests_per_second") return std::nullopt;
  return Figure{"req_tot",
                [meter = RequestMeter({RequestFigure::Kind::kPerSecond}, LongestGap(settings.interval))](
                    double requests, SteadyTime now) mutable { return meter.Take({.requests = requests}, now); }};
}

}  // namespace

Result<std::unique_ptr<Source>> MakeHaproxy(const SourceSettings& settings, const SourceAccess& access) {
  const auto figure = FigureFor(settings);
  if (!figure)
    return Fail(Errc::kInvalidInput, "HAProxy tells no \"" + settings.signal + "\"",
                "it tells requests_per_second, latency and queue.length");
  auto path = BasePath(access.url);
  if (!path.ends_with(";csv")) path += path.empty() ? "/;csv" : ";csv";
  return MakePageSource(access, std::move(path),
                        [figure = *figure, backend = settings.query](std::string_view page,
                                                                     SteadyTime now) -> Result<std::optional<double>> {
                          const auto number = BackendIn(page, backend).and_then([&](const Row& row) {
                            return FigureIn(row, figure.column);
                          });
                          if (!number) return tl::unexpected(number.error());
                          return figure.convert(*number, now);
                        });
}

}  // namespace docktor::observe

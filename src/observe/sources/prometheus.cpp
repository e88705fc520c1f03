/// Prometheus: the result of an instant query, which must be one sample. URL: where its API begins (http://host:9090).

#include <charconv>
#include <cmath>

#include "core/json.h"
#include "observe/sources/http_page.h"
#include "observe/sources/list.h"

namespace docktor::observe {
namespace {

/// The value of a sample: [1764000000.1, "0.25"].
Result<std::optional<double>> FigureOf(const json::value* sample) {
  const auto* pair = sample == nullptr ? nullptr : sample->if_array();
  const auto* text = pair == nullptr || pair->size() != 2 ? nullptr : (*pair)[1].if_string();
  if (text == nullptr) return Fail(Errc::kUnavailable, "this is not the answer of a Prometheus");
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

Result<std::optional<double>> FigureOfVector(const json::array& samples) {
  if (samples.empty())
    return Fail(Errc::kNotFound, "the query has no result", "look whether its series exist and are fresh");
  if (samples.size() > 1)
    return Fail(Errc::kInvalidInput, "the query gives " + std::to_string(samples.size()) + " series, one is wanted",
                "put sum(…), avg(…) or max(…) around it");
  const auto* sample = samples[0].if_object();
  return FigureOf(sample == nullptr ? nullptr : sample->if_contains("value"));
}

Result<std::optional<double>> FigureIn(std::string_view text) {
  const auto answer = ParseJson(text);
  const auto* whole = answer ? answer->if_object() : nullptr;
  const auto* data = whole == nullptr ? nullptr : whole->if_contains("data");
  const auto* fields = data == nullptr ? nullptr : data->if_object();
  const auto* type = fields == nullptr ? nullptr : fields->if_contains("resultType");
  const auto* result = fields == nullptr ? nullptr : fields->if_contains("result");
  if (type == nullptr || !type->is_string() || result == nullptr) return FigureOf(nullptr);
  if (type->get_string() == "scalar") return FigureOf(result);
  if (type->get_string() == "vector" && result->is_array()) return FigureOfVector(result->get_array());
  return Fail(Errc::kInvalidInput, "the query gives a " + std::string(type->get_string()) + ", one number is wanted");
}

}  // namespace

Result<std::unique_ptr<Source>> MakePrometheus(const SourceSettings& settings, const SourceAccess& access) {
  if (settings.query.empty())
    return Fail(Errc::kInvalidInput, "a Prometheus source has no query", "give it the PromQL whose result is wanted");
  return MakePageSource(access, BasePath(access.url) + "/api/v1/query?query=" + net::PercentEncode(settings.query),
                        [](std::string_view text, SteadyTime) { return FigureIn(text); });
}

}  // namespace docktor::observe

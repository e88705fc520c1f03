#include "decide/forecast_words.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace docktor::decide {
namespace {

constexpr std::string_view kPrice = "price of ", kExpert = "expected by ", kWeight = "weight of ";

double At(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 1;
  return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

/// "a, b, c"
std::string Listed(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ", ")); }

/// The figures whose names begin so, by the rest of the name.
template <typename Say>
std::vector<std::string> Each(const Evidence& evidence, std::string_view prefix, Say say) {
  std::vector<std::string> parts;
  for (const auto& figure : evidence.figures)
    if (figure.name.starts_with(prefix)) parts.push_back(say(figure.name.substr(prefix.size()), figure.value));
  return parts;
}

std::string Busy(double replicas) { return std::isfinite(replicas) ? fmt::format("{:.1f}", replicas) : "some"; }

std::string InHowLong(double seconds) {
  return std::isfinite(seconds) ? fmt::format("in {:.0f} s", seconds) : "when another can serve";
}

std::string BurstInWords(const Evidence& e) {
  auto text =
      fmt::format("Bursts of this service have grown by {:.1f} times their first step, which makes {} provided for",
                  e["burst_growth"], Busy(e["burst"]));
  if (std::isfinite(e["carried"])) text += fmt::format("; the host's free cores carry {}", Busy(e["carried"]));
  return text + ".";
}

std::string SlowInWords(const Evidence& e) {
  const auto slow = fmt::format("An answer is slow that takes more than {:.3g} ms; ", 1000 * e["slow_after"]);
  const double service = e["service_time"];
  if (!std::isfinite(service)) return slow + "how long one takes a replica that is idle is not known yet.";
  return slow + fmt::format("one takes a replica that is idle {:.3g} ms.", 1000 * service);
}

}  // namespace

Evidence ForecastEvidence(const Forecast& forecast, const PriceTerms& terms, const std::vector<double>& prices, int min,
                          const std::vector<int>& around) {
  Evidence evidence;
  evidence.figures = {{"demand", forecast.demand},
                      {"expected", forecast.expected},
                      {"low", forecast.expected * At(forecast.ratios, 0.1)},
                      {"high", forecast.expected * At(forecast.ratios, 0.9)},
                      {"horizon", Seconds(forecast.horizon)},
                      {"knee", terms.knee}};
  if (terms.slow_after > 0) evidence.figures.push_back({"slow_after", terms.slow_after});
  if (forecast.service_seconds) evidence.figures.push_back({"service_time", *forecast.service_seconds});
  evidence.figures.push_back({"provided_for", ProvidedFor(forecast)});
  if (forecast.burst > 0) {
    evidence.figures.push_back({"burst", forecast.burst});
    evidence.figures.push_back({"burst_growth", forecast.burst_growth});
    if (forecast.carried) evidence.figures.push_back({"carried", *forecast.carried});
  }
  if (forecast.foreseen) evidence.figures.push_back({"foreseen", *forecast.foreseen});
  for (const int count : std::set<int>(around.begin(), around.end())) {
    const auto index = static_cast<std::size_t>(count - min);
    if (count >= min && index < prices.size())
      evidence.figures.push_back({fmt::format("{}{}", kPrice, count), prices[index]});
  }
  for (const auto& expert : forecast.experts) {
    evidence.figures.push_back({std::string(kExpert) + expert.name, expert.expected});
    evidence.figures.push_back({std::string(kWeight) + expert.name, expert.weight});
  }
  return evidence;
}

bool IsForecast(const Evidence& evidence) { return std::isfinite(evidence["expected"]); }

std::string ForecastInShort(const Evidence& e) {
  auto text = Busy(e["demand"]) + " replicas busy, ";
  if (e["foreseen"] > e["expected"] && !(e["foreseen"] < e["provided_for"]))
    return text + Busy(e["foreseen"]) + " foreseen " + InHowLong(e["horizon"]);
  if (e["burst"] > e["expected"]) return text + Busy(e["burst"]) + " provided for";
  return text + Busy(e["expected"]) + " expected " + InHowLong(e["horizon"]);
}

std::vector<std::string> ForecastInFull(const Evidence& e) {
  std::vector<std::string> lines{fmt::format("Expects {} busy replicas {}, in eight of ten cases between {} and {}.",
                                             Busy(e["expected"]), InHowLong(e["horizon"]), Busy(e["low"]),
                                             Busy(e["high"]))};
  const auto experts = Each(e, kExpert, [&](const std::string& name, double expected) {
    return fmt::format("{} {:.1f} ({:.0f} %)", name, expected, 100 * e[std::string(kWeight) + name]);
  });
  if (std::isfinite(e["burst_growth"])) lines.push_back(BurstInWords(e));
  if (std::isfinite(e["foreseen"]))
    lines.push_back(fmt::format("By the hours and days of past weeks it will be {} then.", Busy(e["foreseen"])));
  if (!experts.empty()) lines.push_back("Forecast by weight: " + Listed(experts) + ".");
  if (std::isfinite(e["slow_after"])) lines.push_back(SlowInWords(e));
  const auto prices = Each(e, kPrice, [](const std::string& count, double price) {
    return fmt::format("{} cost{} {:.1f}", count, count == "1" ? "s" : "", price);
  });
  if (!prices.empty()) lines.push_back("In replicas, slow requests reckoned in: " + Listed(prices) + ".");
  return lines;
}

}  // namespace docktor::decide

#include "decide/forecast_words.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace docktor::decide {
namespace {

constexpr std::string_view kPrice = "price of ", kExpert = "expected by ", kWeight = "weight of ";
constexpr double kNoticed = 0.05;

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
  const auto* seen = e["bursts"] > 0 ? "Bursts of this service have grown" : "A first burst is taken to grow";
  auto text = fmt::format("{} by {:.1f} times the first step, which makes {} provided for", seen, e["burst_growth"],
                          Busy(e["burst"]));
  if (std::isfinite(e["carried"])) text += fmt::format("; the host's free cores carry {}", Busy(e["carried"]));
  return text + ".";
}

std::string SlowInWords(const Evidence& e) {
  const auto slow = fmt::format("An answer is slow that takes more than {:.3g} ms; ", 1000 * e["slow_after"]);
  if (std::isfinite(e["throttled_time"]))
    return slow + fmt::format("by how often replicas are held back at their CPU limit one takes an idle one {:.3g} ms.",
                              1000 * e["throttled_time"]);
  const double service = e["service_time"];
  if (!std::isfinite(service)) return slow + "how long one takes a replica that is idle is not known yet.";
  return slow + fmt::format("one takes a replica that is idle {:.3g} ms.", 1000 * service);
}

/// "slow requests reckoned in (2.7 % of them at 80 % CPU, each as dear as serving 50)"
std::string ReckonedIn(const Evidence& e) {
  constexpr double kFull = 0.8;
  if (!std::isfinite(e["slow_price"])) return "slow requests reckoned in";
  return fmt::format("slow requests reckoned in ({:.2g} % of all at {:.0f} % CPU, each as dear as serving {:.3g})",
                     100 * SlowShare(kFull, e["knee"]), 100 * kFull, e["slow_price"]);
}

/// Why the count is kept though another would be cheaper.
std::string ExcuseInWords(const Evidence& e) {
  const auto better = fmt::format("{:.0f} would be cheaper", e["better"]);
  if (std::isfinite(e["patience"]))
    return better + fmt::format(
                        ": what is superfluous has cost {:.0f} replica-seconds since it was last needed; some "
                        "goes when that comes to {:.0f}, though none within a minute.",
                        e["superfluous_cost"], e["patience"]);
  if (std::isfinite(e["worth"]))
    return better +
           fmt::format(": so soon after a drop a raise has to be worth {:.0f} replica-seconds first; it is {:.0f}.",
                       e["worth_again"], e["worth"]);
  return better + fmt::format(
                      ": the shortage has cost {:.0f} replica-seconds; more come when that is {:.0f}, what a "
                      "start costs.",
                      e["missing_cost"], e["start_cost"]);
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
                      {"knee", terms.knee},
                      {"slow_price", terms.slow_price}};
  if (terms.slow_after > 0) evidence.figures.push_back({"slow_after", terms.slow_after});
  if (forecast.service_seconds) evidence.figures.push_back({"service_time", *forecast.service_seconds});
  if (terms.queues) evidence.figures.push_back({"throttled_time", *forecast.throttled_seconds});
  if (std::abs(forecast.cost_ratio - 1) > kNoticed) evidence.figures.push_back({"cost_ratio", forecast.cost_ratio});
  evidence.figures.push_back({"provided_for", ProvidedFor(forecast)});
  if (forecast.burst > 0) {
    evidence.figures.push_back({"burst", forecast.burst});
    evidence.figures.push_back({"burst_growth", forecast.burst_growth});
    evidence.figures.push_back({"bursts", static_cast<double>(forecast.bursts)});
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
  if (std::isfinite(e["cost_ratio"]))
    lines.push_back(
        fmt::format("A request costs {:.2g} times the CPU that it did in the first hour.", 1 / e["cost_ratio"]));
  const auto prices = Each(e, kPrice, [](const std::string& count, double price) {
    return fmt::format("{} cost{} {:.1f}", count, count == "1" ? "s" : "", price);
  });
  if (!prices.empty()) lines.push_back(fmt::format("In replicas, {}: {}.", ReckonedIn(e), Listed(prices)));
  if (std::isfinite(e["better"])) lines.push_back(ExcuseInWords(e));
  return lines;
}

}  // namespace docktor::decide

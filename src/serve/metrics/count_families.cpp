#include <numeric>

#include "core/json.h"
#include "core/utf8.h"
#include "serve/metrics/service_family.h"

namespace docktor::serve::metrics {
namespace {

template <typename Enum>
std::string NameOf(Enum value) {
  return std::string(ToJson(value).as_string());
}

/// A point for each value of an enumeration, those that have not been seen too: only from zero does the first one
/// show in a rate.
template <typename Enum>
Points EachOf(const char* label, const std::map<Enum, std::int64_t>& counts) {
  Points points;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
    const auto found = counts.find(described.value);
    const auto count = found == counts.end() ? 0 : found->second;
    points.push_back(PointOf(static_cast<double>(count), {{label, NameOf(described.value)}}));
  });
  return points;
}

Points Decisions(const Seen& seen) {
  Points points;
  for (const auto& [change, count] : seen.counts.changes)
    points.push_back(PointOf(
        static_cast<double>(count),
        {{"action", change.action}, {"source", NameOf(change.by)}, {"reason", std::string(Name(change.reason))}}));
  return points;
}

Points Holds(const Seen& seen) {
  Points points;
  for (const auto& [reason, count] : seen.counts.holds)
    points.push_back(PointOf(static_cast<double>(count), {{"reason", std::string(Name(reason))}}));
  return points;
}

Points ModelRequests(const Seen& seen) {
  Points points;
  for (const auto& [name, model] : seen.counts.models)
    for (auto& point : EachOf("outcome", model.fates)) {
      point.label.insert(point.label.begin(), {"model", ToUtf8(name)});
      points.push_back(std::move(point));
    }
  return points;
}

Points ModelSeconds(const Seen& seen) {
  Points points;
  for (const auto& [name, model] : seen.counts.models) points.push_back(HistogramOf(model.seconds, {{"model", name}}));
  return points;
}

Points ModelTokens(const Seen& seen) {
  Points points;
  for (const auto& [name, model] : seen.counts.models) {
    const auto add = [&points, &model = name](const char* direction, std::int64_t tokens) {
      points.push_back(PointOf(static_cast<double>(tokens), {{"model", model}, {"direction", direction}}));
    };
    add("in", model.tokens_in);
    add("out", model.tokens_out);
  }
  return points;
}

}  // namespace

std::vector<ServiceFamily> CountFamilies() {
  return {
      {"docktor_decisions_total", Type::Counter, "Changes that were decided, by who wanted them and why.", Decisions},
      {"docktor_holds_total", Type::Counter, "Decisions to change nothing, equal ones in a row once, and why.", Holds},
      {"docktor_scale_failures_total", Type::Counter,
       "Actions of which not all was done (not_done), or whose replicas did not become ready or ended again.",
       [](const Seen& s) { return EachOf("reason", s.counts.failures); }},
      {"docktor_outcomes_total", Type::Counter, "How actions turned out; one that is judged anew counts again.",
       [](const Seen& s) { return EachOf("outcome", s.counts.outcomes); }},
      {"docktor_scale_up_duration_seconds", Type::Histogram, "From a decision to its last new replica being ready.",
       [](const Seen& s) { return Points{HistogramOf(s.counts.until_ready)}; }},
      {"docktor_proposals_total", Type::Counter, "Proposals that have ended, and how.",
       [](const Seen& s) { return EachOf("outcome", s.counts.proposals); }},
      {"docktor_changes_by_others_total", Type::Counter, "Changes of the count that others made.",
       [](const Seen& s) { return EachOf("kind", s.counts.changes_by_others); }},
      {"docktor_llm_requests_total", Type::Counter, "Questions to a language model, and what became of its advice.",
       ModelRequests},
      {"docktor_llm_request_duration_seconds", Type::Histogram, "How long a language model took to answer.",
       ModelSeconds},
      {"docktor_llm_tokens_total", Type::Counter, "Tokens that went in and came out of a language model.", ModelTokens},
  };
}

}  // namespace docktor::serve::metrics

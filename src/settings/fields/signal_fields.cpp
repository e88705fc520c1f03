#include "settings/fields/signal_fields.h"

#include "settings/fields/sources.h"
#include "settings/fields/values.h"

namespace docktor::settings {
namespace {

constexpr std::string_view kMemory = "memory.utilization";
constexpr std::string_view kLatency = "latency";

struct SignalWords {
  std::string_view signal, key, help, example;
  Form form;
};

const SignalWords& WordsOf(std::string_view signal) {
  static const std::vector<SignalWords> all{
      {kMemory, "targets.memory",
       "The share of its memory limit that a replica should use, on average over the ready ones.", "80%",
       formats::kTarget.form},
      {"requests_per_second", "targets.requests_per_second",
       "Requests per second that one replica should answer. Needs a source.", "50", formats::kAmount.form},
      {"queue.length", "targets.queue.length", "Waiting items of a queue for each replica. Needs a source.", "100",
       formats::kAmount.form},
      {kLatency, "targets.latency", "How long an answer may take. Needs a source, in seconds.", "200ms",
       formats::kWindow.form},
      {"",
       "",
       "Any other signal that a source provides: a number is for each replica, a duration for the signal as it is.",
       "20",
       {"a number above 0, or a duration", R"({"type":["number","string"]})"}}};
  for (const auto& words : all)
    if (words.signal == signal) return words;
  return all.back();
}

Result<SignalTarget> ParseSignal(const std::string& signal, std::string_view text) {
  if (signal == kMemory) {
    const auto share = ParseTarget(text);
    if (!share) return tl::unexpected(share.error());
    return SignalTarget{signal, TargetKind::kMean, *share};
  }
  const auto duration = ParseDuration(Trim(text));
  if (duration && *duration > Duration{0}) return SignalTarget{signal, TargetKind::kValue, Seconds(*duration)};
  if (signal == kLatency || signal.starts_with("latency."))
    return Refuse(text, "is no duration above 0", "write 200ms or 1.5s");
  const auto amount = ParsePositive(text);
  if (!amount) return tl::unexpected(amount.error());
  return SignalTarget{signal, TargetKind::kPerReplica, *amount};
}

std::string ShowSignal(const SignalTarget& target) {
  switch (target.kind) {
    case TargetKind::kMean: return ShowRatio(target.target);
    case TargetKind::kPerReplica: return ShowDecimal(target.target);
    case TargetKind::kValue: return ToText(FromSeconds(target.target));
  }
  return {};
}

template <typename Map>
void TakeOne(const std::string& name, Map& to, const Map& from) {
  if (const auto said = from.find(name); said != from.end()) to[name] = said->second;
}

template <typename Map, typename Show>
std::optional<Said<std::string>> ShowOne(const std::string& name, const Map& map, Show show) {
  const auto said = map.find(name);
  if (said == map.end()) return std::nullopt;
  return Said<std::string>{show(said->second.value), said->second.origin};
}

}  // namespace

Field SignalField(const std::string& signal) {
  const auto& words = WordsOf(signal);
  return {.key = words.key.empty() ? "targets." + signal : std::string(words.key),
          .help = words.help,
          .example = words.example,
          .form = words.form,
          .set = [signal](Layer& layer, std::string_view text, const Origin& origin) -> Status {
            const auto target = ParseSignal(signal, text);
            if (!target) return tl::unexpected(target.error());
            layer.signals[signal] = {*target, origin};
            return {};
          },
          .read = {},
          .take = [signal](Layer& to, const Layer& from) { TakeOne(signal, to.signals, from.signals); },
          .show = [signal](const Layer& layer) { return ShowOne(signal, layer.signals, ShowSignal); }};
}

Field SourceField(const std::string& signal) {
  static const std::string schema = SourceSchema();
  const auto read = [signal](Layer& layer, const YamlNode& node, const Origin& origin, Findings& findings) {
    if (auto source = ReadSource(signal, node, findings)) layer.sources[signal] = {*std::move(source), origin};
  };
  return {.key = "sources." + signal,
          .help =
              "Where a signal of this name is read: one of prometheus, nginx, traefik, haproxy, caddy, redis, rabbitmq "
              "and nats with its URL, and query, password_env (the name of a variable) and interval.",
          .example = R"({redis: "redis://queue:6379", query: jobs})",
          .form = {"a map; in a label as JSON", schema},
          .set = [read](Layer& layer, std::string_view text, const Origin& origin) -> Status {
            const auto node = ParseYaml(std::string(text), "value");
            if (!node) return tl::unexpected(node.error());
            Findings findings{"value"};
            read(layer, **node, origin, findings);
            if (findings.errors.empty()) return {};
            return tl::unexpected(findings.errors.front());
          },
          .read = read,
          .take = [signal](Layer& to, const Layer& from) { TakeOne(signal, to.sources, from.sources); },
          .show = [signal](const Layer& layer) { return ShowOne(signal, layer.sources, ShowSource); }};
}

}  // namespace docktor::settings

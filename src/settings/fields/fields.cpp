#include "settings/fields/fields.h"

#include <algorithm>

#include "settings/fields/make_field.h"
#include "settings/fields/signal_fields.h"

namespace docktor::settings {
namespace {

using namespace formats;

constexpr std::string_view kTargets = "targets.";
constexpr std::string_view kSources = "sources.";

#define DOCKTOR_AT(member) \
  [](auto& layer) -> auto& { return layer.member; }

std::vector<Field> WhatAndHowMany() {
  std::vector<Field> fields{
      MakeField({"enable", "Whether Docktor changes the count; without, it watches and explains.", "true"},
                DOCKTOR_AT(enable), kSwitch),
      MakeField({"mode", "Whether it acts by itself or proposes each change to a person.", "manual"},
                DOCKTOR_AT(manual), kMode),
      MakeField({"min", "The fewest replicas. Unless said: the count in the Compose file.", "2"}, DOCKTOR_AT(min),
                kCount),
      MakeField({"max", "The most replicas. Unless said: 10, or min where that is more.", "12"}, DOCKTOR_AT(max),
                kPositiveCount),
      MakeField({"strategy",
                 "How the count is found: by a forecast (adaptive), by a target, or by two thresholds of the CPU. "
                 "Unless said: "
                 "adaptive, or target where targets.cpu or tolerance is written.",
                 "adaptive"},
                DOCKTOR_AT(strategy), kStrategy),
      MakeField({"targets.cpu", "The share of its CPU limit (of one core without) that a replica should use.", "60%"},
                DOCKTOR_AT(cpu), kTarget),
  };
  for (const auto* signal : {"memory.utilization", "requests_per_second", "queue.length", "latency"})
    fields.push_back(SignalField(signal));
  return fields;
}

std::vector<Field> HowFast() {
  return {
      MakeField({"tolerance", "No change while the load is this near to its target.", "10%"}, DOCKTOR_AT(tolerance),
                kTolerance),
      MakeField({"threshold.cpu_high", "Strategy threshold: mean CPU above this adds replicas.", "80%"},
                DOCKTOR_AT(threshold.cpu_high), kTarget),
      MakeField({"threshold.cpu_low", "Strategy threshold: mean CPU below this takes replicas away.", "20%"},
                DOCKTOR_AT(threshold.cpu_low), kShare),
      MakeField({"threshold.step_up", "Strategy threshold: how many are added.", "2"}, DOCKTOR_AT(threshold.step_up),
                kPositiveCount),
      MakeField({"threshold.step_down", "Strategy threshold: how many are taken away.", "1"},
                DOCKTOR_AT(threshold.step_down), kPositiveCount),
      MakeField({"slo.latency",
                 "Strategy adaptive: an answer that takes longer is slow. Needs a source of latency. How full replicas "
                 "may get is then learned, and headroom scales that.",
                 "500ms"},
                DOCKTOR_AT(slo.latency), kSlowAfter),
      MakeField({"slo.target", "Strategy adaptive: the share of answers that is not to be slow.", "99%"},
                DOCKTOR_AT(slo.target), kSloTarget),
      MakeField({"headroom", "Strategy adaptive: how much of a replica is left free for the unforeseen.", "high"},
                DOCKTOR_AT(headroom), kHeadroom),
      MakeField({"calmness", "Strategy adaptive: how long one superfluous replica is kept; several go sooner.", "5m"},
                DOCKTOR_AT(calmness), kCalmness),
      MakeField({"scale_up.window", "Of what was wanted in this time the least counts.", "30s"}, DOCKTOR_AT(up.window),
                kWindow),
      MakeField({"scale_up.policies", "At most so many more in a time.", "4/15s,100%/15s"}, DOCKTOR_AT(up.policies),
                kPolicies),
      MakeField({"scale_up.select", "Which of several policies counts: the one that allows most, least, or no change.",
                 "max"},
                DOCKTOR_AT(up.select), kSelect),
      MakeField({"scale_down.window", "Of what was wanted in this time the most counts.", "5m"},
                DOCKTOR_AT(down.window), kWindow),
      MakeField({"scale_down.policies", "At most so many fewer in a time.", "1/1m"}, DOCKTOR_AT(down.policies),
                kPolicies),
      MakeField({"scale_down.select",
                 "Which of several policies counts: the one that allows most, least, or no change.", "max"},
                DOCKTOR_AT(down.select), kSelect),
  };
}

std::vector<Field> WhatElseHolds() {
  return {
      MakeField({"fallback", "What holds once sources have failed fallback_after times in a row.", "at_least 2"},
                DOCKTOR_AT(fallback), kFallback),
      MakeField({"fallback_after", "After how many failures in a row the fallback holds.", "3"},
                DOCKTOR_AT(fallback_after), kPositiveCount),
      MakeField({"schedules", "Bounds in windows that come back, from cron's start to its end.",
                 R"([{start: "0 8 * * mon-fri", end: "0 18 * * mon-fri", zone: UTC, min: 4}])"},
                DOCKTOR_AT(schedules), kSchedules),
      MakeField(
          {"drain.command", "Run in a replica that is to go, before its stop signal.", R"(["nginx", "-s", "quit"])"},
          DOCKTOR_AT(drain_command), kCommand),
      MakeField({"drain.delay", "Waited after that, before the stop signal.", "5s"}, DOCKTOR_AT(drain_delay), kDelay),
      MakeField(
          {"balancer.service",
           "The load balancer in front of it, where that resolves names once: told when replicas come or go.", "lb"},
          DOCKTOR_AT(balancer), kServiceName),
      MakeField({"balancer.command",
                 "Run in the load balancer then. Unless said it gets a SIGHUP: nginx and HAProxy start over by that.",
                 R"(["nginx", "-s", "reload"])"},
                DOCKTOR_AT(balancer_command), kCommand),
      MakeField({"rollback", "Whether an action is taken back that makes things worse within a minute.", "auto"},
                DOCKTOR_AT(rollback), kRollback),
      MakeField({"cost.prefer",
                 "What a service that needs more CPU gets: more replicas (more_small), or a higher CPU limit first.",
                 "fewer_large"},
                DOCKTOR_AT(prefer), kPrefer),
      MakeField({"cost.max_cpus", "With cost.prefer: fewer_large, the most CPU that one replica gets.", "2"},
                DOCKTOR_AT(max_cpus), kAmount),
      MakeField({"start_deadline", "A replica that is not ready this long after its start is unhealthy.", "2m"},
                DOCKTOR_AT(start_deadline), kDeadline),
      MakeField({"interval", "The time between two looks at the service.", "5s"}, DOCKTOR_AT(interval), kInterval),
      MakeField({"stateful", "Whether a database, queue or store with data of its own may be scaled.", "allow"},
                DOCKTOR_AT(stateful_allowed), kStateful),
      MakeField({"env", "Which environment this is: a profile of that name in brain.profiles is taken.", "prod",
                 Scope::kProject},
                DOCKTOR_AT(env), kName),
      MakeField({"approval.mcp",
                 "Whether what the program of an MCP client answers to a proposal counts as a person's word. It may be "
                 "no person at all.",
                 "true", Scope::kProject},
                DOCKTOR_AT(approval_by_mcp), kSwitch),
      MakeField({"limits.max_replicas", "The most replicas of all services together.", "40", Scope::kProject},
                DOCKTOR_AT(limits.max_replicas), kPositiveCount),
      MakeField({"limits.max_cpus", "The most CPU that all services may reserve together.", "6.5", Scope::kProject},
                DOCKTOR_AT(limits.max_cpus), kAmount),
      MakeField(
          {"limits.max_memory", "The most memory that all services may reserve together.", "12g", Scope::kProject},
          DOCKTOR_AT(limits.max_memory), kMemory),
  };
}

std::vector<Field> WhatIsServed() {
  return {
      MakeField({"listen",
                 "Where the page and programs are served over TCP, with a token: an address and a port, or a port of "
                 "127.0.0.1; the next free port where it is taken. off: nowhere but at the daemon's socket. This and "
                 "the next six take effect at the daemon's start.",
                 "127.0.0.1:3000", Scope::kProject},
                DOCKTOR_AT(door.listen), kListen),
      MakeField({"base_path",
                 "What stands before every path that is served over TCP, where another web server passes on what is "
                 "below it.",
                 "/docktor", Scope::kProject},
                DOCKTOR_AT(door.base_path), kBasePath),
      MakeField({"public_url",
                 "By what browsers call another web server that passes on to this one: its name is answered, its pages "
                 "may ask, and links show it.",
                 "https://docktor.example.com", Scope::kProject},
                DOCKTOR_AT(door.public_url), kPublicUrl),
      MakeField({"tls.certificate",
                 "The file of the certificate, with those that signed it after it, in PEM: what is served over TCP is "
                 "encrypted then.",
                 "/etc/docktor/cert.pem", Scope::kProject},
                DOCKTOR_AT(door.certificate), kFile),
      MakeField({"tls.key", "The file of the certificate's key, in PEM and without a password.", "/etc/docktor/key.pem",
                 Scope::kProject},
                DOCKTOR_AT(door.key), kFile),
      MakeField({"listen_without_tls",
                 "Whether to listen to other machines without TLS: whoever can read the network reads tokens then. "
                 "Right where something before it encrypts.",
                 "true", Scope::kProject},
                DOCKTOR_AT(door.without_tls), kSwitch),
      MakeField(
          {"metrics.open", "Whether whoever reaches /metrics may read it, without a token.", "true", Scope::kProject},
          DOCKTOR_AT(door.open_metrics), kSwitch),
  };
}

std::vector<Field> WhoIsAsked() {
  return {
      MakeField({"brain.mode",
                 "What a language model may do: nothing (off), explain, advise within the strategy's band, or decide.",
                 "advise"},
                DOCKTOR_AT(brain.mode), kBrainMode),
      MakeField({"brain.model", "The language model that is asked. Without one, rules alone decide.", "llama3.2",
                 Scope::kProject},
                DOCKTOR_AT(brain.model), kName),
      MakeField({"brain.provider", "Whose language its server speaks; most speak that of openai.", "anthropic",
                 Scope::kProject},
                DOCKTOR_AT(brain.provider), kProvider),
      MakeField({"brain.endpoint",
                 "Where it is served. Unless said: on this machine, or by its maker where brain.provider is said.",
                 "http://localhost:11434/v1", Scope::kProject},
                DOCKTOR_AT(brain.endpoint), kAddress),
      MakeField({"brain.key_env", "The environment variable that holds its key.", "OPENAI_API_KEY", Scope::kProject},
                DOCKTOR_AT(brain.key_env), kVariable),
      MakeField({"brain.profiles", "Models by names of your own, for brain.profile, brain.fallback and env.",
                 "{smart: {model: claude-sonnet-5-5, provider: anthropic}}", Scope::kProject},
                DOCKTOR_AT(brain.profiles), kProfiles),
      MakeField({"brain.profile",
                 "The one that is asked, instead of brain.model; fast, balanced and smart (some 3, 8 and 70 billion "
                 "parameters, on this machine) need not be written.",
                 "balanced", Scope::kProject},
                DOCKTOR_AT(brain.profile), kName),
      MakeField({"brain.fallback", "Which models or profiles are asked, in order, while the first does not answer.",
                 "[fast]", Scope::kProject},
                DOCKTOR_AT(brain.fallback), kNames),
      MakeField(
          {"brain.patience", "How long an answer is waited for. No look waits meanwhile.", "60s", Scope::kProject},
          DOCKTOR_AT(brain.patience), kPatience),
      MakeField(
          {"brain.budget.calls_per_hour",
           "How often it is asked at most. Unless said: 60 where it is not on this machine.", "60", Scope::kProject},
          DOCKTOR_AT(brain.calls_per_hour), kPositiveCount),
      MakeField({"brain.budget.tokens_per_day",
                 "How much is said and answered at most. Unless said: 200000 where it is not on this machine.",
                 "200000", Scope::kProject},
                DOCKTOR_AT(brain.tokens_per_day), kTokens),
      MakeField({"brain.budget.dollars_per_day",
                 "What it may cost by the prices below. Unless said: 1 where it is not on this machine.", "1",
                 Scope::kProject},
                DOCKTOR_AT(brain.dollars_per_day), kAmount),
      MakeField({"brain.price.in", "Dollars for a million tokens that are said to it.", "0.15", Scope::kProject},
                DOCKTOR_AT(brain.dollars_in), kAmount),
      MakeField({"brain.price.out", "Dollars for a million tokens that it answers.", "0.6", Scope::kProject},
                DOCKTOR_AT(brain.dollars_out), kAmount),
  };
}

#undef DOCKTOR_AT

std::vector<Field> MakeFields() {
  auto fields = WhatAndHowMany();
  for (auto more : {HowFast(), WhatElseHolds(), WhatIsServed(), WhoIsAsked()})
    fields.insert(fields.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return fields;
}

bool IsSignalName(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == name.npos;
}

}  // namespace

std::span<const Field> Fields() {
  static const std::vector<Field> fields = MakeFields();
  return fields;
}

std::vector<Field> OpenFields(const Layer& layer) {
  std::vector<Field> fields;
  for (const auto& [signal, said] : layer.signals)
    if (auto field = SignalField(signal); !FindField(field.key)) fields.push_back(std::move(field));
  for (const auto& [signal, said] : layer.sources) fields.push_back(SourceField(signal));
  return fields;
}

const Field* FindField(std::string_view key) {
  const auto fields = Fields();
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; });
  return field == fields.end() ? nullptr : &*field;
}

std::optional<Field> OpenField(std::string_view key) {
  if (key.starts_with(kSources) && IsSignalName(key.substr(kSources.size())))
    return SourceField(std::string(key.substr(kSources.size())));
  if (key.starts_with(kTargets) && IsSignalName(key.substr(kTargets.size())))
    return SignalField(std::string(key.substr(kTargets.size())));
  return std::nullopt;
}

}  // namespace docktor::settings

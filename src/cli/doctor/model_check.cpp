#include <set>

#include <fmt/format.h>

#include "brain/judge/connect.h"
#include "cli/doctor/checks.h"

namespace docktor::cli::doctor {
namespace {

constexpr const char* kTopic = "model";

/// What could be used, and is not unless somebody says so.
void OfferModels(const brain::Variables& variables, Findings& findings) {
  const auto local = brain::FirstLocalServer(variables);
  findings.Ok(kTopic,
              local ? fmt::format("none is named, so rules alone decide; one could be asked at {}", *local)
                    : "none is named, so rules alone decide",
              "to have one advise: brain: {model: NAME} in docktor.yaml; docs/models.md");
  std::set<std::string_view> offered;  // some speak to the same maker in several ways
  for (const auto* provider : brain::Providers()) {
    const bool told = !offered.insert(provider->key_variable()).second;
    if (told || brain::Held(variables, provider->key_variable()).empty()) continue;
    findings.Ok(kTopic, fmt::format("{} is set, and is not used", provider->key_variable()),
                fmt::format("to use it: brain: {{provider: {}, model: NAME}}", provider->name()));
  }
}

}  // namespace

void CheckModel(const BrainSettings& settings, const settings::Environment& environment, Findings& findings) {
  const brain::Variables variables = [&](const std::string& name) { return settings::Variable(environment, name); };
  if (settings.mode == BrainMode::kOff) return findings.Ok(kTopic, "none is asked, as brain.mode is off");
  if (settings.model.empty()) return OfferModels(variables, findings);
  const auto served = brain::FindServer(settings, variables);
  if (!served) return findings.Warn(kTopic, settings.model + ": " + served.error().message, served.error().hint);
  if (brain::OnThisMachine(served->endpoint))
    return findings.Ok(kTopic, fmt::format("{} at {}; nothing leaves this machine", settings.model, served->endpoint),
                       "to try it: docktor model test " + settings.model);
  findings.Ok(kTopic, fmt::format("{} at {}; names of services and signals, counts and loads are sent there",
                                  settings.model, served->endpoint),
              "to keep them here: a model of this machine");
}

}  // namespace docktor::cli::doctor

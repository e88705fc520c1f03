#include <fmt/format.h>

#include "brain/judge/budget.h"
#include "brain/judge/connect.h"
#include "cli/doctor/checks.h"
#include "cli/model/unused_keys.h"

namespace docktor::cli::doctor {
namespace {

constexpr const char* kTopic = "model";

/// Its first models, and how many more it has.
std::string ModelsOf(const brain::LocalServer& server) {
  constexpr std::size_t kShown = 3;
  if (server.models.empty()) return "no model";
  std::string names;
  for (std::size_t i = 0; i < std::min(server.models.size(), kShown); ++i)
    names += (i == 0 ? "" : ", ") + server.models[i];
  if (server.models.size() > kShown) names += fmt::format(" and {} more", server.models.size() - kShown);
  return names;
}

/// What could be used, and is not unless somebody says so.
void OfferModels(const brain::Variables& variables, Findings& findings) {
  findings.Ok(kTopic, "none is named, so rules alone decide",
              "to have one advise: brain: {model: NAME} in docktor.yaml; docs/models.md");
  for (const auto& server : brain::LocalServers(variables))
    findings.Ok(kTopic, fmt::format("a server on this machine, {}, has {}", server.endpoint, ModelsOf(server)));
  for (const auto* provider : model::WithKeys(variables))
    findings.Ok(kTopic, fmt::format("{} is set, and is not used", provider->key_variable()),
                fmt::format("to use it: brain: {{provider: {}, model: NAME}}", provider->name()));
}

/// As it is tested: without any flag the first one is.
std::string TestOf(const ModelChoice& choice, bool first) {
  std::string command = "docktor model test";
  if (first) return command;
  command += " " + choice.model;
  if (!choice.provider.empty()) command += " --provider " + choice.provider;
  if (!choice.endpoint.empty()) command += " --endpoint " + choice.endpoint;
  if (!choice.key_env.empty()) command += " --key-env " + choice.key_env;
  return command;
}

/// A model of this machine. Some servers list nothing, or answer to a name that they do not list.
void CheckHere(const ModelChoice& choice, bool first, const brain::Served& served, Findings& findings) {
  const auto models = brain::ModelsAt(served);
  const auto what = fmt::format("{} at {}; nothing leaves this machine", choice.model, served.endpoint);
  if (!models && (models.error().code == Errc::kUnavailable || models.error().code == Errc::kTimeout))
    return findings.Warn(kTopic, fmt::format("{}: {}", choice.model, models.error().message),
                         "rules alone decide until it answers: is that server running, and is this its address?");
  if (models && !brain::NameAmong(*models, served.access.model))
    return findings.Ok(kTopic, what,
                       "it is not among the models there; to fetch it: docktor model pull " + choice.model);
  findings.Ok(kTopic, what, "to try it: " + TestOf(choice, first));
}

/// A limit that cannot act is worse than none, as somebody relies on it.
void CheckPrice(const BrainSettings& brain, Findings& findings) {
  if (brain.dollars_in > 0 || brain.dollars_out > 0) return;
  const auto budget = brain::BudgetFor(brain.budget, false);
  if (!budget.dollars_per_day) return;
  findings.Ok(
      kTopic,
      fmt::format("what it costs is not known, so the limit of {:.2f} $ a day counts nothing", *budget.dollars_per_day),
      "brain: {price: {in: …, out: …}} in docktor.yaml, in dollars for a million tokens");
}

void CheckChoice(const ModelChoice& choice, const BrainSettings& brain, const brain::Variables& variables,
                 Findings& findings) {
  const auto served = brain::FindServer(choice, variables);
  const bool first = choice == brain.models.front();
  if (!served) return findings.Warn(kTopic, choice.model + ": " + served.error().message, served.error().hint);
  if (brain::OnThisMachine(served->endpoint)) return CheckHere(choice, first, *served, findings);
  findings.Ok(kTopic,
              fmt::format("{} at {}; names of services and signals, counts, loads, limits and outcomes are sent there; "
                          "in a talk also what is said and what its tools answer",
                          choice.model, served->endpoint),
              "to keep them here: a model of this machine");
  CheckPrice(brain, findings);
}

}  // namespace

void CheckModel(const settings::Settings& settings, const settings::Environment& environment, Findings& findings) {
  const brain::Variables variables = [&](const std::string& name) { return settings.Variable(environment, name); };
  const auto brain = settings.Brain();
  if (brain.mode == BrainMode::kOff) return findings.Ok(kTopic, "none is asked, as brain.mode is off");
  if (brain.models.empty()) return OfferModels(variables, findings);
  for (const auto& choice : brain.models) CheckChoice(choice, brain, variables, findings);
}

}  // namespace docktor::cli::doctor

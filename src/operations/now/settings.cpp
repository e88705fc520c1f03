#include "operations/now/settings.h"

#include <algorithm>
#include <regex>

#include "operations/shared/find_service.h"

namespace docktor::operations {
namespace {

/// What a URL says of who asks is nobody else's: "http://ann:s3cret@lb/x?key=1" becomes "http://***@lb/x?key=***".
std::string WithoutSecrets(const std::string& value) {
  static const std::regex user_part("://[^\\s\"]*@"), asked("(://[^\\s\"]*?[?&][^=&\\s\"]+=)(?!\\*\\*\\*)[^&\\s\"]+");
  auto masked = std::regex_replace(value, user_part, "://***@");
  for (std::string before; before != masked;) masked = std::regex_replace(before = masked, asked, "$1***");
  return masked;
}

/// A person's choice counts for more than what is written.
void SayWhoChose(const pilot::Snapshot& snapshot, ServiceSettings& one) {
  const auto view = std::find_if(snapshot.services.begin(), snapshot.services.end(),
                                 [&](const auto& candidate) { return candidate.key == one.service; });
  if (view == snapshot.services.end() || !view->chosen || !view->spec.enabled) return;
  for (auto& setting : one.settings) {
    if (setting.key != "mode" && setting.key != "enable") continue;
    setting.value = setting.key == "enable" ? "true" : std::string(ToJson(*view->chosen).as_string());
    setting.origin = "docktor mode";
  }
}

void Run(Context& context, const Caller&, SettingsInput input, Reply<SettingsOutput> reply) {
  if (!context.settings_in_force) return reply.Fail({Errc::kUnavailable, "no settings are known here", ""});
  std::optional<ServiceKey> only;
  const auto snapshot = context.pilots.Latest();
  if (input.service) {
    const auto view = FindService(*snapshot, *input.service);
    if (!view) return reply.Fail(view.error());
    only = (*view)->key;
  }
  SettingsOutput out{.error = context.settings_trouble ? context.settings_trouble() : std::nullopt};
  for (auto& one : context.settings_in_force()) {
    if (only && one.service != *only) continue;
    for (auto& setting : one.settings) setting.value = WithoutSecrets(setting.value);
    SayWhoChose(*snapshot, one);
    out.services.push_back(std::move(one));
  }
  reply.Answer(out);
}

}  // namespace

Operation SettingsOperation() {
  return Declare<SettingsInput, SettingsOutput>(
      {.name = "settings",
       .summary = "Each setting that the daemon goes by, service by service, and where it was said",
       .help = "As `docktor config show --origin`, which reads what is written now: this is what is in force, flags of "
               "the daemon included. What a URL says of user and password shows as ***.",
       .examples = {"settings web", "settings --json"},
       .fields = {{.name = "service", .help = "this one only", .place = Field::Place::kPositional}}},
      Run);
}

}  // namespace docktor::operations

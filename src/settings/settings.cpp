#include "settings/settings.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "settings/fields/fields.h"
#include "settings/fields/nearest.h"
#include "settings/fields/values.h"
#include "settings/labels.h"
#include "settings/model_choices.h"

namespace docktor::settings {
namespace {

void Append(std::vector<Error>& to, std::vector<Error> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

const ServiceInFile* Find(const std::vector<ServiceInFile>& services, const std::string& name) {
  const auto found =
      std::find_if(services.begin(), services.end(), [&](const ServiceInFile& s) { return s.name == name; });
  return found == services.end() ? nullptr : &*found;
}

template <typename T>
T ValueOr(const Maybe<T>& said, T otherwise) {
  return said ? said->value : otherwise;
}

}  // namespace

Settings::Settings(Written written) : written_(std::move(written)) {}

/// What is said of one service wins over what is said of all; being named enables it unless somebody says no.
void Settings::AddFiles(const std::string& service, Merged& merged) const {
  Layer implied, top = Over(written_.user.defaults, written_.project.defaults), own;
  const auto add = [&](const ServiceInFile* found) {
    if (!found) return;
    own = Over(own, found->layer);
    if (found->extension) implied.enable = {true, *found->extension};
  };
  add(Find(written_.project.services, service));
  for (const auto& file : written_.compose) {
    top = Over(top, file.defaults);
    add(Find(file.services, service));
  }
  for (const auto* layer : {&implied, &top, &own}) merged.layer = Over(merged.layer, *layer);
}

Layer Settings::FlagsFor(const std::string& service) const {
  const auto& flags = written_.flags;
  Layer layer;
  if (std::count(flags.enabled_services.begin(), flags.enabled_services.end(), service) > 0)
    layer.enable = {true, {"flag --service " + service}};
  if (flags.interval && ParseInterval(ToText(*flags.interval))) layer.interval = {*flags.interval, {"flag --interval"}};
  if (flags.manual) layer.manual = {true, {"flag --manual"}};
  return layer;
}

Settings::Merged Settings::Merge(const ServiceKey& key, const std::map<std::string, std::string>& labels) const {
  Merged merged{.layer = Defaults(), .errors = {}};
  AddFiles(key.service, merged);
  Layer from_labels;
  merged.errors = ReadLabels(key, labels, from_labels);
  for (const auto& layer : {from_labels, written_.variables.layer, FlagsFor(key.service)})
    merged.layer = Over(merged.layer, layer);
  // As a whole or not at all: a key is for the endpoint alone beside which it was said.
  if (const auto& brain = merged.layer.brain;
      ModelsOf(merged.layer).empty() && !brain.provider && !brain.endpoint && !brain.key_env)
    merged.layer = Over(merged.layer, written_.cagent.layer);
  merged.layer = WithStrategy(std::move(merged.layer));
  Append(merged.errors, Contradictions(merged.layer));
  Append(merged.errors, BalancerErrors(merged.layer, key.service));
  return merged;
}

/// All services of the project, where its files tell.
std::optional<std::set<std::string_view>> Settings::ServicesInFiles() const {
  std::set<std::string_view> names;
  for (const auto& file : written_.compose) {
    if (file.includes_others || !file.errors.empty()) return std::nullopt;
    for (const auto& service : file.services) names.insert(service.name);
  }
  return names.empty() ? std::nullopt : std::optional(std::move(names));
}

std::vector<Error> Settings::BalancerErrors(const Layer& layer, const std::string& service) const {
  if (!layer.balancer) {
    if (!layer.balancer_command) return {};
    return {{Errc::kInvalidInput, layer.balancer_command->origin.text + ": balancer.command without balancer.service",
             "name the service in which it is to be run: balancer: {service: lb}"}};
  }
  const auto& [name, origin] = *layer.balancer;
  const auto known = ServicesInFiles();
  if (known && !known->contains(name))
    return {{Errc::kInvalidInput,
             fmt::format("{}: balancer.service: the project has no service '{}'", origin.text, name),
             DidYouMean(name, std::vector(known->begin(), known->end()))}};
  if (name == service && ValueOr(layer.enable, false))
    return {{Errc::kInvalidInput, origin.text + ": balancer.service: a service is not in front of itself",
             "name the load balancer that passes requests on to " + service}};
  return {};
}

std::optional<FileCount> Settings::CountInFiles(const std::string& service) const {
  std::optional<FileCount> count;
  for (const auto& file : written_.compose) {
    const auto* found = Find(file.services, service);
    if (!found) continue;
    if (found->count)
      count = found->count;
    else if (!count)
      count = FileCount{{file.path + " (one replica unless said)"}, 1};
  }
  return count;
}

Layer Settings::WithBounds(Layer layer, const std::string& service, std::optional<int> first_count) const {
  constexpr int kUsualMax = 10;
  if (!layer.min) {
    const auto in_file = CountInFiles(service);
    Said<int> min{1, {kDefault}};
    if (in_file && in_file->value)
      min = {*in_file->value, {"count in " + in_file->origin.text}};
    else if (first_count)
      min = {*first_count, {"count found when first enabled"}};
    min.value = std::max(1, min.value);
    if (layer.max) min.value = std::min(min.value, layer.max->value);
    layer.min = min;
  }
  if (!layer.max) layer.max = {std::max(kUsualMax, layer.min->value), {kDefault}};
  return layer;
}

BrainSettings Settings::Brain() const { return Applied(Merge({}, {}).layer, {}).brain; }

std::optional<std::string> Settings::Variable(const Environment& environment, const std::string& name) const {
  if (name != CagentFile::kKey) return settings::Variable(environment, name);
  return written_.cagent.key.empty() ? std::nullopt : std::optional(written_.cagent.key);
}

Result<DoorSettings> Settings::Door() const { return DoorSettingsOf(Merge({}, {}).layer.door); }

Spec Settings::SpecOf(const ServiceFacts& facts, std::optional<int> first_count) const {
  const auto merged = Merge(facts.key, facts.labels);
  const auto layer = WithBounds(merged.layer, facts.key.service, first_count);
  const bool sound = merged.errors.empty() && FileErrors(facts.key.service).empty();
  auto spec = Applied(layer, {.key = facts.key});
  for (const auto& problem : ProblemsOf(facts)) spec.trouble += (spec.trouble.empty() ? "" : "; ") + problem.message;
  spec.enabled = sound && ValueOr(layer.enable, false);
  spec.declined = layer.enable && !layer.enable->value && layer.enable->origin.text != kDefault;
  spec.dry_run = written_.flags.dry_run;
  spec.min = std::min(layer.min->value, layer.max->value);
  spec.max = layer.max->value;
  spec.min_said = merged.layer.min.has_value();
  if (const auto count = CountInFiles(facts.key.service)) spec.file_count = count->value;
  if (const auto known = ServicesInFiles()) spec.unnamed = !known->contains(facts.key.service);
  return spec;
}

std::vector<Setting> Settings::Explain(const ServiceFacts& facts, std::optional<int> first_count) const {
  const auto layer = WithBounds(Merge(facts.key, facts.labels).layer, facts.key.service, first_count);
  std::vector<Setting> settings;
  const auto add = [&](const Field& field) {
    if (const auto said = field.show(layer)) settings.push_back({field.key, said->value, said->origin});
  };
  for (const auto& field : Fields()) add(field);
  for (const auto& field : OpenFields(layer)) add(field);
  return settings;
}

std::optional<Obstacle> Settings::ObstacleOf(const ServiceKey& service) const {
  Maybe<bool> global;
  for (const auto& file : written_.compose)
    if (const auto* found = Find(file.services, service.service); found && found->global) global = found->global;
  if (!global || !global->value) return std::nullopt;
  return Obstacle{Reason::kGlobalMode, "deploy.mode in " + global->origin.text};
}

std::vector<Error> Settings::ProjectErrors() const {
  auto errors = written_.user.errors;
  Append(errors, written_.project.errors);
  for (const auto& file : written_.compose) Append(errors, file.errors);
  Append(errors, written_.variables.errors);
  return errors;
}

std::vector<Error> Settings::FileProblems() const {
  auto errors = ProjectErrors();
  Append(errors, written_.cagent.errors);
  for (const auto& service : written_.project.services) Append(errors, service.errors);
  std::set<std::string> seen;
  for (const auto& file : written_.compose)
    for (const auto& service : file.services) {
      Append(errors, service.errors);
      if (seen.insert(service.name).second) Append(errors, Merge({{}, service.name}, {}).errors);
    }
  return errors;
}

std::vector<Error> Settings::FileErrors(const std::string& service) const {
  auto errors = ProjectErrors();
  if (const auto* found = Find(written_.project.services, service)) Append(errors, found->errors);
  for (const auto& file : written_.compose)
    if (const auto* found = Find(file.services, service)) Append(errors, found->errors);
  return errors;
}

std::vector<Error> Settings::NameErrors(std::span<const ServiceFacts> services) const {
  std::set<std::string_view> names;
  bool all_known = !written_.compose.empty();
  for (const auto& file : written_.compose) {
    all_known = all_known && !file.includes_others;
    for (const auto& service : file.services) names.insert(service.name);
  }
  for (const auto& facts : services) names.insert(facts.key.service);
  const std::vector<std::string_view> known(names.begin(), names.end());
  std::vector<Error> errors;
  const auto check = [&](const std::string& place, const std::string& name) {
    if (names.contains(name)) return;
    errors.push_back(
        {Errc::kNotFound, fmt::format("{}: the project has no such service", place),
         known.empty() ? "start the project, or name its file with --compose-file" : DidYouMean(name, known)});
  };
  if (written_.flags.interval)
    if (const auto interval = ParseInterval(ToText(*written_.flags.interval)); !interval)
      errors.push_back(interval.error().During("flag --interval"));
  for (const auto& name : written_.flags.enabled_services) check("flag --service " + name, name);
  if (all_known)
    for (const auto& service : written_.project.services)
      check(fmt::format("{}: service '{}'", service.extension->text, service.name), service.name);
  return errors;
}

std::vector<Error> Settings::Problems(std::span<const ServiceFacts> services) const {
  auto errors = ProjectErrors();
  std::set<std::string> seen;
  for (const auto& facts : services) {
    Append(errors, Merge(facts.key, facts.labels).errors);
    seen.insert(facts.key.service);
  }
  for (const auto& service : written_.project.services) Append(errors, service.errors);
  for (const auto& file : written_.compose)
    for (const auto& service : file.services) {
      Append(errors, service.errors);
      if (seen.insert(service.name).second) Append(errors, Merge({{}, service.name}, {}).errors);
    }
  Append(errors, NameErrors(services));
  return errors;
}

std::vector<Error> Settings::ProblemsOf(const ServiceFacts& facts) const {
  auto errors = FileErrors(facts.key.service);
  Append(errors, Merge(facts.key, facts.labels).errors);
  return errors;
}

}  // namespace docktor::settings

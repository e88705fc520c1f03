#include "settings/settings.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "settings/fields.h"
#include "settings/labels.h"
#include "settings/nearest.h"
#include "settings/values.h"

namespace docktor::settings {
namespace {

void Append(std::vector<Error>& to, std::vector<Error> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

const ServiceInFile* Find(const ComposeFile& file, const std::string& service) {
  const auto found = std::find_if(file.services.begin(), file.services.end(),
                                  [&](const ServiceInFile& s) { return s.name == service; });
  return found == file.services.end() ? nullptr : &*found;
}

ScalingRules Rules(const RulesLayer& layer, const ScalingRules& otherwise) {
  return {layer.window ? layer.window->value : otherwise.window,
          layer.policies ? layer.policies->value : otherwise.policies,
          layer.select ? layer.select->value : otherwise.select};
}

template <typename T>
T ValueOr(const Maybe<T>& said, T otherwise) {
  return said ? said->value : otherwise;
}

}  // namespace

Settings::Settings(std::vector<ComposeFile> files, Flags flags) : files_(std::move(files)), flags_(std::move(flags)) {}

Settings::Merged Settings::Merge(const ServiceKey& key, const std::map<std::string, std::string>& labels) const {
  Merged merged;
  Layer implied, top, own, from_labels, from_flags;
  for (const auto& file : files_) {
    top = Over(top, file.defaults);
    const auto* service = Find(file, key.service);
    if (service) own = Over(own, service->layer);
    if (service && service->extension) implied.enable = {true, *service->extension};
  }
  merged.errors = ReadLabels(key, labels, from_labels);
  if (std::count(flags_.enabled_services.begin(), flags_.enabled_services.end(), key.service) > 0)
    from_flags.enable = {true, {"flag --service " + key.service}};
  if (flags_.interval && ParseInterval(ToText(*flags_.interval)))
    from_flags.interval = {*flags_.interval, {"flag --interval"}};
  merged.layer = Defaults();
  for (const auto* layer : {&implied, &top, &own, &from_labels, &from_flags}) merged.layer = Over(merged.layer, *layer);
  Append(merged.errors, Contradictions(merged.layer));
  return merged;
}

std::optional<FileCount> Settings::CountInFiles(const std::string& service) const {
  std::optional<FileCount> count;
  for (const auto& file : files_) {
    const auto* found = Find(file, service);
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
    Said<int> min{1, {"default"}};
    if (in_file && in_file->value)
      min = {*in_file->value, {"count in " + in_file->origin.text}};
    else if (first_count)
      min = {*first_count, {"count found when first enabled"}};
    min.value = std::max(1, min.value);
    if (layer.max) min.value = std::min(min.value, layer.max->value);
    layer.min = min;
  }
  if (!layer.max) layer.max = {std::max(kUsualMax, layer.min->value), {"default"}};
  return layer;
}

Spec Settings::SpecOf(const ServiceFacts& facts, std::optional<int> first_count) const {
  const auto merged = Merge(facts.key, facts.labels);
  const auto layer = WithBounds(merged.layer, facts.key.service, first_count);
  const bool sound = merged.errors.empty() && FileErrors(facts.key.service).empty();
  Spec spec;
  spec.key = facts.key;
  for (const auto& problem : ProblemsOf(facts)) spec.trouble += (spec.trouble.empty() ? "" : "; ") + problem.message;
  spec.enabled = sound && ValueOr(layer.enable, false);
  spec.dry_run = flags_.dry_run;
  spec.min = std::min(layer.min->value, layer.max->value);
  spec.max = layer.max->value;
  spec.min_said = merged.layer.min.has_value();
  spec.stateful_allowed = ValueOr(layer.stateful_allowed, false);
  spec.target = {.cpu = ValueOr(layer.cpu, spec.target.cpu),
                 .tolerance = ValueOr(layer.tolerance, spec.target.tolerance),
                 .up = Rules(layer.up, spec.target.up),
                 .down = Rules(layer.down, spec.target.down)};
  spec.interval = ValueOr(layer.interval, spec.interval);
  spec.start_deadline = ValueOr(layer.start_deadline, spec.start_deadline);
  return spec;
}

std::vector<Setting> Settings::Explain(const ServiceFacts& facts, std::optional<int> first_count) const {
  const auto layer = WithBounds(Merge(facts.key, facts.labels).layer, facts.key.service, first_count);
  std::vector<Setting> settings;
  for (const auto& field : Fields())
    if (const auto said = field.show(layer)) settings.push_back({std::string(field.key), said->value, said->origin});
  return settings;
}

std::optional<Obstacle> Settings::ObstacleOf(const ServiceKey& service) const {
  Maybe<bool> global;
  for (const auto& file : files_)
    if (const auto* found = Find(file, service.service); found && found->global) global = found->global;
  if (!global || !global->value) return std::nullopt;
  return Obstacle{Reason::kGlobalMode, "deploy.mode in " + global->origin.text};
}

std::vector<Error> Settings::FileErrors() const {
  std::vector<Error> errors;
  for (const auto& file : files_) Append(errors, file.errors);
  return errors;
}

std::vector<Error> Settings::FileErrors(const std::string& service) const {
  auto errors = FileErrors();
  for (const auto& file : files_)
    if (const auto* found = Find(file, service)) Append(errors, found->errors);
  return errors;
}

std::vector<Error> Settings::FlagErrors(std::span<const ServiceFacts> services) const {
  std::set<std::string_view> names;
  for (const auto& file : files_)
    for (const auto& service : file.services) names.insert(service.name);
  for (const auto& facts : services) names.insert(facts.key.service);
  const std::vector<std::string_view> known(names.begin(), names.end());
  std::vector<Error> errors;
  if (flags_.interval)
    if (const auto interval = ParseInterval(ToText(*flags_.interval)); !interval)
      errors.push_back(interval.error().During("flag --interval"));
  for (const auto& name : flags_.enabled_services)
    if (!names.contains(name))
      errors.push_back(
          {Errc::kNotFound, fmt::format("flag --service {}: the project has no such service", name),
           known.empty() ? "start the project, or name its file with --compose-file" : DidYouMean(name, known)});
  return errors;
}

std::vector<Error> Settings::Problems(std::span<const ServiceFacts> services) const {
  auto errors = FileErrors();
  std::set<std::string> seen;
  for (const auto& facts : services) {
    Append(errors, Merge(facts.key, facts.labels).errors);
    seen.insert(facts.key.service);
  }
  for (const auto& file : files_)
    for (const auto& service : file.services) {
      Append(errors, service.errors);
      if (seen.insert(service.name).second) Append(errors, Merge({{}, service.name}, {}).errors);
    }
  Append(errors, FlagErrors(services));
  return errors;
}

std::vector<Error> Settings::ProblemsOf(const ServiceFacts& facts) const {
  auto errors = FileErrors(facts.key.service);
  Append(errors, Merge(facts.key, facts.labels).errors);
  return errors;
}

}  // namespace docktor::settings

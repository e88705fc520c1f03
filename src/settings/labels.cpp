#include "settings/labels.h"

#include <fmt/format.h>

#include "settings/fields/fields.h"
#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

constexpr std::string_view kPrefix = "docktor.";

bool IsOurOwn(std::string_view key) { return key == "copy" || key.starts_with("copy.") || key.starts_with("copy_"); }

std::vector<std::string_view> AllKeys() {
  std::vector<std::string_view> keys;
  for (const auto& field : Fields()) keys.push_back(field.key);
  return keys;
}

}  // namespace

std::optional<Error> ReadLabel(const std::string& label, const std::string& value, const std::string& place,
                               Layer& layer) {
  if (!label.starts_with(kPrefix)) return std::nullopt;
  const auto key = std::string_view(label).substr(kPrefix.size());
  if (IsOurOwn(key)) return std::nullopt;
  const auto* fixed = FindField(key);
  const auto field = fixed ? std::optional(*fixed) : OpenField(key);
  if (!field) return Error{Errc::kInvalidInput, place + ": unknown", DidYouMean(key, AllKeys())};
  if (field->scope == Scope::kProject)
    return Error{Errc::kInvalidInput, place + ": is of the whole project, not of one service",
                 "write it into the x-docktor at the top of the Compose file"};
  if (const auto set = field->set(layer, value, {place}); !set) return set.error().During(place);
  return std::nullopt;
}

std::vector<Error> ReadLabels(const ServiceKey& service, const std::map<std::string, std::string>& labels,
                              Layer& layer) {
  std::vector<Error> errors;
  for (const auto& [label, value] : labels)
    if (auto error = ReadLabel(label, value, fmt::format("label {} of {}", label, service.Text()), layer))
      errors.push_back(*std::move(error));
  return errors;
}

}  // namespace docktor::settings

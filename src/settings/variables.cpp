#include "settings/variables.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "settings/fields/fields.h"
#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

constexpr std::string_view kPrefix = "DOCKTOR_";
constexpr std::array<std::string_view, 3> kOthers{"DOCKTOR_COMPOSE_FILE", "DOCKTOR_STATE_DIR", "DOCKTOR_RUNTIME_DIR"};

const Field* FieldOf(const std::string& variable) {
  for (const auto& field : Fields())
    if (VariableOf(field.key) == variable) return &field;
  return nullptr;
}

/// The known variable that was probably meant.
std::optional<std::string> Meant(const std::string& variable) {
  std::vector<std::string> names(kOthers.begin(), kOthers.end());
  for (const auto& field : Fields()) names.push_back(VariableOf(field.key));
  std::vector<std::string_view> known;
  for (const auto& name : names) known.push_back(std::string_view(name).substr(kPrefix.size()));
  return Nearest(std::string_view(variable).substr(kPrefix.size()), known);
}

}  // namespace

std::string VariableOf(const std::string& key) {
  std::string name(kPrefix);
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return name;
}

VariablesLayer ReadVariables(const Environment& environment) {
  VariablesLayer read;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kPrefix) || value.empty()) continue;
    if (std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end()) continue;
    if (const auto* field = FieldOf(name)) {
      if (const auto set = field->set(read.layer, value, {"variable " + name}); !set)
        read.errors.push_back(set.error().During("variable " + name));
    } else if (const auto meant = Meant(name)) {
      read.errors.push_back({Errc::kInvalidInput, "variable " + name + ": unknown",
                             fmt::format("did you mean '{}{}'?", kPrefix, *meant)});
    }
  }
  return read;
}

}  // namespace docktor::settings

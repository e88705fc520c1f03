#include "settings/fields.h"

#include <algorithm>
#include <vector>

#include "settings/values.h"

namespace docktor::settings {
namespace {

template <typename Get, typename T>
Field MakeField(std::string_view key, Get get, Result<T> (*parse)(std::string_view), std::string (*show)(const T&)) {
  return {.key = key,
          .set = [=](Layer& layer, std::string_view text, const Origin& origin) -> Status {
            auto value = parse(text);
            if (!value) return tl::unexpected(value.error());
            get(layer) = Said<T>{std::move(*value), origin};
            return {};
          },
          .take =
              [=](Layer& to, const Layer& from) {
                if (const auto& said = get(from)) get(to) = said;
              },
          .show = [=](const Layer& layer) -> std::optional<Said<std::string>> {
            const auto& said = get(layer);
            if (!said) return std::nullopt;
            return Said<std::string>{show(said->value), said->origin};
          }};
}

#define DOCKTOR_AT(member) \
  [](auto& layer) -> auto& { return layer.member; }

std::vector<Field> MakeFields() {
  return {
      MakeField("enable", DOCKTOR_AT(enable), ParseBool, ShowBool),
      MakeField("min", DOCKTOR_AT(min), ParseReplicas, ShowNumber),
      MakeField("max", DOCKTOR_AT(max), ParseMax, ShowNumber),
      MakeField("targets.cpu", DOCKTOR_AT(cpu), ParseTarget, ShowRatio),
      MakeField("tolerance", DOCKTOR_AT(tolerance), ParseTolerance, ShowRatio),
      MakeField("scale_up.window", DOCKTOR_AT(up.window), ParseWindow, ShowDuration),
      MakeField("scale_up.policies", DOCKTOR_AT(up.policies), ParsePolicies, ShowPolicies),
      MakeField("scale_up.select", DOCKTOR_AT(up.select), ParseSelect, ShowSelect),
      MakeField("scale_down.window", DOCKTOR_AT(down.window), ParseWindow, ShowDuration),
      MakeField("scale_down.policies", DOCKTOR_AT(down.policies), ParsePolicies, ShowPolicies),
      MakeField("scale_down.select", DOCKTOR_AT(down.select), ParseSelect, ShowSelect),
      MakeField("start_deadline", DOCKTOR_AT(start_deadline), ParseDeadline, ShowDuration),
      MakeField("interval", DOCKTOR_AT(interval), ParseInterval, ShowDuration),
      MakeField("stateful", DOCKTOR_AT(stateful_allowed), ParseStateful, ShowStateful),
  };
}

#undef DOCKTOR_AT

}  // namespace

std::span<const Field> Fields() {
  static const std::vector<Field> fields = MakeFields();
  return fields;
}

const Field* FindField(std::string_view key) {
  const auto fields = Fields();
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; });
  return field == fields.end() ? nullptr : &*field;
}

}  // namespace docktor::settings

#include "core/ids.h"

#include <charconv>

namespace docktor {

Result<ServiceKey> ServiceKey::Parse(std::string_view text) {
  if (text == "/") return ServiceKey{};  // what an empty one is written as
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size())
    return Fail(Errc::kInvalidInput, "'" + std::string(text) + "' is not of the form project/service");
  return ServiceKey{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

Result<DecisionId> DecisionId::Parse(std::string_view text) {
  const auto digits = text.substr(text.starts_with('d') ? 1 : 0);
  DecisionId id;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id.value);
  if (error != std::errc{} || end != digits.data() + digits.size() || id.value == 0)
    return Fail(Errc::kInvalidInput, "'" + std::string(text) + "' is not a decision's id",
                "ids look like d42: docktor decisions list");
  return id;
}

}  // namespace docktor

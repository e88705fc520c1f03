#include <fmt/format.h>
#include <fmt/ranges.h>

#include "brain/providers/provider.h"

namespace docktor::brain {

const std::vector<const Provider*>& Providers() {
  static const std::vector<const Provider*> all{&OpenAiChat(), &OpenAiResponses(), &Azure(),  &AzureDeployment(),
                                                &Anthropic(),  &Gemini(),          &Bedrock()};
  return all;
}

Result<const Provider*> FindProvider(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto* provider : Providers()) {
    if (provider->name() == name) return provider;
    names.push_back(provider->name());
  }
  return Fail(Errc::kInvalidInput, fmt::format("there is no provider '{}'", name),
              fmt::format("one of {}", fmt::join(names, ", ")));
}

std::string Held(const Variables& variables, std::string_view name) {
  return variables(std::string(name)).value_or("");
}

Result<Access> Provider::OwnAccess(const std::string& model, const Variables& variables) const {
  auto key = Held(variables, key_variable());
  if (!key.empty()) return Access{.model = model, .key = std::move(key)};
  return Fail(Errc::kInvalidInput, fmt::format("{} wants a key, and the variable {} has none", name(), key_variable()),
              "set it where Docktor is started, or name another one: brain.key_env");
}

}  // namespace docktor::brain

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "brain/providers/provider.h"

namespace docktor::brain {

const std::vector<const Provider*>& Providers() {
  static const std::vector<const Provider*> all{&OpenAiChat(), &OpenAiResponses(), &Anthropic(), &Gemini()};
  return all;
}

Result<const Provider*> FindProvider(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto* provider : Providers()) {
    if (provider->name() == name) return provider;
    names.push_back(provider->name());
  }
  return Fail(Errc::kNotFound, fmt::format("there is no provider '{}'", name),
              fmt::format("one of {}", fmt::join(names, ", ")));
}

}  // namespace docktor::brain

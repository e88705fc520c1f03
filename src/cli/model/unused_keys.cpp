#include "cli/model/unused_keys.h"

#include <set>

namespace docktor::cli::model {

std::vector<const brain::Provider*> WithKeys(const brain::Variables& variables) {
  std::vector<const brain::Provider*> with;
  std::set<std::string_view> seen;  // some speak to the same maker in several ways
  for (const auto* provider : brain::Providers())
    if (seen.insert(provider->key_variable()).second && !brain::Held(variables, provider->key_variable()).empty())
      with.push_back(provider);
  return with;
}

}  // namespace docktor::cli::model

#include "operations/shared/did_you_mean.h"

#include "settings/fields/nearest.h"

namespace docktor::operations {

std::optional<std::string> DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  return settings::Nearest(word, views);
}

std::string Listed(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace docktor::operations

#include "serve/mcp/resource.h"

namespace docktor::serve::mcp {

std::optional<std::string> Resource::Match(const std::string& asked) const {
  if (!IsTemplate()) return asked == uri ? std::optional<std::string>("") : std::nullopt;
  const auto prefix = uri.substr(0, uri.find('{')), suffix = uri.substr(uri.find('}') + 1);
  const bool fits =
      asked.size() > prefix.size() + suffix.size() && asked.starts_with(prefix) && asked.ends_with(suffix);
  if (!fits) return std::nullopt;
  return asked.substr(prefix.size(), asked.size() - prefix.size() - suffix.size());
}

json::object Shown(const Resource& resource) {
  return {{resource.IsTemplate() ? "uriTemplate" : "uri", resource.uri},
          {"name", resource.name},
          {"description", resource.description},
          {"mimeType", resource.mime_type}};
}

}  // namespace docktor::serve::mcp

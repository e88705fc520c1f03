#include "serve/mcp/resource.h"

namespace docktor::serve::mcp {

std::optional<std::string> Resource::Match(const std::string& asked) const {
  if (!IsTemplate()) return asked == uri ? std::optional<std::string>("") : std::nullopt;
  const auto prefix = uri.substr(0, uri.find('{'));
  if (!asked.starts_with(prefix) || asked.size() == prefix.size()) return std::nullopt;
  return asked.substr(prefix.size());
}

json::object Shown(const Resource& resource) {
  return {{resource.IsTemplate() ? "uriTemplate" : "uri", resource.uri},
          {"name", resource.name},
          {"description", resource.description},
          {"mimeType", resource.mime_type}};
}

}  // namespace docktor::serve::mcp

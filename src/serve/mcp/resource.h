#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/json.h"

namespace docktor::serve::mcp {

/// Something that a client can read by its address.
struct Resource {
  std::string uri;  ///< of a template with one {variable}, which stands at its end
  std::string name;
  std::string description;
  std::string mime_type = "application/json";
  /// Text of what is there; `variable` is empty where the address has none. kNotFound: nothing is there. May block.
  std::function<Result<std::string>(const std::string& variable)> read;

  bool IsTemplate() const { return uri.ends_with('}'); }
  /// The variable's value in `asked`; empty where that is no address of this resource.
  std::optional<std::string> Match(const std::string& asked) const;
};

/// As `resources/list` or `resources/templates/list` shows it.
json::object Shown(const Resource& resource);

}  // namespace docktor::serve::mcp

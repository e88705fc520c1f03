#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/json.h"

namespace docktor::serve::mcp {

struct ResourceContent {
  std::string text;
  bool binary = false;  ///< the text is base64
};

/// Something that a client can read by its address.
struct Resource {
  std::string uri;  ///< of a template with one {variable} in it
  std::string name;
  std::string description;
  std::string mime_type = "application/json";
  /// What is there; `variable` is empty where the address has none. kNotFound: nothing is. May block.
  std::function<Result<ResourceContent>(const std::string& variable)> read;
  bool changes = false;  ///< whoever watches (Offer::watch) is told when it does

  bool IsTemplate() const { return uri.find('{') != uri.npos; }
  /// The variable's value in `asked`; empty where that is no address of this resource.
  std::optional<std::string> Match(const std::string& asked) const;
};

/// As `resources/list` or `resources/templates/list` shows it.
json::object Shown(const Resource& resource);

}  // namespace docktor::serve::mcp

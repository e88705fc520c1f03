#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/json.h"

namespace docktor::serve::mcp {

/// What the client is to be asked before a tool or a prompt can go on.
struct Wanted {
  json::object requests;   ///< by a key of the tool's own: {"method": "elicitation/create", "params": {…}}
  std::string state = {};  ///< comes back with the answers as it was; the client cannot change it
};

/// A call of a tool or a prompt. It lives as long as the call; its functions may be called from any thread meanwhile.
struct Call {
  json::object arguments = {};
  json::object answers = {};  ///< by the keys of what was wanted; a key that is missing was not answered
  std::string state = {};     ///< of what was wanted
  /// Whether the client can be asked for "elicitation", "sampling" or "roots"; empty: it cannot be asked.
  std::function<bool(std::string_view capability)> can = {};
  /// Tells how far it is, where the client wants to know; empty: nobody does.
  std::function<void(double done, double whole)> progress = {};
  /// Tells what happens, where the client wants to know; empty: nobody does.
  std::function<void(std::string_view level, const std::string& text)> log = {};
};

}  // namespace docktor::serve::mcp

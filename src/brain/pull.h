#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"

namespace docktor::brain {

/// How far a model has come.
struct PullProgress {
  std::string says;        ///< the server's own words, on one line
  std::int64_t done = 0;   ///< bytes
  std::int64_t whole = 0;  ///< bytes; 0: not known
};

/// Has a server on this machine fetch a model: Docker Model Runner (an endpoint with /engines in it) or Ollama. Blocks
/// until it has all of it; `stop` is asked several times a second, and ends it with kUnavailable: what was fetched by
/// then is kept by the server. Other errors are the server's own words. kInvalidInput: a server that fetches none.
Status PullModel(const std::string& endpoint, const std::string& model,
                 const std::function<void(const PullProgress&)>& on_progress, const std::function<bool()>& stop);

}  // namespace docktor::brain
